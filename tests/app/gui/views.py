"""Every view of the window, one after another, as a person brings them up."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from app.gui.house import Notice
from app.gui.intake import Sealed
from app.gui.quote import QuoteCard
from app.gui.settings_dialog import PAGES
from app.values import Progress
from tests.app.gui.acts import ask

TALES = "From whom came a letter in the third winter?"


def every(window, qtbot):
    """Give the name of each view, and the widget that it is in; the window has a book that lies open."""
    yield from _reader(window, qtbot)
    yield from _sheets(window, qtbot)
    yield from _dialogs(window, qtbot)
    yield from _shelf(window, qtbot)


def _reader(window, qtbot):
    reader = window.reader
    yield "a book of which nothing was asked", window
    reader.panel.composer.choose_scope("book")
    turn = ask(window, qtbot, TALES)
    ask(window, qtbot, "Which submarine sank?")
    yield "asked", window
    turn.findChild(QuoteCard).click()
    qtbot.waitUntil(lambda: reader.visiting)
    yield "a citation", window
    reader.home()
    window.studio.failed.emit(RuntimeError("a bug of ours"))
    yield "an error with its details", window
    window.notice.hide()
    reader.start_finding()
    reader.contents.finder.setText("ledger")
    qtbot.waitUntil(lambda: reader.contents.hits.count() > 0)
    yield "found", window
    reader.contents.finder.clear()
    reader.panel.show_tab(1)
    yield "no summary", window
    reader.panel.summaries.choose_chapter(2)
    reader.panel.summaries.pressed()
    qtbot.waitUntil(lambda: reader.panel.summaries.shown is not None)
    yield "a summary", window
    reader.panel.show_tab(0)


def _sheets(window, qtbot):
    reader = window.reader
    reader.show_compare()
    compare = reader.sheets.compare
    compare.question.setText(TALES)
    compare.ask()
    qtbot.waitUntil(lambda: not compare.busy)
    yield "compared", window
    reader.show_memory()
    qtbot.waitUntil(lambda: reader.sheets.memory.portrait is not None)
    yield "memory", window
    reader.sheets.show_leaves()


def _dialogs(window, qtbot):
    window.show_look()
    yield "look", window.look_menu
    window.look_menu.hide()
    for name in PAGES:
        window.show_settings()
        dialog = _open(window)
        dialog.menu.setCurrentRow(list(PAGES).index(name))
        if name == "models":
            qtbot.waitUntil(lambda dialog=dialog: len(dialog.models.findChildren(QWidget, "quote")) > 1)
        yield f"settings: {name}", dialog
        dialog.close()
    window.show_shortcuts()
    yield "shortcuts", _open(window)
    _open(window).close()


def _open(window):
    return next(one for one in reversed(window.findChildren(QDialog)) if one.isVisible())


def _shelf(window, qtbot):
    shelf = window.shelf
    window.show_library()
    qtbot.waitUntil(lambda: shelf.sorted.rowCount() == 1)
    yield "library", window
    shelf.show_as("list")
    yield "list", window
    shelf.search.setText("a book that is not there")
    yield "nothing matches", window
    shelf.search.clear()
    shelf.adding.show_progress(Progress(3, 10, "adding a book with quite a long title"))
    shelf.adding.ask_for(Sealed(Path("sealed.pdf"), "“sealed.pdf” is locked with a password."))
    yield "adding", window
    shelf.adding.finish()
    shelf.adding.asking.no.click()
    window.house.say(Notice("Something can be undone.", action="Undo", do=print))
    yield "a notice", window
    window.notice.hide()
    shelf.stack.setCurrentWidget(shelf.empty)
    window.tour.start()
    for _ in range(5):
        yield f"tour {window.tour.at + 1}", window
        window.tour.at = min(4, window.tour.at + 1)
        window.tour._show()
    window.tour.end()
