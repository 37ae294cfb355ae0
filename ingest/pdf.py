"""PDF: the text of its pages, cut into chapters, with the pages' labels."""

import re
from math import isnan
from pathlib import Path

from ingest import headings
from ingest.around import without_around, without_licence
from ingest.binding import Block, Start, bind
from ingest.book import Book, BookError, Locked
from ingest.files import MEGABYTE, fingerprint, head
from ingest.language import guess_language
from ingest.mupdf import BROKEN, damaged, pymupdf
from ingest.opening import Opening
from ingest.pdf_chapters import Destination, as_blocks, by_outline, by_type, even, with_notes
from ingest.pdf_lines import without_running
from ingest.pdf_margins import without_line_numbers
from ingest.pdf_notes import notes_apart
from ingest.pdf_pages import own_language, read_pages
from ingest.pdf_paragraphs import Joiner, Paragraph, body_size
from ingest.tesseract import data_folder
from ingest.text import key, one_line

_NO_TITLE = re.compile(
    r"untitled.*|microsoft (?:word|powerpoint).*|.*\.(?:docx?|pdf|tex|dvi|indd|qxd|rtf|odt|ps|wpd)"
    r"|document\d*|title|doi:.*|\W*",
    re.I,
)
_NO_NAME = re.compile(r"anonymous|unknown|author|user|owner|admin(?:istrator)?|root|\W*", re.I)
_STAMP = re.compile(r"arXiv:\S+.*", re.I)
_BY = re.compile(r"(?P<title>.+?),? by (?P<author>[A-Z][\w.’' -]+)")
_MOST_ENTRIES = 20_000  # of an outline
_NAME = re.compile(r"(?:[A-Z][\w.’'-]*\s+){1,3}[A-Z][\w’'-]+")


def read_pdf(path: Path, password: str | None = None) -> Opening:
    """Return the book and its chapters; raise BookError if it is damaged, locked or has no text layer."""
    return _opened(path, "pdf", password)


def read_xps(path: Path, password: str | None = None) -> Opening:
    """Return the book of an XPS document, whose pages are like a PDF's, and its chapters."""
    return _opened(path, "xps", password)


def _opened(path: Path, kind: str, password: str | None) -> Opening:
    try:
        document = pymupdf.open(path, filetype=kind)
        locked = bool(document.needs_pass)  # reading it again after a password would empty every page
        if locked and document.authenticate(password or ""):
            locked = False
        count = 0 if locked else document.page_count
    except BROKEN as error:
        if is_encrypted(path):
            raise BookError(
                f"“{path.name}” is locked: it is encrypted in a way that cannot be opened; save a copy without it."
            ) from error
        raise damaged(path, error) from error
    with document:
        if locked:
            raise Locked(_locked(path, password))
        if not count:
            raise BookError(f"“{path.name}” has no pages; download or copy it again.")
        return (yield from _read(path, document))


def is_encrypted(path: Path) -> bool:
    """Tell whether a PDF that cannot be opened says that it is encrypted."""
    return b"/Encrypt" in head(path, 64 * MEGABYTE)


def _locked(path: Path, password: str | None) -> str:
    if password:
        return f"The password does not open “{path.name}”; try another."
    return f"“{path.name}” is protected by a password; give the password to add it."


def _read(path: Path, document: pymupdf.Document) -> Opening:
    said = yield from read_pages(document)
    if not said.has_text():
        raise BookError(_no_text(path, document))
    size = body_size(said.lines)
    kept = without_running(without_line_numbers(said.lines), said.heights, size)
    pages = kept if any(kept) else said.lines
    pages, notes = notes_apart(pages, said.heights, size)
    joiner = Joiner(pages, said.labels, size, notes)
    paragraphs = list(joiner.paragraphs())
    blocks = without_licence(as_blocks(paragraphs, size))
    title, authors = _title(document, paragraphs, size)
    title = title or path.stem
    starts = _starts(document, paragraphs, blocks, said.labels, size)
    blocks = without_around(blocks, starts, ("title", "publisher", "titel"))
    blocks, starts = with_notes(blocks, starts, paragraphs, [(one.page, joiner.note(one)) for one in notes])
    language = guess_language(" ".join(block.text for block in blocks[:400])) or own_language(document)
    contents, chapters = bind(blocks, starts, title)
    return Book(fingerprint(path), title, authors, language, contents, tuple(said.warnings)), chapters


def _starts(
    document: pymupdf.Document,
    paragraphs: list[Paragraph],
    blocks: list[Block],
    labels: list[str],
    body: float,
) -> list[Start]:
    starts = by_outline(_outline(document), paragraphs, blocks)
    if len({start.at for start in starts}) > 1:
        return starts
    kept = {at for at, block in enumerate(blocks) if block.text}
    found = [start for start in by_type(paragraphs, body) if start.at in kept]
    return found or even(paragraphs, labels) or starts


def _outline(document: pymupdf.Document) -> list[Destination]:
    """Return the entries of the outline that lead to a page; MuPDF has resolved where, which PyMuPDF does again."""
    found: list[Destination] = []
    count = document.page_count
    try:
        waiting = [(document.outline, 1)]
        while waiting and len(found) < _MOST_ENTRIES:
            entry, level = waiting.pop()
            if entry is None or entry.this.m_internal is None:
                continue
            page, top = entry.page, float(entry.y)
            if isinstance(page, int) and 0 <= page < count:
                found.append(Destination(level, entry.title or "", page, None if isnan(top) else top))
            waiting += [(entry.next, level), (entry.down, level + 1)]
    except BROKEN:
        return found
    return found


def _title(
    document: pymupdf.Document, paragraphs: list[Paragraph], body: float
) -> tuple[str, tuple[str, ...]]:
    """Return title and authors: from the metadata, or from the largest type of the first page."""
    said = document.metadata or {}
    title, author = one_line(said.get("title") or ""), one_line(said.get("author") or "")
    found = _BY.fullmatch(title)
    if found:
        return found["title"], (found["author"],)
    names = (name.strip() for name in re.split(r";| and |&|, (?=\w+ \w)", author))
    authors = tuple(name for name in names if name and not _NO_NAME.fullmatch(name))
    if title and not _NO_TITLE.fullmatch(title):
        return title, authors
    first = [one for one in paragraphs if one.first.page == 0 and _may_be_title(one.text)]
    if not first:
        return "", authors
    largest = max(first, key=lambda one: one.first.size)
    if largest.first.size < 1.15 * body or len(largest.text) > 200:
        return "", authors
    return one_line(largest.text), authors or _names(first[first.index(largest) + 1 :])


def _may_be_title(text: str) -> bool:
    """Tell whether a line says something else than where a chapter begins or an archive has put its stamp."""
    return bool(key(text)) and headings.rank(text) is None and not _STAMP.fullmatch(text)


def _names(paragraphs: list[Paragraph]) -> tuple[str, ...]:
    """Return the names that stand under a title, if nothing else does."""
    names = []
    for line in "\n".join(one.text for one in paragraphs[:6]).split("\n"):
        if not _NAME.fullmatch(line) or re.search(r"Universit|Institut|Department|Abstract|Edition", line):
            break
        names.append(line)
    return tuple(names)


def _no_text(path: Path, document: pymupdf.Document) -> str:
    pages = document.page_count
    its = f"its {pages} pages are" if pages > 1 else "its page is"
    if data_folder() is None:
        return (
            f"“{path.name}” has no text layer: {its} only pictures or blank; install Tesseract "
            "and add it again, or run it through text recognition (OCR) and add the result."
        )
    return (
        f"“{path.name}” has no text layer, and text recognition (OCR) found no text: {its} pictures or blank."
    )
