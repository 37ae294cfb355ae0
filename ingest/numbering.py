"""The numbers that a book itself gives its chapters: “as of chapter 7” means its own 7, whatever stands before it."""

import re
from collections.abc import Sequence

from ingest import headings
from ingest.book import Entry

_DIGITS = re.compile(r"(?:chapter|kapitel|chapitre|cap[ií]tulo|capitolo|chap\.)?\s*(\d{1,3})\b(?!\.\d)", re.I)
_NAMED = re.compile(r"(?:chapter|kapitel|chapitre|cap[ií]tulo|capitolo|chap\.|letter|stave)\s+", re.I)
_COUNTED = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty"
)
_RANKED = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_LEAST = 2  # chapters with numbers; a single “1984” numbers nothing


def numbers(contents: Sequence[Entry]) -> tuple[int | None, ...]:
    """Return for each entry the number that the book gives it, or nothing.

    Numbers count only if they go up from 1 through the whole book, without a gap and without beginning again.
    """
    said = [number(entry.title) for entry in contents]
    counted: list[int | None] = []
    last = 0
    for one in said:
        counted.append(one if one == last + 1 else None)
        last += one == last + 1
    again = any(
        one is not None and one <= last and mine is None for one, mine in zip(said, counted, strict=True)
    )
    return (None,) * len(said) if again or last < _LEAST else tuple(counted)


def place(contents: Sequence[Entry], wanted: int) -> int | None:
    """Return the index of the chapter that people mean by its number, counted from 1 where the book has none."""
    given = numbers(contents)
    if any(given):
        return given.index(wanted) if wanted in given else None
    return wanted - 1 if 0 < wanted <= len(contents) else None


def number(title: str) -> int | None:
    """Return the number in a chapter's title: “IV: The Last”, “Chapter Four”, “4. The Last”."""
    found = _DIGITS.match(title.strip())
    if found:
        return int(found[1])
    rest = _NAMED.sub("", title.strip(), count=1)
    word = re.split(r"[^a-z]", rest.lower().removeprefix("the "), maxsplit=1)[0]
    if rest != title.strip() or len(rest.split()) == 1:
        for names in (_COUNTED.split(), _RANKED.split()):
            if word in names:
                return names.index(word) + 1
    return headings.roman(re.split(r"[:.–—]", rest, maxsplit=1)[0].strip())
