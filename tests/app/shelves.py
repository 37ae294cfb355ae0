"""Small books for tests of `app`."""

from pathlib import Path

from app.library import Library
from ingest.book import Book, Chapter, Entry, Locator, Page, Passage

STORY = (
    "The lighthouse keeper was called Marten Voss.\n\nHe kept a grey cat, and he counted the waves.",
    "",
    "In the third winter a letter came from Ilse.\n\nIt held a key, and no word of why.\n\nMarten wept.",
    "The key opened the cellar of the old customs house, where the drowned captain's ledger lay.",
)


def make_book(texts=STORY, title="The Keeper", book_id="ab" * 32, authors=("N. N.",)):
    chapters = [
        Chapter(index, f"Part {index + 1}", 0, text, (Page(str(index + 7), 0),))
        for index, text in enumerate(texts)
    ]
    contents = tuple(Entry(chapter.title, chapter.level) for chapter in chapters)
    return Book(book_id, title, authors, "en", contents), chapters


def paragraphs(chapter):
    at = 0
    for part in chapter.text.split("\n\n"):
        if part:
            yield Passage(Locator(chapter.index, at), part)
        at += len(part) + 2


def shelve(place: Path, texts=STORY, title="The Keeper", book_id="ab" * 32):
    """Put a book into the library in `place`; return its id."""
    book, chapters = make_book(texts, title, book_id)
    with Library(place) as library, library.adding(book, Path("/books/keeper.txt")) as put:
        for chapter in chapters:
            put(chapter, paragraphs(chapter))
    return book.id


def everything(place: Path):
    """Count the rows of every table of the library."""
    with Library(place) as library:
        names = [
            row[0]
            for row in library._rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        return {name: library._row(f"SELECT count(*) FROM {name}")[0] for name in names}
