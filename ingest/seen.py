"""What of a page of markup a reader reads: not scripts, hidden parts, navigation or the marks of notes."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias

from ingest.text import one_line, words

Attributes: TypeAlias = Mapping[str, str]
"""The attributes of an element; one in the namespace of EPUB is called “epub:type” whatever its prefix was."""

_UNSEEN = words(
    "script style head title template noscript nav iframe audio video canvas select textarea button rt rp"
    " annotation annotation-xml desc metadata defs noframes frameset"
)
_UNSEEN_KINDS = frozenset(("noteref", "backlink", "pagebreak", "pagelist", "page-list", "toc", "landmarks"))
_NUMBER_CLASSES = frozenset(("pagenum", "pageno", "pagebreak", "page-number", "pgnum", "linenum"))
_NOTES = frozenset(("footnote", "note", "rearnote"))
_AROUND_LABEL = re.compile(r"^[\[{( ]*(?:(?:page|pg|p)\b\.?\s*)?(?=.)", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_MARKER = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§]{1,3})[\])]?")
_BACK = re.compile(r"[↩↑^⏎\ufe0e\ufe0f]+")
_NO_PICTURE = re.compile(
    r"(?:the )?(?:image|picture|illustration|cover|logo|photo|figure|img|icon|decoration|ornament|unknown|alt"
    r"|cover image|cover page|image description)\W*\d*|[\w./%-]+\.(?:jpe?g|png|gif|svg|webp)|[\W\d_]*",
    re.I,
)
_NO_KINDS: frozenset[str] = frozenset()


def kinds(attributes: Attributes) -> frozenset[str]:
    """Return what an element says it is for: its epub:type and its role."""
    said, role = attributes.get("epub:type"), attributes.get("role")
    return _kinds(said, role) if said or role else _NO_KINDS


@lru_cache(maxsize=1024)
def _kinds(*said: str | None) -> frozenset[str]:
    return frozenset(" ".join(one for one in said if one).replace("doc-", "").split())


def unseen(name: str, attributes: Attributes, said: frozenset[str], *, in_heading: bool) -> bool:
    """Tell whether an element is not to be read; `said` are its kinds."""
    if name in _UNSEEN:
        return True
    if not attributes:
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    if said and not _UNSEEN_KINDS.isdisjoint(said):
        return True
    classes, style = attributes.get("class"), attributes.get("style")
    return bool((classes and _unseen_class(classes, in_heading)) or (style and _unseen_style(style)))


@lru_cache(maxsize=1024)
def _unseen_class(said: str, in_heading: bool) -> bool:
    classes = said.lower().split()
    return not _NUMBER_CLASSES.isdisjoint(classes) or (in_heading and "caption" in classes)


@lru_cache(maxsize=1024)
def _unseen_style(said: str) -> bool:
    return _HIDDEN.search(said) is not None


def leads_to_note(said: str, *, raised: bool) -> bool:
    """Tell whether what a link says is only a number or a sign that leads to a note, or back from one."""
    said = said.strip()
    if len(said) > 5 or not said:
        return False
    return bool(_BACK.fullmatch(said)) or (bool(_MARKER.fullmatch(said)) and (raised or said[0] == "["))


def is_note(said: frozenset[str]) -> bool:
    """Tell by its kinds whether an element is a note, to be kept apart from the text that it stands in."""
    return not _NOTES.isdisjoint(said)


def page_label(attributes: Attributes, inside: str) -> str:
    """Return the label of the printed page that begins at an element with this text inside, nothing if none does."""
    if "pagebreak" not in kinds(attributes):
        return ""
    return bare_label(attributes.get("title") or attributes.get("aria-label") or inside)


def bare_label(said: str) -> str:
    """Return the label of a page without what stands around it: [Pg 12], {12}, Page 12."""
    return _AROUND_LABEL.sub("", one_line(said)).rstrip(" .]})")


def picture(attributes: Attributes) -> str:
    """Return what a picture stands for, if its maker has said so."""
    alt = one_line(attributes.get("alt") or "")
    return "" if _NO_PICTURE.fullmatch(alt) else alt
