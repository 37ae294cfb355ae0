"""The bar above a book that lies open."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSizePolicy

from app.gui.icons import IconButton
from app.gui.parts import label, row


class ReaderBar(QFrame):
    """Buttons for the library, the sides and the look, and between them which book and chapter this is."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.library = IconButton("library", "Library (Ctrl+L)")
        self.contents = IconButton("contents", "Contents (Ctrl+B)", checkable=True)
        self.back = IconButton("back", "Back (Alt+Left)")
        self.forward = IconButton("forward", "Forward (Alt+Right)")
        self.finder = IconButton("search", "Find in this book (Ctrl+F)")
        self.look = IconButton("look", "Text and theme (Ctrl+T)")
        self.help = IconButton("help", "Keyboard shortcuts (?)")
        self.settings = IconButton("settings", "Settings (Ctrl+,)")
        self.ask = IconButton("ask", "Ask (Ctrl+J)", checkable=True)
        self.contents.setChecked(True)
        self.ask.setChecked(True)
        self.title = label("", "muted")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        box = row(self, (10, 4, 10, 4), 2)
        for widget in (self.library, self.contents, self.back, self.forward):
            box.addWidget(widget)
        box.addWidget(self.title, 1)
        for widget in (self.finder, self.look, self.help, self.settings, self.ask):
            box.addWidget(widget)
        self.setFixedHeight(46)
        self.show_trail(False, False)

    def show_place(self, book: str, chapter: str) -> None:
        """Show which book and chapter lie open."""
        self.title.setText(f"{book}  ·  {' '.join(chapter.split())}")

    def show_trail(self, back: bool, forward: bool) -> None:
        """Enable what there is to go back and forward to."""
        self.back.setEnabled(back)
        self.forward.setEnabled(forward)
