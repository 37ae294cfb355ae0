"""The one way in: a file of any known format becomes a book."""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import cast

from ingest.book import Book, Chapter
from ingest.files import check
from ingest.sniffing import sniff

Reader = Callable[[Path], tuple[Book, Iterator[Chapter]]]

FORMATS = {
    "epub": "ingest.epub.read_epub",
    "pdf": "ingest.pdf.read_pdf",
    "html": "ingest.pages.read_html",
    "markdown": "ingest.pages.read_markdown",
    "text": "ingest.plain.read_text",
}
"""Each format's function, imported when a file of its kind is opened: listing books must not wait for MuPDF."""


def open_book(path: Path) -> tuple[Book, Iterator[Chapter]]:
    """Return the book in a file and, one by one, its chapters; raise BookError if it is none.

    `book.contents[i]` is the title and level of the chapter with index i.
    """
    check(path)
    module, function = FORMATS[sniff(path)].rsplit(".", 1)
    return cast(Reader, getattr(import_module(module), function))(path)
