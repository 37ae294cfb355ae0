"""What can be done with selected words, beside them."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame

from app.gui.parts import button, row
from app.gui.text_page import TextPage


class SelectionBar(QFrame):
    """A small bar over the page that appears when words are selected, and goes with them."""

    ask_wanted = Signal()
    cite_wanted = Signal()

    def __init__(self, page: TextPage) -> None:
        super().__init__(page)
        self.setObjectName("visiting")
        self._page = page
        self._bar = row(self, (6, 2, 6, 2), 0)
        for text, signal in (("Ask about this", self.ask_wanted), ("Copy with citation", self.cite_wanted)):
            one = button(text, "link")
            one.clicked.connect(signal)
            one.clicked.connect(self.hide)
            self._bar.addWidget(one)
        page.selected.connect(self._changed)
        page.verticalScrollBar().valueChanged.connect(lambda _: self.hide())
        self.hide()

    def _changed(self, some: bool) -> None:
        if not some or not self._page.words():
            self.hide()
            return
        self.adjustSize()
        cursor = self._page.textCursor()
        cursor.setPosition(cursor.selectionEnd())
        below = self._page.cursorRect(cursor).bottomLeft() + QPoint(-self.width() // 2, 12)
        room = self._page.viewport()
        left = max(12, min(below.x(), room.width() - self.width() - 12))
        top = min(below.y(), room.height() - self.height() - 12)
        self.move(left, max(12, top))
        self.show()
        self.raise_()
