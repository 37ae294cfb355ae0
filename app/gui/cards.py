"""The books of the shelf as cards: their order, what is searched, and how one is drawn."""

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.gui import cover
from app.gui.desk import Spine
from app.gui.theme import LIGHT

Index = QModelIndex | QPersistentModelIndex
SPINE = Qt.ItemDataRole.UserRole
CARD = QSize(184, 342)
COVER = QSize(156, 234)


class Books(QAbstractListModel):
    """The books, as the desk last saw them."""

    def __init__(self) -> None:
        super().__init__()
        self.spines: tuple[Spine, ...] = ()

    def show(self, spines: tuple[Spine, ...]) -> None:
        """Show these books; where only the progress changed, the cards stay where they are."""
        same = [one.shelved.book.id for one in spines] == [one.shelved.book.id for one in self.spines]
        if same:
            self.spines = spines
            if spines:
                self.dataChanged.emit(self.index(0), self.index(len(spines) - 1))
            return
        self.beginResetModel()
        self.spines = spines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Count the books."""
        return 0 if parent.isValid() else len(self.spines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a book, its title, or what a screen reader says of it."""
        spine = self.spines[index.row()]
        if role == SPINE:
            return spine
        if role == Qt.ItemDataRole.DisplayRole:
            return spine.shelved.book.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            by = ", ".join(spine.shelved.book.authors)
            return f"{spine.shelved.book.title}{f' by {by}' if by else ''}. {told(spine)}"
        return None


class Sorted(QSortFilterProxyModel):
    """The books that match what is searched, in the chosen order."""

    def __init__(self, books: Books) -> None:
        super().__init__()
        self._words = ""
        self._by = "added"
        self.setSourceModel(books)
        self.sort(0)

    def search(self, words: str) -> None:
        """Keep the books whose title or authors contain all these words."""
        self.beginFilterChange()
        self._words = words.casefold()
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def order(self, by: str) -> None:
        """Sort by `added`, `title`, `author` or `progress`."""
        self._by = by
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:  # noqa: N802
        """Say whether a book matches."""
        book = self.sourceModel().index(row, 0).data(SPINE).shelved.book
        text = " ".join((book.title, *book.authors)).casefold()
        return all(word in text for word in self._words.split())

    def lessThan(self, left: Index, right: Index) -> bool:  # noqa: N802
        """Compare two books."""
        one, other = left.data(SPINE), right.data(SPINE)
        if self._by == "added":
            return bool(one.shelved.added > other.shelved.added)
        if self._by == "progress":
            return (one.person or 0.0) > (other.person or 0.0)
        return self._key(one) < self._key(other)

    def _key(self, spine: Spine) -> tuple[str, str]:
        book = spine.shelved.book
        title = book.title.casefold().removeprefix("the ").removeprefix("a ")
        last = book.authors[0].split()[-1].casefold() if book.authors and book.authors[0].split() else "~"
        return (last, title) if self._by == "author" else (title, last)


def told(spine: Spine) -> str:
    """Say how far the person and the model are."""
    read = "Not opened yet" if spine.person is None else f"{spine.person:.0%} read"
    if spine.model >= 1.0:
        return f"{read} · remembered"
    return f"{read} · memory {spine.model:.0%}" if spine.model else read


class CardDelegate(QStyledItemDelegate):
    """Draws a book as its cover with a line or two below."""

    def __init__(self) -> None:
        super().__init__()
        self.theme = LIGHT

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Every card is as large as the others."""
        return CARD

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one card."""
        spine: Spine = index.data(SPINE)
        box = QRectF(option.rect)
        state = option.state
        place = QRectF(box.left() + 14, box.top() + 14, COVER.width(), COVER.height())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if bool(state & QStyle.StateFlag.State_MouseOver):
            place.translate(0, -3)
        self._shadow(painter, place)
        cover.paint(
            painter, place, spine.shelved.book.title, spine.shelved.book.authors, self.theme.cover_dim
        )
        if bool(state & QStyle.StateFlag.State_HasFocus) or bool(state & QStyle.StateFlag.State_Selected):
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(-4, -4, 4, 4), 7, 7)
        self._words(painter, QRectF(box.left() + 14, box.top() + 260, COVER.width(), 80), spine)
        painter.restore()

    def _shadow(self, painter: QPainter, place: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for grown, strength in ((7, 5), (5, 8), (3, 11), (1.5, 16)):
            painter.setBrush(QColor(20, 12, 4, strength))
            painter.drawRoundedRect(
                place.adjusted(-grown, -grown + 4, grown, grown + 4), 4 + grown, 4 + grown
            )

    def _words(self, painter: QPainter, box: QRectF, spine: Spine) -> None:
        font = QApplication.font()
        font.setPointSizeF(10)
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.ink))
        top = _wrapped(painter, box, spine.shelved.book.title, 2)
        font.setWeight(font.Weight.Normal)
        font.setPointSizeF(9)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.muted))
        metrics = QFontMetricsF(font)
        for line in (", ".join(spine.shelved.book.authors), told(spine)):
            if line:
                painter.drawText(
                    QRectF(box.left(), top, box.width(), metrics.height()),
                    metrics.elidedText(line, Qt.TextElideMode.ElideRight, box.width()),
                )
                top += metrics.height() + 1


def _wrapped(painter: QPainter, box: QRectF, text: str, most: int) -> float:
    """Write at most so many lines, and give where the next one begins."""
    metrics = QFontMetricsF(painter.font())
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
        painter.drawText(
            QRectF(box.left(), top, box.width(), metrics.height()),
            metrics.elidedText(part, Qt.TextElideMode.ElideRight, box.width()),
        )
        top += metrics.height()
    return top + 2
