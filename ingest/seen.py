"""What of a page of markup a reader reads: not scripts, hidden parts, navigation or the marks of notes."""

import re

from lxml import etree

from ingest.markup import kinds, local
from ingest.text import one_line, words

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
_LONGEST_CELL = 200  # characters; a table with longer ones arranges a page and is read as text
_TEXT_IN_TABLES = words("h1 h2 h3 h4 h5 h6 table pre")


def unseen(element: etree._Element, name: str, *, in_heading: bool) -> bool:
    """Tell whether an element is not to be read."""
    if name in _UNSEEN:
        return True
    if not element.attrib:
        return False
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if not _UNSEEN_KINDS.isdisjoint(kinds(element)) or (name == "a" and _leads_to_note(element)):
        return True
    said = element.get("class")
    if said:
        classes = said.lower().split()
        if not _NUMBER_CLASSES.isdisjoint(classes) or (in_heading and "caption" in classes):
            return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style))


def _leads_to_note(link: etree._Element) -> bool:
    """Tell whether a link is only a number or a sign that leads to a note, or back from one."""
    if "#" not in (link.get("href") or "") or len(link) > 2:
        return False
    text = "".join(str(piece) for piece in link.itertext()).strip()
    if len(text) > 5 or not text:
        return False
    if _BACK.fullmatch(text):
        return True
    parent = link.getparent()
    raised = (parent is not None and local(parent) == "sup") or any(local(one) == "sup" for one in link)
    return bool(_MARKER.fullmatch(text)) and (raised or text[0] == "[")


def is_note(element: etree._Element) -> bool:
    """Tell whether an element is a note, to be kept apart from the text that it stands in."""
    return bool(element.attrib) and not _NOTES.isdisjoint(kinds(element))


def page_label(element: etree._Element) -> str:
    """Return the label of the printed page that begins here, nothing if none does."""
    if not element.attrib or "pagebreak" not in kinds(element):
        return ""
    said = (
        element.get("title") or element.get("aria-label") or "".join(str(one) for one in element.itertext())
    )
    return bare_label(said)


def bare_label(said: str) -> str:
    """Return the label of a page without what stands around it: [Pg 12], {12}, Page 12."""
    return _AROUND_LABEL.sub("", one_line(said)).rstrip(" .]})")


def picture(element: etree._Element) -> str:
    """Return what a picture stands for, if its maker has said so."""
    alt = one_line(element.get("alt") or "")
    return "" if _NO_PICTURE.fullmatch(alt) else alt


def is_data(table: etree._Element) -> bool:
    """Tell a table of data from one that only arranges a page."""
    if any(local(one) in _TEXT_IN_TABLES for one in table.iterdescendants()):
        return False
    cells = table.iter("{*}td", "{*}th")
    return all(sum(len(str(text)) for text in cell.itertext()) <= _LONGEST_CELL for cell in cells)
