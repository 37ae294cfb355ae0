"""The tree of a page becomes blocks: headings and paragraphs in reading order."""

import re
from dataclasses import dataclass, field

from lxml import etree

from ingest.binding import Block
from ingest.markup import kinds, local
from ingest.text import SEPARATOR, clean, lines, one_line, words

_BLOCKS = words(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main ol p pre section summary table tbody tfoot"
    " thead tr ul"
)
_UNSEEN = words(
    "script style head title template noscript nav iframe audio video canvas select textarea button rt rp"
    " annotation annotation-xml desc metadata defs noframes frameset"
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_UNSEEN_KINDS = frozenset(("noteref", "backlink", "pagebreak", "pagelist", "page-list", "toc", "landmarks"))
_NUMBER_CLASSES = frozenset(("pagenum", "pageno", "pagebreak", "page-number", "pgnum", "linenum"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_SPACES = re.compile(r"\s+")


@dataclass
class Page:
    """What a page of markup holds: blocks, the block where each id stands, and what its head says."""

    blocks: list[Block] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()


def flow(root: etree._Element) -> Page:
    """Return the blocks of a page, without scripts, styles, hidden parts, notes' marks and navigation."""
    walker = _Walker()
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
    walker.page.kinds = _own_kinds(root)
    return walker.page


class _Walker:
    """Gathers text until a block ends; lives for one page."""

    def __init__(self) -> None:
        self.page = Page()
        self.skipped: etree._Element | None = None
        self._said: list[str] = []
        self._level: int | None = None
        self._group: list[Block] | None = None  # headings of an hgroup, to become one
        self._preformatted = 0
        self._picture = ""  # what a picture in a heading stands for

    def enter(self, element: etree._Element) -> bool:
        """Begin an element; False if it is not to be read."""
        name = local(element)
        if _unseen(element, name, in_heading=self._level is not None):
            self._mark(element)
            return False
        if name in _BLOCKS:
            self.flush()
        self._mark(element)
        self._begin(element, name)
        if element.text:
            self.say(element.text)
        return True

    def leave(self, element: etree._Element) -> None:
        """End an element."""
        name = local(element)
        if name in _BLOCKS:
            self.flush()
        if name == "hgroup":
            self._end_group()
        elif name == "pre":
            self._preformatted -= 1
        if name in _HEADINGS:
            self._level = None

    def say(self, text: str) -> None:
        """Take up text where the walk is."""
        self._said.append(text if self._preformatted else _SPACES.sub(" ", text))

    def flush(self) -> None:
        """End the block that is being gathered."""
        said, self._said = "".join(self._said), []
        level, picture = self._level, self._picture
        self._picture = ""
        if level is not None:
            text = one_line(said) or one_line(picture)
            parts = [text] if text else []
        elif self._preformatted:
            parts = [part.rstrip() for part in re.split(r"\n\s*\n", clean(said).strip("\n")) if part.strip()]
        else:
            parts = [part for part in lines(said).split(SEPARATOR) if part]
        into = self.page.blocks if self._group is None else self._group
        into.extend(Block(part, level) for part in parts)

    def _begin(self, element: etree._Element, name: str) -> None:
        if name in _HEADINGS:
            self._level = _HEADINGS[name]
        elif name == "br":
            self._said.append("\n")
        elif name == "pre":
            self._preformatted += 1
        elif name == "hgroup":
            self._group = []
        elif name in ("td", "th") and "".join(self._said).strip():
            self._said.append(" | ")
        elif name == "img":
            self._see(element.get("alt") or "")

    def _see(self, alt: str) -> None:
        if self._level is not None:
            self._picture += alt
        elif len(alt) == 1 and alt.isalpha():  # a picture of a chapter's first letter
            self._said.append(alt)

    def _mark(self, element: etree._Element) -> None:
        if not element.attrib:
            return
        for name in (element.get("id"), element.get("name") if local(element) == "a" else None):
            if name:
                self.page.anchors.setdefault(name, len(self.page.blocks))

    def _end_group(self) -> None:
        group, self._group = self._group or [], None
        level = next((block.level for block in group if block.level is not None), None)
        text = ""
        for block in group:
            joint = "" if not text else " " if text[-1] in ".:;,!?—" else ": "
            text += joint + one_line(block.text)
        if text:
            self.page.blocks.append(Block(text, level or 2))


def _unseen(element: etree._Element, name: str, *, in_heading: bool) -> bool:
    if not element.attrib:
        return name in _UNSEEN
    if name in _UNSEEN or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if _UNSEEN_KINDS & kinds(element):
        return True
    classes = (element.get("class") or "").lower().split()
    if not _NUMBER_CLASSES.isdisjoint(classes) or (in_heading and "caption" in classes):
        return True
    return bool(_HIDDEN.search(element.get("style") or ""))


def _own_kinds(root: etree._Element) -> frozenset[str]:
    """Return what the body, and a part that is alone in it, say they are for."""
    body = next((one for one in root.iter("{*}body") if local(one) == "body"), root)
    inner = [one for one in body if isinstance(one.tag, str)]
    found = kinds(body)
    return found | kinds(inner[0]) if len(inner) == 1 else found
