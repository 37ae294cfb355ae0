"""The way between places in the text of a book and its printed pages.

The text knows pages by their labels alone, which may come twice (a preface's 1 and the book's); but both the text
and the file are in order, so the n-th page that the text names is found by going through the file's pages once.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.book import Locator, Page


@dataclass(frozen=True)
class Spot:
    """A place on a printed page (from 0): how far down the page it is, from 0 to 1."""

    page: int
    down: float = 0.0


@dataclass(frozen=True)
class Stretch:
    """Words on one page: their part of the chapter, and where the page's own text begins in it."""

    page: int
    page_begins: int
    begin: int
    end: int


class Paging:
    """Knows where every printed page begins in the text."""

    def __init__(
        self, labels: Sequence[str], marks: Sequence[Sequence[Page]], lengths: Sequence[int]
    ) -> None:
        """Take the labels of the file's pages, and the marks and the length of every chapter."""
        self._lengths = tuple(lengths)
        self._starts: list[Locator] = []
        self._pages: list[int] = []
        at = 0
        for chapter, pages in enumerate(marks):
            for mark in pages:
                found = _next(labels, mark.label, at)
                if found is not None:
                    at = found
                    self._starts.append(Locator(chapter, mark.offset))
                    self._pages.append(found)

    def spot(self, place: Locator) -> Spot:
        """Give the page of a place, and about how far down it is."""
        at = bisect_right(self._starts, place) - 1
        if at < 0:
            return Spot(0)
        begin, length = self._starts[at], self._length(at)
        share = self._distance(begin, place) / length if length else 0.0
        top, bottom = self._share(at)
        return Spot(self._pages[at], top + (bottom - top) * min(1.0, share))

    def place(self, spot: Spot) -> Locator:
        """Give the place in the text of a spot on a page; that of the page before where a page has no text."""
        at = bisect_right(self._pages, spot.page) - 1
        if at < 0:
            return Locator(0, 0)
        if self._pages[at] < spot.page:
            return self._end(at)
        while at > 0 and self._pages[at - 1] == spot.page and self._share(at)[0] > spot.down:
            at -= 1
        top, bottom = self._share(at)
        begin = self._starts[at]
        share = min(1.0, max(0.0, (spot.down - top) / (bottom - top) if bottom > top else 0.0))
        offset = begin.offset + round(share * self._length(at))
        return Locator(begin.chapter, min(offset, self._lengths[begin.chapter]))

    def stretches(self, place: Locator, length: int) -> Iterator[Stretch]:
        """Cut words of a chapter where its pages end."""
        begin, end = place.offset, place.offset + length
        at = bisect_right(self._starts, place) - 1
        while 0 <= at < len(self._starts) and begin < end and self._starts[at].chapter == place.chapter:
            cut = min(end, self._begin_of_next(at))
            yield Stretch(self._pages[at], self._starts[at].offset, begin, cut)
            begin, at = cut, at + 1

    def texts(self, page: int) -> Iterator[tuple[int, int, int]]:
        """Give the text of a page: chapters, and from where to where in each."""
        for at, (start, of) in enumerate(zip(self._starts, self._pages, strict=True)):
            if of == page:
                yield start.chapter, start.offset, self._begin_of_next(at)

    def _begin_of_next(self, at: int) -> int:
        """Give where the text of a mark ends in its chapter."""
        here = self._starts[at].chapter
        if at + 1 < len(self._starts) and self._starts[at + 1].chapter == here:
            return self._starts[at + 1].offset
        return self._lengths[here]

    def _length(self, at: int) -> int:
        return max(0, self._begin_of_next(at) - self._starts[at].offset)

    def _distance(self, begin: Locator, place: Locator) -> int:
        return place.offset - begin.offset if place.chapter == begin.chapter else self._lengths[begin.chapter]

    def _end(self, at: int) -> Locator:
        return Locator(self._starts[at].chapter, self._begin_of_next(at))

    def _share(self, at: int) -> tuple[float, float]:
        """Give the part of its page that a mark's text takes: chapters may share a page."""
        page = self._pages[at]
        first = last = at
        while first > 0 and self._pages[first - 1] == page:
            first -= 1
        while last + 1 < len(self._pages) and self._pages[last + 1] == page:
            last += 1
        total = sum(self._length(one) for one in range(first, last + 1)) or 1
        before = sum(self._length(one) for one in range(first, at))
        return before / total, (before + self._length(at)) / total


def _next(labels: Sequence[str], label: str, at: int) -> int | None:
    """Return the first page from `at` on with this label."""
    for page in range(at, len(labels)):
        if labels[page] == label:
            return page
    return None
