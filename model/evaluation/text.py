"""Filler for measures: held-out book text, or the paper's one line again and again, as token ids."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from transformers import PreTrainedTokenizerBase

from model.data import BOOKS, rows
from model.encoding import encode
from model.interface import ModelError
from model.passkey import REPEATED

Ids = npt.NDArray[np.int64]
FILLERS = ("text", "repeat")
LEAST = 250_000
"""Tokens of held-out text from which stretches are drawn, at least: some three books."""


def held_out(data: Path | None, tokenizer: PreTrainedTokenizerBase) -> Iterator[Ids]:
    """Give the ids of each evaluation book of DATA, whole and in order."""
    for row in rows(data, BOOKS):
        text = row.get("text")
        if not isinstance(text, str) or not text.strip():
            raise ModelError(f"A book of {data}/{BOOKS}.jsonl.xz has no text; get the file again.")
        yield np.array([i for part in encode(tokenizer, text) for i in part], np.int64)


class Filler:
    """Gives stretches of any length; text that is too short for one begins again from its start."""

    def __init__(
        self, kind: str, data: Path | None, tokenizer: PreTrainedTokenizerBase, longest: int
    ) -> None:
        self.kind = kind
        if kind == "repeat":
            line = tokenizer.encode(REPEATED * 64, add_special_tokens=False)
            self.ids = np.array(line, np.int64)
            return
        parts, held = list[Ids](), 0
        for book in held_out(data, tokenizer):
            parts.append(book)
            held += len(book)
            if held >= max(LEAST, 2 * longest):
                break
        self.ids = np.concatenate(parts)

    def stretch(self, tokens: int, rng: np.random.Generator) -> Ids:
        """Give so many tokens in order, from a random place on."""
        start = int(rng.integers(0, max(1, len(self.ids) - tokens)))
        if start + tokens <= len(self.ids):
            return self.ids[start : start + tokens].copy()
        return np.resize(np.roll(self.ids, -int(rng.integers(0, len(self.ids)))), tokens)
