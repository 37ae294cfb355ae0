"""Bytes become text: byte order marks, UTF-8, what the file declares, and then the likeliest guess."""

import codecs
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatch

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{3,40})""")
_SAMPLE = 65_536  # bytes that the guess looks at
_COMMON = ["cp1252", "cp1250", "cp1251", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"]


def decode(data: bytes) -> str:
    """Return the text of a file in whatever encoding; what cannot be read becomes U+FFFD."""
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if marked:
        return data.decode(marked, errors="replace")
    for name in (_wide(data), "utf-8", *_declared(data)):
        text = _strictly(data, name)
        if text is not None:
            return text
    return data.decode(_guess(data), errors="replace")


def _strictly(data: bytes, name: str | None) -> str | None:
    if name is None:
        return None
    try:
        return data.decode(name)
    except (UnicodeError, LookupError):
        return None


def _wide(data: bytes) -> str | None:
    """Recognise UTF-32 and UTF-16 without a mark by where the zero bytes are."""
    sample = data[:4096]
    quarter = max(1, len(sample) // 4)
    zeros = [sample[place::4].count(0) / quarter for place in range(4)]
    if min(zeros[0], zeros[1]) > 0.9 and zeros[3] < 0.1:
        return "utf-32-be"
    if min(zeros[2], zeros[3]) > 0.9 and zeros[0] < 0.1:
        return "utf-32-le"
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    if odd > 0.8 and even < 0.2:
        return "utf-16-le"
    if even > 0.8 and odd < 0.2:
        return "utf-16-be"
    return None


def _declared(data: bytes) -> list[str]:
    """Return the text encodings that the first bytes of a page name, in order."""
    names = (found.decode("ascii") for found in _DECLARED.findall(data[:4096]))
    return [name for name in names if _is_text_encoding(name)]


def _is_text_encoding(name: str) -> bool:
    # Python also knows codecs that are not text (zlib, rot13) and one that opens no file but is slow (idna)
    try:
        found = codecs.lookup(name)
    except LookupError:
        return False
    return bool(getattr(found, "_is_text_encoding", True)) and found.name not in ("idna", "punycode", "utf-7")


def _guess(data: bytes) -> str:
    japanese = next((name for name in ("shift_jis", "euc_jp") if _is_japanese(_strictly(data, name))), None)
    if japanese:
        return japanese
    from charset_normalizer import from_bytes  # only here: it takes long to load, and few files need it

    matches = list(from_bytes(data[:_SAMPLE], steps=8, chunk_size=1024))
    if not matches:
        return next((name for name in _COMMON if _strictly(data, name) is not None), "cp1252")
    best = matches[0]
    alike = [name for one in matches for name in one.could_be_from_charset if _as_good(one, best)]
    western = str(_strictly(data, "cp1252") or "")
    # what is õ in the west is the ő of every Hungarian page; the west has ã beside it
    return "cp1252" if "cp1252" in alike and ("õ" not in western or "ã" in western) else best.encoding


def _as_good(one: "CharsetMatch", best: "CharsetMatch") -> bool:
    return one.chaos <= best.chaos + 0.001 and one.coherence >= best.coherence - 0.001


def _is_japanese(text: str | None) -> bool:
    """Tell by its kana, which other languages read in a wrong encoding do not have in such numbers."""
    wide = [letter for letter in (text or "")[:_SAMPLE] if letter >= "\u0100"]
    return sum("\u3041" <= letter <= "\u30fe" for letter in wide) > max(3, len(wide) / 5)
