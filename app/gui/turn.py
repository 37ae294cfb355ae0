"""One question and its answer in the conversation."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TR_NOOP, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.gui.doing import doing
from app.gui.icons import IconButton
from app.gui.language import tr
from app.gui.linked import Hover, LinkedText
from app.gui.parts import button, column, label, row
from app.gui.quote import QuoteCard, whereabouts
from app.gui.scope import Scope, scope_in_words
from app.gui.typefaces import serif
from app.values import Answer, Mode, Progress
from model.interface import Token

if TYPE_CHECKING:
    from app.library import Heading

SOURCES = {
    "both": QT_TR_NOOP("memory and text"),
    "memory": QT_TR_NOOP("memory alone"),
    "text": QT_TR_NOOP("text alone"),
}
STEPS = {
    "recalling": QT_TR_NOOP("Recalling"),
    "looking up": QT_TR_NOOP("Looking up"),
    "writing": QT_TR_NOOP("Writing"),
}
CARDS = 3
"""An answer with more citations is shown as a text whose sentences are links."""


class Turn(QWidget):
    """Shows a question, what the model is doing for it, and the answer as it comes."""

    citation_wanted = Signal(object)  # Citation
    again = Signal()  # ask the same question of the same part of the book again
    edit = Signal(str)  # put the question back into the field
    text_only = Signal()  # ask again, of the text alone
    wider = Signal()  # ask again, of the whole book
    removed = Signal()  # take this question out of the conversation

    def __init__(
        self,
        question: str,
        headings: Sequence["Heading"],
        hover: Hover,
        scope: Scope = Scope(),  # noqa: B008 - frozen
        mode: Mode = "both",
        follows: str = "",
        small: bool = False,
    ) -> None:
        super().__init__()
        self.question, self.scope, self.mode, self.follows = question, scope, mode, follows
        self._headings, self._hover, self._small = headings, hover, small
        self.streamed = ""
        self.answer: Answer | None = None
        self._asked = label(question, "question", wraps=True)
        self._context = label(
            tr("Follows “{}”").format(_short(follows)) if follows else "", "small", wraps=True
        )
        self.status = QLabel(tr("Waiting for the model …"), wordWrap=True)
        self.status.setProperty("role", "small")
        self.missing = label(tr("Not found"), "missing")
        self._text = label("", "answer", wraps=True)
        self._text.setFont(serif(12.5))
        for one in (self._asked, self._text):
            one.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._box = column(self, (0, 0, 0, 14), 7)
        for one in (self._asked, self._context, self.status):
            self._box.addWidget(one)
        self._box.addWidget(self.missing, 0, Qt.AlignmentFlag.AlignLeft)
        self._box.addWidget(self._text)
        for one, shown in ((self._asked, not small), (self._context, bool(follows))):
            one.setVisible(shown)
        self._text.hide()
        self.missing.hide()

    def hear(self, event: object) -> None:
        """Take in an event of the work."""
        if isinstance(event, Token):
            self.streamed += event.text
            self._text.setText(self.streamed.strip())
            self._text.show()
            self.status.hide()
        elif isinstance(event, Progress):
            self.status.setText(steps(event.what))

    def show_answer(self, answer: Answer, colour: str) -> None:
        """Show the whole answer with what carries it."""
        self.answer = answer
        self.scope = Scope(None if answer.part else answer.as_of, answer.part)
        self.mode = answer.mode
        self.status.hide()
        said = answer.text if answer.found else tr("I did not find this in the book.")
        self._text.setText(said)
        self._text.show()
        self.setAccessibleName(tr("Question: {} Answer: {}").format(self.question, said))
        if not answer.found:
            self.missing.show()
            self._text.hide()
            if answer.citations:
                self._box.addWidget(label(tr("What came nearest"), "label"))
        if len(answer.citations) > CARDS:
            self._link(answer)
        else:
            self._cite(answer)
        whole = answer.part is None and answer.as_of + 1 >= len(self._headings)
        if not (answer.found or whole or self._small):
            wider = button(tr("Ask the whole book"), "link")
            wider.setProperty("edge", "true")
            wider.clicked.connect(self.wider)
            self._box.addWidget(wider, 0, Qt.AlignmentFlag.AlignLeft)
        self._box.addLayout(self._foot(answer, colour))

    def fail(self, text: str, details: str = "") -> None:
        """Show in words why there is no answer; details are there to copy."""
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setText(text)
        self.status.setProperty("role", "error")
        self.status.style().polish(self.status)
        self.status.show()
        self._box.addLayout(self._retry(stopped=False, details=details))

    def stop(self) -> None:
        """Show that the answer was stopped."""
        self.status.setText(tr("Stopped before the end.") if self.streamed else tr("Stopped."))
        self.status.show()
        self._box.addLayout(self._retry(stopped=True))

    def as_text(self) -> str:
        """Give question, answer and citations as they are copied."""
        if self.answer is None:
            return self.question
        quotes = [
            f"“{citation.quote}” ({whereabouts(citation, self._headings)})"
            for citation in self.answer.citations
        ]
        return "\n\n".join((self.question, self.answer.text, *quotes))

    def _cite(self, answer: Answer) -> None:
        for citation in answer.citations:
            said = answer.found and citation.quote in answer.text
            card = QuoteCard(citation, self._headings, said)
            card.wanted.connect(self.citation_wanted)
            card.hovered.connect(self._hover)
            self._box.addWidget(card)

    def _link(self, answer: Answer) -> None:
        self._text.hide()
        text = LinkedText(self._hover)
        text.show_text(answer.text, answer.citations, self._headings)
        text.citation_wanted.connect(self.citation_wanted)
        self._box.addWidget(text)

    def _foot(self, answer: Answer, colour: str) -> QHBoxLayout:
        foot = row(gap=0)
        sizes = [heading.characters for heading in self._headings]
        where = scope_in_words(answer, sizes)
        note = label(f"{where} · {tr(SOURCES[answer.mode])}", "small", wraps=True)
        foot.addWidget(note, 1)
        tools = [("copy", tr("Copy question and answer"), self._copy)]
        if not self._small:
            tools += [
                ("again", tr("Ask again"), self.again.emit),
                ("edit", tr("Change the question"), lambda: self.edit.emit(self.question)),
                ("trash", tr("Remove this question"), self.removed.emit),
            ]
        for name, tip, do in tools:
            made = IconButton(name, tip)
            made.setFixedSize(28, 28)
            made.tint(colour)
            made.clicked.connect(lambda _=False, do=do: do())
            foot.addWidget(made)
        return foot

    def _retry(self, stopped: bool, details: str = "") -> QHBoxLayout:
        foot = row(gap=14)
        links = [(tr("Ask again"), self.again), (tr("Ask the text only"), self.text_only)]
        for text, signal in links[: 1 if stopped else 2]:
            one = button(text, "link")
            one.clicked.connect(lambda _=False, signal=signal: signal.emit())
            one.setProperty("edge", "true")
            foot.addWidget(one)
        if details:
            copy = button(tr("Copy details"), "link")
            copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
            foot.addWidget(copy)
        foot.addStretch(1)
        return foot

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.as_text())


def steps(what: str) -> str:
    """Say what the model is doing: all its steps, the present one in bold; other work in its own words."""
    if what not in STEPS:
        return f"{escape(doing(what))} …"
    return " › ".join(f"<b>{tr(name)} …</b>" if key == what else tr(name) for key, name in STEPS.items())


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
