"""Plain text: paragraphs unwrapped, verse kept, chapters from headings."""

import re
from pathlib import Path

from ingest import headings
from ingest.assembling import About, assembled
from ingest.binding import Block
from ingest.book import Step
from ingest.encoding import decode
from ingest.files import read
from ingest.language import guess_language
from ingest.opening import Opening
from ingest.text import clean, one_line

_WIDEST = 120  # characters; a file with longer lines is not wrapped, each line is a paragraph
_VERSE = 0.75  # of the usual width: lines that are all shorter are verse, a list or a table
_SAID = re.compile(r"^(Title|Author|Language):[ \t]*(.+(?:\n[ \t]{3,}\S.*)*)$", re.M)
_HEADER = re.compile(r"^.*project gutenberg.*(?:e-?book|e-?text) of\b.*(?:\n\S.*)?", re.I | re.M)
_HEAD = 5_000  # characters in which a file says what it is
_LANGUAGES = {
    "english": "en",
    "german": "de",
    "french": "fr",
    "spanish": "es",
    "italian": "it",
    "dutch": "nl",
}


def read_text(path: Path, password: str | None = None) -> Opening:
    """Return the book of a plain text and its chapters."""
    yield Step(0, 1)
    text = clean(decode(read(path)))
    return assembled(path, _blocks(text), _about(text))


def _about(text: str) -> About:
    said = {name: one_line(value) for name, value in reversed(_SAID.findall(text[:_HEAD]))}
    language = _LANGUAGES.get(said.get("Language", "").lower())
    about = About(said.get("Title", ""), said.get("Author", ""), language or "")
    header = _HEADER.search(text[:_HEAD])
    if header and not about.title:
        about.note_gutenberg(one_line(header[0]))
    about.language = about.language or guess_language(text[len(text) // 3 :]) or ""
    return about


def _blocks(text: str) -> list[Block]:
    """Cut the text into paragraphs."""
    lines = text.split("\n")
    width = _width(lines)
    if width > _WIDEST:
        return [Block(one_line(line)) for line in lines if line.strip()]
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if not line.strip():
            paragraphs.append([])
        elif len(line) < width * _VERSE and _is_heading(line, paragraphs[-1]):
            paragraphs += [[line], []]
        else:
            paragraphs[-1].append(line)
    return [Block(_unwrapped(lines, width)) for lines in paragraphs if lines]


def _is_heading(line: str, before: list[str]) -> bool:
    """Tell whether a line is a heading: after a blank line, or a number alone after a full stop."""
    if not before:
        return headings.rank(line) is not None
    return headings.bare(line) and before[-1].rstrip().endswith((".", "!", "?", "”", '"'))


def _width(lines: list[str]) -> int:
    """Return the length that nine lines of ten do not pass."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _unwrapped(lines: list[str], width: int) -> str:
    short = len(lines) > 1 and max(len(line.rstrip()) for line in lines) < width * _VERSE
    indented = len(lines) > 1 and all(line[0].isspace() for line in lines)
    if short or indented:
        return "\n".join(one_line(line) for line in lines)
    return one_line(" ".join(lines))
