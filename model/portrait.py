"""A picture of a memory in numbers: how full it is, layer by layer, and how far each head listens to it."""

import torch
from torch import Tensor

from model.interface import LayerPortrait
from model.memory import LayerMemory, Memory
from model.network import InfiniAttention, InfiniForCausalLM


@torch.inference_mode()
def portrait(network: InfiniForCausalLM, memory: Memory, page: Tensor) -> tuple[LayerPortrait, ...]:
    """Measure each layer that has a memory; gates that depend on what is read are means over a page of ids (1, T)."""
    attentions = network.model.remembering
    inputs: list[Tensor] = []
    hooks = [one.register_forward_pre_hook(lambda _, given: inputs.append(given[0])) for one in attentions]
    try:
        network(page, memory, absorb=False, logits_to_keep=0)
    finally:
        for hook in hooks:
            hook.remove()
    measured = zip(network.config.remembering, memory.layers, attentions, inputs, strict=True)
    return tuple(
        LayerPortrait(1 + number, fill(one), opening(attention, x)) for number, one, attention, x in measured
    )


def fill(memory: LayerMemory) -> tuple[float, ...]:
    """Say for each head of a layer's memories which share of its directions is in use: 0 blank, 1 all of them alike.

    That is the effective rank of M (B, A·H, D, D), the exponential of the entropy of its singular values, over D.
    """
    values = torch.linalg.svdvals(memory.M[0].float().cpu())  # (H, D)
    shares = values / values.sum(-1, keepdim=True).clamp_min(1e-12)
    rank = torch.special.entr(shares).sum(-1).exp() / values.shape[-1]
    return tuple(float(one) if total > 0 else 0.0 for one, total in zip(rank, values.sum(-1), strict=True))


def opening(attention: InfiniAttention, x: Tensor) -> tuple[float, ...]:
    """Say for each query head how far it listens to a memory, from 0 (the page alone) to 1; x (B, S, N, E).

    Where a layer has several memories, their heads come one memory after the other.
    """
    open_ = attention.gates(x).abs().transpose(1, 2).flatten(2).mean(-1)[0]  # of all tokens
    return tuple(float(one) for one in open_)
