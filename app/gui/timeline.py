"""The book as a line: its chapters, and the snapshots at their ends, to choose one of them."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QToolTip

from app.gui.language import tr
from app.gui.theme import LIGHT

SIDE, ROOM = 12.0, 46


class Timeline(QAbstractSlider):
    """Each chapter is as long as its text; a dot is a snapshot, and one that is not there is hollow.

    To whoever hears the window it is a slider, its value the number of the chosen chapter.
    """

    chosen = Signal(int)  # a chapter's index
    wanted = Signal(int)  # the same, by Enter or a double click

    def __init__(self) -> None:
        super().__init__()
        self.theme = LIGHT
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._titles: Sequence[str] = ()
        self._ends: list[float] = []  # from 0 to 1
        self._saved: frozenset[int] = frozenset()
        self._here = 0.0
        self.at = -1
        self.valueChanged.connect(
            lambda number: self._choose(number - 1 if number - 1 in self._saved else -1)
        )

    def show_book(
        self, titles: Sequence[str], sizes: Sequence[int], saved: Sequence[int], here: float
    ) -> None:
        """Show chapters of these sizes, which of them have a snapshot, and where the reader is (0 to 1)."""
        self._titles, self._saved, self._here = titles, frozenset(saved), here
        total, done = sum(sizes) or 1, 0
        self._ends = [(done := done + size) / total for size in sizes]
        with QSignalBlocker(self):  # nobody chose anything
            self.setRange(0, len(titles))
        self.update()

    def choose(self, chapter: int) -> None:
        """Mark a snapshot."""
        if chapter != self.at:
            self.at = chapter
            self.setValue(chapter + 1)
            self._describe()
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as there is room."""
        return QSize(480, ROOM)

    def point(self, chapter: int) -> QPointF:
        """Give where a chapter's dot is."""
        return QPointF(SIDE + self._ends[chapter] * (self.width() - 2 * SIDE), ROOM / 2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the line, what was read of it, and the dots."""
        if not self._ends:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, middle, wide = self.theme, ROOM / 2, self.width() - 2 * SIDE
        read = max((self._ends[one] for one in self._saved), default=0.0)
        painter.setPen(Qt.PenStyle.NoPen)
        for share, colour in ((1.0, theme.line), (read, theme.muted)):
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(SIDE, middle - 2, wide * share, 4), 2, 2)
        painter.setBrush(QColor(theme.ink))
        x = SIDE + self._here * wide
        painter.drawPolygon([QPointF(x - 5, 3), QPointF(x + 5, 3), QPointF(x, 10)])
        for chapter in range(len(self._ends)):
            self._dot(painter, chapter)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Choose the nearest snapshot."""
        self._choose(self._nearest(event.position().x()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Ask as of the nearest snapshot."""
        if self.at >= 0:
            self.wanted.emit(self.at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Tell the chapter under the mouse."""
        near = self._nearest(event.position().x())
        if near >= 0:
            QToolTip.showText(event.globalPosition().toPoint(), self._told(near), self)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Go from snapshot to snapshot; Enter asks as of it."""
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        ordered = sorted(self._saved)
        if event.key() in ways and ordered:
            now = ordered.index(self.at) if self.at in self._saved else 0
            self._choose(ordered[max(0, min(len(ordered) - 1, now + ways[Qt.Key(event.key())]))])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.at >= 0:
            self.wanted.emit(self.at)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Let the sheet scroll."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    def _dot(self, painter: QPainter, chapter: int) -> None:
        theme, saved, chosen = self.theme, chapter in self._saved, chapter == self.at
        painter.setPen(QPen(QColor(theme.accent if chosen else theme.muted if saved else theme.faint), 1.6))
        painter.setBrush(QColor(theme.accent if chosen else theme.muted if saved else theme.page))
        size = 7.0 if chosen else 4.2
        painter.drawEllipse(self.point(chapter), size, size)
        if chosen and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawEllipse(self.point(chapter), size + 4, size + 4)

    def _nearest(self, x: float) -> int:
        return min(self._saved, key=lambda one: abs(self.point(one).x() - x), default=-1)

    def _choose(self, chapter: int) -> None:
        if chapter >= 0 and chapter != self.at:
            self.choose(chapter)
            self.chosen.emit(chapter)

    def _told(self, chapter: int) -> str:
        return tr("End of chapter {}: {}").format(chapter + 1, self._titles[chapter])

    def _describe(self) -> None:
        self.setAccessibleName(tr("Snapshots along the book"))
        self.setAccessibleDescription(self._told(self.at) if 0 <= self.at < len(self._titles) else "")
