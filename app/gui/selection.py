"""What can be done with selected words: a small bar beside them, a menu, and copying them with where they stand."""

from typing import Protocol

from PySide6.QtCore import QMimeData, QPoint, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QMenu

from app.gui.language import tr
from app.gui.parts import button, row


class Selectable(Protocol):
    """A page whose words can be selected."""

    citing: str  # where the words stand, as it is copied with them
    selected: SignalInstance
    copied: SignalInstance
    ask_wanted: SignalInstance

    def words(self) -> str:
        """Give the selected words."""

    def selection_end(self) -> QPoint:
        """Give the point of the view below the selected words."""

    def copy(self) -> None:
        """Copy the selected words."""

    def copy_citation(self) -> None:
        """Copy the selected words with where they stand."""

    def ask_about_words(self) -> None:
        """Ask about the selected words."""


class Quotable:
    """What text and printed pages do alike with selected words."""

    citing = ""

    def copy_citation(self: Selectable) -> None:
        """Copy the selected words with where they stand."""
        if copy_cited(self.words(), self.citing):
            self.copied.emit()

    def ask_about_words(self: Selectable) -> None:
        """Ask about the selected words."""
        if self.words():
            self.ask_wanted.emit(self.words())


class SelectionBar(QFrame):
    """A small bar over the page that appears when words are selected, and goes with them."""

    ask_wanted = Signal()
    cite_wanted = Signal()

    def __init__(self, view: QAbstractScrollArea, page: Selectable) -> None:
        super().__init__(view)
        self.setObjectName("visiting")
        self._view, self._page = view, page
        self._bar = row(self, (6, 2, 6, 2), 0)
        for text, signal in (
            (tr("Ask about this"), self.ask_wanted),
            (tr("Copy with citation"), self.cite_wanted),
        ):
            one = button(text, "link")
            one.clicked.connect(signal)
            one.clicked.connect(self.hide)
            self._bar.addWidget(one)
        page.selected.connect(self._changed)
        self.ask_wanted.connect(page.ask_about_words)
        self.cite_wanted.connect(page.copy_citation)
        view.verticalScrollBar().valueChanged.connect(lambda _: self.hide())
        self.hide()

    def _changed(self, some: bool) -> None:
        if not some or not self._page.words():
            self.hide()
            return
        self.adjustSize()
        room = self._view.viewport()
        below = room.mapTo(self._view, self._page.selection_end()) + QPoint(-self.width() // 2, 12)
        left = max(12, min(below.x(), self._view.width() - self.width() - 24))
        top = min(below.y(), self._view.height() - self.height() - 12)
        self.move(left, max(12, top))
        self.show()
        self.raise_()


def copy_cited(words: str, citing: str = "") -> bool:
    """Copy words, with where they stand if that is given; say whether there were any."""
    if not words:
        return False
    data = QMimeData()
    data.setText(f"“{words}”\n— {citing}" if citing else words)
    QGuiApplication.clipboard().setMimeData(data)
    return True


def show_menu(view: QAbstractScrollArea, page: Selectable, at: QPoint) -> None:
    """Offer what can be done with the selected words."""
    menu = QMenu(view)
    some = bool(page.words())
    for text, do in (
        (tr("Ask about this"), page.ask_about_words),
        (tr("Copy"), page.copy),
        (tr("Copy with citation"), page.copy_citation),
    ):
        menu.addAction(text, do).setEnabled(some)
    menu.popup(at)
