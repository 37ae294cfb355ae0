"""The start page: the books of the library, and how more get in."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QListView, QMenu, QStackedWidget, QWidget

from app.gui import desk
from app.gui.cards import SPINE, Books, CardDelegate, Sorted
from app.gui.desk import Spine
from app.gui.empty import Empty
from app.gui.house import House, Notice
from app.gui.icons import IconButton
from app.gui.intake import SUFFIXES, Refused, take_in
from app.gui.parts import button, choice, choose, column, field, label, row
from app.gui.theme import Theme, resource
from app.values import Progress

if TYPE_CHECKING:
    from app.adding import Added

ORDERS = {"added": "Newest first", "title": "Title", "author": "Author", "progress": "Progress"}
UNDO = 7000


class Shelf(QWidget):
    """The library as a grid of covers."""

    opened = Signal(str)  # the id of a book that is to be opened
    settings_wanted = Signal()
    help_wanted = Signal()

    def __init__(self, house: House) -> None:
        super().__init__()
        self.setObjectName("shelf")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self._house = house
        self._books = Books()
        self.sorted = Sorted(self._books)
        self._gone: set[str] = set()
        self._seen = False
        self._spines: tuple[Spine, ...] = ()
        self._make()
        self._arrange()

    def refresh(self) -> None:
        """Look again at what is in the library."""
        self._house.lanes.desk.do(desk.shelf(self._house.place), self._shown, failed=self._house.tell)

    def add(self, paths: Sequence[Path]) -> None:
        """Add files and folders."""
        if paths:
            work = take_in(self._house.place, paths)
            self._house.lanes.library.do(work, self._added, self._heard, self._house.tell)

    def add_sample(self) -> None:
        """Add the novel that comes with the program, and open it."""
        self.add([resource("sample", "the-nought-at-tamsel.epub")])

    def choose_files(self) -> None:
        """Let the person choose files."""
        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        files, _ = QFileDialog.getOpenFileNames(self, "Add books", "", f"Books ({kinds});;All files (*)")
        self.add([Path(file) for file in files])

    def remove(self, spine: Spine) -> None:
        """Take a book off the shelf; for a moment that can be undone."""
        book = spine.shelved.book
        self._gone.add(book.id)
        self._shown(self._spines)
        QTimer.singleShot(UNDO, self, lambda: self._remove_now(book.id))
        undo = Notice(f"“{book.title}” was removed.", action="Undo", do=lambda: self._keep(book.id))
        self._house.say(undo)

    def finish(self) -> None:
        """Carry out what waits to be undone: the window closes."""
        for book_id in tuple(self._gone):
            self._remove_now(book_id)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._delegate.theme = theme
        self.empty.set_theme(theme)
        self.grid.viewport().update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Welcome files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.empty.set_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802
        """Calm down."""
        self.empty.set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Add what was dropped."""
        self.empty.set_over(False)
        event.acceptProposedAction()
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _make(self) -> None:
        self.count = label("", "muted")
        self.status = label("", "muted")
        self.search = field("Search your books")
        self.search.setFixedWidth(230)
        self.search.textChanged.connect(self._searched)
        self.order = choice(ORDERS, "Sort the books")
        self.order.currentIndexChanged.connect(lambda: self.sorted.order(self.order.currentData()))
        self.add_button = button("Add books…", "main", "Add books (Ctrl+O)")
        self.add_button.clicked.connect(self.choose_files)
        self.settings = IconButton("settings", "Settings (Ctrl+,)")
        self.settings.clicked.connect(self.settings_wanted)
        self.help = IconButton("help", "Keyboard shortcuts (?)")
        self.help.clicked.connect(self.help_wanted)
        self._delegate = CardDelegate()
        self.grid = QListView(
            viewMode=QListView.ViewMode.IconMode,
            resizeMode=QListView.ResizeMode.Adjust,
            uniformItemSizes=True,
        )
        self.grid.setAccessibleName("Books")
        self.grid.setMovement(QListView.Movement.Static)
        self.grid.setSpacing(4)
        self.grid.setMouseTracking(True)
        self.grid.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.grid.setModel(self.sorted)
        self.grid.setItemDelegate(self._delegate)
        self.grid.activated.connect(self._open)
        self.grid.clicked.connect(self._open)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.grid.customContextMenuRequested.connect(self._menu)
        self.empty = Empty()
        self.empty.add_wanted.connect(self.choose_files)
        self.empty.sample_wanted.connect(self.add_sample)
        self.none = label("No book matches what you search for.", "muted")
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _arrange(self) -> None:
        self.head = QWidget()
        head = row(self.head, (36, 26, 30, 12), 10)
        head.addWidget(label("Library", "title"))
        head.addWidget(self.count, 0, Qt.AlignmentFlag.AlignBottom)
        head.addSpacing(14)
        head.addWidget(self.status, 1, Qt.AlignmentFlag.AlignBottom)
        for widget in (self.search, self.order, self.add_button, self.help, self.settings):
            head.addWidget(widget)
        self.stack = QStackedWidget()
        shelf = QWidget()
        column(shelf, (20, 4, 8, 0)).addWidget(self.grid)
        for page in (QWidget(), self.empty, shelf, self.none):
            self.stack.addWidget(page)
        for widget in (self.search, self.order, self.add_button):
            widget.hide()  # until it is known whether there is a book
        box = column(self, gap=0)
        box.addWidget(self.head)
        box.addWidget(self.stack, 1)

    def _shown(self, spines: tuple[Spine, ...]) -> None:
        self._spines = spines
        left = tuple(one for one in spines if one.shelved.book.id not in self._gone)
        self._books.show(left)
        if not self._seen:
            self._seen = True
            self.grid.setFocus()
        self.count.setText(f"{len(left)} book{'' if len(left) == 1 else 's'}" if left else "")
        self._choose_page()

    def _choose_page(self) -> None:
        any_book = bool(self._books.spines)
        self.stack.setCurrentIndex((2 if self.sorted.rowCount() else 3) if any_book else 1)
        for widget in (self.search, self.order, self.add_button):
            widget.setVisible(any_book)

    def _searched(self, words: str) -> None:
        self.sorted.search(words)
        self._choose_page()

    def _open(self, index: object) -> None:
        self.opened.emit(self.grid.currentIndex().data(SPINE).shelved.book.id)

    def _menu(self, at: QPoint) -> None:
        index = self.grid.indexAt(at)
        if not index.isValid():
            return
        spine = index.data(SPINE)
        menu = QMenu(self)
        menu.addAction("Open", lambda: self.opened.emit(spine.shelved.book.id))
        menu.addAction("Let the model read it now", lambda: self._house.studio.read(spine.shelved.book.id))
        menu.addSeparator()
        menu.addAction("Remove from the library", lambda: self.remove(spine))
        menu.popup(self.grid.viewport().mapToGlobal(at))

    def _heard(self, event: object) -> None:
        if isinstance(event, Progress):
            share = f" · {event.done / event.total:.0%}" if event.total else ""
            what = event.what if len(event.what) < 40 else f"{event.what[:39]}…"
            self.status.setText(f"{what[:1].upper()}{what[1:]}{share}")
            self.empty.say(self.status.text())
        elif isinstance(event, Refused):
            self._house.say(Notice(f"{event.file.name} was not added. {event.reason}", error=True))
        else:  # a book was added
            self.refresh()

    def _added(self, added: tuple["Added", ...]) -> None:
        self.status.setText("")
        self.empty.say("")
        self.refresh()
        for one in reversed(added):
            self._house.studio.read(one.book.id)
        if len(added) == 1:
            one = added[0]
            known = "is in your library already" if one.known else "is in your library now"
            warnings = f" {one.warnings[0]}" if one.warnings else ""
            notice = f"“{one.book.title}” {known}.{warnings}"
            self._house.say(Notice(notice, action="Open", do=lambda: self.opened.emit(one.book.id)))

    def _keep(self, book_id: str) -> None:
        self._gone.discard(book_id)
        self._shown(self._spines)

    def _remove_now(self, book_id: str) -> None:
        if book_id in self._gone:
            self._house.studio.leave(book_id)
            work = desk.remove(self._house.place, book_id)
            self._house.lanes.desk.do(work, lambda _: self._removed(book_id), failed=self._house.tell)

    def _removed(self, book_id: str) -> None:
        self._gone.discard(book_id)
        self.refresh()

    def chosen_order(self) -> str:
        """Give the order that was chosen."""
        return str(self.order.currentData())

    def set_order(self, by: str) -> None:
        """Choose an order."""
        choose(self.order, by)
