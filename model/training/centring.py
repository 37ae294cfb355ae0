"""Where a stranger's keys and queries start when they are to address a memory: without what all of them share.

A base model's keys have a large part in common: of the proof's model half of their length, so that they span 2 to 10
directions of 64, and under the delta rule each token written takes away most of the one before it. Softmax does not
mind, for a score that all have alike changes nothing. Without the common part the same keys span 10 to 30 directions.

The memory's own low-rank part takes it away: a direction of x is found that is nearly 1 for every token, and adds the
negative mean. It is a start, and learns on.
"""

from typing import cast

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from model.arithmetic import normed
from model.memory_path import LowRank
from model.network import InfiniAttention, InfiniForCausalLM

ROWS, LONGEST = 16, 128
"""Stretches of text that the means are taken of, and their tokens."""
RIDGE = 1e-3


@torch.no_grad()
def centre(network: InfiniForCausalLM, ids: npt.NDArray[np.integer]) -> None:
    """Start the low-rank parts so that keys and queries have a mean of nothing over some stretches of ids."""
    length = min(LONGEST, len(ids) // ROWS)
    starts = np.linspace(0, len(ids) - length, ROWS).astype(np.int64)
    rows = torch.from_numpy(np.stack([ids[at : at + length] for at in starts]).astype(np.int64))
    hooks = [
        one.q_proj.register_forward_pre_hook(lambda _, given, one=one: _centre(one, given[0]))
        for one in network.model.remembering
        if one.low_rank is not None
    ]
    try:
        network.model(rows.to(network.lm_head.weight.device), absorb=False)
    finally:
        for hook in hooks:
            hook.remove()


def _centre(attention: InfiniAttention, x: Tensor) -> None:
    """Start one layer's part, alike for all its memories, from its inputs x (B, S, N, E)."""
    low, flat = cast(LowRank, attention.low_rank), x.flatten(0, -2).float()
    square = flat.mT @ flat / len(flat)
    ridge = RIDGE * square.diagonal().mean() * torch.eye(len(square), device=x.device)
    constant = torch.linalg.solve(square + ridge, flat.mean(0))  # x · constant is nearly 1
    rank = low.q.shape[1]
    parts = (0, attention.q_proj, attention.q_norm, low.q), (1, attention.k_proj, attention.k_norm, low.k)
    for i, project, norm, up in parts:
        shared = _mean(project, norm, x, attention.size).repeat(low.memories)
        low.down.view(3, low.memories, rank, -1)[i, :, 0] = constant
        up[:, 0] = -shared / (flat @ constant).mean()


def _mean(project: nn.Module, norm: nn.Module, x: Tensor, size: int) -> Tensor:
    """Give the mean of what is projected from x, head after head."""
    heads = nn.functional.linear(x, cast(Tensor, project.weight), getattr(project, "bias", None)).unflatten(
        -1, (-1, size)
    )
    return normed(heads, norm).float().flatten(0, -3).mean(0).flatten()
