"""Where the chapters of a PDF start: its outline, else its headings, else even stretches."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest import headings
from ingest.binding import Block, Start, size, stretches
from ingest.book import Page
from ingest.pdf_paragraphs import Paragraph
from ingest.text import key, one_line

EVEN = 20  # pages of a stretch, where nothing else divides a book
_LONGEST_HEADING = 150  # characters
_LEAST_SECTION = 6_000  # characters; smaller ones stay parts of the chapter above them
_ROMAN = re.compile(r"[IVX]+\.\s+\S")
_NUMBERED = re.compile(r"(?P<number>\d{1,2})\.?\s+\D.*")


@dataclass(frozen=True)
class Destination:
    """An entry of the outline: level from 1, page from 0, height on it in points or nothing."""

    level: int
    title: str
    page: int
    top: float | None


def by_outline(
    outline: Sequence[Destination], paragraphs: Sequence[Paragraph], blocks: Sequence[Block]
) -> list[Start]:
    """Return the starts that the outline names; sections that are small are left to their chapters."""
    by_page: dict[int, list[int]] = defaultdict(list)
    for at, paragraph in enumerate(paragraphs):
        by_page[paragraph.first.page].append(at)
    pages = sorted(by_page)
    starts = [
        Start(one_line(one.title), one.level, _place(one, paragraphs, by_page, pages)) for one in outline
    ]
    starts = [start for start in starts if start.at < len(paragraphs)]
    deepest = max((start.level for start in starts), default=1)
    while deepest > 1:
        lengths = [
            size(blocks[one.begin : one.end]) for one in stretches(blocks, starts) if one.level == deepest
        ]
        outer = [start for start in starts if start.level < deepest]
        if len(outer) < 2 or (lengths and median(lengths) >= _LEAST_SECTION):
            break
        starts = outer
        deepest -= 1
    return starts


def _place(
    one: Destination, paragraphs: Sequence[Paragraph], by_page: Mapping[int, list[int]], pages: list[int]
) -> int:
    """Return the paragraph that an entry leads to: by its words, else by its height on the page."""
    on_page = by_page.get(one.page, [])
    for at in (*on_page, *by_page.get(one.page + 1, [])):
        if _is_named(paragraphs[at], one.title):
            return at
    for at in on_page:
        if one.top is None or paragraphs[at].first.bottom > one.top:
            return at
    later = bisect_right(pages, one.page)
    return by_page[pages[later]][0] if later < len(pages) else len(paragraphs)


def _is_named(one: Paragraph, title: str) -> bool:
    name, text = key(title), key(one.text[:_LONGEST_HEADING])
    return bool(name) and len(one.text) < _LONGEST_HEADING and (text == name or text.endswith(name))


def by_type(paragraphs: Sequence[Paragraph], body: float) -> list[Start]:
    """Return the starts told by words such as “Chapter 1”, by numbers, or by large type."""
    large = [at for at, one in enumerate(paragraphs) if _is_heading(one, body)]
    for choose in (_by_words, _by_numbers, _by_size):
        starts = choose(paragraphs, large)
        if len(starts) > 1:
            return starts
    return []


def even(paragraphs: Sequence[Paragraph], labels: Sequence[str]) -> list[Start]:
    """Return a start every twenty pages; none for a book that is not longer."""
    if len(labels) <= EVEN:
        return []
    starts: list[Start] = []
    begun = -1
    for at, paragraph in enumerate(paragraphs):
        first = paragraph.first.page // EVEN * EVEN
        if first > begun:
            begun = first
            last = min(first + EVEN, len(labels)) - 1
            starts.append(Start(f"Pages {labels[first]}–{labels[last]}", 0, at))
    return starts


def _is_heading(one: Paragraph, body: float) -> bool:
    size = one.first.size
    stands_out = size > 1.08 * body or (one.first.bold and size > 0.98 * body)
    return stands_out and len(one.text) <= _LONGEST_HEADING and bool(key(one.text))


def _by_words(paragraphs: Sequence[Paragraph], large: Sequence[int]) -> list[Start]:
    """Take “Chapter 1” and its like; if such lines are also in large type, only those."""
    found = {at: headings.rank(one.text) for at, one in enumerate(paragraphs)}
    ranked = {at: level for at, level in found.items() if level is not None}
    if sum(headings.counted(paragraphs[at].text) for at in ranked) < 2:
        return []
    in_large = {at: level for at, level in ranked.items() if at in set(large)}
    if sum(headings.counted(paragraphs[at].text) for at in in_large) > 1:
        ranked = in_large
    ends = [*list(ranked)[1:], len(paragraphs)]  # there are two at least
    starts = []
    for (at, level), end in zip(ranked.items(), ends, strict=True):
        title = one_line(paragraphs[at].text)
        following = at + 1
        if headings.bare(title) and following in large and following not in ranked and following < end:
            title = f"{title.rstrip('.:')}: {one_line(paragraphs[following].text)}"
        starts.append(Start(title, level, at))
    return starts


def _by_numbers(paragraphs: Sequence[Paragraph], large: Sequence[int]) -> list[Start]:
    """Take “1 Introduction” or “I. INTRODUCTION”, … and what has the same type, such as “References”."""
    numbered: list[int] = []
    for at in large:
        found = _NUMBERED.fullmatch(one_line(paragraphs[at].text))
        if found and int(found["number"]) == len(numbered) + 1:
            numbered.append(at)
    if len(numbered) < 3:
        return _by_roman_numbers(paragraphs)
    types = {_type(paragraphs[at]) for at in numbered}
    chosen = [
        at
        for at in large
        if at in numbered or (_type(paragraphs[at]) in types and headings.rank(paragraphs[at].text))
    ]
    return [Start(one_line(paragraphs[at].text), 0, at) for at in chosen]


def _by_roman_numbers(paragraphs: Sequence[Paragraph]) -> list[Start]:
    """Take “I. INTRODUCTION”, “II. METHOD”, … in capitals, and “REFERENCES”, in whatever type."""
    starts: list[Start] = []
    count = 0
    for at, one in enumerate(paragraphs):
        text = one_line(one.text)
        if len(text) > _LONGEST_HEADING or not text.isupper():
            continue
        if _ROMAN.match(text) and headings.roman(text) == count + 1:
            count += 1
            starts.append(Start(text, 0, at))
        elif count and headings.rank(text):
            starts.append(Start(text, 0, at))
    return starts if count > 2 else []


def _by_size(paragraphs: Sequence[Paragraph], large: Sequence[int]) -> list[Start]:
    """Take the largest type that is used at least three times and leaves real text between its lines."""
    sizes: dict[tuple[float, bool], list[int]] = defaultdict(list)
    for at in large:
        sizes[_type(paragraphs[at])].append(at)
    for name in sorted(sizes, reverse=True):
        found = sizes[name]
        ends = [*found[1:], len(paragraphs)]
        lengths = [sum(len(p.text) for p in paragraphs[a + 1 : e]) for a, e in zip(found, ends, strict=True)]
        if len(found) > 2 and median(lengths) > 1_000:
            return [Start(one_line(paragraphs[at].text), 0, at) for at in found]
    return []


def _type(one: Paragraph) -> tuple[float, bool]:
    return round(one.first.size), one.first.bold


def with_notes(
    blocks: Sequence[Block],
    starts: Sequence[Start],
    paragraphs: Sequence[Paragraph],
    notes: Sequence[tuple[int, Block]],
) -> tuple[list[Block], list[Start]]:
    """Put the footnotes, given with their pages, behind the chapters that they belong to."""
    if not notes:
        return list(blocks), list(starts)
    begins = sorted({0, *(start.at for start in starts)})
    first_pages = [paragraphs[at].first.page if at < len(paragraphs) else len(paragraphs) for at in begins]
    behind: dict[int, list[Block]] = defaultdict(list)
    for page, note in notes:
        behind[max(0, bisect_right(first_pages, page) - 1)].append(note)
    whole: list[Block] = []
    moved: dict[int, int] = {}
    for place, (begin, end) in enumerate(zip(begins, [*begins[1:], len(blocks)], strict=True)):
        moved[begin] = len(whole)
        whole += [*blocks[begin:end], *behind[place]]
    moved[len(blocks)] = len(whole)
    return whole, [replace(start, at=moved[start.at]) for start in starts]


def as_blocks(paragraphs: Sequence[Paragraph], body: float) -> list[Block]:
    """Return the paragraphs as blocks, the headings among them marked."""
    return [
        Block(
            one.text, 2 if _is_heading(one, body) else None, tuple(Page(p.label, p.offset) for p in one.pages)
        )
        for one in paragraphs
    ]
