"""The tree of a page becomes blocks: headings and paragraphs in reading order."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from ingest.binding import Block
from ingest.book import Page as PrintedPage
from ingest.markup import kinds, local
from ingest.seen import is_data, is_note, page_label, picture, unseen
from ingest.text import SEPARATOR, clean, lines, one_line, words

_BLOCKS = words(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main ol p pre section summary table tbody tfoot"
    " thead tr ul"
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# they stand for a page's begin and a line's end in the text gathered until it is clean; no script has such letters
_PAGE, _LINE = "\ue000", "\ue001"


@dataclass
class Page:
    """What a page of markup holds: blocks, the block where each id stands, and what its head says."""

    blocks: list[Block] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()


class _State(NamedTuple):
    """What is being gathered, put aside while a note is read."""

    said: list[str]
    labels: list[str]
    level: int | None
    group: list[Block] | None
    tables: int
    into: list[Block]


def flow(root: etree._Element, labels: Mapping[str, str] | None = None) -> Page:
    """Return the blocks of a page: without what is not read, the notes behind the text that they belong to.

    `labels` are of the printed pages that begin at elements with these ids.
    """
    walker = _Walker(labels or {})
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if walker.enter(element):
                continue
            walk.skip_subtree()
            walker.skipped = element
        elif walker.skipped is element:
            walker.skipped = None
        else:
            walker.leave(element)
        if event == "end" and element is not root and element.tail:
            walker.say(element.tail)
    walker.flush()
    walker.page.blocks += walker.notes
    walker.page.kinds = _own_kinds(root)
    return walker.page


class _Walker:
    """Gathers text until a block ends; lives for one page."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self.page = Page()
        self.notes: list[Block] = []
        self.skipped: etree._Element | None = None
        self._labels_of = labels
        self._said: list[str] = []
        self._labels: list[str] = []  # of the pages that begin in what is said
        self._level: int | None = None
        self._group: list[Block] | None = None  # headings of an hgroup, to become one
        self._preformatted = 0
        self._tables = 0  # of data, whose rows are lines of one block
        self._pictures: list[str] = []  # what they stand for
        self._into = self.page.blocks
        self._aside: list[tuple[etree._Element, _State]] = []

    def enter(self, element: etree._Element) -> bool:
        """Begin an element; False if it is not to be read."""
        name = local(element)
        if name == "math":
            self.say(_formula(element))
            return False
        if unseen(element, name, in_heading=self._level is not None):
            self._mark(element)
            return False
        if is_note(element):
            self._put_aside(element)
        if name in _BLOCKS:
            self._break(name)
        self._mark(element)
        self._begin(element, name)
        if element.text:
            self.say(element.text)
        return True

    def leave(self, element: etree._Element) -> None:
        """End an element."""
        name = local(element)
        if name == "table" and self._tables:
            self._tables -= 1
        if name in _BLOCKS:
            self._break("")
        if name == "hgroup":
            self._end_group()
        elif name == "pre":
            self._preformatted -= 1
        if name in _HEADINGS:
            self._level = None
        if self._aside and self._aside[-1][0] is element:
            self._take_up()

    def say(self, text: str) -> None:
        """Take up text where the walk is."""
        if _PAGE in text or _LINE in text:
            text = text.replace(_PAGE, "").replace(_LINE, "")
        self._said.append(text)

    def flush(self) -> None:
        """End the block that is being gathered."""
        if not self._said and not self._pictures:
            return
        said, self._said = "".join(self._said), []
        if not self._preformatted:
            said = said.replace("\n", " ").replace("\r", " ")
        said = said.replace(_LINE, "\n")
        level, pictures = self._level, self._pictures
        if not pictures and not said.replace(_PAGE, "").strip():
            self._said = [_PAGE] * len(
                self._labels
            )  # a page that begins between two blocks begins with the second
            return
        labels, self._labels, self._pictures = iter(self._labels), [], []
        if level is not None:
            text = one_line(said)
            if not text.strip(_PAGE):
                text += one_line(" ".join(pictures))
            pictures = []
            parts = [text] if text else []
        elif self._preformatted:
            parts = [part.rstrip() for part in re.split(r"\n\s*\n", clean(said).strip("\n")) if part.strip()]
        else:
            parts = [part for part in lines(said).split(SEPARATOR) if part]
        into = self._into if self._group is None else self._group
        into.extend(_paged(part, level, labels) for part in parts)
        into.extend(Block(text) for text in pictures)

    def _break(self, name: str) -> None:
        """End the block before and behind an element; inside a table, the line or the word."""
        if not self._tables:
            self.flush()
        elif name == "tr":
            self._said.append(_LINE)
        else:
            self._said.append(" ")

    def _begin(self, element: etree._Element, name: str) -> None:
        if name in _HEADINGS:
            self._level = _HEADINGS[name]
        elif name == "br":
            self._said.append(_LINE)
        elif name == "pre":
            self._preformatted += 1
        elif name == "hgroup":
            self._group = []
        elif name == "table":
            self._tables += bool(self._tables) or is_data(element)
        elif name in ("td", "th") and "".join(self._said[-4:]).strip(" \n\t")[-1:] not in ("", _LINE):
            self._said.append(" | ")
        elif name == "img":
            self._see(picture(element))

    def _see(self, alt: str) -> None:
        if len(alt) == 1 and alt.isalpha() and self._level is None:  # a picture of a chapter's first letter
            self._said.append(alt)
        elif alt:
            self._pictures.append(alt)

    def _mark(self, element: etree._Element) -> None:
        """Note where ids stand and where printed pages begin."""
        if not element.attrib:
            return
        label = page_label(element)
        for name in (element.get("id"), element.get("name") if local(element) == "a" else None):
            if name and not self._aside:
                self.page.anchors.setdefault(name, len(self.page.blocks))
                label = self._labels_of.get(name, label)
        if label and not self._preformatted and not self._aside:
            self._said.append(_PAGE)
            self._labels.append(label)

    def _put_aside(self, note: etree._Element) -> None:
        state = _State(self._said, self._labels, self._level, self._group, self._tables, self._into)
        self._aside.append((note, state))
        self._said, self._labels, self._level, self._group, self._tables = [], [], None, None, 0
        self._into = self.notes

    def _take_up(self) -> None:
        self.flush()
        _, state = self._aside.pop()
        self._said, self._labels, self._level, self._group, self._tables, self._into = state

    def _end_group(self) -> None:
        group, self._group = self._group or [], None
        level = next((block.level for block in group if block.level is not None), None)
        text = ""
        for block in group:
            joint = "" if not text else " " if text[-1] in ".:;,!?—" else ": "
            text += joint + one_line(block.text)
        if text:
            pages = group[0].pages
            self._into.append(Block(text, level or 2, pages))


def _paged(part: str, level: int | None, labels: Iterator[str]) -> Block:
    """Return a block of a text with marks where pages begin: without the marks, and with the pages."""
    text, *pieces = part.split(_PAGE)
    pages = []
    for piece in pieces:
        if not text or text[-1].isspace():
            piece = piece.lstrip(" ")
        pages.append(PrintedPage(next(labels), len(text) + len(piece) - len(piece.lstrip())))
        text += piece
    text = text.rstrip()
    return Block(text, level, tuple(PrintedPage(one.label, min(one.offset, len(text))) for one in pages))


def _formula(math: etree._Element) -> str:
    """Return the signs of a formula, without what is said about them in other languages."""
    said = [
        str(text)
        for element in math.iter()
        if local(element) not in ("annotation", "annotation-xml")
        for text in (element.text, element.tail if element is not math else None)
        if text
    ]
    return "".join("".join(said).split())


def _own_kinds(root: etree._Element) -> frozenset[str]:
    """Return what the body, and a part that is alone in it, say they are for."""
    body = next((one for one in root.iter("{*}body") if local(one) == "body"), root)
    inner = [one for one in body if isinstance(one.tag, str)]
    found = kinds(body)
    return found | kinds(inner[0]) if len(inner) == 1 else found
