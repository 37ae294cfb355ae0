"""A page of markup as a tape: what is said and the tags between, by turns, cut by the methods of bytes in C.

A tape comes from sound XML at once, or from a tree where the markup is not sound. What is said on it is UTF-8 and
still has the five entities of XML; tags are without their brackets.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from unicodedata import normalize
from xml.parsers import expat

from lxml import etree

from ingest.markup import local
from ingest.text import clean, odd_characters

PAGE, LINE, BLOCK, CELL, CARE = "\x01\x02\x03\x04\x05"  # no clean text has them, so they can stand for tags
"""A printed page begins, a line ends, a block ends, a cell begins, a tag that is more than any of these."""

_OPS = b"http://www.idpf.org/2007/ops"
_PREFIX = b'xmlns:epub="http://www.idpf.org/2007/ops"'
_TYPE = "{http://www.idpf.org/2007/ops}type"
_NO_ELEMENT = re.compile(rb"<!--.*?-->|<\?.*?\?>", re.S)
_TAG = re.compile(rb"""<((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_TOLD = (
    "id",
    "name",
    "class",
    "style",
    "role",
    "hidden",
    "aria-hidden",
    "aria-label",
    "href",
    "alt",
    "title",
)


class Tape(NamedTuple):
    """`said[n]` stands before `tags[n]`; there is one more said than there are tags.

    `odd` are the characters in it that are not clean, and what to put in their place; `composed`: no two of the others
    become one where they meet.
    """

    said: list[bytes]
    tags: list[bytes]
    odd: Mapping[str, str]
    composed: bool

    def text(self, pieces: Iterable[bytes]) -> str:
        """Return pieces of it as one clean text."""
        text = b"".join(pieces).decode("utf-8")
        for character, other in self.odd.items():
            text = text.replace(character, other)
        return text if self.composed else normalize("NFC", text)


def tape_of_markup(page: bytes) -> Tape | None:
    """Return the tape of a page in sound XML without a document type, in UTF-8; nothing if it is not sound."""
    others = _elements_beside(page)
    if others is None or (_OPS in page and _PREFIX not in page):
        return None
    if others:
        page = _NO_ELEMENT.sub(b"", page)
    odd = odd_characters(page)
    composed = odd is not None
    if odd is None:
        page, odd = clean(page.decode("utf-8")).encode("utf-8"), {}
    parts = page.replace(b"<", b">").split(b">")
    if len(parts) != 2 * page.count(b"<") + 1:  # then not every > ends a tag
        parts = _TAG.split(page)
    return Tape(parts[::2], parts[1::2], odd, composed)


def _elements_beside(page: bytes) -> bool | None:
    """Tell whether there are comments or instructions on a page; nothing if it is not sound, or has sections."""
    found: list[str] = []
    parser = expat.ParserCreate("utf-8")
    parser.CommentHandler = found.append
    parser.ProcessingInstructionHandler = lambda name, _: found.append(name)
    sections: list[bool] = []
    parser.StartCdataSectionHandler = lambda: sections.append(True)
    try:
        parser.Parse(page, True)
    except expat.ExpatError:
        return None
    return None if sections else bool(found)


def tape_of_tree(root: etree._Element) -> Tape:
    """Return the tape of a page that is a tree."""
    said, tags = [b""], []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            tags.append(_begin(element).encode("utf-8", "replace"))
            text = element.text
        else:
            tags.append(b"/" + local(element).encode("utf-8", "replace"))
            text = element.tail if element is not root else None
        said.append(_escaped(clean(text)).encode("utf-8", "replace") if text else b"")
    return Tape(said, tags, {}, composed=False)


def _begin(element: etree._Element) -> str:
    """Return the tag of an element, with those of its attributes that tell something."""
    tag = local(element)
    if element.attrib:
        found = {
            str(name): str(value) for name, value in element.items()
        }  # names that lxml cannot look up, too
        found.setdefault("epub:type", found.get(_TYPE, ""))
        for name in (*_TOLD, "epub:type"):
            if found.get(name) or (name in found and name == "hidden"):
                tag += f' {name}="{_escaped(found[name])}"'
    return tag


def _escaped(text: str) -> str:
    if "&" in text:
        text = text.replace("&", "&amp;")
    return text.replace('"', "&quot;") if '"' in text else text


def unescaped(text: str) -> str:
    """Return a text with the characters that XML's five entities stand for; others are told before."""
    if "&" in text:
        for name, character in (("lt", "<"), ("gt", ">"), ("quot", '"'), ("apos", "'"), ("amp", "&")):
            text = text.replace(f"&{name};", character)
    return text
