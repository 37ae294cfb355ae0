"""Lam and alef that a PDF sets as one sign: turning a line of Arabic round, MuPDF turns these two round as well."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

LAM = "\u0644"

_PAIR = re.compile(f"[\u0622\u0623\u0625\u0627]{LAM}")


def letters_of(page: Mapping[str, Any]) -> Iterator[list[Mapping[str, Any]]]:
    """Return the letters of each line of a page, given as PyMuPDF's dictionary of every letter."""
    for block in page["blocks"]:
        for line in block.get("lines", ()):
            yield [letter for span in line["spans"] for letter in span["chars"]]


def signs(letters: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Tell of each alef before a lam in a line whether both are one sign: the alef has no width of its own."""
    pairs = _PAIR.finditer("".join(letter["c"] for letter in letters))
    return [not _width(letters[pair.start()]) and bool(_width(letters[pair.end() - 1])) for pair in pairs]


def in_order(text: str, are_signs: Sequence[bool]) -> str:
    """Return a line with lam before alef in each pair that is one sign; as it is if these are not its pairs."""
    if not any(are_signs) or len(_PAIR.findall(text)) != len(are_signs):
        return text
    which = iter(are_signs)
    return _PAIR.sub(lambda pair: pair[0][::-1] if next(which) else pair[0], text)


def _width(letter: Mapping[str, Any]) -> float:
    return float(letter["bbox"][2] - letter["bbox"][0])
