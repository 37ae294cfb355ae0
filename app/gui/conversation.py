"""The conversation about the book that lies open: questions, answers, and the field for the next question."""

from functools import partial

from PySide6.QtCore import QT_TR_NOOP, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.gui import desk
from app.gui.composer import Composer
from app.gui.desk import Opened
from app.gui.house import House, explained
from app.gui.hover import show_passage
from app.gui.job import Job, while_there
from app.gui.language import tr
from app.gui.mind import Wish
from app.gui.parts import button, choose, column, label, scrolled
from app.gui.scope import Scope, Standpoint, scope_of
from app.gui.theme import LIGHT, Theme
from app.gui.turn import Turn
from app.gui.undo import Undo
from app.question import follows_on
from app.values import Answer, Mode, Part

STARTERS = (
    QT_TR_NOOP("What is this book about?"),
    QT_TR_NOOP("Who are the main people?"),
    QT_TR_NOOP("Where does it take place?"),
)
WORDS = 80
"""Fewer selected letters are put into the question; more of them are what the question is about."""


class Conversation(QWidget):
    """Asks the model, and shows what it says."""

    citation_wanted = Signal(object)  # Citation

    def __init__(self, house: House, standpoint: Standpoint) -> None:
        super().__init__()
        self._house, self._standpoint = house, standpoint
        self._opened: Opened | None = None
        self._theme = LIGHT
        self._job: Job | None = None
        self._undo = Undo(house.say, self)
        self.turns: list[Turn] = []
        self.composer = Composer()
        self.composer.asked.connect(self.ask)
        self.composer.stopped.connect(self.stop)
        self._arrange()

    def show_book(self, opened: Opened, scope: str) -> None:
        """Show what was asked of a book before."""
        self.finish()
        self._opened = opened
        for turn in self.turns:
            turn.deleteLater()
        self.turns = []
        self.composer.show_chapters(opened.headings, scope)
        self.composer.show_reached(self._standpoint.reached())
        for record in opened.answers:
            self._turn(Wish(record.answer.question, Scope(), record.answer.mode)).show_answer(
                record.answer, self._theme.muted
            )
        self._welcome_if_empty()
        self._to_end()

    def ask(self, question: str) -> None:
        """Ask a question of what is chosen; the answer appears as it comes."""
        if self._job is not None or self._opened is None:
            return
        composer = self.composer
        scope = scope_of(str(composer.scope.currentData()), self._standpoint, composer.selected)
        mode: Mode = composer.mode.currentData()
        self._wish(Wish(question, scope, mode, self._before(question)))

    def ask_about(self, words: str, part: Part | None) -> None:
        """Begin a question about selected words."""
        if part is not None and len(words) >= WORDS:
            self.composer.select(words, part)
            self.composer.start()
        else:
            self.composer.start(f"“{' '.join(words.split())}” — ")

    def stop(self) -> None:
        """Stop the answer that is being made."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
            self.composer.set_busy(False)

    def finish(self) -> None:
        """Stop, and remove what was to be removed: the book is closed."""
        self.stop()
        self._undo.finish()

    def clear(self) -> None:
        """Delete the book's questions, answers and summaries, unless that is undone."""
        if self._opened is None:
            return
        book_id, shown = self._opened.shelved.book.id, tuple(self.turns)
        for turn in shown:
            turn.hide()
        self.turns = []
        self._welcome_if_empty()

        def undo() -> None:
            self.turns = [*shown, *self.turns]
            for turn in shown:
                turn.show()
            self._welcome_if_empty()

        def do() -> None:
            for turn in shown:
                turn.deleteLater()
            work = desk.forget_asked(self._house.place, book_id)
            self._house.lanes.desk.do(work, failed=self._house.tell)

        self._undo.later(tr("Questions, answers and summaries of this book were deleted."), do, undo)

    @property
    def busy(self) -> bool:
        """Whether an answer is being made."""
        return self._job is not None

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme
        self.composer.set_theme(theme)

    def choose_mode(self, mode: str) -> None:
        """Choose what to answer from."""
        choose(self.composer.mode, mode)

    def _wish(self, wish: Wish) -> None:
        assert self._opened is not None
        if self._job is not None:
            return
        turn = self._turn(wish)
        self._welcome_if_empty()
        self.composer.set_busy(True)
        self._job = self._house.studio.ask(
            *(self._opened.shelved.book.id, wish),
            done=while_there(turn, partial(self._answered, turn)),
            said=while_there(turn, partial(self._heard, turn)),
            failed=while_there(turn, partial(_failed, turn)),
        )
        self._job.cancelled.connect(while_there(turn, turn.stop))
        self._job.ended.connect(self._over)
        self._to_end()

    def _before(self, question: str) -> str:
        """Give the question that this one follows, if it makes no sense alone."""
        answered = [turn for turn in self.turns if turn.answer is not None]
        if not answered or not follows_on(question):
            return ""
        last = answered[-1]
        return f"{last.follows} {last.question}".strip()

    def _turn(self, wish: Wish) -> Turn:
        assert self._opened is not None
        opened = self._opened
        hover = partial(show_passage, self._house, opened.shelved.book.id, opened.headings)
        turn = Turn(wish.question, opened.headings, hover, wish.scope, wish.mode, wish.before)
        turn.citation_wanted.connect(self.citation_wanted)
        turn.edit.connect(self.composer.start)
        turn.again.connect(lambda: self._again(turn, turn.scope, turn.mode))
        turn.text_only.connect(lambda: self._again(turn, turn.scope, "text"))
        turn.wider.connect(lambda: self._again(turn, Scope(), turn.mode))
        turn.removed.connect(lambda: self._remove(turn))
        self.turns.append(turn)
        self._flow.addWidget(turn)
        return turn

    def _again(self, turn: Turn, scope: Scope, mode: Mode) -> None:
        self._wish(Wish(turn.question, scope, mode, turn.follows))

    def _remove(self, turn: Turn) -> None:
        assert self._opened is not None
        at, book_id, answer = self.turns.index(turn), self._opened.shelved.book.id, turn.answer
        assert answer is not None
        self.turns.remove(turn)
        turn.hide()
        self._welcome_if_empty()

        def undo() -> None:
            self.turns.insert(at, turn)
            turn.show()
            self._welcome_if_empty()

        def do() -> None:
            turn.deleteLater()
            work = desk.remove_answer(self._house.place, book_id, answer)
            self._house.lanes.desk.do(work, failed=self._house.tell)

        self._undo.later(tr("The question was removed."), do, undo)

    def _heard(self, turn: Turn, event: object) -> None:
        turn.hear(event)
        self._to_end()

    def _answered(self, turn: Turn, answer: Answer) -> None:
        turn.show_answer(answer, self._theme.muted)
        self._to_end()

    def _over(self, job: object) -> None:
        if job is self._job:
            self._job = None
            self.composer.set_busy(False)

    def _to_end(self) -> None:
        """Show the last answer: its end, or if it is longer than the view its beginning."""
        bar = self.view.verticalScrollBar()  # it comes here again when the new answer has been given its room
        self._flow.activate()
        bar.setValue(min(bar.maximum(), self.turns[-1].y() - 6) if self.turns else bar.maximum())

    def _arrange(self) -> None:
        talk = QWidget()
        self._flow = column(talk, (18, 10, 14, 8), 12)
        self._flow.addStretch(1)
        self._welcome = self._welcoming()
        self._flow.addWidget(self._welcome)
        self.view = scrolled(talk)
        self.view.setAccessibleName(tr("Conversation"))
        settled = self.view.verticalScrollBar().rangeChanged  # only then are the answers where they will be
        settled.connect(lambda *_: QTimer.singleShot(0, self, self._to_end))
        box = column(self, gap=0)
        box.addWidget(self.view, 1)
        foot = column(None, (14, 6, 14, 12))
        foot.addWidget(self.composer)
        box.addLayout(foot)

    def _welcoming(self) -> QWidget:
        made = QWidget()
        box = column(made, (0, 0, 0, 8), 6)
        box.addWidget(label(tr("Ask about the book"), "heading"))
        text = tr(
            "Answers come with the book's own words. Unless you choose otherwise, nothing later is told."
        )
        box.addWidget(label(text, "muted", wraps=True))
        box.addSpacing(4)
        self.starters = [button(tr(words)) for words in STARTERS]
        for starter in self.starters:
            starter.clicked.connect(lambda _=False, starter=starter: self.ask(starter.text()))
            box.addWidget(starter, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _welcome_if_empty(self) -> None:
        self._welcome.setVisible(not self.turns)


def _failed(turn: Turn, error: Exception) -> None:
    notice = explained(error)
    turn.fail(notice.text, notice.details)
