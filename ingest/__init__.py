"""A file becomes text with places."""

from ingest.book import Book, BookError, Chapter, Entry, Locator, Locked, Page, Passage, Step
from ingest.opening import open_book
from ingest.passages import passages
from ingest.sentences import sentences

__all__ = [
    "Book",
    "BookError",
    "Chapter",
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
