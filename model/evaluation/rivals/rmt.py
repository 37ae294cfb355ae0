"""Recurrent Memory Transformer (arXiv 2207.06881): memory tokens are read before a segment and written after it.

What stands at the written tokens after the last layer is read before the next segment; the gradient runs through all
segments of a training sequence, one after another.
"""

import torch
from torch import Tensor, nn

from model.config import InfiniConfig
from model.evaluation.rivals.local import LocalAttention
from model.evaluation.rivals.network import AttentionRival, State

MEMORY_TOKENS = 16


class RecurrentRival(AttentionRival):
    """Local attention over [memory, segment, memory]. State: the memory tokens (B, MEMORY_TOKENS, E)."""

    def __init__(self, config: InfiniConfig) -> None:
        super().__init__(config, LocalAttention)
        self.first = nn.Parameter(torch.randn(MEMORY_TOKENS, config.hidden_size) * config.initializer_range)

    @property
    def memory_values(self) -> int:
        """The memory tokens' hidden states: they alone are carried."""
        return MEMORY_TOKENS * self.config.hidden_size

    def _read(self, ids: Tensor, state: State | None) -> tuple[Tensor, State]:
        memory = state.layers[0][0] if state else self.first.expand(ids.shape[0], -1, -1)
        none: tuple[tuple[Tensor, ...], ...] = ((),) * len(self.layers)
        hidden = []
        for segment in self.embed_tokens(ids.unflatten(1, (-1, self.config.segment_length))).unbind(1):
            x, _ = self.through(torch.cat((memory, segment, memory), 1)[:, None], none)
            hidden.append(x[:, 0, MEMORY_TOKENS:-MEMORY_TOKENS])
            memory = x[:, 0, -MEMORY_TOKENS:]
        return torch.cat(hidden, 1), State((state.tokens if state else 0) + ids.shape[1], ((memory,),))
