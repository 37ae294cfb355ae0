"""A citation as it is shown below an answer: the book's words, and where they stand."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel

from app.gui.parts import column, label
from app.gui.theme import serif
from app.values import Citation

if TYPE_CHECKING:
    from app.library import Heading

SHOWN = 170
"""So many letters of a quote are shown; the rest comes with a hover."""


class QuoteCard(QFrame):
    """A citation to click; it opens its place."""

    wanted = Signal(object)  # the Citation

    def __init__(self, citation: Citation, headings: Sequence["Heading"]) -> None:
        super().__init__()
        self.setObjectName("quote")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._citation = citation
        quote = " ".join(citation.quote.split())
        where = whereabouts(citation, headings)
        self.setAccessibleName(f"Citation: {quote} — {where}. Press Enter to open its place.")
        self.setToolTip(f"<p>“{_safe(quote)}”</p><p>{_safe(where)}</p>")
        box = column(self, (12, 9, 12, 9), 4)
        self.words = label(f"“{_short(quote)}”", wraps=True)
        self.words.setFont(serif(10.5, italic=True))
        self.words.setStyleSheet("font-size: 10.5pt;")
        self.where = QLabel(where)
        self.where.setProperty("role", "small")
        self.where.setTextFormat(Qt.TextFormat.PlainText)
        self.where.setWordWrap(True)
        box.addWidget(self.words)
        box.addWidget(self.where)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Open the place."""
        if self.rect().contains(event.position().toPoint()):
            self.wanted.emit(self._citation)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Open the place."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.wanted.emit(self._citation)
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        """Underline where the quote stands."""
        self._underline(True)

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
    parts = [f"Chapter {index + 1}"]
    if index < len(headings) and headings[index].title:
        parts.append(plain_title(index, headings[index].title))
    if citation.page:
        parts.append(f"p. {citation.page}")
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
