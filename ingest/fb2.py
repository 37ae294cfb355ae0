"""FictionBook 2, bare or zipped: sections become chapters."""

from pathlib import Path

from lxml import etree

from ingest.archive import Archive
from ingest.assembling import About, assembled
from ingest.binding import Block
from ingest.book import BookError, Step
from ingest.files import LARGEST_TEXT, head, read
from ingest.flow import flow
from ingest.markup import local, parse_package
from ingest.opening import Opening
from ingest.text import one_line, words

_UNREAD = words("binary description stylesheet coverpage image empty-line")
_DEEPEST = 6  # levels of headings
_RENAMED = {
    "title": "hgroup",
    "stanza": "p",
    "v": "span",
    "emphasis": "em",
    "subtitle": "p",
    "cite": "blockquote",
}


def read_fb2(path: Path, password: str | None = None) -> Opening:
    """Return the book of a FictionBook and its chapters; the notes at its end are a chapter of their own."""
    yield Step(0, 1)
    root = parse_package(content(path))
    if root is None or local(root) != "fictionbook":
        raise BookError(f"“{path.name}” is damaged or incomplete; download or copy it again.")
    about = _about(root)
    blocks: list[Block] = []
    for body in root.iterchildren("{*}body"):
        if blocks and body.get("name"):  # notes, comments: apart, behind the text
            blocks.append(Block(one_line(body.get("name") or "").capitalize(), 1))
            _lead_in(body)
        _as_html(body)
        blocks += flow(body).blocks
    return assembled(path, blocks, about)


def content(path: Path) -> bytes:
    """Return the XML of a FictionBook, out of its archive if it is in one."""
    if not head(path, 2).startswith(b"PK"):
        return read(path, LARGEST_TEXT)
    with Archive(path) as archive:
        name = archive.ending(".fb2")
        return (archive.read(name) if name else None) or b""


def _about(root: etree._Element) -> About:
    info = next(root.iter("{*}title-info"), None)
    if info is None:
        return About()
    title = _said(info.find("{*}book-title"))
    language = _said(info.find("{*}lang"))
    names = []
    for author in info.iterchildren("{*}author"):
        parts = (_said(author.find(f"{{*}}{part}-name")) for part in ("first", "middle", "last"))
        names.append(" ".join(part for part in parts if part) or _said(author.find("{*}nickname")))
    return About(title, "; ".join(name for name in names if name), language)


def _said(element: etree._Element | None) -> str:
    return "" if element is None else one_line("".join(str(text) for text in element.itertext()))


def _lead_in(notes: etree._Element) -> None:
    """Put the title of each note, which is its number, before its text: notes are no chapters."""
    for title in list(notes.iter("{*}title")):
        said, following = _said(title), title.getnext()
        if following is not None and local(following) == "p":
            following.text = f"{said} {following.text or ''}"
            _remove(title)
        else:
            title.tag = "p"
            for line in title:
                line.tag = "span"


def _as_html(body: etree._Element) -> None:
    """Give the elements of a body the names that HTML has for them."""
    for element in list(body.iter("{*}*")):
        name = local(element)
        if name in _UNREAD or (name == "a" and element.get("type") == "note"):
            _remove(element)
        elif name == "title":
            depth = sum(local(above) == "section" for above in element.iterancestors())
            for line in element.iterchildren("{*}p"):
                line.tag = f"h{min(max(depth, 1), _DEEPEST)}"
        elif name == "v":
            element.append(etree.Element("br"))
        element.tag = _RENAMED.get(name, element.tag)


def _remove(element: etree._Element) -> None:
    """Take an element out and leave what stands behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)
