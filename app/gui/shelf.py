"""The start page: the books of the library, and how more get in."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QListView, QMenu, QSizePolicy, QStackedWidget, QWidget

from app.gui import desk
from app.gui.adding_bar import AddingBar
from app.gui.books import SPINE, Books, Sorted
from app.gui.cards import CardDelegate, LineDelegate
from app.gui.covers import Covers
from app.gui.desk import Spine
from app.gui.empty import Empty
from app.gui.house import House, Notice
from app.gui.intake import SUFFIXES, Refused, Sealed, take_in
from app.gui.job import Job
from app.gui.language import tr
from app.gui.parts import choose, column, label
from app.gui.resource import resource
from app.gui.sentences import in_words
from app.gui.shelf_head import ShelfHead
from app.gui.theme import Theme
from app.values import Progress

if TYPE_CHECKING:
    from app.adding import Added

UNDO = 7000
VIEWS = ("grid", "list")


class Shelf(QWidget):
    """The library as a grid of covers, or as a list."""

    opened = Signal(str)  # the id of a book that is to be opened
    settings_wanted = Signal()
    help_wanted = Signal()
    counted = Signal(int)  # how many books there are, once it is known
    added = Signal(str)  # the id of a book that came in

    def __init__(self, house: House) -> None:
        super().__init__()
        self.setObjectName("shelf")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self._house = house
        self._books = Books()
        self.sorted = Sorted(self._books)
        self.covers = Covers(house.place, house.lanes.pages, self)
        self.view = "grid"
        self._gone: set[str] = set()
        self._jobs: list[Job] = []
        self._seen = False
        self._spines: tuple[Spine, ...] = ()
        self._make()
        self._arrange()
        self._connect()

    def refresh(self) -> None:
        """Look again at what is in the library."""
        self._house.lanes.desk.do(desk.shelf(self._house.place), self._shown, failed=self._house.tell)

    def add(self, paths: Sequence[Path], password: str | None = None) -> None:
        """Add files and folders."""
        if not paths:
            return
        work = take_in(self._house.place, paths, password)
        job = self._house.lanes.library.do(work, self._added, self._heard, self._house.tell, self._over)
        self._jobs.append(job)
        job.cancelled.connect(lambda: self._house.say(Notice(tr("Adding was cancelled."))))

    def cancel_adding(self) -> None:
        """Stop adding; the books that are in the library already stay."""
        for job in self._jobs:
            job.cancel()

    def add_sample(self) -> None:
        """Add the novel that comes with the program."""
        self.add([resource("sample", "the-nought-at-tamsel.epub")])

    def choose_files(self) -> None:
        """Let the person choose files."""
        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        known, every = tr("Books"), tr("All files")
        files, _ = QFileDialog.getOpenFileNames(self, tr("Add books"), "", f"{known} ({kinds});;{every} (*)")
        self.add([Path(file) for file in files])

    def remove(self, spine: Spine) -> None:
        """Take a book off the shelf; for a moment that can be undone."""
        book = spine.shelved.book
        self._gone.add(book.id)
        self._shown(self._spines)
        QTimer.singleShot(UNDO, self, lambda: self._remove_now(book.id))
        said = tr("“{}” was removed.").format(book.title)
        self._house.say(Notice(said, action=tr("Undo"), do=lambda: self._keep(book.id)))

    def finish(self) -> None:
        """Carry out what waits to be undone: the window closes."""
        for book_id in tuple(self._gone):
            self._remove_now(book_id)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        for delegate in self._delegates.values():
            delegate.theme = theme
        self.empty.set_theme(theme)
        self.grid.viewport().update()

    def show_as(self, view: str) -> None:
        """Show the books as a grid of covers or as a list."""
        self.view = view if view in VIEWS else "grid"
        at = self.grid.currentIndex()
        listed = self.view == "list"
        self.grid.setViewMode(QListView.ViewMode.ListMode if listed else QListView.ViewMode.IconMode)
        self.grid.setMovement(QListView.Movement.Static)
        self.grid.setResizeMode(QListView.ResizeMode.Adjust)
        self.grid.setSpacing(0 if listed else 4)
        self.grid.setItemDelegate(self._delegates[self.view])
        self.head.show_view(self.view)
        self.grid.scrollTo(at)

    def title_of(self, book_id: str) -> str:
        """Give the title of a book that is on the shelf."""
        titles = (one.shelved.book.title for one in self._spines if one.shelved.book.id == book_id)
        return next(titles, tr("A book"))

    def chosen_order(self) -> str:
        """Give the order that was chosen."""
        return str(self.head.order.currentData())

    def set_order(self, by: str) -> None:
        """Choose an order."""
        choose(self.head.order, by)

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
        self.head = ShelfHead()
        self.search, self.settings, self.help = self.head.search, self.head.settings, self.head.help
        self.adding = AddingBar()
        self._delegates = {"grid": CardDelegate(self.covers), "list": LineDelegate(self.covers)}
        self.grid = QListView(uniformItemSizes=True)
        self.grid.setAccessibleName(tr("Books"))
        self.grid.setMouseTracking(True)
        self.grid.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.grid.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.grid.setModel(self.sorted)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.empty = Empty()
        self.none = label(tr("No book matches what you search for."), "muted")
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.show_as("grid")

    def _arrange(self) -> None:
        self.stack = QStackedWidget()
        shelf = QWidget()
        column(shelf, (20, 4, 8, 0)).addWidget(self.grid)
        for page in (QWidget(), self.empty, shelf, self.none):
            self.stack.addWidget(page)
        box = column(self, gap=0)
        box.addWidget(self.head)
        box.addWidget(self.adding)
        box.addWidget(self.stack, 1)

    def _connect(self) -> None:
        head, grid = self.head, self.grid
        head.search.textChanged.connect(self._searched)
        head.order.currentIndexChanged.connect(lambda: self.sorted.order(head.order.currentData()))
        head.view_changed.connect(self.show_as)
        head.add.clicked.connect(self.choose_files)
        head.settings.clicked.connect(self.settings_wanted)
        head.help.clicked.connect(self.help_wanted)
        self.adding.cancelled.connect(self.cancel_adding)
        self.adding.password_given.connect(lambda file, word: self.add([file], word))
        grid.activated.connect(self._open)
        grid.clicked.connect(self._open)
        grid.customContextMenuRequested.connect(self._menu)
        self.covers.came.connect(grid.viewport().update)
        remove = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), grid)
        remove.setContext(Qt.ShortcutContext.WidgetShortcut)
        remove.activated.connect(self._remove_current)
        self.empty.add_wanted.connect(self.choose_files)
        self.empty.sample_wanted.connect(self.add_sample)

    def _shown(self, spines: tuple[Spine, ...]) -> None:
        self._spines = spines
        left = tuple(one for one in spines if one.shelved.book.id not in self._gone)
        self._books.show(left)
        self.head.show_count(len(left))
        self._choose_page()
        if not self._seen:
            self._seen = True
            self.grid.setFocus()
        self.counted.emit(len(left))

    def _choose_page(self) -> None:
        any_book, ways = bool(self._books.spines), QSizePolicy.Policy
        # out of sight it needs no room
        self.empty.setSizePolicy(ways.Preferred, ways.Ignored if any_book else ways.Preferred)
        self.stack.setCurrentIndex((2 if self.sorted.rowCount() else 3) if any_book else 1)

    def _searched(self, words: str) -> None:
        self.sorted.search(words)
        self._choose_page()

    def _open(self, index: object) -> None:
        self.opened.emit(self.grid.currentIndex().data(SPINE).shelved.book.id)

    def _remove_current(self) -> None:
        if self.grid.currentIndex().isValid():
            self.remove(self.grid.currentIndex().data(SPINE))

    def _menu(self, at: QPoint) -> None:
        index = self.grid.indexAt(at)
        if not index.isValid():
            return
        spine = index.data(SPINE)
        book_id = spine.shelved.book.id
        menu = QMenu(self)
        menu.addAction(tr("Open"), lambda: self.opened.emit(book_id))
        menu.addAction(tr("Let the model read it now"), lambda: self._house.studio.read(book_id))
        menu.addSeparator()
        menu.addAction(tr("Remove from the library"), lambda: self.remove(spine))
        menu.popup(self.grid.viewport().mapToGlobal(at))

    def _heard(self, event: object) -> None:
        if isinstance(event, Progress):
            self.adding.show_progress(event)
        elif isinstance(event, Sealed):
            self.adding.ask_for(event)
        elif isinstance(event, Refused):
            name, why = event.file.name, in_words(event.reason)
            said = (
                tr("Not added: {}").format(why)
                if name in why
                else tr("{} was not added. {}").format(name, why)
            )
            self._house.say(Notice(said, error=True))
        else:  # a book was added
            self.refresh()

    def _over(self, job: object) -> None:
        self._jobs = [one for one in self._jobs if one is not job]
        if not self._jobs:
            self.adding.finish()

    def _added(self, added: tuple["Added", ...]) -> None:
        self.refresh()
        for one in reversed(added):
            self._house.studio.read(one.book.id)
            self.added.emit(one.book.id)
        if len(added) == 1:
            one = added[0]
            known = (
                tr("“{}” is in your library already.") if one.known else tr("“{}” is in your library now.")
            )
            warnings = f" {one.warnings[0]}" if one.warnings else ""
            said = known.format(one.book.title) + warnings
            self._house.say(Notice(said, action=tr("Open"), do=lambda: self.opened.emit(one.book.id)))

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
