"""A file becomes a book in the library."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.library import Library
from app.values import Progress, Work
from ingest.book import Book, Chapter


@dataclass(frozen=True)
class Added:
    """What was added; `known` says that the library had this very file already."""

    book: Book
    chapters: int
    characters: int
    warnings: tuple[str, ...]
    known: bool


def add(place: Path, file: Path) -> Work[Added]:
    """Add a file to the library in `place`; a file that is there already is recognised and left as it is."""
    from ingest import open_book

    with Library(place) as library:
        yield Progress(0, 0, f"opening {file.name}")
        book, chapters = open_book(file)
        known = library.has(book.id)
        if not known:
            yield from _shelve(library, book, chapters, file.absolute())
        shelved = library.shelved(book.id)
        warnings = (*shelved.book.warnings, *library.chapter_warnings(book.id))
        return Added(shelved.book, shelved.chapters, shelved.characters, warnings, known)


def _shelve(library: Library, book: Book, chapters: Iterator[Chapter], file: Path) -> Work[None]:
    from ingest import passages

    total = len(book.contents)
    with library.adding(book, file) as put:
        for done, chapter in enumerate(chapters, start=1):
            put(chapter, passages(chapter))
            yield Progress(done, max(done, total), f"adding {chapter.title}")
