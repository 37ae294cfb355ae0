"""HTML and Markdown: chapters from headings."""

import re
from pathlib import Path

from lxml import etree
from markdown_it import MarkdownIt

from ingest.assembling import About, assembled
from ingest.book import BookError, Step
from ingest.encoding import decode
from ingest.files import read
from ingest.flow import flow
from ingest.markdown import plain_headings, with_notes, without_front
from ingest.markup import is_flat, local, parse
from ingest.opening import Opened, Opening
from ingest.text import clean, one_line

TOO_DEEP = "It is nested so deeply that only its text was kept, and not how it was set."
_DEEPEST = 50  # blockquotes and lists inside each other
_QUOTES = re.compile(rf"^((?:[ \t]*>){{{_DEEPEST}}})[ \t>]+", re.M)
_LISTS = re.compile(rf"^[ ]{{{4 * _DEEPEST},}}(?=[-*+] |\d+[.)] )", re.M)
_BRACKETS = re.compile(r"(?:\[[^\[\]\n]{0,80}){50,}")  # never closed; the parser would try each with each


def read_html(path: Path, password: str | None = None) -> Opening:
    """Return the book of a page and its chapters."""
    yield Step(0, 1)
    return _read(path, read(path), None)


def read_markdown(path: Path, password: str | None = None) -> Opening:
    """Return the book of a Markdown text and its chapters."""
    yield Step(0, 1)
    text, about = without_front(clean(decode(read(path))))
    text, deep = _shallow(plain_headings(with_notes(text)))
    page = MarkdownIt("commonmark", {"maxNesting": 4 * _DEEPEST}).enable("table").render(text)
    return _read(path, f"<html><body>{page}</body></html>".encode(), about, deep)


def _read(path: Path, page: bytes, about: About | None, deep: bool = False) -> Opened:
    root = parse(page)
    if root is None:
        raise BookError(f"“{path.name}” has no text to read.")
    warnings = (TOO_DEEP,) if deep or is_flat(root) else ()
    return assembled(path, flow(_main(root)).blocks, about or _head(root), warnings)


def _main(root: etree._Element) -> etree._Element:
    """Return the element that a saved page calls its main part, or its only article, if most of the text is in it."""
    for found in (list(root.iter("{*}main")), list(root.iter("{*}article"))):
        if len(found) == 1 and 2 * _length(found[0]) > _length(root):
            return found[0]
    return root


def _length(element: etree._Element) -> int:
    said = (one for one in element.iter("{*}*") if local(one) not in ("script", "style", "template"))
    return sum(len((one.text or "").strip()) + len((one.tail or "").strip()) for one in said)


def _shallow(text: str) -> tuple[str, bool]:
    """Take out the nesting that goes deeper than any writer's, and tell whether there was any."""
    text, quotes = _QUOTES.subn(r"\1 ", text)
    text, lists = _LISTS.subn(" " * 4 * _DEEPEST, text)
    text = _BRACKETS.sub(lambda found: found[0].replace("[", "\\["), text)
    return text, bool(quotes or lists)


def _head(root: etree._Element) -> About:
    about = About()
    about.language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    authors: list[str] = []
    for one in root.iter("{*}title", "{*}meta"):
        if local(one) == "title":
            about.title = about.title or one_line("".join(str(text) for text in one.itertext()))
        elif (one.get("name") or "").lower() in ("author", "dc.creator"):
            authors.append(one_line(one.get("content") or ""))
    about.author = "; ".join(dict.fromkeys(authors))
    about.note_gutenberg(about.title)
    return about
