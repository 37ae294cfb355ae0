"""What heads forget by a book's own words, and the places that tempt them to write: they are read again.

Of a million words a head that keeps what was told may write a few hundred, and loses it by them. So lessons that are
drawn at random hardly ever show it its mistakes; the places of its mistakes do.
"""

from collections import deque

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor

from model.network import InfiniModel

BEFORE, AFTER = 48, 16
"""Tokens of a place: what made the head write, and what comes after."""
KEPT = 64
"""Places kept of each head, the newest."""
MUCH = 0.36
"""Nats that a head forgets by a word that tempted it: it wrote 0.3 of it."""
A_LESSON = 4
"""Places that a head is noted for in one lesson at most."""

MARGIN = 2.0
"""So far under the floor, in a write gate's logit, words stay that heads which keep facts are not to write: books are
longer than lessons, and a word in a million is enough to lose a fact by."""

Ids = npt.NDArray[np.int64]


def forgotten(network: InfiniModel, tokens: int) -> Tensor:
    """Give what each head forgot under each token's key by the last pass in training: −log(1 − w) nats, (B, tokens, H).

    H are the sparing heads of all layers with a memory. Its gradient by a gate's logit does not vanish where a word is
    written whole, as that of w does.
    """
    each = [
        one.forgotten[:, :, : one.sparing].transpose(2, 3).flatten(1, 2)[:, :tokens]
        for one in network.remembering
        if one.forgotten is not None
    ]
    return torch.cat(each, -1)


class Price:
    """What it costs that heads forget by a book's own words: those that keep what was told pay all of it.

    The others, which serve these words, pay a share of it, `cheap`.
    """

    def __init__(self, keeping: Tensor, network: InfiniModel, cheap: float = 1.0) -> None:
        """Take which heads keep what was told: (layers with a memory, sparing heads), bool; these get the margin."""
        for one, heads in zip(network.remembering, keeping.float(), strict=True):
            one.margin = MARGIN * F.pad(heads, (0, one.memory_heads - one.sparing))[:, None]
        self._keeping = keeping.flatten()
        self._costs = torch.where(self._keeping, 1.0, cheap)

    def paid(self, nats: Tensor, own: Tensor) -> Tensor:
        """Give what an average token costs, of nats (B, T, H) and the book's own words (B, T)."""
        return (nats * self._costs).sum(-1)[own].sum() / own.numel()

    def kept(self, nats: Tensor) -> npt.NDArray[np.float32]:
        """Give what the heads that keep forgot."""
        of_these: npt.NDArray[np.float32] = nats.detach()[..., self._keeping].cpu().numpy()
        return of_these


class Tempting:
    """Keeps the newest places where a head wrote a book's own words."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.places: dict[int, deque[Ids]] = {}

    def note(self, ids: Ids, own: npt.NDArray[np.bool_], nats: npt.NDArray[np.floating]) -> None:
        """Keep some places of ids (B, T) around what a head forgot much by, nats (B, T, H), where all is the book's."""
        for head in range(nats.shape[-1]):
            hits = np.argwhere(nats[..., head] > MUCH)
            for row, at in self.rng.permutation(hits)[:A_LESSON].tolist():
                start, end = at - BEFORE, at + AFTER
                if start >= 0 and end <= ids.shape[1] and own[row, start:end].all():
                    self._keep(head, ids[row, start:end].copy())

    def _keep(self, head: int, place: Ids) -> None:
        """Keep a place that is not kept yet: what was shown again tempts again."""
        kept = self.places.setdefault(head, deque(maxlen=KEPT))
        if not any(np.array_equal(place, one) for one in kept):
            kept.append(place)

    def draw(self) -> Ids | None:
        """Draw a place, every head's as likely; None as long as there is none."""
        if not self.places:
            return None
        heads = sorted(self.places)
        places = self.places[heads[int(self.rng.integers(0, len(heads)))]]
        return places[int(self.rng.integers(0, len(places)))]
