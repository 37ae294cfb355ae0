"""Transformer-XL (arXiv 1901.02860): the keys and values of the segment before, kept without gradient.

Rotary positions go on across the two segments, in place of the paper's relative embedding.
"""

import torch
from torch import Tensor

from model.evaluation.rivals.local import Before, LayerState, LocalAttention


class CacheAttention(LocalAttention):
    """Each segment attends to the whole of the one before it. State: its k and v (B, H, N, D)."""

    @property
    def memory_values(self) -> int:
        """Keys and values of one segment."""
        return 2 * self.length * self.heads * self.size

    def before(self, x: Tensor, k: Tensor, v: Tensor, state: LayerState) -> tuple[Before, LayerState]:
        """Give each segment the one before it, detached."""
        k, v = k.detach(), v.detach()
        first_k, first_v = state[:2] if state else (torch.zeros_like(k[:, 0]), torch.zeros_like(v[:, 0]))
        there = torch.ones(k.shape[1], self.length, dtype=torch.bool, device=k.device)
        there[0] = bool(state)
        seen = Before(
            torch.cat((first_k[:, None], k[:, :-1]), 1),
            torch.cat((first_v[:, None], v[:, :-1]), 1),
            torch.arange(-self.length, 0, device=k.device),
            there,
        )
        return seen, (k[:, -1], v[:, -1])
