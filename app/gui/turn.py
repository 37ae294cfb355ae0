"""One question and its answer in the conversation."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.gui.icons import IconButton
from app.gui.parts import button, column, label, row
from app.gui.quote import QuoteCard, whereabouts
from app.gui.theme import serif
from app.values import Answer, Citation, Progress
from model.interface import Token

if TYPE_CHECKING:
    from app.library import Heading

SOURCES = {"both": "memory and text", "memory": "memory alone", "text": "text alone"}


class Turn(QWidget):
    """Shows a question, what the model is doing for it, and the answer as it comes."""

    citation_wanted = Signal(object)  # Citation
    again = Signal(str)  # ask the same question again
    edit = Signal(str)  # put the question back into the field
    text_only = Signal(str)  # ask again, of the text alone

    def __init__(self, question: str, headings: Sequence["Heading"]) -> None:
        super().__init__()
        self.question = question
        self._headings = headings
        self.streamed = ""
        self.answer: Answer | None = None
        self._asked = label(question, "heading", wraps=True)
        self._asked.setStyleSheet("font-size: 10.5pt;")
        self.status = label("Waiting for the model …", "small", wraps=True)
        self._text = label("", wraps=True)
        self._text.setFont(serif(12.5))
        self._text.setStyleSheet("font-size: 12.5pt;")
        for one in (self._asked, self._text):
            one.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.hide()
        self._box = column(self, (0, 0, 0, 14), 7)
        for one in (self._asked, self.status, self._text):
            self._box.addWidget(one)

    def hear(self, event: object) -> None:
        """Take in an event of the work."""
        if isinstance(event, Token):
            self.streamed += event.text
            self._text.setText(self.streamed.strip())
            self._text.show()
            self.status.hide()
        elif isinstance(event, Progress):
            self.status.setText(f"{event.what[:1].upper()}{event.what[1:]} …")

    def show_answer(self, answer: Answer, colour: str) -> None:
        """Show the whole answer with what carries it."""
        self.answer = answer
        self.status.hide()
        self._text.setText(answer.text)
        self._text.show()
        if not answer.found:
            self._text.setProperty("role", "muted")
            if answer.citations:
                self._box.addWidget(label("What came nearest", "label"))
        self.setAccessibleName(f"Question: {self.question}. Answer: {answer.text}")
        for citation in answer.citations:
            self._cite(citation)
        self._box.addLayout(self._foot(answer, colour))

    def fail(self, text: str, colour: str) -> None:
        """Show in words why there is no answer."""
        self.status.setText(text)
        self.status.setProperty("role", "error")
        self.status.style().polish(self.status)
        self.status.show()
        self._box.addLayout(self._retry(colour, stopped=False))

    def stop(self, colour: str) -> None:
        """Show that the answer was stopped."""
        self.status.setText("Stopped." if not self.streamed else "Stopped before the end.")
        self.status.show()
        self._box.addLayout(self._retry(colour, stopped=True))

    def as_text(self) -> str:
        """Give question, answer and citations as they are copied."""
        if self.answer is None:
            return self.question
        quotes = [
            f"“{citation.quote}” ({whereabouts(citation, self._headings)})"
            for citation in self.answer.citations
        ]
        return "\n\n".join((self.question, self.answer.text, *quotes))

    def _cite(self, citation: Citation) -> None:
        card = QuoteCard(citation, self._headings)
        card.wanted.connect(self.citation_wanted)
        self._box.addWidget(card)

    def _foot(self, answer: Answer, colour: str) -> QHBoxLayout:
        foot = row(gap=0)
        last = answer.as_of + 1 >= len(self._headings)
        scope = "Whole book" if last else f"To the end of chapter {answer.as_of + 1}"
        note = label(f"{scope} · {SOURCES[answer.mode]}", "small", wraps=True)
        foot.addWidget(note, 1)
        for name, tip, do in (
            ("copy", "Copy question and answer", self._copy),
            ("again", "Ask again", lambda: self.again.emit(self.question)),
            ("edit", "Change the question", lambda: self.edit.emit(self.question)),
        ):
            made = IconButton(name, tip)
            made.setFixedSize(28, 28)
            made.tint(colour)
            made.clicked.connect(do)
            foot.addWidget(made)
        return foot

    def _retry(self, colour: str, stopped: bool) -> QHBoxLayout:
        foot = row(gap=4)
        again = button("Ask again", "link")
        again.clicked.connect(lambda: self.again.emit(self.question))
        foot.addWidget(again)
        if not stopped:
            plain = button("Ask the text only", "link")
            plain.clicked.connect(lambda: self.text_only.emit(self.question))
            foot.addWidget(plain)
        foot.addStretch(1)
        return foot

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.as_text())
