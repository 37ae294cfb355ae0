"""The lines of a PDF are joined into paragraphs, across columns and pages too."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import attrgetter
from statistics import median

from ingest.binding import Block
from ingest.book import Page
from ingest.pdf_lines import Line
from ingest.pdf_notes import Note

_HYPHENS = ("-", "\u2010")
_MARKS = "\u2010\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2026\xab\xbb"  # between words, beyond ASCII
_NO_MARKS = bytes(n if n > 127 or chr(n).isalpha() or chr(n) == "-" else 32 for n in range(256))
_LAST = re.compile(r"[^\W\d_]+(?=[-\u2010]$)")
_FIRST = re.compile(r"[^\W\d_]+")
_ENDED = re.compile(r"[.!?:…。！？][\"'”’»)\]]*$")
_INDENT = 0.7  # ems


@dataclass
class Paragraph:
    """A paragraph in the making: its lines joined, and where pages begin in it."""

    first: Line
    text: str
    pages: list[Page] = field(default_factory=list)


class Joiner:
    """Knows the measures and words of a whole book, and joins its lines."""

    def __init__(
        self, pages: Sequence[list[Line]], labels: Sequence[str], size: float, notes: Sequence[Note] = ()
    ) -> None:
        self._pages = pages
        self._labels = labels
        self.size = size  # of the type in which most of the text is set
        self._words = _vocabulary([*pages, *[list(note.lines) for note in notes]])
        self._edges: dict[tuple[int, int], tuple[float, float]] = {}
        self._measure()
        self._indents = self._uses_indents()

    def paragraphs(self) -> Iterator[Paragraph]:
        """Return the paragraphs of the book in order."""
        current: Paragraph | None = None
        last: Line | None = None
        for lines in self._pages:
            for line in lines:
                new_page = last is None or last.page != line.page
                if current is None or last is None or self._breaks(last, line):
                    if current is not None:
                        yield current
                    current = Paragraph(line, line.text)
                    offset = 0
                else:
                    current.text, offset = self._added(current.text, last, line)
                if new_page:
                    current.pages.append(Page(self._labels[line.page], offset))
                last = line
        if current is not None:
            yield current

    def note(self, note: Note) -> Block:
        """Return a footnote as a block."""
        text = ""
        for line in note.lines:
            broken = text.endswith(_HYPHENS) and text[-2:-1].isalpha()
            text = (
                self._without_hyphen(text, line.text) + line.text
                if broken
                else f"{text} {line.text}".lstrip()
            )
        return Block(text, None, (Page(self._labels[note.page], 0),), note=True)

    def _measure(self) -> None:
        """Note the left and right edge of the column that every block stands in."""
        spans = [_spans(lines) for lines in self._pages]
        widths = [right - left for one in spans for left, right, count in one.values() if count > 3]
        self._width = median(widths) if widths else 0.0
        for lines, one in zip(self._pages, spans, strict=True):
            columns = sorted(
                {
                    (right - left, left, right)
                    for left, right, _ in one.values()
                    if self._is_column(right - left)
                }
            )
            for name, (left, right, _) in one.items():
                within = (span[1:] for span in columns if span[1] - 1 <= left and right <= span[2] + 1)
                self._edges[lines[0].page, name] = next(within, (left, right))

    def _is_column(self, width: float) -> bool:
        return 0.85 * self._width < width < 1.2 * self._width

    def _uses_indents(self) -> bool:
        firsts = shifted = 0
        for lines in self._pages:
            for line, after in pairwise(lines):
                if line.block == after.block and abs(line.size - self.size) < 0.5:
                    firsts += 1
                    shifted += line.left - after.left > _INDENT * self.size
        return shifted > 0.03 * firsts

    def _indented(self, line: Line) -> bool:
        return line.left - self._edges[line.page, line.block][0] > _INDENT * line.size

    def _short(self, line: Line, share: float = 0.25) -> bool:
        left, right = self._edges[line.page, line.block]
        return line.right < right - share * (right - left)

    def _breaks(self, last: Line, line: Line) -> bool:
        """Tell whether a paragraph ends between two lines."""
        if last.text.endswith(_HYPHENS) and line.text[:1].islower() and abs(last.size - line.size) < 1:
            return False
        if abs(last.size - line.size) > 0.12 * max(last.size, line.size):
            return not self._mid_sentence(last, line)
        if last.bold != line.bold and (last.size > self.size * 1.1 or self._short(last) or line.bold):
            return not (last.text[-1:] in ",;" or line.text[:1].islower())
        if last.page == line.page and last.block == line.block:
            return self._breaks_in_block(last, line)
        if last.page == line.page and line.top > last.top and abs(line.left - last.left) < 3 * self.size:
            gap = line.top - last.bottom
            if line.bottom - last.bottom < 1.45 * line.size and not _ENDED.search(last.text):
                return False
            return gap > 0.6 * line.size or not self._mid_sentence(last, line)
        return self._breaks_between_columns(last, line)

    def _breaks_in_block(self, last: Line, line: Line) -> bool:
        if line.top - last.bottom > 0.9 * line.size:
            return True
        ended = bool(_ENDED.search(last.text))
        if line.left - last.left > _INDENT * line.size and self._indents and line.top > last.top:
            return ended or self._short(last)
        return ended and self._short(last, 0.3 if self._indents else 0.4)

    def _breaks_between_columns(self, last: Line, line: Line) -> bool:
        if self._mid_sentence(last, line):
            return False
        if last.right - last.left < 0.4 * self._width:
            return True
        if self._indents:
            return self._indented(line) or self._short(last, 0.1)
        return bool(_ENDED.search(last.text)) or self._short(last)

    def _mid_sentence(self, last: Line, line: Line) -> bool:
        joined = last.text.endswith(_HYPHENS) or line.text[:1].islower()
        return joined and not _ENDED.search(last.text) and not self._short(last, 0.4)

    def _added(self, text: str, last: Line, line: Line) -> tuple[str, int]:
        """Return the text with the line added, and the offset where the line begins in it."""
        if text.endswith(_HYPHENS) and len(text) > 1 and text[-2].isalpha():
            text = self._without_hyphen(text, line.text)
            return text + line.text, len(text)
        verse = self._short(last) and not _ENDED.search(last.text) and line.text[:1].isupper()
        text += "\n" if verse and last.block == line.block else " "
        return text + line.text, len(text)

    def _without_hyphen(self, text: str, following: str) -> str:
        """Join a word broken at a line's end; keep the hyphen of a compound."""
        begin, end = _LAST.search(text[-60:]), _FIRST.match(following)
        if begin is None or end is None or end[0][0].isupper():
            return text
        whole = self._words[(begin[0] + end[0]).casefold().encode()]
        compound = self._words[f"{begin[0]}-{end[0]}".casefold().encode()]
        return text if compound > whole else text[:-1]


def _spans(lines: Sequence[Line]) -> dict[int, tuple[float, float, int]]:
    """Return the left and right edge and the number of lines of every block of a page."""
    found: dict[int, tuple[float, float, int]] = {}
    for line in lines:
        left, right, count = found.get(line.block, (line.left, line.right, 0))
        found[line.block] = min(left, line.left), max(right, line.right), count + 1
    return found


def body_size(pages: Sequence[list[Line]]) -> float:
    """Return the type size, in points, in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for lines in pages:
        for size, alike in groupby(lines, attrgetter("size")):
            sizes[size] += sum([len(line.text) for line in alike])
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _vocabulary(pages: Sequence[list[Line]]) -> Counter[bytes]:
    """Count what words broken at lines' ends may be where it stands whole inside a line, as UTF-8."""
    wanted = set(_broken(pages))
    words: Counter[bytes] = Counter()
    for lines in pages if wanted else ():
        text = "\n".join([line.text for line in lines]).casefold()
        for mark in _MARKS if not text.isascii() else ():
            text = text.replace(mark, "-" if mark == "\u2010" else " ")
        found = text.encode("utf-8", "replace").translate(_NO_MARKS).split()
        if not wanted.isdisjoint(found):
            words.update(filter(wanted.__contains__, found))
    return words


def _broken(pages: Sequence[list[Line]]) -> Iterator[bytes]:
    """Return what words broken at lines' ends may be, whole and with a hyphen."""
    begin = ""
    for lines in pages:
        for line in lines:
            if begin:
                end = _FIRST.match(line.text)
                if end is not None:
                    yield f"{begin}{end[0]}".casefold().encode()
                    yield f"{begin}-{end[0]}".casefold().encode()
            found = _LAST.search(line.text[-60:]) if line.text.endswith(_HYPHENS) else None
            begin = found[0] if found else ""
