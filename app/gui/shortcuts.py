"""What the keyboard can do, in one table: the shortcuts are made from it, and so is the sheet that tells them."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QT_TR_NOOP, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QWidget

from app.gui.language import tr
from app.gui.parts import button, column, label, row, scrolled

SHORTCUTS = (
    ("Everywhere", "add", "Ctrl+O", QT_TR_NOOP("Add books")),
    ("Everywhere", "library", "Ctrl+L", QT_TR_NOOP("Back to the library")),
    ("Everywhere", "pause", "Ctrl+P", QT_TR_NOOP("Pause the model's reading, or let it read on")),
    ("Everywhere", "settings", "Ctrl+,", QT_TR_NOOP("Settings")),
    ("Everywhere", "help", "?|F1", QT_TR_NOOP("This sheet")),
    ("Everywhere", "quit", "Ctrl+Q", QT_TR_NOOP("Quit")),
    ("Asking", "ask", "Ctrl+K|/", QT_TR_NOOP("Write a question")),
    ("Asking", "panel", "Ctrl+J", QT_TR_NOOP("Show or hide the assistant")),
    ("Asking", "ask_selection", "Ctrl+Shift+A", QT_TR_NOOP("Ask about the selected words")),
    ("Asking", "summaries", "Ctrl+U", QT_TR_NOOP("Summaries")),
    ("Asking", "compare", "Ctrl+D", QT_TR_NOOP("Compare answers as of two chapters")),
    ("Asking", "memory", "Ctrl+M", QT_TR_NOOP("What the model remembers")),
    ("Asking", "stop", "Esc", QT_TR_NOOP("Stop the answer; leave a citation")),
    ("Reading", "next", "]|Ctrl+Right", QT_TR_NOOP("Next chapter")),
    ("Reading", "previous", "[|Ctrl+Left", QT_TR_NOOP("Chapter before")),
    ("Reading", "back", "Alt+Left", QT_TR_NOOP("Back to where you were")),
    ("Reading", "forward", "Alt+Right", QT_TR_NOOP("Forward again")),
    ("Reading", "find", "Ctrl+F", QT_TR_NOOP("Find in this book, or among your books")),
    ("Reading", "contents", "Ctrl+B", QT_TR_NOOP("Show or hide the contents")),
    ("Reading", "printed", "Ctrl+Shift+P", QT_TR_NOOP("Pages as printed, or comfortable text")),
    ("Reading", "look", "Ctrl+T", QT_TR_NOOP("Text and theme")),
    ("Reading", "larger", "Ctrl++|Ctrl+=", QT_TR_NOOP("Larger letters")),
    ("Reading", "smaller", "Ctrl+-", QT_TR_NOOP("Smaller letters")),
    ("Reading", "fit", "Ctrl+0", QT_TR_NOOP("Pages as wide as the window")),
    ("Reading", "cite", "Ctrl+Shift+C", QT_TR_NOOP("Copy the selected words with their citation")),
)
"""Group, name of the action, keys separated by |, and what it does. Space and arrows turn pages."""
GROUPS = {
    "Everywhere": QT_TR_NOOP("Everywhere"),
    "Asking": QT_TR_NOOP("Asking"),
    "Reading": QT_TR_NOOP("Reading"),
}


def make_actions(window: QWidget, actions: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """Bind the keys of the table to a window."""
    made = {}
    for _, name, keys, text in SHORTCUTS:
        action = QAction(tr(text), window)
        action.setShortcuts([QKeySequence(key) for key in keys.split("|")])
        action.triggered.connect(lambda _=False, do=actions[name]: do())
        window.addAction(action)
        made[name] = action
    return made


class Sheet(QDialog):
    """The sheet with all shortcuts."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        inside = QWidget()
        columns = row(inside, gap=44)
        for groups in (("Everywhere", "Asking"), ("Reading",)):
            grid = QGridLayout()
            grid.setHorizontalSpacing(18)
            grid.setVerticalSpacing(7)
            for group in groups:
                self._fill(grid, group)
            grid.setRowStretch(grid.rowCount(), 1)
            columns.addLayout(grid)
        shut = button(tr("Close"), "main")
        shut.clicked.connect(self.accept)
        foot = row()
        foot.addStretch(1)
        foot.addWidget(shut)
        box = column(self, (30, 26, 30, 22), 18)
        self._area = scrolled(inside)
        room = parent.window().size() - QSize(90, 150)
        if inside.sizeHint().width() > room.width():
            columns.setDirection(columns.Direction.TopToBottom)
        self._area.setMinimumSize(inside.sizeHint().boundedTo(room) + QSize(14, 0))  # and its bar
        box.addWidget(self._area)
        box.addLayout(foot)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Scroll by the page keys, where there is not room for all."""
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._area.verticalScrollBar().keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _fill(self, grid: QGridLayout, group: str) -> None:
        head = label(tr(GROUPS[group]), "heading")
        if grid.count():
            head.setContentsMargins(0, 14, 0, 0)
        grid.addWidget(head, grid.rowCount(), 0, 1, 2)
        lines = [(keys, text) for place, _, keys, text in SHORTCUTS if place == group]
        if group == "Reading":
            lines.insert(0, ("Space|Right", QT_TR_NOOP("A page on; with Shift, or Left, back")))
        for keys, text in lines:
            at = grid.rowCount()
            grid.addLayout(_caps(keys), at, 0)
            grid.addWidget(label(tr(text)), at, 1)


def _caps(keys: str) -> QHBoxLayout:
    """Show keys as they are labelled on the keyboard of this machine, one or the other of them."""
    made = row(gap=6)
    for at, key in enumerate(keys.split("|")):
        if at:
            made.addWidget(label(tr("or"), "small"))
        made.addWidget(label(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText), "key"))
    made.addStretch(1)
    return made
