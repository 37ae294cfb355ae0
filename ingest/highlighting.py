"""Where words of a book's text stand on its printed page.

The text was cleaned, its lines joined and its broken words mended; so only letters and digits are compared. Words
that stand on a page several times are told apart by what is before them, and by how far down the page they are.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.display import Box, Line

_CONTEXT = (48, 24, 12, 0)  # letters before the words that tell where they are, as many as there are
_SHORTEST = 12  # letters of a start or an end of the words that still tell where they are


@dataclass(frozen=True)
class _Letters:
    """The letters and digits of a page in one string, and the line and character that each came from."""

    text: str
    places: tuple[tuple[int, int], ...]


def rectangles(lines: Sequence[Line], before: str, words: str) -> tuple[Box, ...]:
    """Return a box for each printed line of the words; none if they are not there.

    `before` is the text of the same page up to the words.
    """
    page, words = _letters(lines), words.strip()
    wanted, context = _key(words), _key(before)
    if not wanted or not page.text:
        return ()
    begin, end = _found(page.text, wanted, context)
    if begin >= end:
        return ()
    (row, first), (last_row, last) = page.places[begin], page.places[end - 1]
    text = lines[last_row].text
    while not words[-1].isalnum() and last + 1 < len(text) and _is_mark(text[last + 1]):
        last += 1  # the full stop and the closing quotation mark
    while not words[0].isalnum() and first > 0 and _is_mark(lines[row].text[first - 1]):
        first -= 1
    return tuple(_boxes(lines, [(row, first), *page.places[begin:end], (last_row, last)]))


def stretch(text: str, words: str) -> tuple[int, int] | None:
    """Return where printed words begin and end in a text that was made from the same page; nothing if not there."""
    plain = _letters([Line(text, ())])
    begin, end = _found(plain.text, _key(words), "")
    if begin >= end:
        return None
    return plain.places[begin][1], plain.places[end - 1][1] + 1


def _found(page: str, wanted: str, context: str) -> tuple[int, int]:
    """Return where the wanted letters begin and end among a page's; an empty stretch if nowhere."""
    for length in _CONTEXT:
        lead = context[-length:] if length else ""
        at = _nearest(page, lead + wanted, len(context) - len(lead))
        if at is not None:
            return at + len(lead), at + len(lead) + len(wanted)
    return _between(page, wanted, len(context))


def _between(page: str, wanted: str, near: int) -> tuple[int, int]:
    """Find the start and the end of the wanted letters where something else, as a note's mark, is between."""
    size = min(_SHORTEST, len(wanted) // 2)
    if size < 4:
        return 0, 0
    first = _nearest(page, wanted[:size], near)
    last = _nearest(page, wanted[-size:], (near if first is None else first) + len(wanted) - size)
    if first is not None and last is not None and first <= last <= first + 1.5 * len(wanted) + 20:
        return first, last + size
    if first is not None:  # the rest is lost: better the beginning than nothing
        return first, min(len(page), first + len(wanted))
    return (0, 0) if last is None else (max(0, last + size - len(wanted)), last + size)


def _nearest(page: str, wanted: str, near: int) -> int | None:
    """Return the occurrence that begins nearest to a place."""
    best, at = None, page.find(wanted)
    while at >= 0:
        if best is None or abs(at - near) < abs(best - near):
            best = at
        at = page.find(wanted, at + 1)
    return best


def _letters(lines: Sequence[Line]) -> _Letters:
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for row, line in enumerate(lines):
        for column, character in enumerate(line.text):
            for letter in _key(character):
                letters.append(letter)
                places.append((row, column))
    return _Letters("".join(letters), tuple(places))


def _is_mark(character: str) -> bool:
    return not character.isalnum() and not character.isspace()


def _key(text: str) -> str:
    if text.isascii():
        return "".join(letter for letter in text.lower() if letter.isalnum())
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _boxes(lines: Sequence[Line], places: Iterable[tuple[int, int]]) -> Iterable[Box]:
    """Join the boxes of the characters of each line, with what stands between them."""
    ends: dict[int, tuple[int, int]] = {}
    for row, column in places:
        first, last = ends.get(row, (column, column))
        ends[row] = (min(first, column), max(last, column))
    for row, (first, last) in ends.items():
        yield joined(lines[row].boxes[first : last + 1])


def joined(boxes: Sequence[Box]) -> Box:
    """Return the smallest box around some boxes."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
