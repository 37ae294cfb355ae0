"""The letters of a printed page: which one is under the mouse, and what stands between two of them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.display import Box, Line


class Letters:
    """The lines of a page as one row of letters; a place among them is a number from 0 to `len`."""

    def __init__(self, lines: "Sequence[Line]") -> None:
        self.lines = [line for line in lines if line.boxes]
        self._starts = [0, *accumulate(len(line.boxes) for line in self.lines)]

    def __len__(self) -> int:
        return self._starts[-1]

    def at(self, x: float, y: float) -> int:
        """Give the place nearest to a point of the page, in points."""
        if not self.lines:
            return 0
        rows = range(len(self.lines))
        row = min(rows, key=lambda one: _away(_around(self.lines[one].boxes), x, y))
        boxes = self.lines[row].boxes
        before = sum(x > (left + right) / 2 for left, _, right, _ in boxes)
        return self._starts[row] + before

    def over(self, x: float, y: float) -> bool:
        """Say whether a point of the page is on text."""
        return any(_away(_around(line.boxes), x, y) == (0.0, 0.0) for line in self.lines)

    def word(self, at: int) -> tuple[int, int]:
        """Give where the word at a place begins and ends."""
        if not self.lines:
            return 0, 0
        row = self._row(at)
        text, begin = self.lines[row].text, self._starts[row]
        first = last = min(max(0, at - begin), len(text) - 1)
        while first > 0 and not text[first - 1].isspace():
            first -= 1
        while last < len(text) and not text[last].isspace():
            last += 1
        return begin + first, begin + max(first, last)

    def text(self, begin: int, end: int) -> str:
        """Give what stands between two places; a word broken at a line's end is mended."""
        made = ""
        for line, first, last in self._parts(begin, end):
            part = line.text[first:last]
            if made.endswith(("-", "\u00ad", "\u2010")) and part[:1].islower():
                made = made[:-1] + part
            else:
                made += (" " if made and not made.endswith(" ") else "") + part
        return " ".join(made.split())

    def boxes(self, begin: int, end: int) -> "Iterator[Box]":
        """Give a box for every line between two places."""
        for line, first, last in self._parts(begin, end):
            yield _around(line.boxes[first:last])

    def _parts(self, begin: int, end: int) -> "Iterator[tuple[Line, int, int]]":
        for line, start in zip(self.lines, self._starts, strict=False):
            first, last = max(0, begin - start), min(len(line.boxes), end - start)
            if first < last:
                yield line, first, last

    def _row(self, at: int) -> int:
        return min(max(0, bisect_right(self._starts, at) - 1), len(self.lines) - 1)


def _around(boxes: "Sequence[Box]") -> "Box":
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _away(box: "Box", x: float, y: float) -> tuple[float, float]:
    """Say how far a point is from a box, first up or down, then to the side."""
    left, top, right, bottom = box
    return max(top - y, 0.0, y - bottom), max(left - x, 0.0, x - right)
