"""Bytes become text: byte order marks, UTF-8, what the file declares, and then the likeliest guess."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{3,40})""")
_ESCAPE = b"\x1b$"  # into Japanese, which is written in ASCII from there on


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
    from chardet import detect  # only here: it takes long to load, and few files need it

    return detect(data, compat_names=False)["encoding"] or "cp1252"
