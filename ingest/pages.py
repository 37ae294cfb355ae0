"""HTML and Markdown: chapters from headings."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree
from markdown_it import MarkdownIt

from ingest.around import without_licence
from ingest.binding import Block, Start, bind, by_headings
from ingest.book import Book, BookError, Step
from ingest.encoding import decode
from ingest.files import fingerprint, read
from ingest.flow import flow
from ingest.language import guess_language
from ingest.markup import is_flat, local, parse
from ingest.opening import Opened, Opening
from ingest.text import clean, key, one_line

TOO_DEEP = "It is nested so deeply that only its text was kept, and not how it was set."
_DEEPEST = 50  # blockquotes and lists inside each other
_QUOTES = re.compile(rf"^((?:[ \t]*>){{{_DEEPEST}}})[ \t>]+", re.M)
_LISTS = re.compile(rf"^[ ]{{{4 * _DEEPEST},}}(?=[-*+] |\d+[.)] )", re.M)
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_SAID = re.compile(r"^(title|author|authors|by|date|year|language|lang)\s*:\s*(.+)$", re.I)
_GUTENBERG = re.compile(
    r"^(?:the )?project gutenberg(?:['’]s)? e-?(?:book|text)(?: of)?[:,]?\s+(.+?)\.?$", re.I
)


@dataclass
class _About:
    """What a page says about itself."""

    title: str = ""
    author: str = ""
    language: str = ""


def read_html(path: Path, password: str | None = None) -> Opening:
    """Return the book of a page and its chapters."""
    yield Step(0, 1)
    root = parse(read(path))
    if root is None:
        raise BookError(f"“{path.name}” has no text to read.")
    book, chapters = _bound(path, flow(root).blocks, _head(root))
    return (replace(book, warnings=(*book.warnings, TOO_DEEP)) if is_flat(root) else book), chapters


def read_markdown(path: Path, password: str | None = None) -> Opening:
    """Return the book of a Markdown text and its chapters."""
    yield Step(0, 1)
    text = clean(decode(read(path)))
    about = _About()
    front = _FRONT_MATTER.match(text)
    if front:
        for line in front[1].split("\n"):
            _note(about, line.replace('"', "").replace("[", "").replace("]", ""))
        text = text[front.end() :]
    text, deep = _shallow(text)
    page = MarkdownIt("commonmark", {"maxNesting": 4 * _DEEPEST}).enable("table").render(text)
    root = parse(f"<html><body>{page}</body></html>".encode())
    if root is None:
        raise BookError(f"“{path.name}” has no text to read.")
    book, chapters = _bound(path, flow(root).blocks, about)
    return (replace(book, warnings=(*book.warnings, TOO_DEEP)) if deep or is_flat(root) else book), chapters


def _shallow(text: str) -> tuple[str, bool]:
    """Take out the nesting that goes deeper than any writer's, and tell whether there was any."""
    text, quotes = _QUOTES.subn(r"\1 ", text)
    text, lists = _LISTS.subn(" " * 4 * _DEEPEST, text)
    return text, bool(quotes or lists)


def _bound(path: Path, blocks: list[Block], about: _About) -> Opened:
    blocks = _noted(without_licence(blocks), about)
    if not any(key(block.text) for block in blocks):
        raise BookError(f"“{path.name}” has no text to read.")
    starts = by_headings(blocks)
    title = about.title or _first_title(blocks, starts) or path.stem
    authors = tuple(name.strip() for name in re.split(r";| and |, (?=\w+ \w)", about.author) if name.strip())
    language = about.language or guess_language(" ".join(block.text for block in blocks[:400]))
    contents, chapters = bind(blocks, starts, title)
    return Book(fingerprint(path), title, authors, language, contents), chapters


def _noted(blocks: list[Block], about: _About) -> list[Block]:
    """Take headings such as “Author: Jane Austen” out of the text and remember what they say."""
    kept = []
    for block in blocks:
        kept.append(Block("") if block.level is not None and _note(about, block.text) else block)
    return kept


def _note(about: _About, line: str) -> bool:
    said = _SAID.match(line.strip())
    if said is None:
        return False
    name, value = said[1].lower(), one_line(said[2])
    if name == "title":
        about.title = about.title or value
    elif name in ("author", "authors", "by"):
        about.author = about.author or value
    elif name in ("language", "lang"):
        about.language = about.language or value
    return True


def _first_title(blocks: list[Block], starts: list[Start]) -> str:
    """Return the one heading of the first level, if it stands first."""
    tops = [start for start in starts if start.level == 1]
    return tops[0].title if len(tops) == 1 and starts[0] == tops[0] else ""


def _head(root: etree._Element) -> _About:
    about = _About()
    about.language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    for one in root.iter("{*}title", "{*}meta"):
        if local(one) == "title":
            about.title = about.title or one_line("".join(str(text) for text in one.itertext()))
        elif (one.get("name") or "").lower() in ("author", "dc.creator"):
            about.author = about.author or one_line(one.get("content") or "")
    _split_gutenberg(about)
    return about


def _split_gutenberg(about: _About) -> None:
    found = _GUTENBERG.match(about.title)
    if found:
        about.title, by, author = found[1].rpartition(", by ")
        about.author = about.author or author
        if not by:
            about.title, about.author = author, ""
