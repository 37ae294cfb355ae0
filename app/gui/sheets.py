"""The middle of the reader: the book's leaves, or a sheet that is shown in their place."""

from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.gui.compare import Compare
from app.gui.desk import Opened
from app.gui.house import House
from app.gui.memory_view import MemoryView
from app.gui.theme import LIGHT, Theme

Sheet = TypeVar("Sheet", Compare, MemoryView)


class Sheets(QStackedWidget):
    """Shows the leaves, the comparison or the memory; the last two are made when they are first wanted."""

    changed = Signal()
    citation_wanted = Signal(object)  # Citation
    ask_wanted = Signal(int)  # as of the end of this chapter (index)
    chapter_wanted = Signal(int)
    read_wanted = Signal()

    def __init__(self, house: House, leaves: QWidget) -> None:
        super().__init__()
        self.leaves = leaves
        self._house, self._theme = house, LIGHT
        self.addWidget(leaves)
        self.setMinimumWidth(360)

    @cached_property
    def compare(self) -> Compare:
        """The comparison."""
        made = Compare(self._house)
        made.citation_wanted.connect(self.citation_wanted)
        return self._added(made)

    @cached_property
    def memory(self) -> MemoryView:
        """The memory."""
        made = MemoryView(self._house)
        made.ask_wanted.connect(self.ask_wanted)
        made.chapter_wanted.connect(self.chapter_wanted)
        made.read_wanted.connect(self.read_wanted)
        return self._added(made)

    @property
    def name(self) -> str:
        """What is shown: `leaves`, `compare` or `memory`."""
        shown, known = self.currentWidget(), self.__dict__
        return next((name for name in ("compare", "memory") if known.get(name) is shown), "leaves")

    def show_leaves(self) -> None:
        """Show the book."""
        self._turn_to(self.leaves)

    def show_compare(self, opened: Opened, reached: int, question: str = "") -> None:
        """Compare answers as of two chapters."""
        self._turn_to(self.compare)
        self.compare.show_book(opened, reached, question)

    def show_memory(self, opened: Opened, share: float) -> None:
        """Look at the memory."""
        self._turn_to(self.memory)
        self.memory.show_book(opened, share)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme
        for name in {"compare", "memory"} & self.__dict__.keys():
            getattr(self, name).set_theme(theme)

    def _added(self, sheet: Sheet) -> Sheet:
        sheet.closed.connect(self.show_leaves)
        sheet.set_theme(self._theme)
        self.addWidget(sheet)
        return sheet

    def _turn_to(self, widget: QWidget) -> None:
        if self.currentWidget() is not widget:
            self.setCurrentWidget(widget)
            self.changed.emit()
        if widget is self.leaves:
            widget.setFocus()
