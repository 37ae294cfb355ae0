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
from ingest.worded import worded

_WIDEST = 120  # characters; a file with longer lines is not wrapped, each line is a paragraph
_VERSE = 0.75  # of the usual width: lines that are all shorter are verse, a list or a table
_RULE = re.compile(r"([=\-~^*_#+])\1{2,}")
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
    blocks = _blocks(text)
    told = sum(block.level is not None for block in blocks)
    if told and len(worded(plain := [block._replace(level=None) for block in blocks])[0]) > told:
        blocks = plain  # a few lines are underlined, and the chapters are not
    return assembled(path, blocks, _about(text))


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
    titles = _underlined(lines)
    paragraphs: list[list[str]] = [[]]
    blocks: dict[int, Block] = {}  # of the paragraphs that are titles
    for at, line in enumerate(lines):
        if not line.strip() or titles.get(at) == 0:
            paragraphs.append([])
        elif at in titles:
            blocks[len(paragraphs)] = Block(one_line(line), titles[at])
            paragraphs += [[line], []]
        elif len(line) < width * _VERSE and _is_heading(line, paragraphs[-1]):
            paragraphs += [[line], []]
        else:
            paragraphs[-1].append(line)
    return [blocks.get(at) or Block(_unwrapped(lines, width)) for at, lines in enumerate(paragraphs) if lines]


def _underlined(lines: list[str]) -> dict[int, int]:
    """Return the places of titles that have a rule under them, with their levels, and of the rules, with 0."""
    found: dict[int, int] = {}
    levels: dict[str, int] = {}  # by the sign of the rule; what is used first stands highest
    for at in range(1, len(lines)):
        rule, title = lines[at].strip(), lines[at - 1].strip()
        if not _RULE.fullmatch(rule) or not any(map(str.isalpha, title)):
            continue
        over = at > 1 and lines[at - 2].strip() == rule  # a title between two rules
        alone = at < 2 or over or not lines[at - 2].strip()
        if alone and abs(len(rule) - len(title)) <= max(3, len(title) // 4):
            found |= {at - 1: levels.setdefault(rule[0], len(levels) + 1), at: 0}
            found |= {at - 2: 0} if over else {}
    return found


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
