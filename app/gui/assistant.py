"""The panel beside the text: the conversation about the book, and its summaries."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QMenu, QStackedWidget

from app.gui.conversation import Conversation
from app.gui.desk import Opened
from app.gui.house import House
from app.gui.icons import IconButton
from app.gui.language import tr
from app.gui.parts import button, column, row
from app.gui.scope import Standpoint
from app.gui.summaries import Summaries
from app.gui.theme import Theme
from app.values import Part


class Assistant(QFrame):
    """What the model has to say about the book that lies open."""

    citation_wanted = Signal(object)  # Citation
    export_wanted = Signal()
    closed = Signal()

    def __init__(self, house: House, standpoint: Standpoint) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.talk = Conversation(house, standpoint)
        self.summaries = Summaries(house, standpoint)
        for one in (self.talk, self.summaries):
            one.citation_wanted.connect(self.citation_wanted)
        self.summaries.export_wanted.connect(self.export_wanted)
        self.composer = self.talk.composer
        self._arrange()

    def show_book(self, opened: Opened, scope: str) -> None:
        """Show what was asked and summarized of a book before."""
        self.talk.show_book(opened, scope)
        self.summaries.show_book(opened)

    def ask_about(self, words: str, part: Part | None) -> None:
        """Begin a question about selected words."""
        self.show_tab(0)
        self.talk.ask_about(words, part)

    @property
    def busy(self) -> bool:
        """Whether an answer is being made."""
        return self.talk.busy

    def stop(self) -> None:
        """Stop the answer that is being made."""
        self.talk.stop()

    def clear(self) -> None:
        """Delete what was asked and summarized; for a moment that can be undone."""
        self.summaries.forget()
        self.talk.clear()

    def show_tab(self, at: int) -> None:
        """Show the conversation (0) or the summaries (1)."""
        self.tabs.button(at).setChecked(True)
        self.stack.setCurrentIndex(at)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self.talk.set_theme(theme)
        self.summaries.set_theme(theme)

    def _arrange(self) -> None:
        tabs = QFrame()
        tabs.setObjectName("tabs")
        inner = row(tabs, (3, 3, 3, 3), 2)
        self.tabs = QButtonGroup(self)
        for at, name in enumerate((tr("Ask"), tr("Summaries"))):
            tab = button(name, "tab")
            tab.setCheckable(True)
            self.tabs.addButton(tab, at)
            inner.addWidget(tab)
        self.tabs.button(0).setChecked(True)
        self.tabs.idClicked.connect(self.show_tab)
        self.more = IconButton("more", tr("Save or delete questions, answers and summaries"))
        self.menu = QMenu(self)
        self.menu.addAction(tr("Save as Markdown…"), self.export_wanted.emit)
        self.menu.addSeparator()
        self.menu.addAction(tr("Delete all questions, answers and summaries"), self.clear)
        self.more.setMenu(self.menu)
        self.more.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        shut = IconButton("close", tr("Close this panel (Ctrl+J)"))
        shut.clicked.connect(self.closed)
        head = row(None, (16, 10, 8, 6), 2)
        head.addWidget(tabs)
        head.addStretch(1)
        head.addWidget(self.more)
        head.addWidget(shut)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.talk)
        self.stack.addWidget(self.summaries)
        box = column(self, gap=0)
        box.addLayout(head)
        box.addWidget(self.stack, 1)
