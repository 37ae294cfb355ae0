"""Words cut out of a sentence become an answer: what belongs to them is taken in, what joins them is left out."""

import re

from app.question import Kind

_ARTICLE = re.compile(r"\b(?:a|an|the)\s+$", re.IGNORECASE)
_PLACED = re.compile(
    r"\b(?:under|underneath|beneath|behind|beside|between|near|above|below|outside)\s+$", re.IGNORECASE
)
_JOINING = re.compile(r"(?:and|but|so|then)\b,?\s+(?=\S+\s)", re.IGNORECASE)
_BECAUSE = re.compile(r"\bbecause\b", re.IGNORECASE)
_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Captain|Colonel|Sir|Lady|Lord|Madame|Monsieur|St|Saint)\.?\s+$"
)
_FIGURE = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|\d[\d,.]*)"
)
_FIGURES = re.compile(
    rf"\b(?:an?\s+(?=hundred|thousand|million))?{_FIGURE}(?:(?:\s+|-|\s+and\s+){_FIGURE})+\b", re.IGNORECASE
)
_POSSESSIVE = re.compile(r"[’']s$")


def as_said(text: str, begin: int, end: int, kind: Kind) -> tuple[int, int]:
    """Take in an article, a title, the rest of a number, where something lies; leave out what joins words to others.

    Of a sentence that is whole the signs around it are taken in, too.
    """
    if not text[:begin].strip("\"“‘'([—– ") and not text[end:].strip("\"”’'.!?…)] "):
        return 0, len(text)
    because = _BECAUSE.search(text, begin, end) if kind == "reason" else None
    joining = because or _JOINING.match(text, begin, end)
    if joining:
        begin = joining.start() if because else joining.end()
    begin, end = _whole_number(text, begin, end)
    before: tuple[re.Pattern[str], ...] = (
        (_ARTICLE, _TITLE, _PLACED) if kind == "place" else (_ARTICLE, _TITLE)
    )
    if text[end : end + 1] == " " and re.match(r"\s[^\W_]{4}", text[end:]):
        before = (_TITLE,)  # what the article belongs to is cut off
    for pattern in before:
        found = pattern.search(text[:begin])
        begin = found.start() if found else begin
    if begin and text[begin - 1] in "$£€#":
        begin -= 1
    if kind == "person" and _POSSESSIVE.search(text[begin:end]):
        end -= 2
    return begin, end + (text[end : end + 1] in {"%", "°"})


def _whole_number(text: str, begin: int, end: int) -> tuple[int, int]:
    """Widen words that begin or end inside a number, as in "a hundred and twenty", to all of it."""
    for found in _FIGURES.finditer(text):
        if found.start() < begin < found.end() or found.start() < end < found.end():
            return min(begin, found.start()), max(end, found.end())
    return begin, end


def readable(words: str) -> str:
    """Give words cut out of a sentence as an answer: a capital first, and no quotation mark that has lost its other."""
    text = " ".join(words.split())
    for opening, closing in ("“”", "«»", "()", "[]"):
        if text.count(opening) != text.count(closing):
            text = text.replace(opening, "").replace(closing, "")
    if text.count('"') % 2:
        text = text.replace('"', "")
    if text[:1] in "'‘" and text[-1:] not in "'’":
        text = text[1:]
    elif text[-1:] in "'’" and text[:1] not in "'‘" and text[-2:-1] in ".,!?":
        text = text[:-1]
    text = text.rstrip(",;: ") or text
    return text[:1].upper() + text[1:]
