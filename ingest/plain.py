"""Plain text: paragraphs unwrapped, verse kept, chapters from headings."""

import re
from dataclasses import replace
from pathlib import Path

from ingest import headings
from ingest.around import without_licence
from ingest.binding import Block, Start, bind
from ingest.book import Book, BookError, Step
from ingest.encoding import decode
from ingest.files import fingerprint, read
from ingest.language import guess_language
from ingest.opening import Opening
from ingest.text import clean, key, one_line

_WIDEST = 120  # characters; a file with longer lines is not wrapped, each line is a paragraph
_VERSE = 0.75  # of the usual width: lines that are all shorter are verse, a list or a table
_SAID = re.compile(r"^(Title|Author|Language):\s*(.+)$", re.M)
_LANGUAGES = {
    "english": "en",
    "german": "de",
    "french": "fr",
    "spanish": "es",
    "italian": "it",
    "dutch": "nl",
}
_THIN = 300  # characters: a list of contents has less between its lines


def read_text(path: Path, password: str | None = None) -> Opening:
    """Return the book of a plain text and its chapters."""
    yield Step(0, 1)
    text = clean(decode(read(path)))
    said = {name: one_line(value) for name, value in reversed(_SAID.findall(text[:5000]))}
    blocks = without_licence(_blocks(text))
    if not any(key(block.text) for block in blocks):
        raise BookError(f"“{path.name}” has no text to read.")
    title = said.get("Title") or path.stem
    authors = (said["Author"],) if "Author" in said else ()
    language = _LANGUAGES.get(said.get("Language", "").lower()) or guess_language(text[len(text) // 3 :])
    starts, blocks = _starts(blocks)
    contents, chapters = bind(blocks, starts, title)
    return Book(fingerprint(path), title, authors, language, contents), chapters


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


def _starts(blocks: list[Block]) -> tuple[list[Start], list[Block]]:
    """Find the headings; return where chapters start and the blocks with the headings marked."""
    ranks = [_rank(block) for block in blocks]
    found = [at for at, level in enumerate(ranks) if level is not None]
    if len(found) < 2:
        ranks = _roman_ranks(blocks)
        found = [at for at, level in enumerate(ranks) if level is not None]
    found = _without_list(blocks, found)
    marked = list(blocks)
    starts = []
    for at in found:
        level = ranks[at] or 2
        title = one_line(blocks[at].text).strip("[]_*")
        marked[at] = replace(blocks[at], text=title, level=level)
        following = blocks[at + 1].text if at + 1 < len(blocks) else ""
        if headings.bare(title) and at + 1 not in found and _is_title(following):
            marked[at + 1] = replace(blocks[at + 1], text=one_line(following), level=level)
            title = f"{title.rstrip('.:')}: {one_line(following)}"
        starts.append(Start(title, level, at))
    return starts, marked


def _rank(block: Block) -> int | None:
    return headings.rank(block.text) if block.text.count("\n") < 3 else None


def _roman_ranks(blocks: list[Block]) -> list[int | None]:
    """Take Roman numbers for headings if they count up from one."""
    ranks: list[int | None] = [None] * len(blocks)
    last = 0
    for at, block in enumerate(blocks):
        if len(block.text) < 80 and headings.roman(block.text) == last + 1:
            ranks[at] = 2
            last += 1
    return ranks if last > 1 else [None] * len(blocks)


def _without_list(blocks: list[Block], found: list[int]) -> list[int]:
    """Leave out the headings of a list of contents: those that come again and have no text of their own."""
    ends = [*found[1:], len(blocks)][: len(found)]
    names = [headings.name(blocks[at].text) for at in found]
    kept = []
    for place, (at, end) in enumerate(zip(found, ends, strict=True)):
        thin = sum(len(block.text) for block in blocks[at + 1 : end]) < _THIN
        again = names[place] in names[place + 1 :]
        if not (thin and again):
            kept.append(at)
    return kept


def _is_title(text: str) -> bool:
    """Tell whether a paragraph under “CHAPTER I” is the chapter's title and not its first sentence."""
    text = one_line(text)
    if not text or len(text) > 80 or text.lower().startswith("by ") or text[0] in "\"“‘'[(":
        return False
    if text.isupper():
        return True
    words = [word for word in text.split() if len(word) > 3]
    return text[-1] not in ".,;:!?" and all(word[0].isupper() or not word[0].isalpha() for word in words)
