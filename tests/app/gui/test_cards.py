import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem

from app.gui import cover
from app.gui.books import Books
from app.gui.cards import CardDelegate, LineDelegate
from app.gui.covers import Covers
from app.gui.lanes import Lane
from app.library import Library
from tests.app.gui.test_books import spine
from tests.app.shelves import shelve


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


@pytest.mark.parametrize("title", ["W" * 300, "a " * 400, "论语"])
def test_a_long_or_foreign_title_stands_on_its_cover_and_keeps_a_margin(qapp, title):
    image, bare = painted(title), painted("")
    written = [
        (x, y) for x in range(120) for y in range(180) if image.pixelColor(x, y) != image.pixelColor(3, y)
    ]
    assert image != bare
    assert written
    edge = {image.pixelColor(x, 90).name() for x in (114, 116, 118)}
    assert len(edge) == 1  # no letter runs over the edge


@pytest.mark.parametrize("title", ["", "\n"])
def test_a_cover_without_a_title_is_drawn(qapp, title):
    colours = {painted(title).pixelColor(60, y).name() for y in range(180)}
    assert len(colours) > 1
    assert "#000000" not in colours  # all of it is covered


@pytest.fixture
def covers(qapp, tmp_path):
    lane = Lane("test")
    yield Covers(tmp_path, lane)
    lane.drain()


def red_jpeg(tmp_path, width=300, height=500):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0xCC0000)
    image.save(str(tmp_path / "red.jpg"), "JPG")
    return (tmp_path / "red.jpg").read_bytes()


def test_a_book_shows_its_own_cover_once_it_is_fetched(qtbot, tmp_path, covers):
    book_id = shelve(tmp_path)
    with Library(tmp_path) as library:
        library.save_cover(book_id, red_jpeg(tmp_path))
        book = library.shelved(book_id).book
    size = QSize(156, 234)
    with qtbot.waitSignal(covers.came):
        assert covers.get(book, size, 2.0) is None
    picture = covers.get(book, size, 2.0)
    assert picture.deviceIndependentSize().height() == 234
    assert picture.width() == 280  # the shape stays: 300 by 500
    assert picture.toImage().pixelColor(140, 200).red() > 150


def test_a_book_without_a_cover_gets_one_of_type_and_colour(qtbot, tmp_path, covers):
    book_id = shelve(tmp_path)
    with Library(tmp_path) as library:
        book = library.shelved(book_id).book
    with qtbot.waitSignal(covers.came):
        covers.get(book, QSize(156, 234), 1.0)
    assert covers.get(book, QSize(156, 234), 1.0).size() == QSize(156, 234)


@pytest.mark.parametrize("kind", [CardDelegate, LineDelegate])
def test_a_book_is_drawn_in_every_state(qtbot, tmp_path, covers, kind):
    shelve(tmp_path, title="The Moor")
    books = Books()
    books.show((spine("The Moor " * 9, person=0.4, model=0.5),))
    delegate = kind(covers)
    size = delegate.sizeHint(QStyleOptionViewItem(), books.index(0))
    image = QImage(size, QImage.Format.Format_RGB32)
    book = books.spines[0].shelved.book
    qtbot.waitUntil(lambda: covers.get(book, delegate.cover_size, 1.0) is not None)
    for effect in (Qt.UIEffect.UI_General, Qt.UIEffect.UI_AnimateMenu):
        QApplication.setEffectEnabled(effect, True)  # motion is wanted
    flags = QStyle.StateFlag
    shown = []
    for state in (flags.State_None, flags.State_MouseOver, flags.State_HasFocus):
        image.fill(0xFFFFFF)
        painter, option = QPainter(image), QStyleOptionViewItem()
        option.rect, option.state = image.rect(), state
        delegate.paint(painter, option, books.index(0))
        painter.end()
        shown.append(image.copy())
    assert shown[0] != shown[1] != shown[2] != shown[0]
