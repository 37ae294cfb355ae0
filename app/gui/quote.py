"""A citation as it is shown below an answer: the book's words, and where they stand."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QStyleOption

from app.gui.language import tr
from app.gui.parts import column, label
from app.gui.typefaces import serif
from app.values import Citation

if TYPE_CHECKING:
    from app.library import Heading

SHOWN = 170
"""So many letters of a quote are shown; the rest comes with a hover."""


class QuoteCard(QAbstractButton):
    """A citation to click, and a button for whoever hears the window; it opens its place."""

    wanted = Signal(object)  # the Citation
    hovered = Signal(object, object)  # the Citation, and this card

    def __init__(self, citation: Citation, headings: Sequence["Heading"], said: bool = False) -> None:
        """Make the card; where the answer has `said` the words itself, only their place is shown."""
        super().__init__()
        self.setObjectName("quote")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda: self.wanted.emit(citation))
        self._citation = citation
        quote = " ".join(citation.quote.split())
        where = whereabouts(citation, headings)
        self.setAccessibleName(tr("Citation: {} — {}. Press Enter to open its place.").format(quote, where))
        self.setToolTip(f"<p>“{_safe(quote)}”</p><p>{_safe(where)}</p>")
        box = column(self, (12, 6, 12, 6) if said else (12, 9, 12, 9), 4)
        if not said:
            words = label(f"“{_short(quote.strip('“”'))}”", "quote", wraps=True)
            words.setFont(serif(10.5, italic=True))
            box.addWidget(words)
        self.where = label(where, "small", wraps=True)
        box.addWidget(self.where)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the card; what stands on it draws itself."""
        option, painter = QStyleOption(), QPainter(self)
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Be pressed by Enter too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        """Underline where the quote stands, and let its passage be shown."""
        self._underline(True)
        self.hovered.emit(self._citation, self)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """Take the line away."""
        self._underline(False)

    def _underline(self, on: bool) -> None:
        font = self.where.font()
        font.setUnderline(on)
        self.where.setFont(font)


def whereabouts(citation: Citation, headings: Sequence["Heading"]) -> str:
    """Say where a quote stands: Chapter 3 · The Tide House · p. 12."""
    index = citation.start.chapter
    parts = [tr("Chapter {}").format(index + 1)]
    if index < len(headings) and headings[index].title:
        parts.append(plain_title(index, headings[index].title))
    if citation.page:
        parts.append(tr("p. {}").format(citation.page))
    return " · ".join(parts)


def plain_title(index: int, title: str) -> str:
    """Give a chapter's title without the number that it is counted by anyway."""
    line = " ".join(title.split())
    number, _, rest = line.partition(". ")
    return rest if number == str(index + 1) and rest else line


def _short(quote: str) -> str:
    return quote if len(quote) <= SHOWN else f"{quote[:SHOWN].rsplit(' ', 1)[0]} …"


def _safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
