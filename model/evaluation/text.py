"""Held-out book text for measurements: the evaluation books, never trained on."""

import json
import lzma
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from transformers import PreTrainedTokenizerBase

from model.encoding import encode
from model.interface import ModelError

Ids = npt.NDArray[np.int64]


def held_out(data: Path, tokenizer: PreTrainedTokenizerBase) -> Iterator[Ids]:
    """Give the ids of each evaluation book of DATA (`eval_books/books.jsonl.xz`)."""
    books = data / "eval_books" / "books.jsonl.xz"
    if not books.is_file():
        raise ModelError(f"There are no evaluation books in {data}: {books} is missing.")
    with lzma.open(books, "rt", encoding="utf-8") as lines:
        for line in lines:
            ids = [i for part in encode(tokenizer, json.loads(line)["text"]) for i in part]
            yield np.array(ids, np.int64)
