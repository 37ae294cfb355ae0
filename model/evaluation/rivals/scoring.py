"""Trained rivals as `lectern evaluate perplexity` asks for them."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from model.evaluation.rivals.catalogue import RIVALS
from model.evaluation.rivals.loading import load_rival, trained
from model.evaluation.rivals.measuring import losses
from model.evaluation.rivals.network import Rival

ABLATED = "infini-ours"
"""The rival that is also measured with its memory emptied at every segment."""


class RivalScorer:
    """A trained rival: `name` of its row, tokens of a `segment`, `memory_values` that it carries."""

    def __init__(self, rival: Rival, name: str, emptied: bool = False) -> None:
        self.rival, self.name, self.emptied = rival, name, emptied
        self.segment = int(rival.config.segment_length)
        self.memory_values = 0 if emptied else rival.memory_values

    def losses(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """Give the loss in nats of each of a book's tokens (T,), read in order; the first's is 0."""
        scored = losses(self.rival, ids, self.emptied)
        return np.concatenate((np.zeros(1), scored)).astype(np.float32)


def scorers(folder: Path, device: str) -> list[RivalScorer]:
    """Load every rival of a folder; raise ModelError where there is none, or one is damaged."""
    found = []
    for one in trained(folder):
        rival = load_rival(one, device)
        found.append(RivalScorer(rival, RIVALS[one.name].title))
        if one.name == ABLATED:
            found.append(RivalScorer(rival, RIVALS[one.name].title, emptied=True))
    return found
