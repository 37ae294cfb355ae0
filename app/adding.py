"""A file becomes a book in the library."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from app import settings
from app.library import Library
from app.values import Progress, Work
from ingest.book import Book, Chapter, Cover, Step
from ingest.frames import Part


@dataclass(frozen=True)
class Added:
    """What was added; `known` says that the library had this very file already."""

    book: Book
    chapters: int
    characters: int
    warnings: tuple[str, ...]
    known: bool


def add(place: Path, file: Path, password: str | None = None, ocr_language: str | None = None) -> Work[Added]:
    """Add a file to the library in `place`; a file that is there already is recognised and left as it is.

    It is parsed in a process of its own. `ingest.book.Locked` asks for a password, which is kept nowhere. Text in
    pictures is recognised in the language that is given, else in that of the settings.
    """
    from ingest.cage import caged
    from ingest.files import check, fingerprint

    yield Progress(0, 0, f"opening {file.name}")
    check(file)
    book_id = fingerprint(file)
    with Library(place) as library:
        known = library.has(book_id)
        if not known:
            language = ocr_language or settings.load(place).ocr_language
            with closing(caged(file, password, ocr_language=language)) as parts:
                yield from _shelve(library, book_id, file, parts)
        shelved = library.shelved(book_id)
        warnings = (*shelved.book.warnings, *library.chapter_warnings(book_id))
        return Added(shelved.book, shelved.chapters, shelved.characters, warnings, known)


def _shelve(library: Library, book_id: str, file: Path, parts: Iterator[Part]) -> Work[None]:
    from ingest import passages
    from ingest.language import ENOUGH, detect_language

    book = yield from _opened(parts, file.name)
    total, done = len(book.contents), 0
    picture: Cover | None = None
    sample = ""  # of a text whose language nobody has said yet
    with library.adding(replace(book, id=book_id), file.absolute()) as put:
        for part in parts:
            if isinstance(part, Chapter):
                put(part, passages(part))
                if book.language is None and len(sample) < ENOUGH:
                    sample += part.text[:ENOUGH]
                done = part.index + 1
            elif isinstance(part, Cover):
                picture = part
            yield Progress(done, max(done, total), f"adding {book.contents[done - 1].title}")
    if picture:
        library.save_cover(book_id, picture.picture)
    language = detect_language(sample) if sample else None
    if language:
        library.save_language(book_id, language)


def _opened(parts: Iterator[Part], name: str) -> Work[Book]:
    """Wait for the book, which comes before its chapters, and show how far the parsing is."""
    for part in parts:
        if isinstance(part, Book):
            return part
        if isinstance(part, Step):
            doing = "recognising the text of" if part.recognising else "opening"
            yield Progress(part.done, part.total, f"{doing} {name}")
    raise AssertionError("a file is a book, or an error says why not")
