"""The window: what is kept of one unfinished segment, with which an answer is written token by token."""

from dataclasses import dataclass
from typing import NamedTuple

from torch import Tensor


class LayerWindow(NamedTuple):
    """One layer's part of an unfinished segment: rotated keys and values (B, H, N, D), and the last token's q, k, v."""

    k: Tensor
    v: Tensor
    last: tuple[Tensor, Tensor, Tensor]


@dataclass(frozen=True)
class Window:
    """The `tokens` tokens of an unfinished segment; nothing of it is in the memory yet."""

    tokens: int
    layers: tuple[LayerWindow, ...]

    def spread(self, batch: int) -> "Window":
        """Give the segment of one stream to each row of a batch, each to be written on in its own way."""

        def rows(u: Tensor) -> Tensor:
            return u.expand(batch, *u.shape[1:])

        layers = (
            LayerWindow(rows(w.k), rows(w.v), (rows(w.last[0]), rows(w.last[1]), rows(w.last[2])))
            for w in self.layers
        )
        return Window(self.tokens, tuple(layers))


def unwritten(like: Tensor, heads: int, ends: int, group: int, size: int) -> LayerWindow:
    """Give one layer's window of no tokens, for as many streams as `like` (B, ...) has, and `ends` heads shifted."""
    none = like.new_zeros(like.shape[0], heads, 0, size)
    nil = like.new_zeros(like.shape[0], 1, ends, 1, size)
    return LayerWindow(none, none, (nil.repeat_interleave(group, 2), nil, nil))
