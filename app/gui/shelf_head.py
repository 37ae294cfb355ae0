"""The head of the shelf: search, order, grid or list, and the way to add books."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.gui.icons import IconButton
from app.gui.language import tr
from app.gui.parts import button, choice, field, label, row


class ShelfHead(QWidget):
    """What stands above the books."""

    view_changed = Signal(str)  # "grid" or "list"

    def __init__(self) -> None:
        super().__init__()
        self.count = label("", "muted")
        self.count.setContentsMargins(0, 0, 0, 7)  # on the line of the title
        self.search = field(tr("Search your books"))
        self.search.setMinimumWidth(110)  # where there is little room
        self.search.setMaximumWidth(210)
        orders = {
            "added": tr("Newest first"),
            "title": tr("Title"),
            "author": tr("Author"),
            "progress": tr("Progress"),
        }
        self.order = choice(orders, tr("Sort the books"))
        self.order.setSizeAdjustPolicy(self.order.SizeAdjustPolicy.AdjustToContents)
        self.view = IconButton("list", tr("Show as a list"))
        self.view.clicked.connect(self._turn)
        self.add = button(tr("Add books…"), "main", tr("Add books (Ctrl+O)"))
        self.settings = IconButton("settings", tr("Settings (Ctrl+,)"))
        self.help = IconButton("help", tr("Keyboard shortcuts (?)"))
        self._view = "grid"
        box = row(self, (36, 26, 30, 12), 10)
        box.addWidget(label(tr("Library"), "title"))
        box.addWidget(self.count, 0, Qt.AlignmentFlag.AlignBottom)
        box.addStretch(1)
        box.addWidget(self.search, 3)
        for widget in (self.order, self.view, self.add, self.help, self.settings):
            box.addWidget(widget)
        self.show_count(0)

    def show_count(self, books: int) -> None:
        """Show how many books there are; without one there is nothing to search."""
        self.count.setText("" if not books else tr("1 book") if books == 1 else tr("{} books").format(books))
        for widget in (self.search, self.order, self.view, self.add):
            widget.setVisible(books > 0)

    def show_view(self, view: str) -> None:
        """Show which view is chosen; the button leads to the other one."""
        self._view = view
        if view == "grid":
            self.view.set_icon("list", tr("Show as a list"))
        else:
            self.view.set_icon("grid", tr("Show as covers"))

    def _turn(self) -> None:
        self.view_changed.emit("list" if self._view == "grid" else "grid")
