"""The books of the shelf: their order, what is searched, and what is said of each."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt

from app.gui.desk import Spine
from app.gui.language import tr

Index = QModelIndex | QPersistentModelIndex
SPINE = Qt.ItemDataRole.UserRole


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
    return f"{person_told(spine)} · {memory_told(spine).lower()}" if spine.model else person_told(spine)


def person_told(spine: Spine) -> str:
    """Say how far the person is."""
    return tr("Not opened yet") if spine.person is None else tr("{:.0%} read").format(spine.person)


def memory_told(spine: Spine) -> str:
    """Say how far the model is."""
    if spine.model >= 1.0:
        return tr("Remembered")
    return tr("Memory {:.0%}").format(spine.model) if spine.model else tr("Not remembered yet")
