"""HTML and XHTML become a tree, safely: no network, no external entities, no bottomless trees."""

import html
import re
from functools import lru_cache

from lxml import etree

from ingest.encoding import decode

_TYPE = "{http://www.idpf.org/2007/ops}type"
_NOTHING = (None, None, None)
_NO_KINDS: frozenset[str] = frozenset()

_PROLOGUE = re.compile(r"^\s*(?:<\?xml[^>]*\?>\s*)?")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.I | re.S)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9_.-]{0,63});")
_FLAT = re.compile(
    rb"</?(?!(?:h[1-6]|p|br|hr|img|pre|title|head|body|html|script|style|meta|link|base|template)\b)"
    rb"([a-z][\w:-]*)\b[^<>]*>",
    re.I,
)
_INLINE = frozenset(b"a abbr b big cite code em font i kbd q s small span strong sub sup tt u var".split())
_IS_FLAT = "data-lectern-flat"
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))


def parse(data: bytes) -> etree._Element | None:
    """Return the root of a page, strictly as XML or else leniently as HTML; nothing if there is none.

    Of a page that is nested too deeply the text is kept without the nesting; `is_flat` tells.
    """
    text = prepared(decode(data)).encode("utf-8", errors="ignore")
    root = parse_xml(text)
    if root is not None:
        return root
    root, deep = _parse_html(text)
    if deep:
        root, _ = _parse_html(_FLAT.sub(_flat, text))
        if root is not None:
            root.set(_IS_FLAT, "")
    return root


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
    return parse_xml(prepared(decode(data)).encode("utf-8", errors="ignore"))


def prepared(text: str) -> str:
    """Take out the declaration, the document type with all that it defines, and named entities.

    So nothing in a file can define an entity, whatever the parser would make of it.
    """
    text = _PROLOGUE.sub("", text.replace("\x00", ""), count=1)
    text = _DOCTYPE.sub("", text, count=1)
    return _ENTITY.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    if found[1] in _XML_ENTITIES:
        return found[0]
    character = html.unescape(found[0])
    return "" if character == found[0] else html.escape(character)


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
