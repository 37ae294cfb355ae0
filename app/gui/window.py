"""The main window: it shows pages and passes on what is wanted; the work is done on lanes."""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from app import place as places
from app import settings as choices
from app.errors import LibraryError
from app.gui import desk, theme
from app.gui import look as looks
from app.gui.house import House, Notice
from app.gui.icons import tint
from app.gui.lanes import Lanes
from app.gui.language import tr
from app.gui.look import Look, stepped
from app.gui.mind import Load, load
from app.gui.notice import NoticeBar
from app.gui.parts import column
from app.gui.shelf import Shelf
from app.gui.shortcuts import make_actions
from app.gui.strip import Strip
from app.gui.studio import Studio
from app.settings import Settings

if TYPE_CHECKING:
    from app.gui.look_menu import LookMenu
    from app.gui.reader import Reader
    from app.gui.tour import Tour

FIRST = 30
"""So many milliseconds after the window is shown, and so is on the screen, it is filled."""
QUIET = 1000
"""So many milliseconds after the window is there the model reads on in the books that waited."""


class Window(QMainWindow):
    """The library, and the book that lies open.

    It is shown before it is filled: what is not in sight at first is made when it is first wanted.
    """

    def __init__(self, place: Path, settings: Settings, loading: Load = load) -> None:
        super().__init__()
        self.setWindowTitle("Lectern")
        self.desktop = looks.load(place)
        self.restarting = False
        self.next_place = place  # the library that is opened when it starts again
        self._place = place
        self.lanes = Lanes(self)
        self.studio = Studio(place, settings, self.lanes.model, loading, self)
        self.house = House(place, self.lanes, self.studio, lambda notice: self.notice.say(notice))
        self.shelf, self.strip = Shelf(self.house), Strip()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.shelf)
        self._empty = QWidget()  # until the book that lay open is there again
        self.stack.addWidget(self._empty)
        self._middle = QWidget()
        box = column(self._middle, gap=0)
        box.addWidget(self.stack, 1)
        box.addWidget(self.strip)
        self.setCentralWidget(self._middle)
        self.notice = NoticeBar(self._middle)
        self.notice.area = self._open_area
        self._filled = False
        self._connect()
        self.actions_by_name = make_actions(self, self._actions())
        self._restore()

    @cached_property
    def reader(self) -> "Reader":
        """The page of the book that lies open."""
        from app.gui.reader import Reader

        desktop = self.desktop
        made = Reader(self.house, desktop)
        self.stack.addWidget(made)
        made.resize(self.size())
        made.show_contents(desktop.contents)
        made.show_panel(desktop.panel)
        made.bar.library.clicked.connect(self.show_library)
        made.bar.settings.clicked.connect(self.show_settings)
        made.bar.help.clicked.connect(self.show_shortcuts)
        made.bar.look.clicked.connect(self.show_look)
        made.moved.connect(self.strip.show_where)
        for page in (made.leaves.text, made.leaves.pages):
            page.zoomed.connect(self._zoom)
        made.printed_chosen.connect(self._choose_printed)
        made.sheets.read_wanted.connect(lambda: self.studio.read(self.desktop.book))
        chosen = theme.chosen(desktop.look.appearance)
        tint(made, chosen.muted)
        made.dress(desktop.look, chosen)
        return made

    @cached_property
    def look_menu(self) -> "LookMenu":
        """The sheet for text and theme."""
        from app.gui.look_menu import LookMenu

        made = LookMenu(self)
        made.changed.connect(self.wear)
        return made

    @cached_property
    def tour(self) -> "Tour":
        """What shows a newcomer around."""
        from app.gui.tour import Tour

        made = Tour(self._middle, self.strip, self._show_in_tour)
        made.covered.connect(self.shelf.empty.keep_free)
        made.ended.connect(self._toured)
        return made

    def open_book(self, book_id: str) -> None:
        """Open a book, and let the model read on in it."""
        self.stack.setCurrentWidget(self.reader)
        self.reader.open(book_id, self.desktop.scope, self.desktop.printed)
        self.desktop = replace(self.desktop, book=book_id)
        if self.desktop.look.follow_reading:
            self.studio.read(book_id)

    def show_library(self) -> None:
        """Go back to the library."""
        if self._has_reader():
            self.reader.leave()
        self.strip.show_where("")
        self.desktop = replace(self.desktop, book="")
        self.stack.setCurrentWidget(self.shelf)
        self.shelf.refresh()
        self.shelf.grid.setFocus()

    def show_settings(self) -> None:
        """Open the settings."""
        from app.gui.settings_dialog import Chosen, SettingsDialog

        dialog = SettingsDialog(self, self.house, Chosen(self.studio.settings, self.desktop.look))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.saved.connect(self._settle)
        dialog.tour_wanted.connect(self.start_tour)
        dialog.folder_wanted.connect(self.move_to)
        dialog.open()

    def move_to(self, place: Path) -> None:
        """Keep the library in another folder from now on."""
        try:
            places.choose(place)
        except LibraryError as error:
            self.house.tell(error)
            return
        self.next_place = place
        self._start_again()

    def show_queue(self) -> None:
        """Open the menu of the books that are read and that wait."""
        from app.gui.queue_menu import queue_menu

        menu = queue_menu(self, self.studio, self.shelf.title_of)
        menu.aboutToHide.connect(menu.deleteLater)
        button = self.strip.queue
        menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height() - 4)))

    def start_tour(self) -> None:
        """Show a newcomer around."""
        self.show_library()
        self.tour.start()

    def show_shortcuts(self) -> None:
        """Open the sheet with the shortcuts."""
        from app.gui.shortcuts import Sheet

        Sheet(self).open()

    def show_look(self) -> None:
        """Open the sheet for text and theme."""
        button = self.reader.bar.look
        corner = button.mapToGlobal(QPoint(button.width() + 60, button.height() + 8))
        self.look_menu.open(self.desktop.look, corner)

    def wear(self, look: Look) -> None:
        """Take on a look."""
        self.desktop = replace(self.desktop, look=look)
        self._dress()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Write everything down, and wait until the lanes are done."""
        self.hide()
        self.shelf.finish()
        if self._has_reader():
            self.reader.leave()
            self.reader.panel.talk.finish()
        looks.save(self._place, self._as_left())
        self.lanes.close()
        super().closeEvent(event)

    def _connect(self) -> None:
        self.shelf.opened.connect(self.open_book)
        self.shelf.settings_wanted.connect(self.show_settings)
        self.shelf.help_wanted.connect(self.show_shortcuts)
        self.studio.reading_changed.connect(self.strip.show_reading)
        self.studio.loaded.connect(self.strip.show_model)
        self.studio.failed.connect(self.house.tell)
        self.studio.book_read.connect(lambda _: self.shelf.refresh() if self._at_shelf() else None)
        self.strip.paused.connect(self.studio.pause)
        self.strip.resumed.connect(self.studio.resume)
        self.strip.queue_wanted.connect(self.show_queue)
        self.shelf.counted.connect(self._welcome)
        self.shelf.added.connect(lambda book: self.open_book(book) if self._touring() else None)
        QApplication.styleHints().colorSchemeChanged.connect(self._dress)

    def _actions(self) -> dict[str, Callable[[], object]]:
        return {
            "add": self.shelf.choose_files,
            "library": self.show_library,
            "pause": self.strip.toggle_reading,
            "settings": self.show_settings,
            "help": self.show_shortcuts,
            "quit": lambda: self.window().close(),
            "ask": self._reading(lambda reader: reader.start_asking()),
            "panel": self._reading(lambda reader: reader.show_panel(not reader.bar.ask.isChecked())),
            "ask_selection": self._reading(lambda reader: reader.page.ask_about_words()),
            "summaries": self._reading(lambda reader: self._summaries()),
            "compare": self._reading(lambda reader: reader.show_compare()),
            "memory": self._reading(lambda reader: reader.show_memory()),
            "stop": self._reading(lambda reader: self._escape()),
            "next": self._reading(lambda reader: reader.turn(1)),
            "previous": self._reading(lambda reader: reader.turn(-1)),
            "back": self._reading(lambda reader: reader.back()),
            "forward": self._reading(lambda reader: reader.forward()),
            "find": self._find,
            "contents": self._reading(
                lambda reader: reader.show_contents(not reader.bar.contents.isChecked())
            ),
            "look": self._reading(lambda reader: self.show_look()),
            "larger": lambda: self._zoom(1),
            "smaller": lambda: self._zoom(-1),
            "printed": self._reading(lambda reader: reader.toggle_printed()),
            "fit": self._reading(lambda reader: reader.leaves.zoom(0)),
            "cite": self._reading(lambda reader: reader.page.copy_citation()),
        }

    def _reading(self, do: Callable[["Reader"], object]) -> Callable[[], object]:
        return lambda: do(self.reader) if self._at_book() else None

    def _open_area(self) -> QRect:
        """Give where a notice lies in nobody's way: not over the field for questions."""
        area = self.reader.page_area() if self._at_book() else self._middle.rect()
        return self.tour.above(area) if "tour" in self.__dict__ else area

    def _has_reader(self) -> bool:
        return "reader" in self.__dict__

    def _touring(self) -> bool:
        return "tour" in self.__dict__ and self.tour.at_page

    def _at_book(self) -> bool:
        return self._has_reader() and self.stack.currentWidget() is self.reader

    def _at_shelf(self) -> bool:
        return self.stack.currentWidget() is self.shelf

    def _find(self) -> None:
        if self._at_book():
            self.reader.start_finding()
        else:
            self.shelf.search.setFocus()

    def _summaries(self) -> None:
        self.reader.show_panel(True)
        self.reader.panel.show_tab(1)

    def _escape(self) -> None:
        if self.reader.panel.busy:
            self.reader.panel.stop()
        elif self.reader.sheets.currentWidget() is not self.reader.leaves:
            self.reader.sheets.show_leaves()
        elif self.reader.visiting:
            self.reader.home()
        else:
            self.reader.page.setFocus()

    def _choose_printed(self, printed: bool) -> None:
        self.desktop = replace(self.desktop, printed=printed)

    def _zoom(self, way: int) -> None:
        if self._at_book() and self.reader.leaves.zoom(way):
            return
        look = self.desktop.look
        self.wear(replace(look, size=stepped(look, "size", way)))

    def _settle(self, settings: Settings, look: Look) -> None:
        if look.language != self.desktop.look.language:
            text = tr("The language changes when Lectern is started again.")
            self.house.say(Notice(text, action=tr("Start again"), do=self._start_again))
        self.wear(look)
        if settings == self.studio.settings:
            return
        self.studio.settings = settings
        try:
            choices.save(self._place, settings)
        except LibraryError as error:
            self.house.tell(error)
        self.house.say(Notice(tr("Saved. The model goes by it from its next step on.")))

    def _start_again(self) -> None:
        self.restarting, self.lanes.patience = True, None
        self.window().close()

    def _show_in_tour(self, what: str) -> None:
        if what == "open":
            self.shelf.add_sample()
        elif what == "ask":
            from app.gui.tour import QUESTION

            self.reader.start_asking()
            self.reader.panel.talk.ask(QUESTION)

    def _welcome(self, books: int) -> None:
        if not books and not self.desktop.toured and not self.tour.isVisible():
            self.tour.start()

    def _toured(self) -> None:
        self.desktop = replace(self.desktop, toured=True)

    def _dress(self, *_: object) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        chosen = theme.chosen(self.desktop.look.appearance)
        theme.apply(app, chosen, self.desktop.look.controls)
        tint(self, chosen.muted)
        self.strip.calm = self.desktop.look.calm
        theme.calm(app, self.desktop.look.calm)
        self.shelf.set_theme(chosen)
        if self._has_reader():
            self.reader.dress(self.desktop.look, chosen)

    def _restore(self) -> None:
        desktop = self.desktop
        self.resize(1280, 800)
        if desktop.geometry:
            self.restoreGeometry(QByteArray.fromBase64(desktop.geometry.encode()))
        self.shelf.set_order(desktop.sort)
        self.shelf.show_as(desktop.shelf)
        self._dress()
        if desktop.paused:
            self.studio.pause()
        if desktop.book:
            self.stack.setCurrentWidget(self._empty)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Fill the window once it is on the screen."""
        super().showEvent(event)
        if not self._filled:
            self._filled = True
            QTimer.singleShot(FIRST, self, self._fill)

    def _fill(self) -> None:
        self.shelf.refresh()
        if gone := places.gone(self._place):
            text = tr("Your library is in {}, which is not there. Connect its disk, and start Lectern again.")
            self.house.say(Notice(text.format(gone), error=True))
        if self.stack.currentWidget() is self._empty:  # or a book was opened meanwhile
            self.open_book(self.desktop.book)
        self.lanes.desk.do(desk.imported(), lambda _: self.reader)
        queue = self.desktop.queue.split()
        QTimer.singleShot(QUIET, self, lambda: self._read_on(queue))

    def _read_on(self, queue: list[str]) -> None:
        """Let the model read on in the books that waited when the window was closed."""
        for book_id in (one for one in queue if one != self.desktop.book):
            self.studio.wait(book_id)

    def _as_left(self) -> looks.Desktop:
        desktop = replace(
            self.desktop,
            geometry=bytes(self.window().saveGeometry().toBase64().data()).decode(),
            sort=self.shelf.chosen_order(),
            shelf=self.shelf.view,
            queue=" ".join(self.studio.unread()),
            paused=self.studio.paused,
        )
        if not self._has_reader():
            return desktop
        reader = self.reader
        return replace(
            desktop,
            contents=reader.bar.contents.isChecked(),
            panel=reader.bar.ask.isChecked(),
            panel_width=reader.panel_width,
            scope=str(reader.panel.composer.scope.currentData()),
            mode=str(reader.panel.composer.mode.currentData()),
            draft=reader.panel.composer.field.toPlainText(),
        )
