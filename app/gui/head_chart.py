"""Numbers from 0 to 1, one a layer and head, as a picture in the theme's colours."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.gui.language import tr
from app.gui.theme import LIGHT, Theme

Rows = Sequence[Sequence[float]]
GAP = 4.0
STRONGEST = 0.4
"""How much of the accent the strongest colour has: the ink on it can still be read."""


class HeadChart(QWidget):
    """A row a layer, a cell a head; `bars` fill from the left, otherwise the whole cell takes on a colour."""

    def __init__(self, name: str, told: Callable[[float], str], bars: bool) -> None:
        super().__init__()
        self.theme = LIGHT
        self.rows: Rows = ()
        self.numbers: Sequence[int] = ()
        self._told, self._bars = told, bars
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Mapping[int, Sequence[float]]) -> None:
        """Show what belongs to the layers with these numbers."""
        self.numbers, self.rows = tuple(rows), tuple(rows.values())
        self.setAccessibleDescription(
            "; ".join(self._line(at, head) for at, row in enumerate(self.rows) for head in range(len(row)))
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As high as its rows."""
        return QSize(400, round(len(self.rows) * self._high()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw all cells."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high, few = self._high(), len(self.rows) <= 12
        for at, row in enumerate(self.rows):
            if few or at % 4 == 0:
                painter.setPen(QColor(self.theme.muted))
                box = QRectF(0, at * high, self._names(), high)
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, tr("Layer {}").format(self.numbers[at]))
            for head, value in enumerate(row):
                self._cell(painter, self._box(at, head), value, few and len(row) <= 8)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Tell the number under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            for at, row in enumerate(self.rows):
                for head in range(len(row)):
                    if self._box(at, head).contains(event.pos().toPointF()):
                        QToolTip.showText(event.globalPos(), self._line(at, head), self)
                        return True
        return super().event(event)

    def _line(self, at: int, head: int) -> str:
        told = self._told(self.rows[at][head])
        return tr("Layer {}, head {}: {}").format(self.numbers[at], head + 1, told)

    def _high(self) -> float:
        return max(30.0, self.fontMetrics().height() + 8.0) if len(self.rows) <= 12 else 14.0

    def _names(self) -> float:
        """Give the width of the names of the layers."""
        return self.fontMetrics().horizontalAdvance(tr("Layer {}").format(99)) + 14.0

    def _box(self, at: int, head: int) -> QRectF:
        count, high, names = len(self.rows[at]), self._high(), self._names()
        wide = (self.width() - names - GAP * (count - 1)) / count
        space = GAP / 2 if high > 20 else 1.0
        return QRectF(names + head * (wide + GAP), at * high + space, wide, high - 2 * space)

    def _cell(self, painter: QPainter, box: QRectF, value: float, written: bool) -> None:
        theme = self.theme
        painter.setPen(Qt.PenStyle.NoPen)
        radius = min(6.0, box.height() / 3)
        painter.setBrush(QColor(theme.well) if self._bars else mixed(theme, value * STRONGEST))
        painter.drawRoundedRect(box, radius, radius)
        if self._bars and value > 0:
            painter.setBrush(mixed(theme, STRONGEST))
            part = QRectF(box.left(), box.top(), max(2 * radius, box.width() * value), box.height())
            painter.drawRoundedRect(part, radius, radius)
        if written:
            painter.setPen(QColor(theme.ink))
            inner = box.adjusted(10, 0, -8, 0)
            told = self._told(value)
            if painter.fontMetrics().horizontalAdvance(told) > inner.width():
                told = told.partition(" · ")[0]
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, told)


def mixed(theme: Theme, share: float) -> QColor:
    """Give the colour between the page's well and the accent."""
    one, other = QColor(theme.well), QColor(theme.accent)
    parts = ((a, b) for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True))  # type: ignore[index]
    return QColor(*(round(a + (b - a) * share) for a, b in parts))


def contrast(one: QColor, other: QColor) -> float:
    """Give the contrast of two colours as WCAG counts it, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
