"""The side with the contents of the book, and with what was found in it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QTreeView,
    QWidget,
)

from app.gui.desk import Found
from app.gui.hits import FOUND, TITLE, Hits, around
from app.gui.language import tr
from app.gui.parts import column, field, label
from app.gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from app.library import Heading

CHAPTER = Qt.ItemDataRole.UserRole
ASIDE = Qt.ItemDataRole.UserRole + 1
"""Whether a chapter stands before or after the work itself."""


class Contents(QFrame):
    """The chapters as a tree; while something is looked for, the places where it stands."""

    chapter_wanted = Signal(int)
    looked_for = Signal(str)  # words to find; nothing: no longer
    found_wanted = Signal(object)  # Found

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("contents")
        self.title = label("", "heading", wraps=True)
        self.author = label("", "muted", wraps=True)
        self.finder = field(tr("Find in this book"))
        self.tree = QTreeView(headerHidden=True, rootIsDecorated=False)
        self.tree.setIndentation(16)
        self.tree.setAccessibleName(tr("Contents"))
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.hits = QListWidget()
        self._drawn = Hits(self.hits)
        self.hits.setItemDelegate(self._drawn)
        self.hits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hits.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.hits.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.hits.setAccessibleName(tr("Places found"))
        self.note = label("", "small")
        self._model = QStandardItemModel()
        self._items: list[QStandardItem] = []
        self._theme = LIGHT
        self._timer = QTimer(self, singleShot=True, interval=250)
        self.tree.setModel(self._model)
        self._arrange()
        self.tree.activated.connect(self._chosen)
        self.tree.clicked.connect(self._chosen)
        self.hits.itemActivated.connect(self._hit)
        self.hits.itemClicked.connect(self._hit)
        self.finder.textChanged.connect(lambda _: self._timer.start())
        self.finder.returnPressed.connect(self._next_hit)
        self._timer.timeout.connect(lambda: self.looked_for.emit(self.finder.text().strip()))

    def show_book(self, title: str, authors: Sequence[str], headings: Sequence["Heading"]) -> None:
        """Show the contents of a book."""
        self.title.setText(title)
        self.author.setText(", ".join(authors))
        self.author.setVisible(bool(authors))
        self.finder.clear()
        self._model.clear()
        self._items = []
        above: list[QStandardItem] = []
        for index, heading in enumerate(headings):
            item = QStandardItem(" ".join(heading.title.split()) or tr("Chapter {}").format(index + 1))
            item.setData(index, CHAPTER)
            item.setData(heading.matter != "body", ASIDE)
            item.setToolTip(item.text())
            above = above[: heading.level]
            (above[-1] if above else self._model.invisibleRootItem()).appendRow(item)
            above.append(item)
            self._items.append(item)
        self.tree.expandAll()
        self._tint()
        self.stack.setCurrentIndex(0)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = self._drawn.theme = theme
        self._tint()
        self.hits.viewport().update()

    def show_chapter(self, index: int) -> None:
        """Mark the chapter that lies open."""
        if index < len(self._items):
            at = self._items[index].index()
            self.tree.setCurrentIndex(at)
            self.tree.scrollTo(at)

    def show_hits(self, hits: Sequence[Found], headings: Sequence["Heading"], over: bool) -> None:
        """Show where the words were found."""
        self.stack.setCurrentIndex(1)
        for hit in hits[self.hits.count() :]:
            title = " ".join(headings[hit.start.chapter].title.split())
            before, after = around(hit)
            item = QListWidgetItem(f"{title}: {before}{hit.words}{after}")  # as it is read out
            item.setData(FOUND, hit)
            item.setData(TITLE, title)
            self.hits.addItem(item)
        count = len(hits)
        many = tr("1 place") if count == 1 else tr("{} places").format(count)
        told = many if count else tr("Nothing found")
        self.note.setText(told if over or count else tr("Looking …"))

    def clear_hits(self) -> None:
        """Forget the places found; the contents come back when nothing is looked for."""
        self.hits.clear()
        self.note.setText("")
        if not self.finder.text().strip():
            self.stack.setCurrentIndex(0)

    def start_finding(self) -> None:
        """Put the cursor where the words to find are written."""
        self.finder.setFocus()
        self.finder.selectAll()

    def _arrange(self) -> None:
        found = QWidget()
        inner = column(found, gap=4)
        self.note.setContentsMargins(16, 0, 8, 0)
        inner.addWidget(self.note)
        inner.addWidget(self.hits, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.tree)
        self.stack.addWidget(found)
        head = column(None, (18, 18, 14, 4), 4)
        head.addWidget(self.title)
        head.addWidget(self.author)
        head.addSpacing(8)
        head.addWidget(self.finder)
        box = column(self, (0, 0, 0, 8), 8)
        box.addLayout(head)
        box.addWidget(self.stack, 1)

    def _tint(self) -> None:
        """Show fainter what stands before and after the work itself."""
        for item in self._items:
            item.setForeground(QColor(self._theme.muted if item.data(ASIDE) else self._theme.ink))

    def _chosen(self, index: QModelIndex) -> None:
        self.chapter_wanted.emit(index.data(CHAPTER))

    def _hit(self, item: QListWidgetItem) -> None:
        self.found_wanted.emit(item.data(FOUND))

    def _next_hit(self) -> None:
        if self.hits.count():
            row = (self.hits.currentRow() + 1) % self.hits.count()
            self.hits.setCurrentRow(row)
            self._hit(self.hits.item(row))
