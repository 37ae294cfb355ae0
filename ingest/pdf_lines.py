"""The lines of a PDF with their places and type sizes; running heads, feet and page numbers are left out."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ingest.mupdf import pymupdf
from ingest.printed import SCALE, Piece, pieces, printed
from ingest.text import clean

_SOFT = "\u00ad"  # a hyphen where a word may be broken
_GAP = 2.5  # ems between two pieces of a line; more and they are columns
_MARGIN = 0.14  # of the page's height, above and below
_MANY_PAGES, _MOST_PAGES = 0.25, 0.6  # that a changing head stands on, and one that looks like a title
_NUMBER = re.compile(
    r"[-–—\[(|~ ]*(?:(?:page|seite|p\.)\s*)?(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:of|/|von)\s*\d{1,4})?[-–—\])|~ ]*",
    re.I,
)
_MARKER = re.compile(r"(?:[\d,*†‡§¶][\d,*†‡§¶ ]{0,4}|[a-e]) *")  # of a footnote, close behind a word
_MARKED = re.compile(r"(?:[^\W\d_]{2}|[.,;:!?’”\"')\]])\s*$")  # a word or a mark; an x squared is no footnote
_DIGITS = re.compile(r"\d+")


class Line(NamedTuple):
    """A line of a page (from 0) and of a block of it; measures are in points, y grows downwards."""

    page: int
    block: int
    text: str
    size: float
    bold: bool
    left: float
    top: float
    right: float
    bottom: float


def lines_of(page: pymupdf.TextPage, number: int) -> list[Line]:
    """Return the lines of a page (from 0) in the order in which they are written."""
    found: list[Line] = []
    for block, raw, types in printed(page):
        line = _line(raw, types, number, block)
        if line is None:
            continue
        if found and _continues(found[-1], line):
            line = _merged(found.pop(), line)
        found.append(line)
    return found


def without_running(pages: Sequence[list[Line]], height: Sequence[float], body: float) -> list[list[Line]]:
    """Return the pages without what stands again and again at their heads and feet.

    `body` is the size of the type in which most of the text is set.
    """
    edges = [list(_edges(lines, height[number])) for number, lines in enumerate(pages)]
    repeated = Counter(key for lines in edges for key in {_key(line) for line in lines})
    often = max(3, len(pages) // 40)
    numbers = Counter(bool(_NUMBER.fullmatch(line.text)) for lines in edges for line in lines)[True]
    heads = _heads(pages, edges, repeated, body)
    kept = []
    for number, lines in enumerate(pages):
        at_edge = {id(line) for line in edges[number]}
        kept.append(
            [
                line
                for line in lines
                if id(line) not in at_edge
                or not (
                    repeated[_key(line)] >= often
                    or (
                        numbers >= min(3, len(pages))
                        and _NUMBER.fullmatch(line.text)
                        and not line.text.isupper()
                    )
                    or (round(line.top) in heads and _is_head(line, lines))
                )
            ]
        )
    return kept


def _line(raw: dict[str, Any], types: str, page: int, block: int) -> Line | None:
    if types:
        text, size, bold = _united(raw["text"], types)
    else:
        font = raw["font"]
        text, size, bold = raw["text"], round(font["size"] / SCALE, 1), font["weight"] == "bold"
    soft = _SOFT in text and text.rstrip().endswith(_SOFT)
    text = " ".join(clean(text).split())
    if not text:
        return None
    if soft:  # it ends a broken word; clean() has taken it out, so it is put back as what it looked like
        text += "-"
    place = raw["bbox"]
    left, top = place["x"] / SCALE, place["y"] / SCALE
    right, bottom = left + place["w"] / SCALE, top + place["h"] / SCALE
    return Line(page, block, text, size, bold, left, top, right, bottom)


def _united(text: str, types: str) -> tuple[str, float, bool]:
    """Return the text of a line without marks of notes, and the size and weight in which most of it is set."""
    letters: dict[tuple[float, bool], int] = {}
    raised = False
    parts = pieces(types)
    for part in parts:
        name = part.size, part.bold
        letters[name] = letters.get(name, 0) + len(part.text.strip())
        raised = raised or part.raised
    if raised:
        text = "".join(_without_markers(parts))
    size, bold = max(letters, key=letters.__getitem__)
    return text, size, bold


def _without_markers(parts: list[Piece]) -> Iterator[str]:
    """Leave out the raised numbers and signs that lead from a word to a footnote."""
    before = ""
    for part in parts:
        if not (part.raised and _MARKER.fullmatch(part.text) and _MARKED.search(before)):
            before = part.text
            yield part.text


def _continues(line: Line, after: Line) -> bool:
    """Tell whether a piece stands right of another on one line."""
    gap = after.left - line.right
    if gap < -1 or line.block != after.block or gap >= _GAP * line.size:
        return False
    return abs(line.bottom - after.bottom) < 0.4 * max(line.size, after.size)


def _merged(line: Line, after: Line) -> Line:
    longer = line if len(line.text) >= len(after.text) else after
    near = after.left - line.right < 0.12 * line.size
    text = line.text + ("" if near else " ") + after.text
    top, bottom = min(line.top, after.top), max(line.bottom, after.bottom)
    return Line(line.page, line.block, text, longer.size, longer.bold, line.left, top, after.right, bottom)


def _edges(lines: list[Line], height: float) -> Iterator[Line]:
    """Return the outermost lines in the upper and the lower margin."""
    if not lines:
        return
    top = min(line.top for line in lines)
    bottom = max(line.bottom for line in lines)
    for line in lines:
        reach = 0.5 * line.size
        if (line.top <= top + reach and line.bottom < height * _MARGIN) or (
            line.bottom >= bottom - reach and line.top > height * (1 - _MARGIN)
        ):
            yield line


def _key(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text).casefold(), round(line.top / 20)


def _heads(
    pages: Sequence[list[Line]],
    edges: Sequence[list[Line]],
    repeated: Mapping[tuple[str, int], int],
    body: float,
) -> set[int]:
    """Return the heights at which most pages carry a line apart from their text: changing running heads.

    Those that stand out and never come again are titles, if not every page has one: chapters may begin on new pages,
    and be short.
    """
    tops: Counter[int] = Counter()
    apart: Counter[int] = Counter()
    titles: Counter[int] = Counter()
    for lines, at_edge in zip(pages, edges, strict=True):
        heads = [line for line in at_edge if _is_head(line, lines)]
        tops.update({round(line.top) for line in at_edge})
        apart.update({round(line.top) for line in heads})
        large = [line for line in heads if line.bold or line.size > 1.08 * body]
        titles.update({round(line.top) for line in large if repeated[_key(line)] == 1})
    found = set()
    for top, count in apart.items():
        share = _MOST_PAGES if titles[top] > count / 2 else _MANY_PAGES
        if count >= max(4, len(pages) * share) and count >= 0.8 * tops[top]:
            found.add(top)
    return found


def _is_head(line: Line, lines: list[Line]) -> bool:
    """Tell whether a line has more room below or above it than lines of text have."""
    top, bottom, near = line.top, line.bottom, 0.5 * line.size
    below = min([one.top for one in lines if one.top > top + near], default=bottom) - bottom
    above = top - max([one.bottom for one in lines if one.top < top - near], default=top)
    return max(below, above) > 0.8 * line.size and (below <= 0 or above <= 0)
