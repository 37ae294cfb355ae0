"""The lines of a PDF with their places and type sizes; running heads, feet and page numbers are left out."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.mupdf import pymupdf
from ingest.text import clean

_BOLD, _RAISED = 16, 1  # PyMuPDF's flags
FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP
_GAP = 2.5  # ems between two pieces of a line; more and they are columns
_MARGIN = 0.14  # of the page's height, above and below
_NUMBER = re.compile(
    r"[-–—\[(|~ ]*(?:(?:page|seite|p\.)\s*)?(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:of|/|von)\s*\d{1,4})?[-–—\])|~ ]*",
    re.I,
)
_MARKER = re.compile(r"[\d,*†‡§¶ ]{1,5}|[a-e]")  # of a footnote
_MARKED = re.compile(r"(?:[^\W\d_]{2}|[.,;:!?’”\"')\]])\s*$")  # a word or a mark; an x squared is no footnote
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Line:
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


def page_lines(page: pymupdf.Page, number: int) -> list[Line]:
    """Return the lines of one page in the order in which they are written."""
    return lines_of(page.get_text("dict", flags=FLAGS), number)


def lines_of(page: dict[str, Any], number: int) -> list[Line]:
    """Return the lines of what PyMuPDF found on a page."""
    found: list[Line] = []
    for block in page["blocks"]:
        for raw in block.get("lines", ()):
            line = _line(raw, number, block["number"])
            if line is None:
                continue
            if found and _continues(found[-1], line):
                line = _merged(found.pop(), line)
            found.append(line)
    return found


def without_running(pages: Sequence[list[Line]], height: Sequence[float]) -> list[list[Line]]:
    """Return the pages without what stands again and again at their heads and feet."""
    edges = [list(_edges(lines, height[number])) for number, lines in enumerate(pages)]
    repeated = Counter(key for lines in edges for key in {_key(line) for line in lines})
    often = max(3, len(pages) // 40)
    numbers = Counter(bool(_NUMBER.fullmatch(line.text)) for lines in edges for line in lines)[True]
    heads = _heads(pages, height)
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


def _line(raw: dict[str, Any], page: int, block: int) -> Line | None:
    spans = _without_markers(raw["spans"]) if len(raw["spans"]) > 1 else raw["spans"]
    written = "".join([span["text"] for span in spans])
    text = " ".join(clean(written).split())
    if not text:
        return None
    size, bold = _type(spans)
    left, top, right, bottom = raw["bbox"]
    # a soft hyphen ends a broken word; clean() has taken it out, so it is put back as what it looked like
    soft = written.rstrip().endswith("\u00ad")
    return Line(page, block, text + ("-" if soft else ""), size, bold, left, top, right, bottom)


def _type(spans: list[dict[str, Any]]) -> tuple[float, bool]:
    """Return the size in which most letters of a line are set, and whether they are bold."""
    if len(spans) == 1:
        return round(spans[0]["size"], 1), bool(spans[0]["flags"] & _BOLD)
    sizes: dict[tuple[float, bool], int] = defaultdict(int)
    for span in spans:
        sizes[round(span["size"], 1), bool(span["flags"] & _BOLD)] += len(span["text"].strip())
    return max(sizes, key=lambda one: sizes[one])


def _without_markers(spans: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out the raised numbers and signs that lead from a word to a footnote."""
    kept: list[dict[str, Any]] = []
    for span in spans:
        raised = span["flags"] & _RAISED and bool(kept)
        if not (raised and _MARKER.fullmatch(span["text"].strip()) and _MARKED.search(kept[-1]["text"])):
            kept.append(span)
    return kept


def _continues(line: Line, after: Line) -> bool:
    """Tell whether a piece stands right of another on one line."""
    level = abs(line.bottom - after.bottom) < 0.4 * max(line.size, after.size)
    return level and line.block == after.block and -1 <= after.left - line.right < _GAP * line.size


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


def _heads(pages: Sequence[list[Line]], height: Sequence[float]) -> set[int]:
    """Return the heights at which most pages carry a line apart from their text: changing running heads."""
    tops: Counter[int] = Counter()
    apart: Counter[int] = Counter()
    for number, lines in enumerate(pages):
        for top in {round(line.top) for line in _edges(lines, height[number])}:
            tops[top] += 1
            apart[top] += any(round(line.top) == top and _is_head(line, lines) for line in lines)
    return {top for top in tops if apart[top] >= max(4, len(pages) * 0.25) and apart[top] >= 0.8 * tops[top]}


def _is_head(line: Line, lines: list[Line]) -> bool:
    """Tell whether a line has more room below or above it than lines of text have."""
    others = [one for one in lines if abs(one.top - line.top) > 0.5 * line.size]
    below = min((one.top - line.bottom for one in others if one.top > line.top), default=0.0)
    above = min((line.top - one.bottom for one in others if one.top < line.top), default=0.0)
    return max(below, above) > 0.8 * line.size and (below <= 0 or above <= 0)
