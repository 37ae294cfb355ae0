"""Characters and paragraphs of plain text, the same for every format."""

import re
import unicodedata

SEPARATOR = "\n\n"  # between two paragraphs

_LIGATURES = re.compile("[\ufb00-\ufb06\ufb13-\ufb17\ufb50-\ufdfb\ufe70-\ufefc]")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\u2066-\u2069\u202a-\u202e\ufeff\ufff9-\ufffc]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_NEWLINE = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACE = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BLANK = re.compile(r"\n[ \n]*\n")
_NO_LETTER = re.compile(r"[\W_]+")
_PLAIN = re.compile("[\n -~]*")


def clean(text: str) -> str:
    """Return the text in NFC with plain spaces and newlines, without invisible characters."""
    if _PLAIN.fullmatch(text):
        return text
    text = _NEWLINE.sub("\n", text)
    text = _SPACE.sub(" ", text)
    text = _INVISIBLE.sub("", text)
    text = _CONTROL.sub("", text)
    text = _LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    # some ligatures expand to a space and a mark; normalising comes last so that the result is stable
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """Return the cleaned text with every run of white space made one space."""
    return " ".join(clean(text).split())


def lines(text: str) -> str:
    """Return the cleaned text line by line, each stripped, with no blank line at the ends or doubled."""
    text = "\n".join(" ".join(line.split()) for line in clean(text).split("\n"))
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
