"""A chapter is cut into passages: a paragraph or a few, verbatim and with their places."""

import re
from collections.abc import Iterator

from ingest.book import Chapter, Locator, Passage
from ingest.sentences import sentences

SHORTEST = 300  # characters aimed at, not promised: a chapter may be shorter
USUAL = 600
LONGEST = 900

Span = tuple[int, int]  # begin and end in the chapter's text


def passages(chapter: Chapter) -> Iterator[Passage]:
    """Return slices of the chapter that cover all but white space, in order.

    `chapter.text[p.start.offset : p.start.offset + len(p.text)] == p.text`, of at most 900 characters.
    """
    for begin, end in _merged(_units(chapter.text)):
        yield Passage(Locator(chapter.index, begin), chapter.text[begin:end])


def _merged(units: Iterator[Span]) -> Iterator[Span]:
    """Join short neighbours until they have a good length."""
    current: Span | None = None
    for begin, end in units:
        if current is None:
            current = (begin, end)
        elif _belongs(current, end):
            current = (current[0], end)
        else:
            yield current
            current = (begin, end)
    if current is not None:
        yield current


def _belongs(current: Span, end: int) -> bool:
    length, together = current[1] - current[0], end - current[0]
    return together <= (LONGEST if length < SHORTEST else USUAL)


def _units(text: str) -> Iterator[Span]:
    """Return the paragraphs, and of the long ones the parts."""
    for begin, end in _paragraphs(text):
        if end - begin <= LONGEST:
            yield begin, end
        else:
            yield from _parts(text, begin, end)


def _paragraphs(text: str) -> Iterator[Span]:
    begin = 0
    for gap in re.finditer(r"\n\s*\n|\Z", text):
        piece = text[begin : gap.start()]
        stripped = piece.strip()
        if stripped:
            first = begin + len(piece) - len(piece.lstrip())
            yield first, first + len(stripped)
        begin = gap.end()


def _parts(text: str, begin: int, end: int) -> Iterator[Span]:
    """Cut a paragraph at sentence ends into parts of about one length."""
    aim = (end - begin) / -(-(end - begin) // LONGEST)
    current: Span | None = None
    for first, last in _pieces(text, begin, end):
        if current is None:
            current = (first, last)
        elif last - current[0] <= LONGEST and current[1] - current[0] < 0.8 * aim:
            current = (current[0], last)
        else:
            yield current
            current = (first, last)
    if current is not None:
        yield current


def _pieces(text: str, begin: int, end: int) -> Iterator[Span]:
    """Return the sentences of a paragraph; one that is too long is cut between words, or anywhere."""
    for offset, sentence in sentences(text[begin:end]):
        first, last = begin + offset, begin + offset + len(sentence)
        while last - first > LONGEST:
            cut = _cut(text, first)
            yield first, len(text[first:cut].rstrip()) + first
            first = cut + len(text[cut:last]) - len(text[cut:last].lstrip())
        if last > first:
            yield first, last


def _cut(text: str, first: int) -> int:
    window = text[first : first + LONGEST]
    for mark in ("; ", ", ", " ", "\n"):
        at = window.rfind(mark, LONGEST // 2)
        if at >= 0:
            return first + at + len(mark)
    return first + LONGEST
