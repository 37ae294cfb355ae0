"""The data that models learn from and are measured on: UTF-8 JSON lines, xz, in one folder."""

import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from model.interface import ModelError

SUFFIX = ".jsonl.xz"
BOOKS = "eval_books/books"
"""Whole books that no model here was trained on: {id, title, author, summary, questions, text}."""


def rows(data: Path | None, name: str) -> Iterator[dict[str, Any]]:
    """Give the rows of DATA/NAME.jsonl.xz; raise ModelError if it is not there, is damaged, or is empty."""
    if data is None:
        raise ModelError(f"This needs data: give their folder, in which {name}{SUFFIX} lies, with --data.")
    file = data / f"{name}{SUFFIX}"
    if not file.is_file():
        raise ModelError(f"The folder {data} has no {name}{SUFFIX}; give the folder of the data.")
    yield from rows_in(file)


def rows_in(file: Path) -> Iterator[dict[str, Any]]:
    """Give the rows of one file; raise ModelError if it is damaged or empty."""
    empty = True
    try:
        with lzma.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield dict(json.loads(line))
                empty = False
    except (OSError, EOFError, lzma.LZMAError, ValueError, TypeError) as error:
        raise ModelError(f"The file {file} is damaged or no text; get it again.") from error
    if empty:
        raise ModelError(f"The file {file} is empty; get it again.")
