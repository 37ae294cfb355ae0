"""Footnotes of a PDF: small type at the foot of a column, each led in by a number or a sign."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest import headings
from ingest.pdf_lines import Line

_SMALL = 0.93  # of the type size of the text
_UPPER = 0.3  # of a page's height, where no footnote begins
_MOST = 0.6  # of the lines of a page; where more is small, it is no footnote
_LED_IN = re.compile(r"(?:\d{1,3}[.)]?|[*∗†‡§¶]{1,3})\s*(?=[^\W\d_]|[“\"‘'„«(])")


@dataclass(frozen=True)
class Note:
    """A footnote: the page (from 0) that it stands on, and its lines."""

    page: int
    lines: tuple[Line, ...]


def notes_apart(
    pages: Sequence[list[Line]], heights: Sequence[float], body: float
) -> tuple[list[list[Line]], list[Note]]:
    """Return the pages without their footnotes, and the footnotes in order; `body` is the text's type size."""
    kept: list[list[Line]] = []
    notes: list[Note] = []
    for number, lines in enumerate(pages):
        found = _on_page(lines, heights[number], body)
        at_foot = {id(line) for one in found for line in one}
        kept.append([line for line in lines if id(line) not in at_foot] if found else lines)
        notes += [Note(number, tuple(one)) for one in found]
    return kept, notes


def _on_page(lines: list[Line], height: float, body: float) -> list[list[Line]]:
    """Return the lines of each footnote of a page."""
    small = [line for line in lines if line.size <= _SMALL * body]
    firsts = [line for line in small if line.top > _UPPER * height and _LED_IN.match(line.text)]
    if not firsts or len(small) > _MOST * len(lines):
        return []
    found: list[list[Line]] = []
    taken: set[int] = set()
    for first in sorted(firsts, key=lambda line: line.top):
        column = [line for line in lines if _overlap(line, first)]
        foot = [line for line in column if line.top >= first.top - 1 and id(line) not in taken]
        if id(first) not in taken and _is_foot(first, foot, column, body):
            taken |= {id(line) for line in foot}
            found += _split(foot)
    return found


def _is_foot(first: Line, foot: list[Line], column: list[Line], body: float) -> bool:
    """Tell whether what stands from a line on is small to the column's end, and stands under text."""
    above = [line for line in column if line.top < first.top - 1]
    if any(line.size > _SMALL * body for line in foot) or not above:
        return False
    last = max(above, key=lambda line: line.bottom)
    is_text = last.size > _SMALL * body and last.size < 1.1 * body and not last.bold
    return is_text and headings.rank(last.text) is None


def _split(foot: list[Line]) -> list[list[Line]]:
    """Part the lines at the foot of a column into notes."""
    notes: list[list[Line]] = []
    for line in foot:
        if not notes or _LED_IN.match(line.text):
            notes.append([])
        notes[-1].append(line)
    return notes


def _overlap(one: Line, other: Line) -> bool:
    """Tell whether two lines stand in one column."""
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared > 0.5 * min(one.right - one.left, other.right - other.left)
