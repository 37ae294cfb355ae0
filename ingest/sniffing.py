"""What kind of file it is, told by its first bytes; the name is only a hint."""

import re
import zipfile
from pathlib import Path

from ingest.book import BookError
from ingest.encoding import decode
from ingest.files import head

_HEAD = 65_536  # bytes
_FOREIGN = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"AT&TFORM", "a DjVu document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"%!PS", "a PostScript document"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
)
_NAMES = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".xht": "html",
}
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_KNOWN = "Lectern opens EPUB, PDF, text, Markdown and HTML"


def sniff(path: Path) -> str:
    """Return the name of the file's format, or raise BookError if it is none that is known."""
    data = head(path, _HEAD)
    suffix = path.suffix.lower()
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK") or suffix == ".epub":
        return _zipped(path, data)
    kind = next((kind for magic, kind in _FOREIGN if data.startswith(magic)), None)
    if kind is None and data[60:68] == b"BOOKMOBI":
        kind = "a Kindle book"
    if kind:
        raise BookError(f"“{path.name}” is {kind}; {_KNOWN}.")
    text = _text(path, data)
    if suffix in _NAMES:
        return _NAMES[suffix]
    return "html" if _HTML.match(text) else "text"


def _zipped(path: Path, data: bytes) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            book = "META-INF/container.xml" in names or any(name.lower().endswith(".opf") for name in names)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        if not data.startswith(b"PK") and _HTML.match(decode(data)):
            return "html"
        raise BookError(f"“{path.name}” is damaged or incomplete; download or copy it again.") from error
    if book:
        return "epub"
    if path.suffix.lower() == ".epub":
        raise BookError(
            f"“{path.name}” is damaged: it has no description of a book; download or copy it again."
        )
    raise BookError(f"“{path.name}” is an archive and not a book; {_KNOWN}.")


def _text(path: Path, data: bytes) -> str:
    """Decode the first bytes, or raise BookError if they are no text."""
    text = decode(data[: len(data) // 4 * 4])
    strange = sum(text.count(chr(code)) for code in (*range(9), *range(14, 32), 0xFFFD))
    if strange > len(text) / 10:
        raise BookError(f"“{path.name}” is not a text that can be read; {_KNOWN}.")
    return text
