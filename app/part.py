"""A part of a book as a shelf of its own: only the passages that lie in it, cut to it."""

from app.library import Library
from app.values import Part
from ingest.book import Locator, Passage

SHORT = 4
"""Of a part with no more passages each is evidence, whatever words the question has."""


class PartShelf:
    """What finding evidence needs of a library (`evidence.Shelf`), held to a part of one chapter."""

    def __init__(self, library: Library, book_id: str, part: Part) -> None:
        self._library = library
        self._passages = {
            row: cut
            for row, passage in library.passages_of(book_id, part.chapter).items()
            if (cut := _cut(passage, part)).text.strip()
        }

    def matching(self, book_id: str, term: str, last_chapter: int) -> set[int]:
        """Give the ids of the passages that contain a term."""
        if len(self._passages) <= SHORT:
            return set(self._passages)
        return self._library.matching(book_id, term, last_chapter) & self._passages.keys()

    def passage(self, id: int) -> Passage:  # noqa: A002 - as the library calls it
        """Give one passage, cut to the part."""
        return self._passages[id]

    def passage_count(self, book_id: str, last_chapter: int) -> int:
        """Count the passages of the part."""
        return len(self._passages)


def _cut(passage: Passage, part: Part) -> Passage:
    begin = passage.start.offset
    first, last = max(begin, part.start), min(begin + len(passage.text), part.end)
    return Passage(Locator(part.chapter, first), passage.text[first - begin : max(first, last) - begin])
