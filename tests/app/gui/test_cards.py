from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.gui import cover
from app.gui.cards import Books, Sorted, told
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
    text = shelf.books.index(1).data(cover_role())
    assert text == "Apple by Cy Abel. 90% read"


def cover_role():
    from PySide6.QtCore import Qt

    return Qt.ItemDataRole.AccessibleTextRole


def test_progress_is_told_of_person_and_model():
    assert told(spine("A")) == "Not opened yet"
    assert told(spine("A", person=0.5, model=0.25)) == "50% read · memory 25%"
    assert told(spine("A", person=0.5, model=1.0)) == "50% read · remembered"


def painted(title):
    image = QImage(120, 180, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    cover.paint(painter, QRectF(0, 0, 120, 180), title, ("N. N.",))
    painter.end()
    return image


def test_a_book_always_gets_the_same_cover_and_another_one_another(qapp):
    assert painted("The Moor") == painted("The Moor")
    assert painted("The Moor") != painted("The Zoo")


def test_a_cover_takes_any_title(qapp):
    for title in ("", "W" * 300, "a " * 400, "论语", "\n"):
        painted(title)
