"""Characters and paragraphs of plain text, the same for every format."""

import re
import unicodedata

SEPARATOR = "\n\n"  # between two paragraphs

_TWINS = "\u2126\u212a\u212b\u2329\u232a"  # of usual signs: ohm, kelvin, angstrom, angle brackets
_LIGATURES = "\ufb00-\ufb06\ufb13-\ufb17\ufb50-\ufdcf\ufdf0-\ufdfb\ufe70-\ufefc"
_INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060\u2066-\u2069\u202a-\u202e\ufeff\ufff9-\ufffc"
_CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_NEWLINE = "\r\x0b\x0c\x85\u2028\u2029"
_SPACE = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ODD = re.compile(f"[{_TWINS}{_LIGATURES}{_INVISIBLE}{_CONTROL}{_NEWLINE}{_SPACE}]")
_INERT = re.compile(
    "[\x00-\u02ff\u0388-\u0482\u048a-\u052f\u2010-\u205e\u2070-\u20bf\u2100-\u2adb\u3000-\u3029\u3030-\u3098\u309b-\u30ff"
    "\u4e00-\u9fff\U0001d400-\U0001d7ff]*"
)  # no normalising changes a text of these, once twins are swapped
_USUAL = b"\n" + bytes(range(32, 127))
_MOST_SWAPS = 24  # characters; more are swapped in one pass
_BLANK = re.compile(r"\n[ \n]*\n")
_NO_LETTER = re.compile(r"[\W_]+")


def clean(text: str, marks: str = "") -> str:
    """Return the text in NFC with plain spaces and newlines, without invisible characters.

    Control characters that are named in `marks` stay.
    """
    if text.isascii() and text.isprintable():
        return text
    unusual = text.encode("utf-8", "surrogatepass").translate(None, _USUAL).decode("utf-8", "surrogatepass")
    if not unusual:
        return text
    if len(unusual) * 4 < len(text):
        unusual = "".join(set(unusual))
    if "\r" in unusual:
        text = text.replace("\r\n", "\n")
    odd = set(_ODD.findall(unusual)) - set(marks)
    if len(odd) > _MOST_SWAPS:
        text = _ODD.sub(lambda found: found[0] if found[0] in marks else _swap(found[0]), text)
    else:
        for character in odd:
            text = text.replace(character, _swap(character))
    # some ligatures expand to a space and a mark; normalising comes last so that the result is stable
    return text if _INERT.fullmatch(unusual) else unicodedata.normalize("NFC", text)


def odd_characters(data: bytes) -> dict[str, str] | None:
    """Return the characters of a text in UTF-8 that `clean` would change, and into what.

    Nothing if that is not all: there are too many, or the text has to be normalised.
    """
    unusual = data.translate(None, _USUAL)
    letters = set(unusual.decode("utf-8"))
    odd = _ODD.findall("".join(letters))
    if len(odd) > _MOST_SWAPS or not _INERT.fullmatch("".join(letters.difference(odd))):
        return None
    return {character: _swap(character) for character in odd if character != "\r"}


_NEWLINES, _SPACES, _SPELT = (re.compile(f"[{one}]") for one in (_NEWLINE, _SPACE, _TWINS + _LIGATURES))


def _swap(character: str) -> str:
    """Return what stands for an odd character."""
    if _NEWLINES.match(character):
        return "\n"
    if _SPACES.match(character):
        return " "
    return unicodedata.normalize("NFKC", character) if _SPELT.match(character) else ""


def one_line(text: str) -> str:
    """Return the cleaned text with every run of white space made one space."""
    return " ".join(clean(text).split())


def lines(text: str, marks: str = "") -> str:
    """Return the cleaned text line by line, each stripped, with no blank line at the ends or doubled."""
    return tidy(clean(text, marks))


def tidy(text: str) -> str:
    """Return what `lines` does, of a text that is clean."""
    if "\n" not in text:
        return " ".join(text.split()) if "  " in text else text.strip()
    text = "\n".join([" ".join(line.split()) for line in text.split("\n")])
    return _BLANK.sub(SEPARATOR, text).strip()


def words(text: str) -> frozenset[str]:
    """Return the words of a list written as one string."""
    return frozenset(text.split())


def same(one: str, other: str) -> bool:
    """Tell whether two titles read alike, whatever their case, spaces and punctuation."""
    return bool(key(one)) and key(one) == key(other)


def key(title: str) -> str:
    """Return the letters and digits of a title, in lower case."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKD", title).casefold())
