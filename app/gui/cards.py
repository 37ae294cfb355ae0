"""How a book looks on the shelf: as a card with its cover, or as a line of a list."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.gui.books import SPINE, Index, memory_told, person_told, told
from app.gui.covers import Covers
from app.gui.desk import Spine
from app.gui.theme import LIGHT
from app.gui.typefaces import points

CARD = 184
"""The width of a card."""
COVER = QSize(156, 234)
LINE = QSize(480, 84)
SMALL = QSize(44, 66)
FIGURES = 137
"""The width of a column with how far somebody is, where letters are as large as the style is written."""


class BookDelegate(QStyledItemDelegate):
    """What both ways to draw a book share."""

    cover_size = COVER

    def __init__(self, covers: Covers) -> None:
        super().__init__()
        self.theme = LIGHT
        self._covers = covers

    def _cover(self, painter: QPainter, place: QRectF, spine: Spine) -> QRectF:
        """Draw the cover at the foot of its place; give where it is."""
        ratio = painter.device().devicePixelRatioF()
        picture = self._covers.get(spine.shelved.book, self.cover_size, ratio)
        if picture is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.well))
            painter.drawRoundedRect(place, 4, 4)
            return place
        size = picture.deviceIndependentSize()
        left = place.left() + (place.width() - size.width()) / 2
        box = QRectF(QPointF(left, place.bottom() - size.height()), size)
        self._shadow(painter, box, place.width() / COVER.width())
        painter.drawPixmap(box.topLeft(), picture)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(0, 0, 0, 26), 1))  # white paper has an edge
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if self.theme.cover_dim < 1.0:
            painter.setBrush(QColor(0, 0, 0, round(255 * (1 - self.theme.cover_dim))))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(box, 4, 4)
        return box

    def _shadow(self, painter: QPainter, box: QRectF, scale: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for grown, strength in ((7, 5), (5, 8), (3, 11), (1.5, 16)):
            by = grown * scale
            painter.setBrush(QColor(20, 12, 4, strength))
            painter.drawRoundedRect(box.adjusted(-by, -by + 4 * scale, by, by + 4 * scale), 4 + by, 4 + by)

    def _bar(self, painter: QPainter, box: QRectF, share: float, colour: str) -> None:
        """Draw how far somebody is."""
        painter.setPen(Qt.PenStyle.NoPen)
        for width, paint in ((box.width(), self.theme.line), (box.width() * min(1.0, share), colour)):
            if width > 0:
                painter.setBrush(QColor(paint))
                painter.drawRoundedRect(QRectF(box.left(), box.top(), width, box.height()), 1.5, 1.5)


class CardDelegate(BookDelegate):
    """Draws a book as its cover with a line or two below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Every card is as large as the others, and larger where the words are."""
        return QSize(CARD, COVER.height() + 30 + round(points(82)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one card."""
        spine: Spine = index.data(SPINE)
        box, state = QRectF(option.rect), option.state
        place = QRectF(box.left() + 14, box.top() + 14, COVER.width(), COVER.height())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        moves = QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateMenu)  # not where little motion is wanted
        if moves and bool(state & QStyle.StateFlag.State_MouseOver):
            place.translate(0, -3)
        drawn = self._cover(painter, place, spine)
        if bool(state & QStyle.StateFlag.State_HasFocus) or bool(state & QStyle.StateFlag.State_Selected):
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(drawn.adjusted(-4, -4, 4, 4), 7, 7)
        if spine.person and spine.person > 0.005:
            self._bar(
                painter,
                QRectF(box.left() + 14, box.top() + 256, COVER.width(), 3),
                spine.person,
                self.theme.accent,
            )
        self._words(painter, QRectF(box.left() + 14, box.top() + 264, COVER.width(), points(80)), spine)
        painter.restore()

    def _words(self, painter: QPainter, box: QRectF, spine: Spine) -> None:
        font = QApplication.font()
        font.setPointSizeF(points(10))
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.ink))
        top = _wrapped(painter, box, spine.shelved.book.title, 2)
        font.setWeight(font.Weight.Normal)
        font.setPointSizeF(points(9))
        painter.setFont(font)
        painter.setPen(QColor(self.theme.muted))
        for line in (", ".join(spine.shelved.book.authors), told(spine)):
            if line:
                top += _elided(painter, QRectF(box.left(), top, box.width(), 0), line) + 1


class LineDelegate(BookDelegate):
    """Draws a book as a line: small cover, title and author, and how far person and model are."""

    cover_size = SMALL

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Every line is as high as the others, and as wide as the list."""
        return QSize(LINE.width(), max(LINE.height(), round(points(44))))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        spine: Spine = index.data(SPINE)
        box, state = QRectF(option.rect).adjusted(8, 1, -8, -1), option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if bool(state & QStyle.StateFlag.State_MouseOver):
            painter.setBrush(QColor(self.theme.hover))
            painter.drawRoundedRect(box, 10, 10)
        if bool(state & QStyle.StateFlag.State_HasFocus) or bool(state & QStyle.StateFlag.State_Selected):
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 10, 10)
        self._cover(
            painter,
            QRectF(box.left() + 12, box.center().y() - SMALL.height() / 2, SMALL.width(), SMALL.height()),
            spine,
        )
        right, wide = box.right() - 20, points(FIGURES)
        shares = (
            (memory_told(spine), spine.model, self.theme.muted),
            (person_told(spine), spine.person, self.theme.accent),
        )
        for text, share, colour in shares:
            self._figures(
                painter, QRectF(right - wide, box.top(), wide, box.height()), text, share or 0.0, colour
            )
            right -= wide + 32
        self._titles(
            painter, QRectF(box.left() + 76, box.top(), right - box.left() - 76, box.height()), spine
        )
        painter.restore()

    def _titles(self, painter: QPainter, box: QRectF, spine: Spine) -> None:
        title, author = QApplication.font(), QApplication.font()
        title.setPointSizeF(points(10.5))
        title.setWeight(title.Weight.DemiBold)
        author.setPointSizeF(points(9.5))
        authors = ", ".join(spine.shelved.book.authors)
        lines = [(title, self.theme.ink, spine.shelved.book.title), (author, self.theme.muted, authors)]
        lines = [line for line in lines if line[2]]
        high = sum(QFontMetricsF(font).height() for font, _, _ in lines) + 3 * (len(lines) - 1)
        top = box.center().y() - high / 2
        for font, colour, text in lines:
            painter.setFont(font)
            painter.setPen(QColor(colour))
            top += _elided(painter, QRectF(box.left(), top, box.width(), 0), text) + 3

    def _figures(self, painter: QPainter, box: QRectF, text: str, share: float, colour: str) -> None:
        font = QApplication.font()
        font.setPointSizeF(points(9))
        painter.setFont(font)
        painter.setPen(QColor(self.theme.muted))
        top = box.center().y() - (QFontMetricsF(font).height() + 9) / 2
        top += _elided(painter, QRectF(box.left(), top, box.width(), 0), text) + 6
        self._bar(painter, QRectF(box.left(), top, box.width(), 3), share, colour)


def _elided(painter: QPainter, box: QRectF, text: str) -> float:
    """Write one line, and give its height."""
    metrics = QFontMetricsF(painter.font())
    place = QRectF(box.left(), box.top(), box.width(), metrics.height())
    painter.drawText(place, metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width()))
    return metrics.height()


def _wrapped(painter: QPainter, box: QRectF, text: str, most: int) -> float:
    """Write at most so many lines, and give where the next one begins."""
    layout = QTextLayout(text, painter.font())
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    layout.beginLayout()
    top, starts = box.top(), []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(box.width())
        starts.append(line.textStart())
    layout.endLayout()
    for at, start in enumerate(starts[:most]):
        last = at == most - 1 or at == len(starts) - 1
        part = text[start:] if last else text[start : starts[at + 1]]
        top += _elided(painter, QRectF(box.left(), top, box.width(), 0), part)
    return top + 2
