"""Blocks of text and the places where chapters start are bound into a table of contents and chapters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ingest.book import Chapter, Entry, Matter, Page
from ingest.matter import NAMELESS, placed
from ingest.text import SEPARATOR, key, one_line, same

REAL_TEXT = 200  # characters before the first chapter that are worth a chapter of their own
OPENING = "Opening"
TITLE_PAGE = 1_500  # characters; more and a chapter that is called as the book is no title page
ENDLESS = 60_000  # characters without any heading that are still one chapter


class Block(NamedTuple):
    """A paragraph, or a heading of a `level` from 1; `pages` begin at offsets inside its text.

    A note stands behind the text of its chapter, whatever page it was printed on.
    """

    text: str
    level: int | None = None
    pages: tuple[Page, ...] = ()
    note: bool = False


@dataclass(frozen=True)
class Start:
    """A chapter starts at the block with this index; `level` 0 is the outermost."""

    title: str
    level: int
    at: int
    matter: Matter | None = None  # if the file says


@dataclass(frozen=True)
class Stretch:
    """The blocks from one start to the next."""

    title: str
    level: int
    begin: int
    end: int
    matter: Matter | None = None


def bind(
    blocks: Sequence[Block], starts: Sequence[Start], title: str
) -> tuple[tuple[Entry, ...], Iterator[Chapter]]:
    """Return the contents and, one by one, the chapters that have text; they are in step."""
    found = stretches(blocks, starts) if starts else []
    kept = _nested([(one, _has_text(blocks[one.begin : one.end], title)) for one in found])
    if not kept and any(block.text for block in blocks):
        kept = _even(blocks, title)
    matters = placed([(_own_name(one, blocks, title), one.level, one.matter) for one in kept])
    contents = tuple(Entry(one.title, one.level, matter) for one, matter in zip(kept, matters, strict=True))
    return contents, _chapters(blocks, kept, matters)


def stretches(blocks: Sequence[Block], starts: Sequence[Start]) -> list[Stretch]:
    """Return what lies before the first start, if it is real text, and the stretch of every start."""
    ordered = _ordered(starts)
    ends = [start.at for start in ordered[1:]] + [len(blocks)]
    found = [
        Stretch(one_line(s.title), s.level, s.at, end, s.matter)
        for s, end in zip(ordered, ends, strict=False)
    ]
    first = ordered[0].at if ordered else len(blocks)
    if _is_real(blocks[:first], ordered):
        level = min((start.level for start in ordered), default=0)
        found.insert(0, Stretch(_name(blocks[:first]), level, 0, first))
    return [stretch if stretch.title else _titled(stretch, blocks) for stretch in found]


def by_headings(blocks: Sequence[Block], deepest: int = 3) -> list[Start]:
    """Return a start for every heading down to the level `deepest`; headings in a row are one start."""
    starts: list[Start] = []
    for at, block in enumerate(blocks):
        if block.level is not None and block.level <= deepest and block.text:
            starts.append(Start(one_line(block.text), block.level, at))
    return starts


def size(blocks: Sequence[Block]) -> int:
    """Count the characters of the paragraphs, not of the headings."""
    return sum(len(block.text) for block in blocks if block.level is None)


def _is_real(blocks: Sequence[Block], starts: Sequence[Start]) -> bool:
    """Tell whether there is more than a title page and a list of the chapters."""
    if size(blocks) < REAL_TEXT:
        return False
    rest = key(" ".join(block.text for block in blocks if block.level is None))
    for start in starts:
        rest = rest.replace(key(start.title), "", 1)
    return len(rest) >= REAL_TEXT / 2


def _even(blocks: Sequence[Block], title: str) -> list[Stretch]:
    """Return one stretch, or, of a long text without headings, stretches of about the same length."""
    total = sum(len(block.text) for block in blocks)
    parts = -(-total // ENDLESS)
    ends: list[int] = []
    done = 0
    for at, block in enumerate(blocks, 1):
        done += len(block.text)
        if done * parts >= total * (len(ends) + 1):
            ends.append(at)
    if len(ends) < 2:
        return [Stretch(title, 0, 0, len(blocks))]
    begins = [0, *ends[:-1]]
    return [Stretch(f"Part {n}", 0, *ends_of) for n, ends_of in enumerate(zip(begins, ends, strict=True), 1)]


def _ordered(starts: Sequence[Start]) -> list[Start]:
    """Sort by place; of those at one place the first of the innermost comes last, and so has the text."""
    places: dict[int, list[Start]] = {}
    for start in starts:
        places.setdefault(start.at, []).append(start)
    ordered = []
    for at in sorted(places):
        deepest = max(places[at], key=lambda start: start.level)
        ordered += [start for start in places[at] if start is not deepest] + [deepest]
    return ordered


def _has_text(blocks: Sequence[Block], title: str) -> bool:
    """Tell whether there is more than nothing, or than the book's own title standing alone."""
    texts = [block.text for block in blocks if block.text]
    alone = len(texts) == 1 and blocks[0].level is not None and same(texts[0], title)
    return any(key(text) for text in texts) and not alone


def _own_name(one: Stretch, blocks: Sequence[Block], title: str) -> str:
    """Return the title of a stretch, nothing for text before the first title and for a title page."""
    page = same(one.title, title) and size(blocks[one.begin : one.end]) < TITLE_PAGE
    return NAMELESS if page or one.title == OPENING else one.title


def _name(blocks: Sequence[Block]) -> str:
    return next((one_line(b.text) for b in blocks if b.level is not None and key(b.text)), OPENING)


def _titled(stretch: Stretch, blocks: Sequence[Block]) -> Stretch:
    return replace(stretch, title=_name(blocks[stretch.begin : stretch.end]))


def _nested(found: Sequence[tuple[Stretch, bool]]) -> list[Stretch]:
    """Return the stretches that have text; a level becomes the number of those that stand above it."""
    above: list[tuple[int, bool]] = []
    nested = []
    for stretch, kept in found:
        while above and above[-1][0] >= stretch.level:
            above.pop()
        if kept:
            nested.append(replace(stretch, level=sum(counts for _, counts in above)))
        above.append((stretch.level, kept))
    return nested


def _chapters(
    blocks: Sequence[Block], kept: Sequence[Stretch], matters: Sequence[Matter]
) -> Iterator[Chapter]:
    label: str | None = None  # of the page that the text read so far ends on
    done = 0
    for index, stretch in enumerate(kept):
        label = _last_label(blocks[done : stretch.begin], label)
        text, pages = _joined(blocks[stretch.begin : stretch.end])
        if label is not None and (not pages or pages[0].offset > 0):
            pages.insert(0, Page(label, 0))
        label = _last_label(blocks[stretch.begin : stretch.end], label)
        done = stretch.end
        yield Chapter(index, stretch.title, stretch.level, text, tuple(pages), (), matters[index])


def _last_label(blocks: Sequence[Block], label: str | None) -> str | None:
    """Return the label of the page that blocks of text end on, if they begin on the one with this label."""
    return next((one.pages[-1].label for one in reversed(blocks) if one.pages and not one.note), label)


def _joined(blocks: Sequence[Block]) -> tuple[str, list[Page]]:
    if not any(block.pages for block in blocks):
        return SEPARATOR.join([block.text for block in blocks if block.text]), []
    texts: list[str] = []
    pages: list[Page] = []
    offset = 0
    for block in blocks:
        if block.text:
            if block.pages:
                pages += [Page(page.label, offset + page.offset) for page in block.pages]
            texts.append(block.text)
            offset += len(block.text) + len(SEPARATOR)
    return SEPARATOR.join(texts), pages
