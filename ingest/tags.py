"""What a tag means to a reader: nothing, the end of a block or a line, or something to be looked at."""

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from ingest.seen import Attributes, is_note, kinds, picture, unseen
from ingest.tape import BLOCK, CARE, CELL, LINE, unescaped
from ingest.text import words

BLOCKS = words(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main ol p pre section summary table tbody tfoot"
    " thead tr ul"
)
HEADINGS: Mapping[str, int] = {f"h{level}": level for level in range(1, 7)}
_LOOKED_AT = words("body hgroup math pre table") | frozenset(HEADINGS)
_MARKS = {**dict.fromkeys(BLOCKS, BLOCK), "br": LINE, "td": CELL, "th": CELL}
_ATTRIBUTE = re.compile(r"""([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_NOTHING: Mapping[str, str] = {}
_NO_KINDS: frozenset[str] = frozenset()
_MOST = 20_000  # tags that are remembered; a page of formulas may have a million, each with an id of its own


class Tag(NamedTuple):
    """A tag: its bare name, attributes and what they say that it is for; `closes` as well as `opens` in <br/>."""

    name: str
    attributes: Attributes
    kinds: frozenset[str]
    opens: bool
    closes: bool


class Tags(dict[bytes, bytes]):
    """The marks by which tags are read, made when they are first seen; for all pages of a book.

    `wanted` are the ids that somebody asks the place of; none means all.
    """

    def __init__(self, wanted: Collection[str] | None = ()) -> None:
        super().__init__()
        self._wanted = wanted
        self._known: dict[bytes, Tag] = {}

    def __missing__(self, said: bytes) -> bytes:
        mark = self._mark(self.tag(said)).encode("ascii")
        if len(self) < _MOST:
            self[said] = mark
        return mark

    def tag(self, said: bytes) -> Tag:
        """Return what a tag on a tape says."""
        found = self._known.get(said)
        if found is None:
            found = _parsed(said.decode("utf-8", "replace"))
            if len(self._known) < _MOST:
                self._known[said] = found
        return found

    def anchors(self, tag: Tag) -> list[str]:
        """Return the wanted ids at a tag."""
        said = (tag.attributes.get("id"), tag.attributes.get("name") if tag.name == "a" else None)
        return [one for one in said if one and (self._wanted is None or one in self._wanted)]

    def _mark(self, tag: Tag) -> str:
        if not tag.opens:
            return BLOCK if tag.name in BLOCKS else ""
        name, attributes = tag.name, tag.attributes
        if name in _LOOKED_AT or unseen(name, attributes, tag.kinds, in_heading=True):
            return CARE
        if attributes and (
            (name == "a" and "#" in attributes.get("href", ""))
            or (name == "img" and picture(attributes))
            or (tag.kinds and is_note(tag.kinds))
            or self.anchors(tag)
        ):
            return CARE
        return _MARKS.get(name, "")


def _parsed(said: str) -> Tag:
    if said[:1] == "/":
        return Tag(_bare(said[1:]), _NOTHING, _NO_KINDS, opens=False, closes=True)
    closes = said[-1:] == "/"
    name, *rest = (said[:-1] if closes else said).split(None, 1) or [""]  # a broken page's may have no name
    attributes = _attributes(rest[0]) if rest else _NOTHING
    return Tag(_bare(name), attributes, kinds(attributes) if attributes else _NO_KINDS, True, closes)


def _bare(name: str) -> str:
    """Return the name of an element without its prefix, in lower case."""
    return name.strip().rpartition(":")[2].lower()


def _attributes(said: str) -> Attributes:
    return {name: unescaped(one or other) for name, one, other in _ATTRIBUTE.findall(said)}
