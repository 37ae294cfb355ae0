"""Which tokens each step reads: a function of the seed and the step alone, so the same for every rival."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from model.interface import ModelError


class Order:
    """`readers` streams of book text; a step reads `tokens` of each, `run` steps in a row from one place."""

    def __init__(self, shards: Sequence[Path], readers: int, tokens: int, run: int, seed: int) -> None:
        if not shards:
            raise ModelError("There are no shards of tokens; run model.training.prepare first.")
        self.shards = [np.load(shard, mmap_mode="r") for shard in shards]
        self.readers, self.tokens, self.run, self.seed = readers, tokens, run, seed
        if min(map(len, self.shards)) <= tokens * run:
            raise ModelError(f"Every shard must hold more than {tokens * run:,} tokens; give more books.")
        self.weights = np.array([len(shard) for shard in self.shards]) / sum(map(len, self.shards))

    def begins(self, step: int) -> bool:
        """Say whether the streams start anew here, so that memories must be empty."""
        return step % self.run == 0

    def batch(self, step: int) -> npt.NDArray[np.int64]:
        """Give ids (readers, tokens + 1): the last token is only predicted, and read by the next step."""
        rng = np.random.default_rng([self.seed, step // self.run])
        rows = []
        for _ in range(self.readers):
            shard = self.shards[int(rng.choice(len(self.shards), p=self.weights))]
            at = int(rng.integers(0, len(shard) - self.tokens * self.run)) + step % self.run * self.tokens
            rows.append(shard[at : at + self.tokens + 1].astype(np.int64))
        return np.stack(rows)
