"""Citations: a quote, its place and its page, checked against the book when they are made."""

from app.library import Library
from app.values import Citation
from ingest.book import Chapter, Locator


def cite(library: Library, book_id: str, start: Locator, quote: str) -> Citation:
    """Cite the words that begin at a place; that they stand there, letter for letter, is asserted."""
    chapter = library.chapter(book_id, start.chapter)
    assert chapter.text[start.offset : start.offset + len(quote)] == quote, "a citation must be verbatim"
    return Citation(start, quote, page_at(chapter, start.offset))


def page_at(chapter: Chapter, offset: int) -> str | None:
    """Give the label of the printed page that an offset is on, if the book has pages."""
    return next((page.label for page in reversed(chapter.pages) if page.offset <= offset), None)
