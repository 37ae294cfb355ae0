"""No memory: causal attention inside a segment alone. The other rivals extend it by what they see of earlier ones.

Shapes: B batch, S segments, N tokens of a segment, n tokens seen of earlier ones, H heads, D head size, E hidden size.
"""

from typing import NamedTuple, cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding, rotate_half

from model.arithmetic import normed
from model.config import InfiniConfig
from model.memory_path import Shift

LayerState = tuple[Tensor, ...]
"""What one layer carries from segment to segment; nothing at first."""


class Before(NamedTuple):
    """What the tokens of each segment see of earlier segments: k and v (B, S, H, n, D), without rotary positions.

    `positions` (n,) are negative: they count from the segment's first token back. `there` (S, n) is False where
    no text had been read yet.
    """

    k: Tensor
    v: Tensor
    positions: Tensor
    there: Tensor


class LocalAttention(nn.Module):
    """Causal softmax attention inside a segment, and over what a rival keeps of earlier ones: here nothing."""

    def __init__(self, config: InfiniConfig, layer: int = 0) -> None:
        super().__init__()
        E, D = config.hidden_size, cast(int, config.head_dim)
        self.heads, self.size, self.length = config.num_attention_heads, D, config.segment_length
        self.q_proj = nn.Linear(E, self.heads * D, bias=False)
        self.k_proj = nn.Linear(E, self.heads * D, bias=False)
        self.v_proj = nn.Linear(E, self.heads * D, bias=False)
        self.o_proj = nn.Linear(self.heads * D, E, bias=False)
        self.q_norm = nn.RMSNorm(D, config.rms_norm_eps)
        self.k_norm = nn.RMSNorm(D, config.rms_norm_eps)
        self.shift = Shift(self.heads, self.heads, D) if config.shift == "all" else None

    @property
    def memory_values(self) -> int:
        """How many numbers this layer carries."""
        return 0

    def forward(
        self, x: Tensor, rotary: LlamaRotaryEmbedding, state: LayerState
    ) -> tuple[Tensor, LayerState]:
        """Attend: x (B, S, N, E) to the same shape."""
        q, k, v = (self.split(p(x)) for p in (self.q_proj, self.k_proj, self.v_proj))
        if self.shift:
            q, k, v = self.shift((q, k, v), None)
        q, k = normed(q, self.q_norm), normed(k, self.k_norm)
        before, after = self.before(x, k, v, state)
        y, after = self.beyond(attend(q, k, v, rotary, before), (q, k, v), state, after)
        return cast(Tensor, self.o_proj(y.transpose(2, 3).flatten(3))), after

    def split(self, x: Tensor) -> Tensor:
        """(B, S, N, H·D) to (B, S, H, N, D)."""
        return cast(Tensor, x.unflatten(-1, (self.heads, self.size))).transpose(2, 3)

    def before(self, x: Tensor, k: Tensor, v: Tensor, state: LayerState) -> tuple[Before | None, LayerState]:
        """Say what each segment sees of earlier ones, and what the layer carries on."""
        return None, ()

    def beyond(
        self, y: Tensor, qkv: tuple[Tensor, Tensor, Tensor], state: LayerState, after: LayerState
    ) -> tuple[Tensor, LayerState]:
        """Add to what attention gave, y (B, S, H, N, D), what it cannot give; nothing by default."""
        return y, after


def attend(q: Tensor, k: Tensor, v: Tensor, rotary: LlamaRotaryEmbedding, before: Before | None) -> Tensor:
    """Softmax attention of each segment over itself, causally, and over what stands before it: (B, S, H, N, D)."""
    B, S, _, N, D = q.shape
    own = torch.arange(N, device=q.device)
    q, k, mask = rotated(q, rotary, own), rotated(k, rotary, own), None
    if before is not None:
        k = torch.cat((rotated(before.k, rotary, before.positions).to(k.dtype), k), -2)
        v = torch.cat((before.v.to(v.dtype), v), -2)
        causal = torch.ones(N, N, dtype=torch.bool, device=q.device).tril()
        seen = torch.cat((before.there[:, None].expand(S, N, -1), causal.expand(S, N, N)), -1)
        mask = seen[None, :, None].expand(B, S, 1, N, -1).flatten(0, 1)
    y = F.scaled_dot_product_attention(
        q.flatten(0, 1), k.flatten(0, 1), v.flatten(0, 1),
        attn_mask=mask, is_causal=mask is None, scale=D**-0.5,
    )  # fmt: skip
    return cast(Tensor, y.unflatten(0, (B, S)))


def rotated(u: Tensor, rotary: LlamaRotaryEmbedding, positions: Tensor) -> Tensor:
    """Turn u (..., n, D) to its positions (n,), which may be negative."""
    cos, sin = rotary(u, positions[None])
    return cast(Tensor, u * cos + rotate_half(u) * sin)
