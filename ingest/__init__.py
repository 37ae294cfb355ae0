"""A file becomes text with places."""

from typing import TYPE_CHECKING

from ingest.book import Book, BookError, Chapter, Cover, Entry, Locator, Locked, Page, Passage, Step
from ingest.passages import passages
from ingest.sentences import sentences

if TYPE_CHECKING:
    from ingest.opening import open_book

__all__ = [
    "Book",
    "BookError",
    "Chapter",
    "Cover",
    "Entry",
    "Locator",
    "Locked",
    "Page",
    "Passage",
    "Step",
    "open_book",
    "passages",
    "sentences",
]


def __getattr__(name: str) -> object:
    if name != "open_book":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from ingest.opening import open_book  # when it is first used: who only shows books waits for no format

    return open_book
