"""A file becomes a book in the library."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from app.library import Library
from app.values import Progress, Work
from ingest.book import Book, Chapter, Step


@dataclass(frozen=True)
class Added:
    """What was added; `known` says that the library had this very file already."""

    book: Book
    chapters: int
    characters: int
    warnings: tuple[str, ...]
    known: bool


def add(place: Path, file: Path, password: str | None = None) -> Work[Added]:
    """Add a file to the library in `place`; a file that is there already is recognised and left as it is.

    It is parsed in a process of its own. `ingest.book.Locked` asks for a password, which is kept nowhere.
    """
    from ingest.files import check, fingerprint

    yield Progress(0, 0, f"opening {file.name}")
    check(file)
    book_id = fingerprint(file)
    with Library(place) as library:
        known = library.has(book_id)
        if not known:
            yield from _shelve(library, book_id, file, password)
        shelved = library.shelved(book_id)
        warnings = (*shelved.book.warnings, *library.chapter_warnings(book_id))
        return Added(shelved.book, shelved.chapters, shelved.characters, warnings, known)


def _shelve(library: Library, book_id: str, file: Path, password: str | None) -> Work[None]:
    from ingest import passages
    from ingest.cage import caged

    with closing(caged(file, password)) as parts:
        book = yield from _opened(parts, file.name)
        total, done = len(book.contents), 0
        with library.adding(replace(book, id=book_id), file.absolute()) as put:
            for part in parts:
                if isinstance(part, Chapter):
                    put(part, passages(part))
                    done = part.index + 1
                yield Progress(done, max(done, total), f"adding {book.contents[done - 1].title}")


def _opened(parts: Iterator[Step | Book | Chapter], name: str) -> Work[Book]:
    """Wait for the book, which comes before its chapters, and show how far the parsing is."""
    for part in parts:
        if isinstance(part, Book):
            return part
        if isinstance(part, Step):
            doing = "recognising the text of" if part.recognising else "opening"
            yield Progress(part.done, part.total, f"{doing} {name}")
    raise AssertionError("a file is a book, or an error says why not")
