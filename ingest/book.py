"""A book as values: text with places."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Matter: TypeAlias = Literal["front", "body", "back"]
"""What stands before the work itself (a preface, a dedication), the work, and what stands behind it (an index)."""


class BookError(Exception):
    """A file cannot be made into a book; the message is a sentence that a reader can act on."""


class Locked(BookError):  # noqa: N818 (it is a state, not a mistake)
    """A file needs a password, or another one than was given."""


@dataclass(frozen=True)
class Step:
    """How far the parsing of a file is: pages or parts `done` of `total`; 0 of 0 while nobody knows.

    `recognising`: the text of pictures is being recognised, which takes its time.
    """

    done: int
    total: int
    recognising: bool = False


@dataclass(frozen=True)
class Page:
    """Where a printed page begins: its label, and the character offset in its chapter's text."""

    label: str
    offset: int


@dataclass(frozen=True, order=True)
class Locator:
    """A place in a book: chapter index (from 0) and character offset in that chapter's text."""

    chapter: int
    offset: int


@dataclass(frozen=True)
class Passage:
    """A verbatim slice of a chapter: `chapter.text[start.offset : start.offset + len(text)] == text`."""

    start: Locator
    text: str


@dataclass(frozen=True)
class Entry:
    """One line of a book's table of contents; `level` 0 is the outermost."""

    title: str
    level: int
    matter: Matter = "body"


@dataclass(frozen=True)
class Chapter:
    """A stretch of a book with a title; paragraphs of `text` are separated by a blank line."""

    index: int
    title: str
    level: int
    text: str
    pages: tuple[Page, ...] = ()
    warnings: tuple[str, ...] = ()
    matter: Matter = "body"


@dataclass(frozen=True)
class Cover:
    """The picture of a book, a JPEG of at most 480 by 720 dots."""

    picture: bytes


@dataclass(frozen=True)
class Book:
    """A book without its text; `id` is the SHA-256 of the file, `contents` has an entry for each chapter."""

    id: str
    title: str
    authors: tuple[str, ...]
    language: str | None
    contents: tuple[Entry, ...]
    warnings: tuple[str, ...] = ()
