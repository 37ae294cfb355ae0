"""Compressive Transformer (arXiv 1911.05507): a cache as in Transformer-XL, and beyond it older segments compressed.

Every `RATE` tokens leave one slot, by a convolution that starts as their mean and learns from the language model's
own loss; what it reads is detached, as the paper demands. The paper's reconstruction loss is left out.
"""

import torch
from torch import Tensor, nn

from model.arithmetic import normed
from model.config import InfiniConfig
from model.evaluation.rivals.local import Before, LayerState
from model.evaluation.rivals.transformer_xl import CacheAttention

RATE = 4


class CompressiveAttention(CacheAttention):
    """Each segment sees the one before whole, and the `RATE` before that compressed, as many slots as a segment.

    State: the cache's k and v, then k and v of the last RATE + 1 segments' slots (B, segments, H, N / RATE, D).
    """

    def __init__(self, config: InfiniConfig, layer: int = 0) -> None:
        super().__init__(config, layer)
        self.compress = nn.Linear(
            RATE * config.hidden_size, config.hidden_size, bias=False
        )  # kernel = stride

    def start_as_mean(self) -> None:
        """Let each slot be the mean of its tokens."""
        with torch.no_grad():
            self.compress.weight.copy_(torch.eye(self.compress.out_features).repeat(1, RATE) / RATE)

    @property
    def memory_values(self) -> int:
        """The cache, and as many compressed slots."""
        return 2 * super().memory_values

    def before(self, x: Tensor, k: Tensor, v: Tensor, state: LayerState) -> tuple[Before, LayerState]:
        """Give each segment the compressed segments, then the cache."""
        cached, after = super().before(x, k, v, state)
        slots = self.compress(x.detach().unflatten(2, (-1, RATE)).flatten(3))  # (B, S, N / RATE, E)
        made = normed(self.split(self.k_proj(slots)), self.k_norm), self.split(self.v_proj(slots))
        old = state[2:] if state else (made[0][:, :0], made[1][:, :0])
        every = [torch.cat((a, b), 1) for a, b in zip(old, made, strict=True)]
        missing = RATE + 1 - old[0].shape[1]  # segments of which there is nothing yet
        ck, cv = (self._windows(u, missing, k.shape[1]) for u in every)
        seen = Before(
            torch.cat((ck, cached.k), 3),
            torch.cat((cv, cached.v), 3),
            torch.cat((self._positions(k.device), cached.positions)),
            torch.cat((self._there(missing, k.shape[1], k.device), cached.there), 1),
        )
        return seen, (*after, *(u[:, -RATE - 1 :] for u in every))

    def _windows(self, u: Tensor, missing: int, segments: int) -> Tensor:
        """Slots of each segment (B, ., H, n, D) to those that each segment sees (B, S, H, RATE·n, D)."""
        u = torch.cat((u.new_zeros(u.shape[0], missing, *u.shape[2:]), u), 1)
        return u.unfold(1, RATE, 1)[:, :segments].movedim(-1, 3).flatten(3, 4)

    def _positions(self, device: torch.device) -> Tensor:
        """The middle of each slot's tokens."""
        every = torch.arange(-(RATE + 1) * self.length, -self.length, device=device, dtype=torch.float32)
        middle: Tensor = every.unflatten(0, (-1, RATE)).mean(1)
        return middle

    def _there(self, missing: int, segments: int, device: torch.device) -> Tensor:
        per = self.length // RATE
        filled = torch.arange(RATE + segments, device=device) >= missing
        return filled.unfold(0, RATE, 1)[:segments].repeat_interleave(per, 1)
