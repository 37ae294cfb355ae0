from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.gui.books import Books, Sorted, told
from app.gui.desk import Spine
from app.library import Shelved
from ingest.book import Book


def spine(title, author="N. N.", added="1", person=None, model=0.0):
    book = Book(title * 8, title, (author,), "en", ())
    return Spine(Shelved(book, 4, 100, added, Path("x")), person, model)


def titles(sorted_):
    return [sorted_.index(at, 0).data() for at in range(sorted_.rowCount())]


@pytest.fixture
def shelf(qapp):
    books = Books()
    shelf = Sorted(books)
    shelf.books = books
    books.show(
        (
            spine("The Zoo", "Ann Berg", "3"),
            spine("Apple", "Cy Abel", "1", 0.9),
            spine("Moor", "Bo Carl", "2", 0.1),
        )
    )
    return shelf


@pytest.mark.parametrize(
    ("by", "wanted"),
    [
        ("added", ["The Zoo", "Moor", "Apple"]),
        ("title", ["Apple", "Moor", "The Zoo"]),
        ("author", ["Apple", "The Zoo", "Moor"]),
        ("progress", ["Apple", "Moor", "The Zoo"]),
    ],
)
def test_books_are_sorted(shelf, by, wanted):
    shelf.order(by)
    assert titles(shelf) == wanted


def test_a_search_finds_words_of_title_and_author(shelf):
    shelf.search("berg zoo")
    assert titles(shelf) == ["The Zoo"]
    shelf.search("")
    assert len(titles(shelf)) == 3


def test_a_screen_reader_hears_title_author_and_progress(shelf):
    text = shelf.books.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert text == "Apple by Cy Abel. 90% read"


def test_progress_is_told_of_person_and_model():
    assert told(spine("A")) == "Not opened yet"
    assert told(spine("A", person=0.5, model=0.25)) == "50% read · memory 25%"
    assert told(spine("A", person=0.5, model=1.0)) == "50% read · remembered"
