"""Headings told by their words: “CHAPTER IV”, “Part One”, “Epilogue”."""

import re

_NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|first|second|third|fourth"
    "|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|last"
)
_NUMBER = rf"(?:\d{{1,3}}|[ivxlc]{{1,8}}|(?:the[ ])?(?:{_NUMBER_WORDS})(?:[- ](?:{_NUMBER_WORDS}))*)"
_OUTER = "part|book|volume|vol\\.|canto|act|teil|buch|band|partie|livre|tome|libro|parte"
_INNER = "chapter|chap\\.|letter|scene|stave|adventure|kapitel|chapitre|capitulo|capítulo|capitolo|hoofdstuk|section"
_NUMBERED = re.compile(
    rf"(?P<kind>{_OUTER}|{_INNER})[ ](?P<number>{_NUMBER})(?P<rest>(?:[ ]?[.:,;—–-]+.*)?|[ ]+[^a-z].*)",
    re.I | re.S,
)
_ORDINAL = re.compile(rf"the[ ](?:{_NUMBER_WORDS})[ ](?:{_OUTER}|{_INNER})[.:]?.{{0,60}}", re.I | re.S)
_LONE = (
    "prologue|epilogue|preface|foreword|introduction|introductory|afterword|conclusion|postscript|interlude|dedication"
    "|acknowledgments|acknowledgements|to the reader|abstract|references|bibliography|notes|vorwort|nachwort|einleitung"
    "|prolog|epilog|avant-propos|préface|prólogo|epílogo"
)
_ALONE = re.compile(rf"(?:{_LONE}|appendix(?: [a-z\d]{{1,4}})?)[.:]?", re.I)
_ROMAN = re.compile(r"(?P<number>[IVXLC]{1,8})\.?(?:[ ](?P<rest>[A-Z“‘\"].*))?", re.S)
_FIRST = {
    re.split(r"[. ]", one)[0] for one in f"{_OUTER}|{_INNER}|{_LONE}|appendix".replace("\\", "").split("|")
}
_NUMBERS = set(_NUMBER_WORDS.split("|"))
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_LONGEST = 120  # characters of a heading


def rank(line: str) -> int | None:
    """Return 1 for a part, 2 for a chapter, nothing for a line that is no heading by its words."""
    if not _may_be(line):
        return None
    line = " ".join(line.split())
    if len(line) > _LONGEST:
        return None
    found = _NUMBERED.fullmatch(line)
    if found and not _is_prose(found["rest"]):
        return 1 if re.fullmatch(_OUTER, found["kind"], re.I) else 2
    if _ORDINAL.fullmatch(line) and not _is_prose(line):
        return 1 if re.search(rf"\b(?:{_OUTER})\b", line, re.I) else 2
    return 2 if _ALONE.fullmatch(line) else None


def _may_be(line: str) -> bool:
    """Tell by the first words whether a line may be a heading: nearly all lines of a book are none."""
    first, *others = line.split(None, 2) or [""]
    first = first.casefold().rstrip(".:")
    return first in _FIRST or (first == "the" and others != [] and others[0].casefold() in _NUMBERS)


def bare(line: str) -> bool:
    """Tell whether a heading is a number alone, so that its title may stand in the next line."""
    found = _NUMBERED.fullmatch(" ".join(line.split()))
    return found is not None and not re.sub(r"[\W_]", "", found["rest"])


def roman(line: str) -> int | None:
    """Return the value of a line that is a Roman number, alone or before a title."""
    if line.lstrip()[:1] not in _VALUES:
        return None
    found = _ROMAN.fullmatch(" ".join(line.split()))
    if found is None or len(line) > _LONGEST or (found["rest"] and _is_prose(found["rest"])):
        return None
    values = [_VALUES[letter] for letter in found["number"]]
    following = [*values[1:], 0]
    return sum(-one if one < next_one else one for one, next_one in zip(values, following, strict=True))


def _is_prose(text: str) -> bool:
    """Tell a sentence that happens to begin like a heading from a title."""
    text = text.strip()
    return bool(re.search(r"[a-z][,;]$|[a-z]{2}\.\s+[A-Z].*[a-z]\.$", text)) or (
        text.endswith(".") and len(text.split()) > 12 and not text.isupper()
    )


def name(line: str) -> str:
    """Return what two headings of one chapter share: kind and number, or else all that they say."""
    line = " ".join(line.split()).casefold()
    found = _NUMBERED.fullmatch(line)
    return f"{found['kind']} {found['number']}" if found else line.strip(" .:")


def counted(line: str) -> bool:
    """Tell whether a heading has a number, as “Chapter 2” has and “Preface” has not."""
    return _NUMBERED.fullmatch(" ".join(line.split())) is not None
