"""Word's DOCX: paragraphs and tables; chapters from headings."""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from ingest.archive import Archive
from ingest.assembling import About, assembled
from ingest.binding import Block
from ingest.book import Step
from ingest.markup import local, parse_package
from ingest.opening import Opening
from ingest.text import lines, one_line, words

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_UNREAD = words(
    "del delText instrText fldSimple Fallback txbxContent footnoteReference endnoteReference pPr".lower()
)
_BREAKS = {"br": "\n", "cr": "\n", "tab": " ", "nobreakhyphen": "-"}


def read_docx(path: Path, password: str | None = None) -> Opening:
    """Return the book of a Word document and its chapters; what is deleted in it is left out."""
    yield Step(0, 1)
    with Archive(path) as archive:
        root = parse_package(archive.read("word/document.xml") or b"")
        if root is None:
            raise archive.damaged()
        notes = _Notes(archive)
        styles = _levels(parse_package(archive.read("word/styles.xml") or b""))
        about = _about(parse_package(archive.read("docProps/core.xml") or b""))
    body = next(root.iter(_W + "body"), root)
    blocks = [*_blocks(body, styles, about, notes), *notes.put_down()]
    return assembled(path, blocks, about)


class _Notes:
    """The footnotes and endnotes of a document; they are put down behind the part that refers to them."""

    def __init__(self, archive: Archive) -> None:
        self._said: dict[tuple[str, str], str] = {}  # by kind and id
        self._waiting: list[Block] = []
        for kind in ("footnote", "endnote"):
            root = parse_package(archive.read(f"word/{kind}s.xml") or b"")
            for one in root.iter(_W + kind) if root is not None else ():
                self._said[kind, one.get(_W + "id") or ""] = lines(_said(one))

    def take_up(self, element: etree._Element) -> None:
        """Remember the notes that an element refers to."""
        for one in element.iter(_W + "footnoteReference", _W + "endnoteReference"):
            kind = local(one).removesuffix("reference")
            text = self._said.pop((kind, one.get(_W + "id") or ""), "")
            if text:
                self._waiting.append(Block(text, note=True))

    def put_down(self) -> list[Block]:
        """Return the notes that were referred to since the last time."""
        waiting, self._waiting = self._waiting, []
        return waiting


def _levels(styles: etree._Element | None) -> dict[str, int]:
    """Return the level of every style that is for headings; 0 is the title's."""
    found: dict[str, int] = {}
    for style in styles.iter(_W + "style") if styles is not None else ():
        name = _value(style.find(_W + "name")).lower()
        outline = _value(style.find(f"{_W}pPr/{_W}outlineLvl"))
        if name == "title":
            found[style.get(_W + "styleId") or ""] = 0
        elif name.startswith("heading ") and name[8:].isdecimal():
            found[style.get(_W + "styleId") or ""] = int(name[8:])
        elif outline.isdecimal() and int(outline) < 9:
            found[style.get(_W + "styleId") or ""] = int(outline) + 1
    return found


def _blocks(body: etree._Element, styles: dict[str, int], about: About, notes: _Notes) -> Iterator[Block]:
    for element in body.iterchildren():
        name = local(element)
        if name == "tbl":
            rows = [[_said(cell) for cell in row.iterchildren(_W + "tc")] for row in element.iter(_W + "tr")]
            text = "\n".join(" | ".join(one_line(cell) for cell in row if cell) for row in rows)
            yield Block(lines(text))
            notes.take_up(element)
        elif name in ("sdt", "sdtcontent", "ins", "smarttag", "customxml"):
            yield from _blocks(element, styles, about, notes)
        elif name == "p":
            text = lines(_said(element))
            level = styles.get(_value(element.find(f"{_W}pPr/{_W}pStyle")))
            if level == 0:
                about.title = about.title or one_line(text)
            if text and level is not None:
                yield from notes.put_down()
                yield Block(one_line(text), level or 1)
            else:
                yield Block(text)
            notes.take_up(element)


def _said(element: etree._Element) -> str:
    """Return the text of an element, without what is deleted, computed or set apart."""
    said = []
    walk = etree.iterwalk(element, events=("start",))
    for _, one in walk:
        name = local(one)
        if name in _UNREAD:
            walk.skip_subtree()
        elif name == "t":
            said.append(one.text or "")
        elif name == "p" and said:
            said.append("\n")
        else:
            said.append(_BREAKS.get(name, ""))
    return "".join(said)


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(_W + "val") or ""


def _about(core: etree._Element | None) -> About:
    if core is None:
        return About()
    said = {local(one): one_line(one.text or "") for one in core.iterchildren()}
    return About(said.get("title", ""), said.get("creator", ""), said.get("language", ""))
