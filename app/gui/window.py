"""The main window: it shows pages and passes on what is wanted; the work is done on lanes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from app import settings as choices
from app.errors import LibraryError
from app.gui import look as looks
from app.gui import theme
from app.gui.house import House, Notice
from app.gui.icons import tint
from app.gui.lanes import Lanes
from app.gui.look import Look
from app.gui.look_menu import LookMenu, stepped
from app.gui.mind import Load, load
from app.gui.notice import NoticeBar
from app.gui.parts import column
from app.gui.reader import Reader
from app.gui.settings_dialog import SettingsDialog
from app.gui.shelf import Shelf
from app.gui.shortcuts import Sheet, make_actions
from app.gui.strip import Strip
from app.gui.studio import Studio
from app.settings import Settings


class Window(QMainWindow):
    """The library, and the book that lies open."""

    def __init__(self, place: Path, settings: Settings, loading: Load = load) -> None:
        super().__init__()
        self.setWindowTitle("Lectern")
        self.desktop = looks.load(place)
        self._place = place
        self.lanes = Lanes(self)
        self.studio = Studio(place, settings, self.lanes.model, loading, self)
        self.house = House(place, self.lanes, self.studio, self._say)
        self.shelf, self.reader, self.strip = Shelf(self.house), Reader(self.house), Strip()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.shelf)
        self.stack.addWidget(self.reader)
        middle = QWidget()
        box = column(middle, gap=0)
        box.addWidget(self.stack, 1)
        box.addWidget(self.strip)
        self.setCentralWidget(middle)
        self.notice = NoticeBar(middle)
        self.look_menu = LookMenu(self)
        self._connect()
        self.actions_by_name = make_actions(self, self._actions())
        self._restore()

    def open_book(self, book_id: str) -> None:
        """Open a book, and let the model read on in it."""
        self.stack.setCurrentWidget(self.reader)
        self.reader.open(book_id, self.desktop.scope)
        self.desktop = replace(self.desktop, book=book_id)
        if self.desktop.look.follow_reading:
            self.studio.read(book_id)

    def show_library(self) -> None:
        """Go back to the library."""
        self.reader.leave()
        self.strip.where.setText("")
        self.desktop = replace(self.desktop, book="")
        self.stack.setCurrentWidget(self.shelf)
        self.shelf.refresh()
        self.shelf.grid.setFocus()

    def show_settings(self) -> None:
        """Open the settings."""
        model = self.studio.model
        dialog = SettingsDialog(self, self.studio.settings, self.desktop.look, model, str(self._place))
        dialog.saved.connect(self._settle)
        dialog.open()

    def show_shortcuts(self) -> None:
        """Open the sheet with the shortcuts."""
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
        self.reader.leave()
        self.shelf.finish()
        looks.save(self._place, self._as_left())
        self.lanes.close()
        super().closeEvent(event)

    def _connect(self) -> None:
        self.shelf.opened.connect(self.open_book)
        self.shelf.settings_wanted.connect(self.show_settings)
        self.shelf.help_wanted.connect(self.show_shortcuts)
        bar = self.reader.bar
        bar.library.clicked.connect(self.show_library)
        bar.settings.clicked.connect(self.show_settings)
        bar.help.clicked.connect(self.show_shortcuts)
        bar.look.clicked.connect(self.show_look)
        self.reader.moved.connect(self.strip.where.setText)
        self.reader.page.zoomed.connect(self._zoom)
        self.look_menu.changed.connect(self.wear)
        self.studio.reading_changed.connect(self.strip.show_reading)
        self.studio.loaded.connect(self.strip.show_model)
        self.studio.failed.connect(self.house.tell)
        self.studio.book_read.connect(lambda _: self.shelf.refresh() if self._at_shelf() else None)
        self.strip.paused.connect(self.studio.pause)
        self.strip.resumed.connect(self.studio.resume)
        QApplication.styleHints().colorSchemeChanged.connect(self._dress)

    def _actions(self) -> dict[str, Callable[[], object]]:
        reader, page = self.reader, self.reader.page
        return {
            "add": self.shelf.choose_files,
            "library": self.show_library,
            "pause": self.strip.toggle_reading,
            "settings": self.show_settings,
            "help": self.show_shortcuts,
            "quit": self.close,
            "ask": self._reading(reader.start_asking),
            "panel": self._reading(lambda: reader.show_panel(not reader.bar.ask.isChecked())),
            "ask_selection": self._reading(page.ask_about_words),
            "summaries": self._reading(self._summaries),
            "stop": self._reading(self._escape),
            "next": self._reading(lambda: reader.turn(1)),
            "previous": self._reading(lambda: reader.turn(-1)),
            "back": self._reading(reader.back),
            "forward": self._reading(reader.forward),
            "find": self._find,
            "contents": self._reading(lambda: reader.show_contents(not reader.bar.contents.isChecked())),
            "look": self._reading(self.show_look),
            "larger": lambda: self._zoom(1),
            "smaller": lambda: self._zoom(-1),
            "cite": self._reading(page.copy_citation),
        }

    def _reading(self, do: Callable[[], object]) -> Callable[[], object]:
        return lambda: None if self._at_shelf() else do()

    def _at_shelf(self) -> bool:
        return self.stack.currentWidget() is self.shelf

    def _find(self) -> None:
        if self._at_shelf():
            self.shelf.search.setFocus()
        else:
            self.reader.start_finding()

    def _summaries(self) -> None:
        self.reader.show_panel(True)
        self.reader.panel.show_tab(1)

    def _escape(self) -> None:
        if self.reader.panel.busy:
            self.reader.panel.stop()
        elif self.reader.visiting:
            self.reader.home()
        else:
            self.reader.page.setFocus()

    def _zoom(self, way: int) -> None:
        look = self.desktop.look
        self.wear(replace(look, size=stepped(look, "size", way)))

    def _settle(self, settings: Settings, look: Look) -> None:
        self.wear(look)
        if settings == self.studio.settings:
            return
        self.studio.settings = settings
        try:
            choices.save(self._place, settings)
        except LibraryError as error:
            self.house.tell(error)
        self._say(Notice("Saved. The model goes by it from its next step on."))

    def _say(self, notice: Notice) -> None:
        self.notice.say(notice)

    def _dress(self, *_: object) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        chosen = theme.chosen(self.desktop.look.appearance)
        theme.apply(app, chosen)
        tint(self, chosen.muted)
        self.shelf.set_theme(chosen)
        self.reader.dress(self.desktop.look, chosen)

    def _restore(self) -> None:
        desktop, reader = self.desktop, self.reader
        self.resize(1280, 800)
        if desktop.geometry:
            self.restoreGeometry(QByteArray.fromBase64(desktop.geometry.encode()))
        reader.resize(self.size())
        reader.set_panel_width(desktop.panel_width)
        reader.show_contents(desktop.contents)
        reader.show_panel(desktop.panel)
        reader.panel.choose_mode(desktop.mode)
        self.shelf.set_order(desktop.sort)
        self._dress()
        if desktop.book:
            self.open_book(desktop.book)
        else:
            self.shelf.refresh()

    def _as_left(self) -> looks.Desktop:
        reader = self.reader
        return replace(
            self.desktop,
            geometry=bytes(self.saveGeometry().toBase64().data()).decode(),
            contents=reader.bar.contents.isChecked(),
            panel=reader.bar.ask.isChecked(),
            panel_width=reader.panel.width(),
            scope=str(reader.panel.composer.scope.currentData()),
            mode=str(reader.panel.composer.mode.currentData()),
            sort=self.shelf.chosen_order(),
        )
