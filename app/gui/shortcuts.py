"""What the keyboard can do, in one table: the shortcuts are made from it, and so is the sheet that tells them."""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from app.gui.parts import button, column, label, row

SHORTCUTS = (
    ("Everywhere", "add", "Ctrl+O", "Add books"),
    ("Everywhere", "library", "Ctrl+L", "Back to the library"),
    ("Everywhere", "pause", "Ctrl+P", "Pause the model's reading, or let it read on"),
    ("Everywhere", "settings", "Ctrl+,", "Settings"),
    ("Everywhere", "help", "?|F1", "This sheet"),
    ("Everywhere", "quit", "Ctrl+Q", "Quit"),
    ("Asking", "ask", "Ctrl+K|/", "Write a question"),
    ("Asking", "panel", "Ctrl+J", "Show or hide the assistant"),
    ("Asking", "ask_selection", "Ctrl+Shift+A", "Ask about the selected words"),
    ("Asking", "summaries", "Ctrl+U", "Summaries"),
    ("Asking", "stop", "Esc", "Stop the answer; leave a citation"),
    ("Reading", "next", "]|Ctrl+Right", "Next chapter"),
    ("Reading", "previous", "[|Ctrl+Left", "Chapter before"),
    ("Reading", "back", "Alt+Left", "Back to where you were"),
    ("Reading", "forward", "Alt+Right", "Forward again"),
    ("Reading", "find", "Ctrl+F", "Find in this book, or among your books"),
    ("Reading", "contents", "Ctrl+B", "Show or hide the contents"),
    ("Reading", "look", "Ctrl+T", "Text and theme"),
    ("Reading", "larger", "Ctrl++|Ctrl+=", "Larger letters"),
    ("Reading", "smaller", "Ctrl+-", "Smaller letters"),
    ("Reading", "cite", "Ctrl+Shift+C", "Copy the selected words with their citation"),
)
"""Group, name of the action, keys separated by |, and what it does. Space and arrows turn pages."""


def make_actions(window: QWidget, actions: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """Bind the keys of the table to a window."""
    made = {}
    for _, name, keys, text in SHORTCUTS:
        action = QAction(text, window)
        action.setShortcuts([QKeySequence(key) for key in keys.split("|")])
        action.triggered.connect(lambda _=False, do=actions[name]: do())
        window.addAction(action)
        made[name] = action
    return made


class Sheet(QDialog):
    """The sheet with all shortcuts."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        columns = row(gap=44)
        for groups in (("Everywhere", "Asking"), ("Reading",)):
            grid = QGridLayout()
            grid.setHorizontalSpacing(18)
            grid.setVerticalSpacing(9)
            for group in groups:
                self._fill(grid, group)
            grid.setRowStretch(grid.rowCount(), 1)
            columns.addLayout(grid)
        shut = button("Close", "main")
        shut.clicked.connect(self.accept)
        foot = row()
        foot.addStretch(1)
        foot.addWidget(shut)
        box = column(self, (30, 26, 30, 22), 18)
        box.addLayout(columns)
        box.addLayout(foot)

    def _fill(self, grid: QGridLayout, group: str) -> None:
        head = label(group, "heading")
        if grid.count():
            head.setContentsMargins(0, 14, 0, 0)
        grid.addWidget(head, grid.rowCount(), 0, 1, 2)
        lines = [(keys, text) for place, _, keys, text in SHORTCUTS if place == group]
        if group == "Reading":
            lines.insert(0, ("Space|Right", "A page on; with Shift, or Left, back"))
        for keys, text in lines:
            at = grid.rowCount()
            shown = "  or  ".join(keys.split("|"))
            grid.addWidget(label(shown, "muted"), at, 0)
            grid.addWidget(label(text), at, 1)
