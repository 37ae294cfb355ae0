"""The library through real clicks and keys."""

import pytest
from PySide6.QtCore import Qt

from app.gui.cards import CARD, LINE
from app.gui.intake import Sealed, take_in
from app.gui.resource import resource
from app.library import Library
from app.work import follow
from tests.app.gui.test_pages import locked_pdf
from tests.app.shelves import shelve


@pytest.fixture
def window(open_window, qtbot, place):
    shelve(place, title="The Moor", book_id="cd" * 32)
    shelve(place)
    window = open_window()
    qtbot.waitUntil(lambda: window.shelf.sorted.rowCount() == 2)
    return window


def test_books_are_shown_as_covers_or_as_a_list_and_that_is_kept(window, open_window, qtbot):
    shelf = window.shelf
    index = shelf.sorted.index(0, 0)
    assert shelf.grid.visualRect(index).width() == CARD
    qtbot.mouseClick(shelf.head.view, Qt.MouseButton.LeftButton)
    assert shelf.grid.visualRect(index).height() == LINE.height()
    assert shelf.grid.visualRect(index).width() > CARD * 3
    window.close()
    assert open_window().shelf.view == "list"


def test_a_search_leaves_what_matches_and_says_when_nothing_does(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.shelf.search, "moor")
    assert window.shelf.sorted.rowCount() == 1
    qtbot.keyClicks(window.shelf.search, "x")
    assert window.shelf.stack.currentWidget() is window.shelf.none


def test_a_book_is_opened_and_removed_by_keys(window, qtbot):
    grid = window.shelf.grid
    grid.setFocus()
    grid.setCurrentIndex(window.shelf.sorted.index(0, 0))
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    assert window.shelf.sorted.rowCount() == 1
    assert "was removed" in window.notice.text.text()
    grid.setCurrentIndex(window.shelf.sorted.index(0, 0))
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.reader.opened is not None)


def test_the_cover_of_a_pdf_is_its_first_page(open_window, qtbot, place):
    window = open_window()
    window.shelf.add([resource("sample", "the-nought-at-tamsel.pdf")])
    qtbot.waitUntil(lambda: window.shelf.sorted.rowCount() == 1)
    shelf = window.shelf
    qtbot.waitUntil(lambda: bool(shelf.covers._known))
    picture = next(iter(shelf.covers._known.values())).toImage()
    assert picture.pixelColor(picture.width() // 2, picture.height() - 20).lightness() > 240  # paper


def test_adding_is_cancelled_and_what_is_in_stays(open_window, qtbot, place, tmp_path):
    window = open_window()
    files = []
    for at in range(40):
        files.append(tmp_path / f"book{at}.txt")
        files[-1].write_text(f"Book {at}\n\n" + "It went on and on. " * 200)
    window.shelf.add(files)
    adding = window.shelf.adding
    qtbot.waitUntil(lambda: adding.cancel.isVisible() and window.shelf.sorted.rowCount() > 0)
    qtbot.mouseClick(adding.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not adding.cancel.isVisible())
    assert "cancelled" in window.notice.text.text()
    qtbot.wait(100)
    with Library(place) as library:
        assert 0 < len(library.books()) < 40


def test_a_locked_file_asks_for_its_password_beside_the_books(open_window, qtbot, place, tmp_path):
    window = open_window()
    window.shelf.add([locked_pdf(tmp_path / "locked.pdf", "tide")])
    asking = window.shelf.adding.asking
    for word in ("wrong", "tide"):
        qtbot.waitUntil(lambda: asking.isVisible())
        assert "locked.pdf" in asking.message.text()
        qtbot.keyClicks(asking.field, word)
        qtbot.mouseClick(asking.yes, Qt.MouseButton.LeftButton)
        assert not asking.isVisible()
    qtbot.waitUntil(lambda: window.shelf.sorted.rowCount() == 1)


def test_a_locked_file_can_be_left_out(open_window, qtbot, place, tmp_path):
    window = open_window()
    window.shelf.add([locked_pdf(tmp_path / "locked.pdf", "tide")])
    asking = window.shelf.adding.asking
    qtbot.waitUntil(lambda: asking.isVisible())
    qtbot.mouseClick(asking.no, Qt.MouseButton.LeftButton)
    assert not asking.isVisible()
    assert window.shelf.sorted.rowCount() == 0


def test_a_locked_file_does_not_keep_others_out(place, tmp_path):
    events = []
    files = [locked_pdf(tmp_path / "locked.pdf", "tide"), resource("sample", "novel.md")]
    added = follow(take_in(place, files), events.append)
    assert [event.file.name for event in events if isinstance(event, Sealed)] == ["locked.pdf"]
    assert len(added) == 1
