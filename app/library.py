"""The library: books with their chapters and passages, what models remember of them, and what was asked.

Chapters are counted from 0 here, and from 1 for people. Nothing is ranked by the index's own statistics: they
know chapters that the reader may not have reached.
"""

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from app.errors import LibraryError
from app.memories import Memories
from app.records import Records
from app.schema import explained
from app.store import as_json, now, storable
from ingest.book import Book, Chapter, Entry, Locator, Matter, Page, Passage

Put = Callable[[Chapter, Iterable[Passage]], None]
"""Puts one chapter and its passages on the way into the library."""

STAGING = """
CREATE TEMP TABLE IF NOT EXISTS new_chapters (chapter, title, level, characters, pages, warnings, matter, text);
CREATE TEMP TABLE IF NOT EXISTS new_passages (chapter, start, text);
DELETE FROM new_chapters;
DELETE FROM new_passages;
"""


HEADINGS = (
    "SELECT book, title, level, characters, json_extract(pages, '$[0][0]'), coalesce(matter, 'body')"
    " FROM chapters LEFT JOIN matter USING (book, chapter)"
)
"""A book, and then the columns of `Heading`."""


@dataclass(frozen=True)
class Shelved:
    """A book in the library; what was read of it is that of the model that read last."""

    book: Book
    chapters: int
    characters: int
    added: str
    file: Path | None
    read_chapters: int = 0
    tokens: int = 0


class Heading(NamedTuple):
    """A chapter without its text; `page` is the label of its first page, if the book has pages."""

    title: str
    level: int
    characters: int
    page: str | None
    matter: Matter = "body"


class Library(Memories, Records):
    """The library in a folder: `with Library(folder) as library`."""

    def books(self) -> list[Shelved]:
        """List the books, by title."""
        rows = self._rows(
            "SELECT id, title, authors, language, warnings, added, file FROM books ORDER BY title, id"
        )
        headings: dict[str, list[Heading]] = {}
        for book, *rest in self._rows(f"{HEADINGS} ORDER BY book, chapter"):
            headings.setdefault(book, []).append(Heading(*rest))
        return [self._shelved(row, headings.get(row[0], [])) for row in rows]

    def shelved(self, book_id: str) -> Shelved:
        """Give what `books` lists, for one book."""
        row = self._row(
            "SELECT id, title, authors, language, warnings, added, file FROM books WHERE id = ?", book_id
        )
        if row is None:
            raise LibraryError("This book is no longer in the library; add its file again.")
        return self._shelved(row, self.chapters(book_id))

    def find(self, name: str) -> Book:
        """Find a book by its id, its title, or an unambiguous start of one of them."""
        wanted = _folded(name)
        shelf = [shelved.book for shelved in self.books()]
        if not shelf:
            raise LibraryError("The library is empty; add a book first.")
        exact = [book for book in shelf if wanted in (book.id, _folded(book.title))]
        found = exact or [
            book
            for book in shelf
            if wanted and (book.id.startswith(wanted) or _folded(book.title).startswith(wanted))
        ]
        if not found:
            raise LibraryError(f"There is no book “{name}” in the library; there are {_listed(shelf)}.")
        if len(found) > 1:
            raise LibraryError(
                f"“{name}” can mean {len(found)} books: {_listed(found)}. Give more of it, or the id."
            )
        return found[0]

    def has(self, book_id: str) -> bool:
        """Say whether the book with this id is in the library."""
        return self._row("SELECT 1 FROM books WHERE id = ?", book_id) is not None

    def remove(self, book_id: str) -> None:
        """Delete a book and all that hangs on it: text, memories, answers, summaries, place."""
        with self._writing():
            self._rows("DELETE FROM books WHERE id = ?", book_id)

    def chapter(self, book_id: str, index: int) -> Chapter:
        """Give one chapter with its text; `index` is from 0."""
        row = self._row(
            "SELECT title, level, text, pages, warnings, coalesce(matter, 'body')"
            " FROM chapters LEFT JOIN matter USING (book, chapter) WHERE book = ? AND chapter = ?",
            *(book_id, index),
        )
        if row is None:
            count = len(self.chapters(book_id))
            raise LibraryError(f"The book has no chapter {index + 1}; its chapters are 1 to {count}.")
        title, level, text, pages, warnings, matter = row
        marks = tuple(Page(label, offset) for label, offset in json.loads(pages))
        return Chapter(index, title, level, text, marks, tuple(json.loads(warnings)), matter)

    def chapters(self, book_id: str) -> list[Heading]:
        """List the chapters of a book, in order, without their text."""
        rows = self._rows(f"{HEADINGS} WHERE book = ? ORDER BY chapter", book_id)
        return [Heading(*row[1:]) for row in rows]

    def pages(self, book_id: str) -> list[tuple[Page, ...]]:
        """List, for every chapter in order, the printed pages that begin in it."""
        rows = self._rows("SELECT pages FROM chapters WHERE book = ? ORDER BY chapter", book_id)
        return [tuple(Page(label, offset) for label, offset in json.loads(pages)) for (pages,) in rows]

    def chapter_warnings(self, book_id: str) -> tuple[str, ...]:
        """List what the chapters' makers warned of, in order."""
        rows = self._rows(
            "SELECT warnings FROM chapters WHERE book = ? AND warnings <> '[]' ORDER BY chapter", book_id
        )
        return tuple(warning for (written,) in rows for warning in json.loads(written))

    @contextmanager
    def adding(self, book: Book, file: Path | None = None) -> Iterator[Put]:
        """Add a book chapter by chapter, all in one transaction at the end; an error on the way adds nothing.

        The chapters wait in a temporary table, which locks nobody out of the library and needs no memory.
        """
        with explained(self._file):
            self._db.executescript(STAGING)
            try:
                yield self._put
                with self._writing():
                    self._shelve(book, file)
            finally:
                self._db.executescript("DROP TABLE new_chapters; DROP TABLE new_passages;")

    def cover(self, book_id: str) -> bytes | None:
        """Give the picture of a book, a small JPEG; None if there is none."""
        row = self._row("SELECT picture FROM covers WHERE book = ?", book_id)
        return bytes(row[0]) if row else None

    def save_cover(self, book_id: str, picture: bytes) -> None:
        """Keep the picture of a book, in place of an earlier one."""
        with self._writing():
            self._rows("REPLACE INTO covers (book, picture) VALUES (?, ?)", book_id, picture)

    def save_language(self, book_id: str, language: str) -> None:
        """Keep the language of a book that did not say it."""
        with self._writing():
            self._rows("UPDATE books SET language = ? WHERE id = ?", language, book_id)

    def add(self, book: Book, chapters: Iterable[Chapter], file: Path | None = None) -> None:
        """Add a book at once; one that is there already stays as it is."""
        from ingest import passages

        with self.adding(book, file) as put:
            for chapter in chapters:
                put(chapter, passages(chapter))

    def passage(self, id: int) -> Passage:  # noqa: A002 - it is the row's id
        """Give one passage."""
        row = self._row("SELECT chapter, start, text FROM passages WHERE id = ?", id)
        if row is None:
            raise LibraryError("This passage is no longer in the library; ask again.")
        return Passage(Locator(row[0], row[1]), row[2])

    def passages(self, book_id: str, ids: Sequence[int]) -> list[Passage]:
        """Give the passages with these ids, in the order of `ids`; those of other books are left out."""
        rows = self._rows(
            "SELECT id, chapter, start, text FROM passages"
            " WHERE book = ? AND id IN (SELECT value FROM json_each(?))",
            *(book_id, as_json(list(ids))),
        )
        found = {row[0]: Passage(Locator(row[1], row[2]), row[3]) for row in rows}
        return [found[one] for one in ids if one in found]

    def passages_of(self, book_id: str, chapter: int) -> dict[int, Passage]:
        """Give the passages of a chapter by their ids, in order."""
        rows = self._rows(
            "SELECT id, start, text FROM passages WHERE book = ? AND chapter = ? ORDER BY start",
            *(book_id, chapter),
        )
        return {id_: Passage(Locator(chapter, start), text) for id_, start, text in rows}

    def passage_ids(self, book_id: str, last_chapter: int) -> list[int]:
        """List the ids of all passages up to the end of `last_chapter`, in the book's order."""
        rows = self._rows(
            "SELECT id FROM passages WHERE book = ? AND chapter <= ? ORDER BY chapter, start",
            book_id,
            last_chapter,
        )
        return [int(row[0]) for row in rows]

    def passage_count(self, book_id: str, last_chapter: int) -> int:
        """Count the passages up to the end of `last_chapter`."""
        row = self._row(
            "SELECT count(*) FROM passages WHERE book = ? AND chapter <= ?", book_id, last_chapter
        )
        return int(row[0]) if row else 0

    def matching(self, book_id: str, term: str, last_chapter: int) -> set[int]:
        """Find the passages up to the end of `last_chapter` that contain this word or phrase, in any form.

        The term is quoted: no operator of the index's query language is ever obeyed. The index of words is asked first
        (a cross join keeps its order), not once for each passage of the book: a tenth of the time.
        """
        rows = self._rows(
            "SELECT passages.id FROM passages_fts CROSS JOIN passages ON passages.id = passages_fts.rowid"
            " WHERE passages_fts MATCH ? AND passages.book = ? AND passages.chapter <= ?"
            " AND passages_fts.rowid >= (SELECT min(id) FROM passages WHERE book = ?)"
            " AND passages_fts.rowid <= (SELECT max(id) FROM passages WHERE book = ?)",
            *(_quoted(term), book_id, last_chapter, book_id, book_id),
        )
        return {int(row[0]) for row in rows}

    def _put(self, chapter: Chapter, passages: Iterable[Passage]) -> None:
        with explained(self._file):
            self._db.execute(
                "INSERT INTO temp.new_chapters VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(chapter.index, storable(chapter.title), chapter.level, len(chapter.text)),
                    storable(as_json([[page.label, page.offset] for page in chapter.pages])),
                    *(storable(as_json(chapter.warnings)), chapter.matter, storable(chapter.text)),
                ),
            )
            self._db.conn.executemany(
                "INSERT INTO temp.new_passages VALUES (?, ?, ?)",
                ((one.start.chapter, one.start.offset, storable(one.text)) for one in passages),
            )

    def _shelve(self, book: Book, file: Path | None) -> None:
        if self.has(book.id):  # another program added it meanwhile, or it was there before
            return
        self._rows(
            "INSERT INTO books (id, title, authors, language, warnings, file, added)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            *(book.id, book.title, as_json(book.authors), book.language, as_json(book.warnings)),
            *(str(file) if file else None, now()),
        )
        self._rows(
            "INSERT INTO chapters (book, chapter, title, level, characters, pages, warnings, text)"
            " SELECT ?, chapter, title, level, characters, pages, warnings, text FROM temp.new_chapters",
            book.id,
        )
        self._rows(
            "INSERT INTO matter (book, chapter, matter)"
            " SELECT ?, chapter, matter FROM temp.new_chapters WHERE matter <> 'body'",
            book.id,
        )
        self._rows(
            "INSERT INTO passages (book, chapter, start, text)"
            " SELECT ?, chapter, start, text FROM temp.new_passages ORDER BY chapter, start",
            book.id,
        )

    def _shelved(self, row: tuple[Any, ...], headings: Sequence[Heading]) -> Shelved:
        book_id, title, authors, language, warnings, added, file = row
        contents = tuple(Entry(heading.title, heading.level, heading.matter) for heading in headings)
        book = Book(
            book_id, title, tuple(json.loads(authors)), language, contents, tuple(json.loads(warnings))
        )
        read = self._row(
            "SELECT tokens, (SELECT count(*) FROM snapshots AS s WHERE s.book = p.book AND s.model = p.model)"
            " FROM progress AS p WHERE book = ? ORDER BY at DESC, tokens DESC LIMIT 1",
            book_id,
        )
        tokens, read_chapters = read or (0, 0)
        characters = sum(heading.characters for heading in headings)
        place = Path(file) if file else None
        return Shelved(book, len(headings), characters, added, place, read_chapters, tokens)


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).replace("’", "'").replace("‘", "'")
    return " ".join(plain.casefold().split())


def _listed(books: Sequence[Book]) -> str:
    named = [f"“{book.title}” ({book.id[:8]})" for book in books[:5]]
    return ", ".join(named) + (f" and {len(books) - 5} more" if len(books) > 5 else "")


def _quoted(term: str) -> str:
    return '"' + term.replace("\0", " ").replace('"', '""') + '"'
