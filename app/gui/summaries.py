"""The summaries of the book that lies open: of a chapter, of the story so far, of all of it."""

from collections.abc import Callable
from html import escape

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtWidgets import QLabel, QWidget

from app.gui.desk import Opened
from app.gui.house import House, explained
from app.gui.job import Job
from app.gui.parts import button, choice, column, label, row, scrolled
from app.gui.quote import plain_title, whereabouts
from app.gui.theme import serif
from app.values import Citation, Progress, Summary
from model.interface import Token


class Summaries(QWidget):
    """Makes and shows one summary at a time; every sentence that is the book's own opens its place."""

    citation_wanted = Signal(object)  # Citation

    def __init__(self, house: House, reached: Callable[[], int]) -> None:
        super().__init__()
        self._house = house
        self._reached = reached
        self._opened: Opened | None = None
        self._kept: dict[str, Summary] = {}
        self.shown: Summary | None = None
        self._job: Job | None = None
        self._streamed = ""
        self.scope = choice({"so far": "The story so far", "book": "The whole book"}, "What to summarize")
        self.scope.currentIndexChanged.connect(lambda _: self.show_kept())
        self.make = button("Summarize", "main")
        self.make.clicked.connect(self.pressed)
        self._status = label("", "muted", wraps=True)
        self._title = label("", "heading", wraps=True)
        self.text = QLabel(wordWrap=True, textFormat=Qt.TextFormat.RichText)
        self.text.setFont(serif(12.5))
        self.text.setStyleSheet("font-size: 12.5pt;")
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.text.linkActivated.connect(self._clicked)
        self.text.linkHovered.connect(self._hovered)
        self._arrange()

    def show_book(self, opened: Opened) -> None:
        """Offer the chapters of a book, and show what was summarized before."""
        self._opened = opened
        self._kept = {record.summary.scope: record.summary for record in opened.summaries}
        while self.scope.count() > 2:
            self.scope.removeItem(2)
        for index, heading in enumerate(opened.headings):
            title = plain_title(index, heading.title)
            self.scope.addItem(f"Chapter {index + 1}: {title}", f"chapter:{index + 1}")
        self.show_kept()

    @property
    def busy(self) -> bool:
        """Whether a summary is being made."""
        return self._job is not None

    def choose_chapter(self, index: int) -> None:
        """Choose a chapter, and summarize it."""
        self.scope.setCurrentIndex(self.scope.findData(f"chapter:{index + 1}"))

    def pressed(self) -> None:
        """Summarize what is chosen, or stop."""
        if self._job is not None:
            self._job.cancel()
            return
        if self._opened is None:
            return
        self._streamed = ""
        self.text.clear()
        self._title.setText(self.scope.currentText())
        self.make.setText("Stop")
        book = self._opened.shelved.book.id
        self._job = self._house.studio.summarize(book, self._scope(), self._made, self._heard, self._failed)
        self._job.cancelled.connect(lambda: self._tell("Stopped."))
        self._job.ended.connect(self._over)

    def show_kept(self) -> None:
        """Show the summary of the chosen scope, if one was made before."""
        kept = self._kept.get(self._scope())
        self.text.clear()
        self._title.setText(self.scope.currentText() if kept else "")
        self._tell("" if kept else self._invitation())
        if kept:
            self._show(kept)

    def _tell(self, text: str) -> None:
        self._status.setText(text)
        self._status.setVisible(bool(text))

    def _scope(self) -> str:
        chosen = str(self.scope.currentData())
        return f"so far:{self._reached() + 1}" if chosen == "so far" else chosen

    def _invitation(self) -> str:
        if self.scope.currentData() == "so far":
            return f"What happened up to the end of chapter {self._reached() + 1}, and nothing later."
        if self.scope.currentData() == "book":
            return "The whole book, as far as the model has read it. It tells the end, too."
        return "What happens in this chapter. Every sentence leads to its place."

    def _arrange(self) -> None:
        head = row(None, (16, 8, 14, 8), 8)
        self.scope.setMinimumContentsLength(8)
        self.scope.setSizeAdjustPolicy(self.scope.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        head.addWidget(self.scope, 1)
        head.addWidget(self.make)
        inside = QWidget()
        flow = column(inside, (18, 8, 16, 18), 10)
        for widget in (self._title, self._status, self.text):
            flow.addWidget(widget)
        flow.addStretch(1)
        box = column(self, gap=0)
        box.addLayout(head)
        box.addWidget(scrolled(inside), 1)

    def _heard(self, event: object) -> None:
        if isinstance(event, Token):
            self._streamed += event.text
            self.text.setText(escape(self._streamed))
        elif isinstance(event, Progress):
            share = f" · {event.done} of {event.total} chapters" if event.total > 1 else ""
            self._tell(f"{event.what[:1].upper()}{event.what[1:]} …{share}")

    def _made(self, summary: Summary) -> None:
        self._kept[summary.scope] = summary
        self._tell("")
        self._show(summary)

    def _failed(self, error: Exception) -> None:
        self._tell(explained(error).text)

    def _over(self, job: object) -> None:
        self._job = None
        self.make.setText("Summarize")

    def _show(self, summary: Summary) -> None:
        self.shown = summary
        colour = self.palette().windowText().color().name()
        self.text.setText(linked(summary, colour))
        self.text.setAccessibleName(summary.text)

    def _clicked(self, link: str) -> None:
        if self.shown is not None:
            self.citation_wanted.emit(self.shown.citations[int(QUrl(link).path())])

    def _hovered(self, link: str) -> None:
        where = ""
        if link and self.shown is not None and self._opened is not None:
            citation: Citation = self.shown.citations[int(QUrl(link).path())]
            where = whereabouts(citation, self._opened.headings)
        self.text.setToolTip(where)


def linked(summary: Summary, colour: str) -> str:
    """Write a summary with a link on every sentence that stands in the book; written ones get their sources below."""
    text = escape(summary.text)
    rest = []
    for at, citation in enumerate(summary.citations):
        sentence = escape(" ".join(citation.quote.split()))
        link = f'<a href="{at}" style="color: {colour}; text-decoration: none;">{{}}</a>'
        if sentence in text:
            text = text.replace(sentence, link.format(sentence), 1)
        else:
            rest.append(f"<p>{link.format(f'“{sentence}”')}</p>")
    return f'<div style="line-height: 140%;">{text}</div>{"".join(rest)}'
