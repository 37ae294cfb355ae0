"""The panel beside the text: the conversation about the book, and its summaries."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QStackedWidget, QWidget

from app.gui.composer import Composer
from app.gui.desk import Opened
from app.gui.house import House, explained
from app.gui.icons import IconButton
from app.gui.job import Job
from app.gui.parts import button, choose, column, label, row, scrolled
from app.gui.summaries import Summaries
from app.gui.theme import LIGHT, Theme
from app.gui.turn import Turn
from app.values import Answer, Mode

STARTERS = ("Who are the main people?", "Where does it take place?", "What happened last?")


class Assistant(QFrame):
    """Asks the model about the book that lies open."""

    citation_wanted = Signal(object)  # Citation
    export_wanted = Signal()
    closed = Signal()

    def __init__(self, house: House, reached: Callable[[], int]) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._house = house
        self._reached = reached
        self._opened: Opened | None = None
        self._theme = LIGHT
        self._job: Job | None = None
        self.turns: list[Turn] = []
        self._make()
        self._arrange()

    def show_book(self, opened: Opened, scope: str) -> None:
        """Show what was asked of a book before."""
        self.stop()
        self._opened = opened
        for turn in self.turns:
            turn.deleteLater()
        self.turns = []
        self.composer.show_chapters(opened.headings, scope)
        for record in opened.answers:
            self._turn(record.answer.question).show_answer(record.answer, self._theme.muted)
        self._welcome.setVisible(not self.turns)
        self.summaries.show_book(opened)
        self._to_end()

    def ask(self, question: str, mode: Mode | None = None) -> None:
        """Ask a question; the answer appears as it comes."""
        if self._opened is None or self._job is not None:
            return
        self.show_tab(0)
        turn = self._turn(question)
        self._welcome.hide()
        self.composer.set_busy(True)
        chosen: Mode = mode or self.composer.mode.currentData()
        self._job = self._house.studio.ask(
            *(self._opened.shelved.book.id, question, self._as_of(), chosen),
            done=lambda answer: self._answered(turn, answer),
            said=lambda event: self._heard(turn, event),
            failed=lambda error: turn.fail(self._in_words(error), self._theme.muted),
        )
        self._job.cancelled.connect(lambda: turn.stop(self._theme.muted))
        self._job.ended.connect(self._over)
        self._to_end()

    def ask_about(self, words: str) -> None:
        """Begin a question about selected words."""
        quoted = " ".join(words.split())
        self.show_tab(0)
        self.composer.start(f"“{quoted[:300]}” — ")

    def stop(self) -> None:
        """Stop the answer that is being made."""
        if self._job is not None:
            self._job.cancel()
            turn, self._job = self.turns[-1], None
            turn.setEnabled(True)
            self.composer.set_busy(False)

    @property
    def busy(self) -> bool:
        """Whether an answer is being made."""
        return self._job is not None

    def show_tab(self, at: int) -> None:
        """Show the conversation (0) or the summaries (1)."""
        self.tabs.button(at).setChecked(True)
        self.stack.setCurrentIndex(at)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme
        self.composer.set_theme(theme)

    def _make(self) -> None:
        self.composer = Composer()
        self.composer.asked.connect(self.ask)
        self.composer.stopped.connect(self.stop)
        self.summaries = Summaries(self._house, self._reached)
        self.summaries.citation_wanted.connect(self.citation_wanted)
        self.tabs = QButtonGroup(self)
        for at, name in enumerate(("Ask", "Summaries")):
            tab = button(name, "tab")
            tab.setCheckable(True)
            self.tabs.addButton(tab, at)
        self.tabs.button(0).setChecked(True)
        self.tabs.idClicked.connect(self.show_tab)
        self._talk = QWidget()
        self._flow = column(self._talk, (18, 10, 14, 8), 12)
        self._flow.addStretch(1)
        self._welcome = self._welcoming()
        self._flow.addWidget(self._welcome)
        self.view = scrolled(self._talk)
        bar = self.view.verticalScrollBar()
        bar.rangeChanged.connect(lambda _, most: bar.setValue(most))

    def _arrange(self) -> None:
        tabs = QFrame()
        tabs.setObjectName("tabs")
        inner = row(tabs, (3, 3, 3, 3), 2)
        for tab in self.tabs.buttons():
            inner.addWidget(tab)
        export = IconButton("save", "Save questions, answers and summaries as Markdown")
        export.clicked.connect(self.export_wanted)
        shut = IconButton("close", "Close this panel (Ctrl+J)")
        shut.clicked.connect(self.closed)
        head = row(None, (16, 10, 8, 6), 2)
        head.addWidget(tabs)
        head.addStretch(1)
        head.addWidget(export)
        head.addWidget(shut)
        talk = QWidget()
        inside = column(talk, gap=0)
        inside.addWidget(self.view, 1)
        foot = column(None, (14, 6, 14, 12))
        foot.addWidget(self.composer)
        inside.addLayout(foot)
        self.stack = QStackedWidget()
        self.stack.addWidget(talk)
        self.stack.addWidget(self.summaries)
        box = column(self, gap=0)
        box.addLayout(head)
        box.addWidget(self.stack, 1)

    def _welcoming(self) -> QWidget:
        made = QWidget()
        box = column(made, (0, 0, 0, 8), 6)
        box.addWidget(label("Ask about the book", "heading"))
        text = "Answers come with the book's own words. Unless you choose otherwise, nothing later is told."
        box.addWidget(label(text, "muted", wraps=True))
        box.addSpacing(4)
        for words in STARTERS:
            starter = button(words)
            starter.clicked.connect(lambda _=False, words=words: self.ask(words))
            box.addWidget(starter, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _turn(self, question: str) -> Turn:
        assert self._opened is not None
        turn = Turn(question, self._opened.headings)
        turn.citation_wanted.connect(self.citation_wanted)
        turn.again.connect(self.ask)
        turn.edit.connect(self.composer.start)
        turn.text_only.connect(lambda words: self.ask(words, "text"))
        self.turns.append(turn)
        self._flow.addWidget(turn)
        return turn

    def _as_of(self) -> int | None:
        scope = str(self.composer.scope.currentData())
        if scope == "place":
            return self._reached()
        return int(scope.partition(":")[2]) - 1 if ":" in scope else None

    def _heard(self, turn: Turn, event: object) -> None:
        turn.hear(event)
        self._to_end()

    def _answered(self, turn: Turn, answer: Answer) -> None:
        turn.show_answer(answer, self._theme.muted)
        self._to_end()

    def _in_words(self, error: Exception) -> str:
        notice = explained(error)
        if notice.details:
            self._house.say(notice)
        return notice.text

    def _over(self, job: object) -> None:
        if job is self._job:
            self._job = None
            self.composer.set_busy(False)

    def _to_end(self) -> None:
        bar = self.view.verticalScrollBar()
        bar.setValue(bar.maximum())  # and again when the new answer has been given its room

    def choose_mode(self, mode: str) -> None:
        """Choose what to answer from."""
        choose(self.composer.mode, mode)
