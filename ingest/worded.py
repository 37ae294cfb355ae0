"""Where chapters start in text without marked headings, told by words, numbers or capitals."""

import re
from collections.abc import Sequence
from statistics import median

from ingest import headings
from ingest.binding import Block, Start, by_headings
from ingest.text import one_line

_THIN = 300  # characters: a list of contents has less between its lines
_LEAST = 1_500  # characters of a chapter under a heading that is told by its capitals alone


def starts_of(blocks: list[Block]) -> tuple[list[Start], list[Block]]:
    """Return where chapters start: by headings, or else by words; and the blocks with the headings marked."""
    found = by_headings(blocks)
    if len(found) > 1:
        return found, blocks
    by_words, marked = worded(blocks)
    return (by_words, marked) if len(by_words) > 1 else (found, blocks)


def worded(blocks: list[Block]) -> tuple[list[Start], list[Block]]:
    """Find the headings; return where chapters start and the blocks with the headings marked."""
    for rank in (_by_words, _by_roman_numbers, _by_capitals):
        ranks = rank(blocks)
        found = _without_list(blocks, sorted(ranks))
        if len(found) > 1:
            break
    marked = list(blocks)
    starts = []
    for at in found:
        level = ranks[at]
        title = one_line(blocks[at].text).strip("[]_*")
        marked[at] = blocks[at]._replace(text=title, level=level)
        following = blocks[at + 1].text if at + 1 < len(blocks) else ""
        if headings.bare(title) and at + 1 not in found and _is_title(following):
            marked[at + 1] = blocks[at + 1]._replace(text=one_line(following), level=level)
            title = f"{title.rstrip('.:')}: {one_line(following)}"
        starts.append(Start(title, level, at))
    return starts, marked


def _by_words(blocks: Sequence[Block]) -> dict[int, int]:
    """Take “CHAPTER I”, “Epilogue” and their like."""
    return {
        at: level
        for at, block in enumerate(blocks)
        if (level := headings.rank(block.text)) is not None and block.text.count("\n") < 3
    }


def _by_roman_numbers(blocks: Sequence[Block]) -> dict[int, int]:
    """Take Roman numbers for headings if they count up from one."""
    found: list[int] = []
    for at, block in enumerate(blocks):
        if len(block.text) < 80 and headings.roman(block.text) == len(found) + 1:
            found.append(at)
    return dict.fromkeys(found, 2) if len(found) > 1 else {}


def _by_capitals(blocks: Sequence[Block]) -> dict[int, int]:
    """Take short lines in capitals, if what stands between them is as long as chapters are."""
    found = [at for at, block in enumerate(blocks) if _is_shouted(block.text)]
    lasts = [at for place, at in enumerate(found) if at + 1 not in found[place + 1 : place + 2]]
    ends = [*lasts[1:], len(blocks)]
    lengths = [sum(len(b.text) for b in blocks[a + 1 : e]) for a, e in zip(lasts, ends, strict=False)]
    kept = [at for at, length in zip(lasts, lengths, strict=False) if length >= _THIN]
    return dict.fromkeys(kept, 2) if len(kept) > 2 and median(lengths) >= _LEAST else {}


def _is_shouted(text: str) -> bool:
    text = text.strip("_*[] ")
    return (
        text.isupper()
        and len(text) < 70
        and "\n" not in text
        and text[-1] not in ",;:!?"
        and sum(map(str.isalpha, text)) > 3
        and not re.match(r"(?:THE END|FINIS|END|BY\b|CONTENTS|COPYRIGHT)", text)
    )


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
    if (
        not any(map(str.isalpha, text))
        or len(text) > 80
        or text.lower().startswith("by ")
        or text[0] in "\"“‘'[("
    ):
        return False
    if text.isupper():
        return True
    words = [word for word in text.split() if len(word) > 3]
    return text[-1] not in ".,;:!?" and all(word[0].isupper() or not word[0].isalpha() for word in words)
