"""The one way in: a file of any known format becomes a book."""

from collections.abc import Callable, Generator, Iterator
from importlib import import_module
from pathlib import Path
from typing import TypeAlias, cast

from ingest.book import Book, Chapter, Step
from ingest.files import check
from ingest.sniffing import sniff

Opened: TypeAlias = tuple[Book, Iterator[Chapter]]
Opening: TypeAlias = Generator[Step, None, Opened]
Reader: TypeAlias = Callable[[Path, str | None], Opening]
"""A format is one function: it takes a file and a password, yields steps, returns the book and its chapters."""

FORMATS = {
    "epub": "ingest.epub.read_epub",
    "pdf": "ingest.pdf.read_pdf",
    "html": "ingest.pages.read_html",
    "markdown": "ingest.pages.read_markdown",
    "text": "ingest.plain.read_text",
    "fb2": "ingest.fb2.read_fb2",
    "docx": "ingest.docx.read_docx",
    "kindle": "ingest.kindle.read_kindle",
    "xps": "ingest.pdf.read_xps",
}
"""Each format's function, imported when a file of its kind is opened: listing books must not wait for MuPDF."""


def reader(path: Path) -> Reader:
    """Return the function that reads files of this kind; raise BookError if there is none."""
    check(path)
    module, function = FORMATS[sniff(path)].rsplit(".", 1)
    return cast(Reader, getattr(import_module(module), function))


def open_book(path: Path, password: str | None = None) -> Opened:
    """Return the book in a file and, one by one, its chapters; raise BookError if it is none.

    `book.contents[i]` is the title and level of the chapter with index i. It parses in this process: for files
    that nobody has looked at there is `ingest.cage.caged`.
    """
    work = reader(path)(path, password)
    while True:
        try:
            next(work)
        except StopIteration as end:
            return cast(Opened, end.value)
