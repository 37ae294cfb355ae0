"""The bar above a book that lies open."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSizePolicy

from app.gui.icons import IconButton
from app.gui.language import tr
from app.gui.parts import label, row


class ReaderBar(QFrame):
    """Buttons for the library, the sides and the look, and between them which book and chapter this is."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.library = IconButton("library", tr("Library (Ctrl+L)"))
        self.contents = IconButton("contents", tr("Contents (Ctrl+B)"), checkable=True)
        self.back = IconButton("back", tr("Back (Alt+Left)"))
        self.forward = IconButton("forward", tr("Forward (Alt+Right)"))
        self.finder = IconButton("search", tr("Find in this book (Ctrl+F)"))
        self.printed = IconButton("page", tr("Pages as printed (Ctrl+Shift+P)"), checkable=True)
        self.printed.hide()
        self.compare = IconButton("compare", tr("Compare two chapters (Ctrl+D)"), checkable=True)
        self.memory = IconButton("memory", tr("What is remembered (Ctrl+M)"), checkable=True)
        self.look = IconButton("look", tr("Text and theme (Ctrl+T)"))
        self.help = IconButton("help", tr("Keyboard shortcuts (?)"))
        self.settings = IconButton("settings", tr("Settings (Ctrl+,)"))
        self.ask = IconButton("ask", tr("Ask (Ctrl+J)"), checkable=True)
        self.contents.setChecked(True)
        self.ask.setChecked(True)
        self.title = label("", "muted")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        box = row(self, (10, 4, 10, 4), 2)
        for widget in (self.library, self.contents, self.back, self.forward):
            box.addWidget(widget)
        box.addWidget(self.title, 1)
        for widget in (
            self.finder,
            self.printed,
            self.look,
            self.compare,
            self.memory,
            self.help,
            self.settings,
            self.ask,
        ):
            box.addWidget(widget)
        self.setFixedHeight(46)
        self.show_trail(False, False)

    def show_place(self, book: str, chapter: str) -> None:
        """Show which book and chapter lie open."""
        self.title.setText(f"{book}  ·  {' '.join(chapter.split())}")

    def show_printed(self, printable: bool, printed: bool) -> None:
        """Offer printed pages where there are some; show whether they are chosen."""
        self.printed.setVisible(printable)
        self.printed.setChecked(printed)

    def show_trail(self, back: bool, forward: bool) -> None:
        """Enable what there is to go back and forward to."""
        self.back.setEnabled(back)
        self.forward.setEnabled(forward)
