"""What a book's own words write, and the places that tempt a head to write: they are read again (hard negatives).

Of a million words a head that keeps what was told may write a few hundred, and loses it by them. So lessons that are
drawn at random hardly ever show it its mistakes; the places of its mistakes do.
"""

from collections import deque

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from model.network import InfiniModel

BEFORE, AFTER = 48, 16
"""Tokens of a place: what made the head write, and what comes after."""
KEPT = 64
"""Places kept of each head, the newest."""
MUCH = 0.3
"""How much of a word a head has written that was tempted."""
CHEAP = 0.1
"""What forgetting costs the heads that serve the book's own words, against those that keep what was told (NOTES.md)."""
HELD = 1 - 1e-6
"""A word that is written whole forgets as if this much of it was: log 0 has no gradient."""

Ids = npt.NDArray[np.int64]


def written(network: InfiniModel, tokens: int) -> Tensor:
    """Give how much the last pass wrote (training): (B, tokens, H), H the sparing heads of all layers with a memory."""
    each = [
        one.written[:, :, : one.sparing, :, 0].transpose(2, 3).flatten(1, 2)[:, :tokens]
        for one in network.remembering
        if one.written is not None
    ]
    return torch.cat(each, -1)


def forgetting(write: Tensor) -> Tensor:
    """Give what each head forgets of what it had under a word's key, −log(1 − w) nats, of w in [0, 1].

    Its gradient by a gate's logit does not vanish where a word is written whole, as that of w does.
    """
    return torch.where(write > 0, -torch.log1p(-write.clamp(max=HELD)), 0.0)


class Tempting:
    """Keeps the newest places where a head wrote a book's own words."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.places: dict[int, deque[Ids]] = {}

    def note(self, ids: Ids, own: npt.NDArray[np.bool_], write: npt.NDArray[np.floating]) -> None:
        """Keep the places of ids (B, T) around what was written much, (B, T, H), where all words are a book's own."""
        for row, at, head in np.argwhere(write > MUCH).tolist():
            start, end = at - BEFORE, at + AFTER
            if start >= 0 and end <= ids.shape[1] and own[row, start:end].all():
                self.places.setdefault(head, deque(maxlen=KEPT)).append(ids[row, start:end].copy())

    def draw(self) -> Ids | None:
        """Draw a place, every head's as likely; None as long as there is none."""
        if not self.places:
            return None
        heads = sorted(self.places)
        places = self.places[heads[int(self.rng.integers(0, len(heads)))]]
        return places[int(self.rng.integers(0, len(places)))]
