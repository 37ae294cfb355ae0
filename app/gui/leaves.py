"""The middle of the reader: a book's text as comfortable pages, or a PDF's pages as they are printed.

Both show a `Locator` and know which one is before the reader's eyes, so that the reader need not care which it is.
"""

from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from app.gui.desk import Opened
from app.gui.house import House, explained
from app.gui.language import tr
from app.gui.look import Look
from app.gui.page_view import PageView
from app.gui.paging import Paging
from app.gui.password import PasswordPage
from app.gui.printed import Printed
from app.gui.text_page import TextPage
from app.gui.theme import Theme
from ingest.book import BookError, Chapter, Locator, Locked

Page: TypeAlias = TextPage | PageView


class Leaves(QStackedWidget):
    """Shows the text, the printed pages, or the question for their password."""

    changed = Signal()  # which of them is shown, or whether there are printed pages
    opened = Signal()  # the printed pages are there
    text_wanted = Signal()

    def __init__(self, house: House) -> None:
        super().__init__()
        self._house = house
        self._opened: Opened | None = None
        self._printed: Printed | None = None
        self.text, self.pages, self.password = TextPage(), PageView(), PasswordPage()
        shown = (self.text, self.pages, self.password)
        for one in shown:
            self.addWidget(one)
        self.currentChanged.connect(lambda at: self.setFocusProxy(shown[at]))  # the keyboard turns its pages
        self.setFocusProxy(self.text)
        self.setMinimumWidth(360)
        self.password.given.connect(lambda word: self._printed.open(word) if self._printed else None)
        self.password.declined.connect(self.text_wanted)

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self.text if self.currentWidget() is self.text else self.pages

    @property
    def printable(self) -> bool:
        """Whether the book has printed pages whose file is there."""
        return self._opened is not None and self._opened.printed is not None

    @property
    def printed(self) -> bool:
        """Whether the pages are shown as they are printed."""
        return self.currentWidget() is not self.text

    def show_book(self, opened: Opened, printed: bool) -> None:
        """Take a book, its pages as they are printed if that is wanted and can be."""
        self.shut()
        self._opened = opened
        self.choose(printed)

    def choose(self, printed: bool) -> None:
        """Change between text and printed pages."""
        if not (printed and self.printable):
            self.setCurrentWidget(self.text)
        elif self._printed is None:
            self.setCurrentWidget(self.pages)
            self._open()
        elif not self._printed.sheets:
            self.setCurrentWidget(self.password)
        else:
            self.setCurrentWidget(self.pages)
        self.changed.emit()

    def shut(self) -> None:
        """Let go of the book."""
        self.text.forget()
        self.pages.close_book()
        if self._printed is not None:
            self._printed.shut()
        self._printed = self._opened = None

    def show_place(self, chapter: Chapter, following: str | None, place: Locator, length: int) -> None:
        """Show a place of a chapter, and highlight so many letters there."""
        if self.printed:
            self.pages.chapter = chapter
            if length:
                self.pages.mark(chapter, place, length)
            else:
                self.pages.go(place, chapter)
            return
        if chapter is not self.text.chapter:
            self.text.show_chapter(chapter, following, min(place.offset, len(chapter.text)))
        if length:
            self.text.mark(place.offset, length)
        else:
            self.text.unmark()
            self.text.go(min(place.offset, len(chapter.text)))

    def dress(self, look: Look, theme: Theme) -> None:
        """Show everything in a look and a theme."""
        self.text.dress(look, theme)
        self.pages.dress(look, theme)

    def zoom(self, way: int) -> bool:
        """Zoom the printed pages, if they are shown."""
        if self.printed:
            self.pages.step_zoom(way)
        return self.printed

    def _open(self) -> None:
        assert self._opened is not None
        shelved = self._opened.shelved
        self._printed = Printed(self._house.lanes.pages, Path(str(self._opened.printed)), shelved.book.id)
        self._printed.opened.connect(self._has_opened)
        self._printed.refused.connect(self._refused)
        self._printed.open()

    def _has_opened(self) -> None:
        if self._printed is None or self._opened is None:
            return
        labels = [sheet.label for sheet in self._printed.sheets]
        lengths = [heading.characters for heading in self._opened.headings]
        if self.currentWidget() is self.password:
            self.setCurrentWidget(self.pages)
        self.pages.show_book(self._printed, Paging(labels, self._opened.marks, lengths))
        self.opened.emit()

    def _refused(self, error: Exception) -> None:
        if self._printed is None:
            return
        if isinstance(error, Locked):
            self.password.ask(explained(error).text)
            if self.printed:
                self.setCurrentWidget(self.password)
                self.password.setFocus()
            return
        self._printed.shut()
        self._printed = None
        self.text_wanted.emit()
        notice = explained(error)
        if isinstance(error, BookError):
            self._house.say(type(notice)(tr("{} The text is shown instead.").format(notice.text)))
        else:
            self._house.say(notice)
