"""What is selected on printed pages: from one letter to another, over as many pages as it takes."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from app.gui.letters import Letters
from app.gui.paging import Paging
from app.values import Part
from ingest.book import Chapter

if TYPE_CHECKING:
    from ingest.display import Box

Place: TypeAlias = tuple[int, int]
"""A page, and a place among its letters."""


class PageSelection:
    """Holds the letters of the pages that are known, and the two ends of what is selected."""

    def __init__(self) -> None:
        self.letters: dict[int, Letters] = {}
        self._from: Place | None = None
        self._to: Place | None = None

    def clear(self) -> None:
        """Forget the letters and what was selected."""
        self.letters.clear()
        self._from = self._to = None

    def begin(self, at: Place | None) -> None:
        """Begin to select at a place."""
        self._from = self._to = at

    def extend(self, at: Place | None) -> None:
        """Select up to a place."""
        if self._from is not None and at is not None:
            self._to = at

    def take_word(self, at: Place) -> None:
        """Select the word at a place."""
        begin, end = self.letters[at[0]].word(at[1])
        self._from, self._to = (at[0], begin), (at[0], end)

    def stretches(self) -> Iterator[tuple[int, int, int]]:
        """Give what is selected page by page: page, first letter, one after the last."""
        if self._from is None or self._to is None or self._from == self._to:
            return
        (first, begin), (last, end) = sorted((self._from, self._to))
        for page in range(first, last + 1):
            if page in self.letters:
                whole = len(self.letters[page])
                yield page, begin if page == first else 0, end if page == last else whole

    def boxes(self) -> "Iterator[tuple[int, Box]]":
        """Give a box for every selected line, with its page."""
        for page, begin, end in self.stretches():
            for box in self.letters[page].boxes(begin, end):
                yield page, box

    def words(self) -> str:
        """Give the selected words."""
        parts = [self.letters[page].text(begin, end) for page, begin, end in self.stretches()]
        return " ".join(part for part in parts if part)

    def part(self, chapter: Chapter, paging: Paging) -> Part | None:
        """Give the part of a chapter that is selected, if its text has the words."""
        from ingest.highlighting import stretch

        found: list[int] = []
        for page, begin, end in self.stretches():
            words = self.letters[page].text(begin, end)
            for index, first, last in paging.texts(page):
                at = stretch(chapter.text[first:last], words) if index == chapter.index else None
                found += [first + at[0], first + at[1]] if at is not None else []
        return Part(chapter.index, min(found), max(found)) if found else None
