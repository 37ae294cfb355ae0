"""What words are like, learnt from books by `benchmarks/fit_words.py`: near ones mean or do nearly the same."""

from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]

FILE = Path(str(files("resources"))) / "answering" / "words.npz"


@cache
def _known() -> tuple[dict[str, int], Vector]:
    """Read the words and their numbers; a last row of zeros is for the words that are not known."""
    with np.load(FILE) as kept:
        words = str(kept["words"]).split("\n")
        values = kept["values"].astype(np.float32) * kept["scale"]
    return {word: at for at, word in enumerate(words)}, np.concatenate([values, np.zeros_like(values[:1])])


def width() -> int:
    """Say how many numbers describe a word."""
    return int(_known()[1].shape[1])


def vectors(words: list[str]) -> Vector:
    """Give a row for each word (as `app.words.bare` writes it); zeros for one that is not known."""
    known, values = _known()
    return np.asarray(values[[known.get(word, len(known)) for word in words]])
