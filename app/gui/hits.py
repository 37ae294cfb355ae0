"""How a place that was found is drawn: the words that were looked for stand out, the chapter stands above them."""

from html import escape

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextDocument
from PySide6.QtWidgets import QApplication, QListWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.gui.desk import Found
from app.gui.theme import LIGHT
from app.gui.typefaces import points

Index = QModelIndex | QPersistentModelIndex
FOUND, TITLE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 2
EDGE = 9


class Hits(QStyledItemDelegate):
    """Draws a `Found` below the title of its chapter."""

    def __init__(self, view: QListWidget) -> None:
        super().__init__(view)
        self.theme = LIGHT
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Give every place the lines that it needs."""
        wide = self._view.viewport().width()
        return QSize(wide, round(self._page(index, wide).size().height()) + 2 * EDGE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one place."""
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or bool(option.state & QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.hover))
            painter.drawRoundedRect(box, 6, 6)
        if chosen and bool(option.state & QStyle.StateFlag.State_HasFocus):
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        painter.translate(box.topLeft() + QPointF(EDGE, EDGE))
        self._page(index, round(box.width())).drawContents(painter)
        painter.restore()

    def _page(self, index: Index, wide: int) -> QTextDocument:
        hit: Found = index.data(FOUND)
        made, theme = QTextDocument(), self.theme
        made.setDefaultFont(QApplication.font())
        made.setDocumentMargin(0)
        made.setTextWidth(max(40, wide - 2 * EDGE))
        before, after = around(hit)
        made.setHtml(
            f'<div style="color: {theme.muted}; font-size: {points(9):.1f}pt">{escape(index.data(TITLE))}</div>'
            f'<div style="color: {theme.ink}">… {escape(before)}'
            f'<span style="background-color: {theme.mark}">{escape(hit.words)}</span>{escape(after)} …</div>'
        )
        return made


def around(hit: Found) -> tuple[str, str]:
    """Give whole words before and after what was found."""
    before = hit.before[-26:].partition(" ")[2] if len(hit.before) > 26 else hit.before
    after = hit.after[:44].rpartition(" ")[0] if len(hit.after) > 44 else hit.after
    return before, after
