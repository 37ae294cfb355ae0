"""The values that flow through the program, beside those of `ingest.book` and `model.interface`."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar

from ingest.book import Locator

R = TypeVar("R")
Work: TypeAlias = Generator[object, None, R]
"""Long work: yields events, returns its result; closing it cancels it, and what was done is kept."""

Mode = Literal["both", "memory", "text"]


@dataclass(frozen=True)
class Progress:
    """How far a piece of work is: `done` of `total` units (tokens when reading), and at what."""

    done: int
    total: int
    what: str


@dataclass(frozen=True)
class Citation:
    """A quote and where it begins; checked against the book when it is made."""

    start: Locator
    quote: str
    page: str | None = None


@dataclass(frozen=True)
class Part:
    """A stretch of one chapter, from offset `start` to before `end`, to which a question can be held."""

    chapter: int
    start: int
    end: int


@dataclass(frozen=True)
class Answer:
    """What was answered to a question, as of the end of chapter `as_of` (index from 0), or from a part of it."""

    question: str
    text: str
    citations: tuple[Citation, ...]
    as_of: int
    found: bool
    mode: Mode = "both"
    part: Part | None = None


@dataclass(frozen=True)
class Summary:
    """A summary; `scope` is `book`, `so far:N` or `chapter:N` (N counted from 1)."""

    scope: str
    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class ReadReport:
    """What reading a book came to; `tokens_read_now` is 0 when everything had been read before."""

    book: str
    tokens_total: int
    tokens_read_now: int
    seconds: float
    snapshots: int
    snapshot_bytes: int
