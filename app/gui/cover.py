"""Covers that are only type and colour, made from title and author; a book always gets the same one."""

from dataclasses import dataclass
from zlib import crc32

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QLinearGradient, QPainter, QPainterPath, QPen

from app.gui.typefaces import serif


@dataclass(frozen=True)
class Cloth:
    """A binding: the cloth, a second colour, and the ink of its letters."""

    ground: str
    second: str
    ink: str


CLOTHS = (
    Cloth("#24424d", "#d9a05b", "#f4ead6"),
    Cloth("#7d2e2a", "#e0b07c", "#f8ecd9"),
    Cloth("#e9dcc0", "#9a3b2a", "#33261d"),
    Cloth("#2f4a3a", "#c9b26b", "#f3edd8"),
    Cloth("#c9603f", "#f5dfb6", "#fff6e6"),
    Cloth("#2b2f4c", "#c7798a", "#f2eaf0"),
    Cloth("#d7d9cf", "#2f5a5a", "#23302f"),
    Cloth("#55344f", "#e2b48c", "#f7ebe6"),
    Cloth("#d8a63f", "#5b2b22", "#35190f"),
    Cloth("#3d3a35", "#b9a47e", "#f2ebdd"),
)


def paint(painter: QPainter, box: QRectF, title: str, authors: tuple[str, ...], dim: float = 1.0) -> None:
    """Paint the cover of a book into a box."""
    seed = crc32(f"{title}\0{authors}".encode())
    cloth = CLOTHS[seed % len(CLOTHS)]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shape = QPainterPath()
    shape.addRoundedRect(box, 4, 4)
    painter.setClipPath(shape)
    painter.fillRect(box, QColor(cloth.ground))
    space = _PATTERNS[(seed // 16) % len(_PATTERNS)](painter, box, cloth, seed)
    _letters(painter, box, space, cloth, title, authors)
    paint_spine(painter, box)
    if dim < 1.0:
        painter.fillRect(box, QColor(0, 0, 0, round(255 * (1 - dim))))
    painter.restore()


def _frame(painter: QPainter, box: QRectF, cloth: Cloth, seed: int) -> QRectF:
    """A double rule around, and a lozenge below."""
    unit = box.width() / 100
    painter.setPen(QPen(QColor(cloth.second), 1.3 * unit))
    painter.drawRect(box.adjusted(8 * unit, 7 * unit, -6 * unit, -7 * unit))
    painter.setPen(QPen(QColor(cloth.second), 0.5 * unit))
    painter.drawRect(box.adjusted(10.5 * unit, 9.5 * unit, -8.5 * unit, -9.5 * unit))
    middle = QPointF(box.center().x() + unit, box.top() + box.height() * 0.66)
    painter.setBrush(QColor(cloth.second))
    painter.setPen(Qt.PenStyle.NoPen)
    side = 3.4 * unit
    painter.drawPolygon([middle + QPointF(*d) for d in ((0, -side), (side, 0), (0, side), (-side, 0))])
    return QRectF(box.left() + 17 * unit, box.top() + 20 * unit, box.width() - 32 * unit, box.height() * 0.42)


def _discs(painter: QPainter, box: QRectF, cloth: Cloth, seed: int) -> QRectF:
    """Circles that rise behind the title, as a sun or hills."""
    unit = box.width() / 100
    painter.setPen(Qt.PenStyle.NoPen)
    for at, strength in enumerate((60, 105, 255)):
        colour = QColor(cloth.second)
        colour.setAlpha(strength)
        painter.setBrush(colour)
        radius = (43 - 14 * at) * unit
        shift = ((seed >> 8) % 40 - 20) * unit
        painter.drawEllipse(
            QPointF(box.center().x() + shift, box.top() + box.height() * 0.75), radius, radius
        )
    painter.fillRect(box.adjusted(0, box.height() * 0.80, 0, 0), QColor(cloth.ground))
    return QRectF(box.left() + 12 * unit, box.top() + 13 * unit, box.width() - 22 * unit, box.height() * 0.36)


def _label(painter: QPainter, box: QRectF, cloth: Cloth, seed: int) -> QRectF:
    """Fine stripes, and a pasted label's place kept free."""
    unit = box.width() / 100
    colour = QColor(cloth.second)
    colour.setAlpha(95)
    painter.setPen(QPen(colour, 0.8 * unit))
    steps = 7 + (seed >> 9) % 5
    for at in range(steps * 2):
        x = box.left() + (at + 0.5) * box.width() / steps
        painter.drawLine(QPointF(x, box.top()), QPointF(x - box.width() * 0.5, box.bottom()))
    place = QRectF(box.left(), box.top() + box.height() * 0.16, box.width(), box.height() * 0.44)
    painter.fillRect(place, QColor(cloth.ground))
    painter.setPen(QPen(QColor(cloth.second), 1.2 * unit))
    painter.drawLine(place.topLeft(), place.topRight())
    painter.drawLine(place.bottomLeft(), place.bottomRight())
    painter.fillRect(box.adjusted(0, box.height() * 0.82, 0, 0), QColor(cloth.ground))
    return place.adjusted(12 * unit, 4 * unit, -10 * unit, -4 * unit)


def _arches(painter: QPainter, box: QRectF, cloth: Cloth, seed: int) -> QRectF:
    """Arches, one in another, like a door at the foot of the cover."""
    unit = box.width() / 100
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(cloth.second), 1.5 * unit))
    foot = box.top() + box.height() * 0.83
    for at in range(5):
        wide = (36 - 8 * at) * unit
        high = box.height() * (0.33 - 0.05 * at)
        path = QPainterPath(QPointF(box.center().x() - wide, foot))
        path.lineTo(box.center().x() - wide, foot - high + wide)
        path.arcTo(QRectF(box.center().x() - wide, foot - high, 2 * wide, 2 * wide), 180, -180)
        path.lineTo(box.center().x() + wide, foot)
        painter.drawPath(path)
    return QRectF(box.left() + 12 * unit, box.top() + 12 * unit, box.width() - 22 * unit, box.height() * 0.34)


_PATTERNS = (_frame, _discs, _label, _arches)


def _letters(
    painter: QPainter, box: QRectF, space: QRectF, cloth: Cloth, title: str, authors: tuple[str, ...]
) -> None:
    unit = box.width() / 100
    painter.setPen(QColor(cloth.ink))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    font = _fitting(title, space, unit)
    painter.setFont(font)
    painter.drawText(space, flags, title)
    by = serif(1)
    by.setPixelSize(max(6, round(6.4 * unit)))
    by.setCapitalization(QFont.Capitalization.SmallCaps)
    by.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.5 * unit)
    painter.setFont(by)
    foot = QRectF(box.left() + 12 * unit, box.bottom() - 22 * unit, box.width() - 22 * unit, 14 * unit)
    name = QFontMetricsF(by).elidedText(", ".join(authors), Qt.TextElideMode.ElideRight, foot.width())
    painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, name)


def _fitting(title: str, space: QRectF, unit: float) -> QFont:
    """Find the largest letters in which no word is broken and the title fits."""
    font = serif(1)
    font.setWeight(QFont.Weight.DemiBold)
    for size in (14.5, 13, 11.5, 10, 9, 8, 7, 6):
        font.setPixelSize(max(5, round(size * unit)))
        metrics = QFontMetricsF(font)
        taken = metrics.boundingRect(space, int(Qt.TextFlag.TextWordWrap), title)
        widest = max((metrics.horizontalAdvance(word) for word in title.split()), default=0.0)
        if taken.height() <= space.height() and widest <= space.width():
            break
    return font


def paint_spine(painter: QPainter, box: QRectF) -> None:
    """Lay a fold of shadow and light along the left edge."""
    fold = QLinearGradient(box.left(), 0, box.left() + box.width() * 0.09, 0)
    for at, grey, strength in ((0.0, 0, 60), (0.4, 0, 14), (0.55, 255, 42), (1.0, 255, 0)):
        fold.setColorAt(at, QColor(grey, grey, grey, strength))
    painter.fillRect(box, fold)
