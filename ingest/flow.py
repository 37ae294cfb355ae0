"""A page of markup becomes blocks: headings and paragraphs in reading order."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

from lxml import etree

from ingest.binding import Block
from ingest.gathering import Gatherer
from ingest.markup import is_flat, parse, prepared
from ingest.seen import is_note, leads_to_note, page_label, picture, unseen
from ingest.tables import is_data
from ingest.tags import BLOCKS, HEADINGS, Tag, Tags
from ingest.tape import BLOCK, CARE, CELL, LINE, PAGE, Tape, tape_of_markup, tape_of_tree, unescaped
from ingest.text import words

_NOT_OF_A_FORMULA = words("annotation annotation-xml")
_CARE, _BLOCK, _LINE = CARE.encode(), BLOCK.encode(), LINE.encode()
_LONGEST_MARK = 12  # characters of a link that may be only the mark of a note


@dataclass
class Page:
    """What a page of markup holds: blocks, the block where each id stands, and what its body says it is for.

    `flat`: it was nested so deeply that only its text was kept.
    """

    blocks: list[Block]
    anchors: dict[str, int]
    kinds: frozenset[str]
    flat: bool = False


def read_page(data: bytes, labels: Mapping[str, str] | None = None, tags: Tags | None = None) -> Page | None:
    """Return the blocks of a page of XHTML or HTML, nothing if it is none; see `flow`."""
    tape = tape_of_markup(prepared(data))
    if tape is not None:
        return _Reader(tape, labels or {}, Tags() if tags is None else tags).page()
    root = parse(data)
    return flow(root, labels, tags) if root is not None else None


def flow(root: etree._Element, labels: Mapping[str, str] | None = None, tags: Tags | None = None) -> Page:
    """Return the blocks of a page: without what is not read, the notes behind the part that they belong to.

    `labels` are of the printed pages that begin at elements with these ids; `tags` knows which ids are asked for.
    """
    page = _Reader(tape_of_tree(root), labels or {}, Tags() if tags is None else tags).page()
    page.flat = is_flat(root)
    return page


class _Reader:
    """Runs over the tape of one page, from one tag that needs care to the next.

    What lies between is joined at once: of each other tag its mark stands in the text.
    """

    def __init__(self, tape: Tape, labels: Mapping[str, str], tags: Tags) -> None:
        self._tape = tape
        self._said, self._tags = tape.said, tape.tags
        self._marks = list(map(tags.__getitem__, self._tags))
        self._known = tags
        self._parts = [b""] * (len(self._said) + len(self._tags))
        self._parts[::2], self._parts[1::2] = self._said, self._marks
        self._text = Gatherer()
        self._labels_of = labels
        self._notes: list[Block] = []
        self._anchors: dict[str, int] = {}
        self._kinds: frozenset[str] = frozenset()
        self._ends: list[tuple[int, Callable[[], None]]] = []  # what to do at which tags, the next one last
        self._aside = 0  # notes that are open
        self._rows_until = -1  # the tag that ends a table of data

    def page(self) -> Page:
        """Return what the page holds."""
        last = len(self._tags)
        at, care = 0, -1
        while at <= last:
            if care < at:
                care = self._next_care(at)
            stop = min(care, self._ends[-1][0]) if self._ends else care
            self._text.said.append(self._tape.text(self._parts[2 * at : 2 * stop + 1]))
            if stop == last:
                break
            at = self._look_at(stop) if stop == care else self._end_at(stop)
        self._text.flush()
        return Page(self._text.blocks + self._notes, self._anchors, self._kinds)

    def _next_care(self, at: int) -> int:
        try:
            return self._marks.index(_CARE, at)
        except ValueError:
            return len(self._tags)

    def _end_at(self, at: int) -> int:
        while self._ends and self._ends[-1][0] <= at:
            self._text.flush()
            self._ends.pop()[1]()
        return at + 1

    def _look_at(self, at: int) -> int:
        """Read a tag that needs care; return the place of the next one."""
        text, tag = self._text, self._known.tag(self._tags[at])
        text.settle()
        if tag.name == "math":
            return self._formula(at)
        if unseen(tag.name, tag.attributes, tag.kinds, in_heading=text.level is not None):
            end = self._end_of(at)
            self._mark(tag, self._tape.text(self._said[at + 1 : end + 1]))
            return end + 1
        if is_note(tag.kinds) and not tag.closes:
            self._put_aside(at)
        self._break(at, tag)
        self._put_down_notes(tag)
        self._mark(tag, "")
        if tag.name == "img":
            self._picture(tag)
        opens = self._openers.get(tag.name)
        return opens(self, at, tag) if opens is not None and not tag.closes else at + 1

    def _break(self, at: int, tag: Tag) -> None:
        """End the block before an element; in a table of data, the line or the word."""
        if tag.name in BLOCKS and at >= self._rows_until:
            self._text.flush()
        elif tag.name in BLOCKS:
            self._text.said.append(LINE if tag.name == "tr" else " ")
        elif tag.name in ("td", "th"):
            self._text.said.append(CELL)

    def _put_down_notes(self, tag: Tag) -> None:
        """Put the notes behind the text that is over: before a heading, or a place that the contents lead to."""
        over = tag.name in HEADINGS or (tag.name in BLOCKS and bool(self._known.anchors(tag)))
        if self._notes and over and not tag.closes and not self._aside and self._text.group is None:
            self._text.blocks += self._notes
            self._notes.clear()

    def _mark(self, tag: Tag, inside: str) -> None:
        """Note where ids stand and where printed pages begin."""
        if self._aside or not tag.attributes:
            return
        label = page_label(tag.attributes, unescaped(inside))
        for one in self._known.anchors(tag):
            self._anchors.setdefault(one, len(self._text.blocks))
            label = self._labels_of.get(one, label)
        if label and not self._text.preformatted:
            self._text.said.append(PAGE)
            self._text.labels.append(label)

    def _end_of(self, at: int) -> int:
        """Return the place of the tag that ends the element beginning at a place."""
        begun = self._known.tag(self._tags[at])
        if begun.closes:
            return at
        name = self._tags[at].split(None, 1)[0]
        with suppress(ValueError):
            end = self._tags.index(b"/" + name, at + 1)
            if b"\n" + name not in b"\n".join(self._tags[at:end]):  # no such element is inside
                return end
        depth = 1
        for place in range(at + 1, len(self._tags)):
            tag = self._known.tag(self._tags[place])
            if tag.name == begun.name:
                depth += tag.opens - tag.closes
                if not depth:
                    return place
        return len(self._tags) - 1

    def _open_heading(self, at: int, tag: Tag) -> int:
        def end() -> None:
            self._text.level = None

        self._text.level = HEADINGS[tag.name]
        return self._until(at, end)

    def _open_group(self, at: int, tag: Tag) -> int:
        self._text.group = []
        return self._until(at, self._text.end_group)

    def _open_preformatted(self, at: int, tag: Tag) -> int:
        def end() -> None:
            self._text.preformatted -= 1

        self._text.preformatted += 1
        return self._until(at, end)

    def _until(self, at: int, end: Callable[[], None]) -> int:
        """Do something at the end of the element that begins here."""
        self._ends.append((self._end_of(at), end))
        return at + 1

    def _open_body(self, at: int, tag: Tag) -> int:
        """Note what the body is for; what its only part is for, it is for as well."""
        self._kinds = tag.kinds
        said: list[frozenset[str]] = []
        place = at + 1
        while place < len(self._tags) and len(said) < 2:
            part = self._known.tag(self._tags[place])
            if not part.opens:
                break
            if not unseen(part.name, part.attributes, part.kinds, in_heading=False):
                said.append(part.kinds)
                if not part.kinds:
                    break
            place = self._end_of(place) + 1
        if len(said) == 1:
            self._kinds |= said[0]
        return at + 1

    def _open_link(self, at: int, tag: Tag) -> int:
        """Leave out a link that is only the mark of a note."""
        if "#" not in tag.attributes.get("href", ""):
            return at + 1
        end = at + 1
        while end < len(self._tags) and self._known.tag(self._tags[end]).name != "a":
            if self._marks[end]:
                return at + 1
            end += 1
        if end == len(self._tags) or self._known.tag(self._tags[end]).opens:
            return at + 1
        inside = unescaped(self._tape.text(self._said[at + 1 : end + 1]))
        if len(inside) > _LONGEST_MARK or not leads_to_note(inside, raised=True):
            return at + 1
        if leads_to_note(inside, raised=False) or self._is_raised(at, end):
            return end + 1
        return at + 1

    def _is_raised(self, at: int, end: int) -> bool:
        """Tell whether a link stands in raised text, or raised text in it."""
        inside = (self._known.tag(said) for said in self._tags[at:end])
        if any(tag.name == "sup" for tag in inside):
            return True
        depth = 0
        for place in range(at - 1, -1, -1):
            tag = self._known.tag(self._tags[place])
            if tag.name in BLOCKS:
                return False
            if tag.name == "sup":
                depth += tag.opens - tag.closes
                if depth > 0:
                    return True
        return False

    def _open_table(self, at: int, tag: Tag) -> int:
        """Let the rows of a table of data be lines of one block; any other only arranges a page."""
        if self._text.preformatted or at < self._rows_until:
            return at + 1
        end = self._end_of(at)
        inside = [self._known.tag(said) for said in self._tags[at + 1 : end]]
        if is_data(inside, self._said[at + 1 : end + 1]):
            self._rows_until = end
            for place, one in enumerate(inside, at + 1):
                if self._marks[place] == _BLOCK:
                    self._parts[2 * place + 1] = _LINE if one.name == "tr" and one.opens else b" "
        return at + 1

    def _picture(self, tag: Tag) -> None:
        alt = picture(tag.attributes)
        if len(alt) == 1 and alt.isalpha() and self._text.level is None:
            self._text.said.append(alt)  # a picture of a chapter's first letter
        elif alt:
            self._text.pictures.append(alt)

    def _formula(self, at: int) -> int:
        """Say the signs of a formula, without space."""
        end = self._end_of(at)
        inside = self._said[at + 1 : end + 1]
        if b"annotation" in b"".join(self._tags[at:end]):
            inside = self._without_annotations(at, end)
        self._text.said.append("".join(self._tape.text(inside).split()))
        return end + 1

    def _without_annotations(self, at: int, end: int) -> list[bytes]:
        kept, place = [], at + 1
        while place <= end:
            kept.append(self._said[place])
            tag = self._known.tag(self._tags[place])
            place = (self._end_of(place) if tag.opens and tag.name in _NOT_OF_A_FORMULA else place) + 1
        return kept

    def _put_aside(self, at: int) -> None:
        """Read a note apart from the text that it stands in."""
        text = self._text
        said, labels, level, group, into = text.said[:], text.labels, text.level, text.group, text.into
        rows_until = self._rows_until

        def take_up() -> None:
            text.said[:] = said
            text.labels, text.level, text.group, text.into = labels, level, group, into
            self._rows_until = rows_until
            self._aside -= 1

        text.said.clear()
        text.labels, text.level, text.group, text.into = [], None, None, self._notes
        self._rows_until = -1
        self._aside += 1
        self._until(at, take_up)

    _openers: ClassVar[dict[str, Callable[["_Reader", int, Tag], int]]] = {
        **dict.fromkeys(HEADINGS, _open_heading),
        "hgroup": _open_group,
        "pre": _open_preformatted,
        "body": _open_body,
        "a": _open_link,
        "table": _open_table,
    }
