"""Blocks and what a file says about itself become a book, the same for every format without pages."""

import re
from dataclasses import dataclass
from pathlib import Path

from ingest.around import without_licence
from ingest.binding import Block, Start, bind
from ingest.book import Book, BookError
from ingest.files import fingerprint
from ingest.language import guess_language
from ingest.opening import Opened
from ingest.text import key, one_line
from ingest.worded import starts_of

_SAID = re.compile(r"^(title|author|authors|by|date|year|language|lang)\s*:\s*(.+)$", re.I)
_GUTENBERG = re.compile(
    r"^\W*(?:the )?project gutenberg(?:['’]s)? e-?(?:book|text)(?: of)?[:,]?\s+(.+?)\W*$", re.I
)


@dataclass
class About:
    """What a file says about itself."""

    title: str = ""
    author: str = ""
    language: str = ""

    def note(self, line: str) -> bool:
        """Remember a line such as “Author: Jane Austen”; tell whether it is one."""
        said = _SAID.match(line.strip())
        if said is None:
            return False
        name, value = said[1].lower(), one_line(said[2])
        if name == "title":
            self.title = self.title or value
        elif name in ("author", "authors", "by"):
            self.author = self.author or value
        elif name in ("language", "lang"):
            self.language = self.language or value
        return True

    def note_gutenberg(self, line: str) -> None:
        """Take title and author from “The Project Gutenberg eBook of Emma, by Jane Austen”."""
        found = _GUTENBERG.match(line)
        if found:
            title, by, author = found[1].rpartition(", by ")
            self.title = title if by else author
            self.author = self.author or (author if by else "")


def assembled(path: Path, blocks: list[Block], about: About, warnings: tuple[str, ...] = ()) -> Opened:
    """Return the book of these blocks, and its chapters by their headings or else by words."""
    blocks = _noted(without_licence(blocks), about)
    if not any(key(block.text) for block in blocks):
        raise BookError(f"“{path.name}” has no text to read.")
    starts, blocks = starts_of(blocks)
    title = about.title or _first_title(starts) or path.stem
    authors = tuple(name.strip() for name in re.split(r";| and |, (?=\w+ \w)", about.author) if name.strip())
    language = about.language or guess_language(" ".join(block.text for block in blocks[:400]))
    contents, chapters = bind(blocks, starts, title)
    return Book(fingerprint(path), title, authors, language, contents, warnings), chapters


def _noted(blocks: list[Block], about: About) -> list[Block]:
    """Take headings such as “Author: Jane Austen” out of the text and remember what they say."""
    kept = []
    for block in blocks:
        kept.append(Block("") if block.level is not None and about.note(block.text) else block)
    return kept


def _first_title(starts: list[Start]) -> str:
    """Return the one heading of the first level, if it stands first."""
    tops = [start for start in starts if start.level == 1]
    return tops[0].title if len(tops) == 1 and starts[0] == tops[0] else ""
