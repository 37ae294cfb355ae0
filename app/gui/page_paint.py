"""How printed pages look on the screen: paper, highlight, selection, and what is said of a page that is broken."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from app.gui.theme import Theme

if TYPE_CHECKING:
    from ingest.display import Tint


def tint(theme: Theme) -> "Tint | None":
    """Give the colours that ink and paper take in a theme; none where they stay as they are printed."""
    from ingest.display import Tint

    if theme.name == "light":
        return None
    return Tint(_number(theme.text), _number(theme.page))


def ground(painter: QPainter, area: QRect, theme: Theme) -> None:
    """Draw what the pages lie on."""
    painter.fillRect(area, QColor(theme.well))


def page(painter: QPainter, box: QRect, image: QImage | None, theme: Theme, paper: str, error: str) -> None:
    """Draw a page, its paper alone until its picture is there."""
    painter.setPen(Qt.PenStyle.NoPen)
    for grown, strength in ((4, 8), (2, 14)):
        painter.setBrush(QColor(20, 12, 4, strength))
        painter.drawRoundedRect(box.adjusted(-grown, 1 - grown, grown, grown + 1), grown, grown)
    if image is None:
        painter.fillRect(box, QColor(paper))
    else:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(box, image)
    if theme.name == "dark":
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0, 0, -1, -1))
    if error:
        note(painter, box, error, theme)


def note(painter: QPainter, area: QRect, text: str, theme: Theme) -> None:
    """Say something in the middle of an area."""
    painter.setPen(QColor(theme.muted))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(area.adjusted(40, 40, -40, -40), flags, text)


def marks(painter: QPainter, boxes: Sequence[QRect], theme: Theme) -> None:
    """Highlight words as with a marker: the letters stay legible."""
    dark = theme.name == "dark"
    colour = QColor("#b98a1e" if dark else theme.mark)
    mode = QPainter.CompositionMode
    painter.save()
    painter.setCompositionMode(mode.CompositionMode_Screen if dark else mode.CompositionMode_Multiply)
    if dark:
        colour = colour.darker(170)
    for box in boxes:
        trim = box.height() // 8
        painter.fillRect(box.adjusted(-2, trim, 2, -trim // 2), colour)
    painter.restore()


def selection(painter: QPainter, boxes: Sequence[QRect], theme: Theme) -> None:
    """Tint the selected words."""
    colour = QColor(theme.accent)
    colour.setAlpha(70)
    for box in boxes:
        painter.fillRect(box, colour)


def _number(colour: str) -> int:
    return int(colour.removeprefix("#"), 16)
