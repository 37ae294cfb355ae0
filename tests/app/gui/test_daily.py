"""What a reader does every day, by the events of mouse and keyboard: dropping, removing, hovering, coming back."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip

from app.gui import shelf as shelves
from app.gui.quote import QuoteCard
from app.gui.resource import resource
from app.library import Library
from tests.app.gui.acts import LONG, ask
from tests.app.gui.views import TALES
from tests.app.shelves import shelve

COPY, LEFT, PLAIN = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def files(*paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def hold_over(window, data):
    """Come over the middle of the window with what is dragged; give whether it is welcome."""
    under = window.childAt(window.rect().center())
    event = QDragEnterEvent(QPoint(5, 5), COPY, data, LEFT, PLAIN)
    QCoreApplication.sendEvent(under, event)
    return event.isAccepted()


def let_go(window, data):
    event = QDropEvent(QPointF(5, 5), COPY, data, LEFT, PLAIN)
    QCoreApplication.sendEvent(window.childAt(window.rect().center()), event)
    return event.isAccepted()


@pytest.fixture
def folder(tmp_path):
    """A folder with books in it and below it, and with something else."""
    made = tmp_path / "to read"
    (made / "later").mkdir(parents=True)
    novel = resource("sample", "novel.md").read_text(encoding="utf-8")
    (made / "novel.md").write_text(novel, encoding="utf-8")
    (made / "later" / "Ants.txt").write_text("Ants walk in lines.\n\n" * 200, encoding="utf-8")
    (made / "notes.log").write_text("no book", encoding="utf-8")
    return made


def test_a_file_is_dropped_on_the_empty_shelf(open_window, qtbot, folder):
    window = open_window()
    qtbot.waitUntil(window.shelf.empty.isVisible)
    data = files(folder / "later" / "Ants.txt")
    assert hold_over(window, data)
    assert window.shelf.empty._drop.property("over") == "true"
    QCoreApplication.sendEvent(window.childAt(window.rect().center()), QDragLeaveEvent())
    assert window.shelf.empty._drop.property("over") == "false"
    assert hold_over(window, data)
    assert let_go(window, data)
    qtbot.waitUntil(lambda: window.shelf.sorted.rowCount() == 1)
    assert window.shelf.empty._drop.property("over") == "false"


def test_a_folder_is_dropped_among_the_books(open_window, qtbot, place, folder):
    shelve(place, LONG)
    window = open_window()
    qtbot.waitUntil(lambda: window.shelf.sorted.rowCount() == 1)
    data = files(folder)
    assert hold_over(window, data)
    assert let_go(window, data)
    qtbot.waitUntil(lambda: window.shelf.sorted.rowCount() == 3)
    titles = {window.shelf.sorted.index(at, 0).data() for at in range(3)}
    assert titles == {"The Keeper", "The Nought at Tamsel", "Ants"}


def test_dragged_words_are_no_book(open_window, qtbot):
    window = open_window()
    qtbot.waitUntil(window.shelf.empty.isVisible)
    data = QMimeData()
    data.setText("words")
    assert not hold_over(window, data)


def test_a_book_is_removed_by_a_key_and_brought_back(open_window, qtbot, place):
    book = shelve(place)
    window = open_window()
    shelf = window.shelf
    qtbot.waitUntil(lambda: shelf.sorted.rowCount() == 1)
    qtbot.keyClick(shelf.grid, Qt.Key.Key_Home)
    qtbot.keyClick(shelf.grid, Qt.Key.Key_Delete)
    assert shelf.sorted.rowCount() == 0
    assert "was removed" in window.notice.text.text()
    qtbot.mouseClick(window.notice.action, LEFT)
    assert shelf.sorted.rowCount() == 1
    with Library(place) as library:
        assert library.has(book)


def test_a_book_is_removed_by_its_menu_and_gone_when_nobody_wants_it_back(
    open_window, qtbot, place, monkeypatch
):
    monkeypatch.setattr(shelves, "UNDO", 300)
    book = shelve(place)
    window = open_window()
    shelf = window.shelf
    qtbot.waitUntil(lambda: shelf.sorted.rowCount() == 1)
    shelf.grid.customContextMenuRequested.emit(shelf.grid.visualRect(shelf.sorted.index(0, 0)).center())
    menu = shelf.findChild(QMenu)
    for _ in range(3):
        qtbot.keyClick(menu, Qt.Key.Key_Down)
    assert menu.activeAction().text() == "Remove from the library"
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert shelf.sorted.rowCount() == 0

    def gone():
        with Library(place) as library:
            return not library.has(book)

    qtbot.waitUntil(gone)


def test_an_opened_book_has_the_keyboard(open_window, qtbot, place):
    shelve(place, LONG)
    window = open_window()
    qtbot.waitUntil(lambda: window.shelf.sorted.rowCount() == 1)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Home)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window._at_book() and window.reader.leaves.text.chapter is not None)
    assert QApplication.focusWidget() is window.reader.page
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert window.reader.page.verticalScrollBar().value() > 0
    qtbot.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is window.reader.page


def test_the_mouse_over_a_citation_shows_its_passage(window, qtbot):
    window.reader.panel.composer.choose_scope("book")
    card = ask(window, qtbot, TALES).findChild(QuoteCard)
    window.activateWindow()
    QTest.mouseMove(window, QPoint(5, 5))
    qtbot.waitUntil(lambda: card.width() > 0 and not card.visibleRegion().isEmpty())
    QTest.mouseMove(card, card.rect().center())
    qtbot.waitUntil(lambda: "<b>" in card.toolTip())
    assert card.where.font().underline()
    QTest.mouseMove(card, card.rect().center() + QPoint(3, 1))
    qtbot.waitUntil(QToolTip.isVisible)
    assert "Ilse" in QToolTip.text()
    QTest.mouseMove(window, QPoint(5, 5))
    qtbot.waitUntil(lambda: not card.where.font().underline())
    QToolTip.hideText()


def test_everything_is_as_it_was_left(window, open_window, qtbot):
    reader = window.reader
    window.wear(replace(window.desktop.look, appearance="sepia", size=18))
    reader.panel.composer.choose_scope("chapter:3")
    reader.panel.talk.choose_mode("text")
    ask(window, qtbot, TALES)
    reader.go_to_chapter(2)
    qtbot.waitUntil(lambda: reader.leaves.text.chapter.index == 2)
    qtbot.keyClick(reader.page, Qt.Key.Key_Space)
    qtbot.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)  # no contents
    window.resize(window.width(), 640)  # the screen of these tests is small
    qtbot.keyClicks(reader.panel.composer.field, "And who")
    window.shelf.show_as("list")
    window.shelf.set_order("title")
    place = reader.page.place()
    window.close()
    again = open_window()
    qtbot.waitUntil(lambda: again._has_reader() and again.reader.opened is not None)
    qtbot.waitUntil(lambda: again.reader.leaves.text.chapter is not None)
    reader, composer = again.reader, again.reader.panel.composer
    assert again.height() == 640
    assert (reader.page.theme.name, again.desktop.look.size) == ("sepia", 18)
    assert reader.page.place().chapter == place.chapter == 2
    assert abs(reader.page.place().offset - place.offset) < 120
    assert place.offset > 0
    assert [turn.question for turn in reader.panel.talk.turns] == [TALES]
    assert reader.panel.talk.turns[0].answer.found
    assert (composer.scope.currentData(), composer.mode.currentData()) == ("chapter:3", "text")
    assert composer.field.toPlainText() == "And who"
    assert not reader.contents.isVisible()
    assert reader.panel.isVisible()
    assert (again.shelf.view, again.shelf.chosen_order()) == ("list", "title")
