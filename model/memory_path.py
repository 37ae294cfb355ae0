"""What stands between a layer and its memory: shift, low rank, the floor under writing, gate and norm."""

import math
from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from model.config import InfiniConfig

QKV = tuple[Tensor, Tensor, Tensor]
LATE = -4.0
"""The logit of a that a late shift starts with."""

QUIET = 0.1
"""The size with which what is recalled begins where a gate shares it out with local attention: as large as that, it
would be noise in half of the attention until something is known (model/evaluation/rivals/NOTES.md)."""


class Shift(nn.Module):
    """Mix each token's q, k and v with the token's before it: u_t ← (1 − a) ⊙ u_t + a ⊙ u_{t−1}, a learnt a channel.

    The first `shifted` key/value heads and their queries are shifted, the others left as they are. Nothing stands
    before a segment's first token. Keys start as mostly the token before, so that "what followed
    this" is a head's first reading (RESEARCH.md §7: decisive for the speed of learning). `late`: they start unshifted,
    as the memory path of a network does that was trained without one.
    """

    def __init__(
        self, query_heads: int, heads: int, size: int, shifted: int | None = None, late: bool = False
    ) -> None:
        super().__init__()
        self.late = late
        shifted = heads if shifted is None else shifted
        self.still = heads - shifted
        self.q = nn.Parameter(torch.empty(query_heads * shifted // heads, 1, size))
        self.k = nn.Parameter(torch.empty(shifted, 1, size))
        self.v = nn.Parameter(torch.empty(shifted, 1, size))
        self.reset()

    def reset(self) -> None:
        """Start: a = 0.88 for keys, 0.12 for queries and values; a late one 0.02 for all."""
        for p, start in ((self.q, -2.0), (self.k, 2.0), (self.v, -2.0)):
            nn.init.constant_(p, LATE if self.late else start)

    def forward(self, qkv: QKV, last: QKV | None) -> QKV:
        """Shift q, k, v (B, S, heads, N, D); `last` is the token before the first, when there is one."""
        shifted = []
        for i, (u, p) in enumerate(zip(qkv, (self.q, self.k, self.v), strict=True)):
            first = last[i].to(u.dtype) if last else torch.zeros_like(u[..., :1, :])
            a = p.sigmoid().to(u.dtype)
            if self.still:
                a = torch.cat((a, a.new_zeros(u.shape[-3] - len(a), 1, a.shape[-1])))
            shifted.append(_shifted(u, first, a))
        return shifted[0], shifted[1], shifted[2]


def _shifted(u: Tensor, first: Tensor, a: Tensor) -> Tensor:
    """Mix each token of u (B, S, heads, N, D) with the one before it, `first` with the first of each segment."""
    if torch.is_grad_enabled():
        return torch.lerp(u, torch.cat((first, u[..., :-1, :]), -2), a)
    mixed = torch.empty_like(u)  # as u lies in memory, and without a copy of u
    torch.lerp(u[..., :1, :], first, a, out=mixed[..., :1, :])
    torch.lerp(u[..., 1:, :], u[..., :-1, :], a, out=mixed[..., 1:, :])
    return mixed


def floored(whole: Tensor, floor: float, heads: int) -> Tensor:
    """Put a floor under what the first heads write: w ← max(0, w − floor) / (1 − floor), told as log(1 − w).

    (B, S, H, N) to the same.
    """
    if not floor:
        return whole
    some = (whole[:, :, :heads] - math.log1p(-floor)).clamp(max=0)
    return torch.cat((some, whole[:, :, heads:]), 2)


class Gate(nn.Linear):
    """What mixes memory and local attention, a gate a token and head; it starts at nothing: half open, or adding 0."""


class ReadNorm(nn.RMSNorm):
    """The norm of what is recalled; it starts with weights `start`."""

    def __init__(self, size: int, eps: float, start: float) -> None:
        super().__init__(size, eps)
        self.start = start
        nn.init.constant_(self.weight, start)


class LowRank(nn.Module):
    """Add to q, k and v what the memory needs of x beyond the base model's own projections: u + (x D) U_u.

    Each memory has D and U of its own. U starts at nil, so an unadapted model's memory is met with the base model's own
    projections. With `keys_ask` keys stand in for queries: a token then finds what followed it earlier before anything
    is learnt, where a base model's queries and keys, made for positions too, need not fit each other.
    """

    def __init__(self, config: InfiniConfig) -> None:
        super().__init__()
        rank, self.size, self.memories = config.memory_rank, cast(int, config.head_dim), config.memories
        self.group = config.num_attention_heads // cast(int, config.num_key_value_heads)
        self.keys_ask = config.keys_ask
        self.scale = config.hidden_size**-0.5
        heads = config.memory_heads
        self.down = nn.Parameter(torch.empty(3 * self.memories * rank, config.hidden_size))
        self.q = nn.Parameter(torch.empty(heads * self.group * self.size, rank))
        self.k = nn.Parameter(torch.empty(heads * self.size, rank))
        self.v = nn.Parameter(torch.empty(heads * self.size, rank))
        self.reset()

    def reset(self) -> None:
        """Start without effect, but with gradient."""
        nn.init.normal_(self.down, std=self.scale)
        for up in (self.q, self.k, self.v):
            nn.init.zeros_(up)

    def forward(self, x: Tensor, qkv: QKV) -> QKV:
        """Add to q, k, v (B, S, heads, N, D), all memories' heads, of x (B, S, N, E), in float32."""
        if self.keys_ask:
            qkv = (qkv[1].repeat_interleave(self.group, 2), qkv[1], qkv[2])
        parts = F.linear(x.float(), self.down.float()).chunk(3, -1)
        added = []
        for u, part, up in zip(qkv, parts, (self.q, self.k, self.v), strict=True):
            each = zip(part.chunk(self.memories, -1), up.float().chunk(self.memories), strict=True)
            more = torch.cat([F.linear(own, own_up) for own, own_up in each], -1)
            added.append(u.float() + more.unflatten(-1, (-1, self.size)).transpose(2, 3))
        return added[0], added[1], added[2]
