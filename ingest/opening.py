"""The one way in: a file of any known format becomes a book."""

from collections.abc import Callable, Iterator
from pathlib import Path

from ingest.book import Book, Chapter
from ingest.epub import read_epub
from ingest.files import check
from ingest.pages import read_html, read_markdown
from ingest.pdf import read_pdf
from ingest.plain import read_text
from ingest.sniffing import sniff

Reader = Callable[[Path], tuple[Book, Iterator[Chapter]]]

FORMATS: dict[str, Reader] = {
    "epub": read_epub,
    "pdf": read_pdf,
    "html": read_html,
    "markdown": read_markdown,
    "text": read_text,
}


def open_book(path: Path) -> tuple[Book, Iterator[Chapter]]:
    """Return the book in a file and, one by one, its chapters; raise BookError if it is none.

    `book.contents[i]` is the title and level of the chapter with index i.
    """
    check(path)
    return FORMATS[sniff(path)](path)
