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
    (b"%!PS", "a PostScript document"),
    (b"Rar!", "a RAR archive, perhaps a comic book, whose pages are pictures without text"),
    (b"TPZ", "a Kindle book in Topaz format"),
    (b"CONT", "a Kindle book in KFX format"),
    (b"\xeaDRMION\xee", "a Kindle book locked with DRM"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
)
_OF_OFFICES = (
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
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
_FICTION = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<[?!][^>]*>\s*)*<(?:\w+:)?FictionBook\b")
_PALM = (b"BOOKMOBI", b"TEXtREAd")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp|avif|jxl)$", re.I)
_KNOWN = "Lectern opens EPUB, PDF, text, Markdown, HTML, FB2, MOBI, AZW3, DOCX and XPS"


def sniff(path: Path) -> str:
    """Return the name of the file's format, or raise BookError if it is none that is known."""
    data = head(path, _HEAD)
    suffix = path.suffix.lower()
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK") or suffix == ".epub":
        return _zipped(path, data)
    if data[60:68] in _PALM:
        return "kindle"
    _refuse_foreign(path, data)
    text = _text(path, data)
    if _FICTION.match(text):
        return "fb2"
    if suffix in _NAMES:
        return _NAMES[suffix]
    return "html" if _HTML.match(text) else "text"


def _refuse_foreign(path: Path, data: bytes) -> None:
    office = next((kind for magic, kind in _OF_OFFICES if data.startswith(magic)), None)
    if office:
        _refuse_locked(path, data)
        raise _of_office(path, office)
    kind = next((kind for magic, kind in _FOREIGN if data.startswith(magic)), None)
    if kind:
        raise BookError(f"“{path.name}” is {kind}; {_KNOWN}.")


def _of_office(path: Path, kind: str) -> BookError:
    return BookError(f"“{path.name}” is {kind}; save it as DOCX or PDF in your office program and add that.")


def _zipped(path: Path, data: bytes) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        if not data.startswith(b"PK") and _HTML.match(decode(data)):
            return "html"
        raise BookError(f"“{path.name}” is damaged or incomplete; download or copy it again.") from error
    kind = _kind_of_zip(names)
    if kind:
        return kind
    if path.suffix.lower() == ".epub":
        raise BookError(
            f"“{path.name}” is damaged: it has no description of a book; download or copy it again."
        )
    if {"mimetype", "content.xml"} <= set(names):
        raise _of_office(path, "an OpenDocument file")
    pictures = sum(bool(_PICTURE.search(name)) for name in names)
    if pictures > len(names) / 2 or path.suffix.lower() == ".cbz":
        raise BookError(f"“{path.name}” is a comic book: its pages are pictures, which have no text to read.")
    raise BookError(f"“{path.name}” is an archive and not a book; unpack it and add what is in it. {_KNOWN}.")


def _kind_of_zip(names: list[str]) -> str | None:
    """Tell the format of an archive by the members that only it has."""
    lower = [name.lower() for name in names]
    if "META-INF/container.xml" in names or any(name.endswith(".opf") for name in lower):
        return "epub"
    if "word/document.xml" in lower:
        return "docx"
    if any(name.endswith(".fdseq") for name in lower):
        return "xps"
    books = [name for name in lower if name.endswith(".fb2")]
    return "fb2" if len(books) == 1 else None


def _refuse_locked(path: Path, data: bytes) -> None:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise BookError(
            f"“{path.name}” is protected by a password; save a copy without it in Word and add that."
        )


def _text(path: Path, data: bytes) -> str:
    """Decode the first bytes, or raise BookError if they are no text."""
    text = decode(data[: len(data) // 4 * 4])
    strange = sum(text.count(chr(code)) for code in (*range(9), *range(14, 32), 0xFFFD))
    if strange > len(text) / 10:
        raise BookError(f"“{path.name}” is not a text that can be read; {_KNOWN}.")
    return text
