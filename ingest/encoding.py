"""Bytes become text: byte order marks, UTF-8, what the file declares, and then the likeliest guess."""

import codecs
import re
from typing import TYPE_CHECKING

from ingest.text import words

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
_ESCAPE = b"\x1b$"  # into Japanese, which is written in ASCII from there on
_SAMPLE = 65_536  # bytes that the guess looks at
_SIGN_IN_WORD = re.compile(r"[a-z][^\w\s\x00-\x7f’‐–—·…]+(?=[a-z])|[a-z][\x80-\x9fÀ-Þ](?=[a-z])")
_USED = words(
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1258 cp437 cp850 cp852 cp866 cp874 koi8_r koi8_u mac_roman"
    " mac_cyrillic latin_1 iso8859_2 iso8859_5 iso8859_6 iso8859_7 iso8859_8 iso8859_9 iso8859_15 tis_620"
    " shift_jis cp932 euc_jp iso2022_jp gb18030 gbk gb2312 big5 euc_kr cp949 johab utf_8 utf_16 utf_32 cp037 cp500"
)
_COMMON = ["cp1252", "cp1250", "cp1251", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"]


def decode(data: bytes) -> str:
    """Return the text of a file in whatever encoding; what cannot be read becomes U+FFFD."""
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if marked:
        return data.decode(marked, errors="replace")
    escaped = "iso2022_jp_ext" if _ESCAPE in data else None
    for name in (_wide(data), escaped, "utf-8", *_declared(data)):
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
    best = next((one for one in matches if _is_likelier(one, matches[0])), matches[0])
    alike = [name for one in matches for name in one.could_be_from_charset if _as_good(one, best)]
    western = str(_strictly(data, "cp1252") or "")
    # what is õ in the west is the ő of every Hungarian page; the west has ã beside it
    if "cp1252" in alike and ("õ" not in western or "ã" in western):
        return min(("cp1252", "mac_roman", "cp850"), key=lambda name: _signs_in_words(data, name))
    return next((name for name in best.could_be_from_charset if name in _USED), best.encoding)


def _signs_in_words(data: bytes, name: str) -> int:
    """Count signs where only letters should be: what was written on a Macintosh or under DOS, read in another way."""
    return len(_SIGN_IN_WORD.findall(data[:_SAMPLE].decode(name, errors="replace")))


def _is_likelier(one: "CharsetMatch", first: "CharsetMatch") -> bool:
    """Tell whether a guess goes before the first: it makes as many words, and people wrote in it more."""
    return not _USED.isdisjoint(one.could_be_from_charset) and one.coherence >= first.coherence


def _as_good(one: "CharsetMatch", best: "CharsetMatch") -> bool:
    return one.chaos <= best.chaos + 0.001 and one.coherence >= best.coherence - 0.001


def _is_japanese(text: str | None) -> bool:
    """Tell by its kana, which other languages read in a wrong encoding do not have in such numbers."""
    wide = [letter for letter in (text or "")[:_SAMPLE] if letter >= "\u0100"]
    return sum("\u3041" <= letter <= "\u30fe" for letter in wide) > max(3, len(wide) / 5)
