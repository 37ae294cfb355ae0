"""What is shown over the page while the reader looks something up elsewhere in the book."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.gui.language import tr
from app.gui.parts import button, label, row


class VisitingBar(QFrame):
    """Offers the way back to the reader's own page, or to stay."""

    home_wanted = Signal()
    stay_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("visiting")
        inner = row(self, (16, 3, 6, 3), 4)
        self._told = label(tr("You are looking something up"), "muted")
        inner.addWidget(self._told)
        for text, signal in ((tr("Back to my page"), self.home_wanted), (tr("Stay here"), self.stay_wanted)):
            one = button(text, "link")
            one.clicked.connect(signal)
            inner.addWidget(one)
        self.hide()

    def place_over(self, left: int, width: int, top: int) -> None:
        """Lie in the middle over a part of the parent, in as many words as there is room for."""
        self._told.show()
        self._told.setVisible(self.sizeHint().width() <= width)
        self.adjustSize()
        self.move(max(0, left + (width - self.width()) // 2), top)
        self.raise_()
