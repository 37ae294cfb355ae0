"""The same question as of two chapters, side by side."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QFrame, QLineEdit, QWidget

from app.gui.desk import Opened
from app.gui.house import House, explained
from app.gui.hover import show_passage
from app.gui.job import Job, while_there
from app.gui.language import tr
from app.gui.mind import Wish
from app.gui.parts import button, choice, column, label, row, scrolled
from app.gui.quote import plain_title
from app.gui.scope import Scope
from app.gui.theme import LIGHT, Theme
from app.gui.turn import Turn
from app.gui.typefaces import points
from app.values import Answer

NARROW = 480
"""Less room than this, in letters as the style is written, is not enough for two answers side by side."""


class Side(QFrame):
    """One of the two answers: as of which chapter, and what came of it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("quote")
        self.setProperty("still", "true")
        self.chapter: QComboBox = choice({}, name)
        self.chapter.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.chapter.setMinimumContentsLength(10)
        self.turn: Turn | None = None
        self._box = column(self, (16, 14, 16, 10), 12)
        self._box.addWidget(self.chapter)
        self._box.addStretch(1)

    def show_turn(self, turn: Turn | None) -> None:
        """Show another answer in place of the one before."""
        if self.turn is not None:
            self.turn.deleteLater()
        self.turn = turn
        if turn is not None:
            self._box.insertWidget(1, turn)


class Compare(QFrame):
    """Asks twice, and shows both answers."""

    citation_wanted = Signal(object)  # Citation
    closed = Signal()

    def __init__(self, house: House) -> None:
        super().__init__()
        self.setObjectName("sheet")
        self._house = house
        self._opened: Opened | None = None
        self._theme = LIGHT
        self._jobs: list[Job] = []
        self.question = QLineEdit(placeholderText=tr("Ask the same question twice …"))
        self.question.setAccessibleName(tr("Your question"))
        self.question.returnPressed.connect(self.ask)
        self.go = button(tr("Compare"), "main")
        self.go.clicked.connect(self.ask)
        self.sides = (Side(tr("Earlier, as of")), Side(tr("Later, as of")))
        self._arrange()

    def show_book(self, opened: Opened, reached: int, question: str = "") -> None:
        """Offer a book's chapters: the one that the reader has reached, and the last."""
        last = max(0, len(opened.headings) - 1)
        if self._opened is None or self._opened.shelved.book.id != opened.shelved.book.id:
            self.stop()
            for side, chapter in zip(self.sides, (min(reached, last), last), strict=True):
                side.show_turn(None)
                side.chapter.clear()
                for at, heading in enumerate(opened.headings):
                    title = plain_title(at, heading.title)
                    side.chapter.addItem(tr("As of chapter {}: {}").format(at + 1, title), at)
                side.chapter.setCurrentIndex(chapter)
        self._opened = opened
        if question:
            self.question.setText(question)
        self.question.setFocus()

    def ask(self) -> None:
        """Ask as of both chapters."""
        words = self.question.text().strip()
        if not words or self._opened is None:
            return
        self.stop()
        opened = self._opened
        for side in self.sides:
            scope = Scope(int(side.chapter.currentData()))
            hover = partial(show_passage, self._house, opened.shelved.book.id, opened.headings)
            turn = Turn(words, opened.headings, hover, scope, small=True)
            turn.citation_wanted.connect(self.citation_wanted)
            side.show_turn(turn)
            self._jobs.append(self._asked(turn, Wish(words, scope, "both")))

    def stop(self) -> None:
        """Stop the answers that are being made."""
        for job in self._jobs:
            job.cancel()
        self._jobs = []

    @property
    def busy(self) -> bool:
        """Whether an answer is being made."""
        return bool(self._jobs)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Put the answers side by side, or where there is little room one below the other."""
        ways = QBoxLayout.Direction
        self._both.setDirection(ways.TopToBottom if self.width() < points(NARROW) else ways.LeftToRight)
        super().resizeEvent(event)

    def _asked(self, turn: Turn, wish: Wish) -> Job:
        assert self._opened is not None

        def answered(answer: Answer) -> None:
            turn.show_answer(answer, self._theme.muted)

        def failed(error: Exception) -> None:
            notice = explained(error)
            turn.fail(notice.text, notice.details)

        job = self._house.studio.ask(
            *(self._opened.shelved.book.id, wish),
            done=while_there(turn, answered),
            said=while_there(turn, turn.hear),
            failed=while_there(turn, failed),
        )
        job.ended.connect(lambda ended: self._jobs.remove(ended) if ended in self._jobs else None)
        return job

    def _arrange(self) -> None:
        inside = QWidget()
        flow = column(inside, (44, 30, 44, 40), 12)
        head = row()
        head.addWidget(label(tr("Compare"), "title"), 1)
        shut = button(tr("Back to the page"), "link")
        shut.setProperty("edge", "true")
        shut.clicked.connect(self.closed)
        head.addWidget(shut, 0, Qt.AlignmentFlag.AlignTop)
        flow.addLayout(head)
        told = tr("What the book says by the end of one chapter, and by the end of another.")
        flow.addWidget(label(told, "muted", wraps=True))
        line = row(gap=8)
        line.addWidget(self.question, 1)
        line.addWidget(self.go)
        flow.addLayout(line)
        self._both = row(gap=14)
        for side in self.sides:
            self._both.addWidget(side, 1)
        flow.addSpacing(4)
        flow.addLayout(self._both)
        flow.addStretch(1)
        column(self).addWidget(scrolled(inside))
