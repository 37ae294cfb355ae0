"""HTML and XHTML become a tree, safely: no network, no external entities, no bottomless trees."""

import html
import re
from functools import lru_cache

from lxml import etree

from ingest.encoding import decode

_TYPE = "{http://www.idpf.org/2007/ops}type"
_NOTHING = (None, None, None)
_NO_KINDS: frozenset[str] = frozenset()

_PROLOGUE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?")
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.I | re.S)
_ENTITY = re.compile(rb"&(?:([A-Za-z][A-Za-z0-9_.-]{0,63})|#(\d{1,7}|[xX][0-9A-Fa-f]{1,6}));")
_FLAT = re.compile(
    rb"</?(?!(?:h[1-6]|p|br|hr|img|pre|title|head|body|html|script|style|meta|link|base|template)\b)"
    rb"([a-z][\w:-]*)\b[^<>]*>",
    re.I,
)
_INLINE = frozenset(b"a abbr b big cite code em font i kbd q s small span strong sub sup tt u var".split())
_IS_FLAT = "data-lectern-flat"
_XML_ENTITIES = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))


def parse(data: bytes) -> etree._Element | None:
    """Return the root of a page, strictly as XML or else leniently as HTML; nothing if there is none.

    Of a page that is nested too deeply the text is kept without the nesting; `is_flat` tells.
    """
    text = prepared(_in_utf8(data))
    root = parse_xml(text)
    if root is not None:
        return root
    root, deep = _parse_html(text)
    if deep:
        root, _ = _parse_html(_FLAT.sub(_flat, text))
        if root is not None:
            root.set(_IS_FLAT, "")
    return root


def _in_utf8(data: bytes) -> bytes:
    return decode(data).encode("utf-8", errors="ignore")


def is_flat(root: etree._Element) -> bool:
    """Tell whether a page was nested so deeply that only its text was kept."""
    return root.get(_IS_FLAT) is not None


def _parse_html(text: bytes) -> tuple[etree._Element | None, bool]:
    """Return the root, and whether the tree is cut off where it was too deep."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text, parser)
    except (etree.LxmlError, ValueError):
        root = None
    return root, any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def _flat(found: re.Match[bytes]) -> bytes:
    return b"" if found[1].lower() in _INLINE else b"<p>"


def parse_xml(text: bytes) -> etree._Element | None:
    """Return the root of an XML document without a document type; nothing if it is not well-formed."""
    parser = etree.XMLParser(
        encoding="utf-8",
        no_network=True,
        resolve_entities=False,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text, parser)
    except (etree.LxmlError, ValueError):
        return None


def parse_package(data: bytes) -> etree._Element | None:
    """Return the root of one of an EPUB's own XML files; nothing if it is damaged."""
    return parse_xml(prepared(_in_utf8(data)))


def prepared(page: bytes) -> bytes:
    """Take out the declaration, the document type with all that it defines, and entities but the five of XML.

    So nothing in a file can define an entity, whatever the parser would make of it. The page is in UTF-8.
    """
    if b"\x00" in page:
        page = page.replace(b"\x00", b"")
    prologue = _PROLOGUE.match(page)
    page = page[prologue.end() :] if prologue and prologue.end() else page
    if b"<!d" in page or b"<!D" in page:
        page = _DOCTYPE.sub(b"", page, count=1)
    return _ENTITY.sub(_character, page) if b"&" in page else page


def _character(found: re.Match[bytes]) -> bytes:
    if found[1] in _XML_ENTITIES:
        return found[0]
    if found[2]:
        code = int(found[2]) if found[2].isdigit() else int(found[2][1:], 16)
        is_text = code > 31 and not (0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code > 0x10FFFD)
        said = chr(code) if is_text and code not in (0xFFFE, 0xFFFF) else ""
        return html.escape(said, quote=False).encode() or found[0]
    name = found[0].decode("ascii")
    character = html.unescape(name)
    return b"" if character == name else html.escape(character, quote=False).encode()


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace, in lower case."""
    return _local(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def kinds(element: etree._Element) -> frozenset[str]:
    """Return what an element says it is for: its epub:type and its role."""
    said = (element.get(_TYPE), element.get("epub:type"), element.get("role"))
    return _kinds(said) if said != _NOTHING else _NO_KINDS


@lru_cache(maxsize=1024)
def _kinds(said: tuple[str | None, ...]) -> frozenset[str]:
    return frozenset(" ".join(one for one in said if one).replace("doc-", "").split())
