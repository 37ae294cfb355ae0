"""The summaries of the book that lies open: of a chapter, of the story so far, of all of it."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QT_TR_NOOP, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.gui.desk import Opened
from app.gui.doing import doing
from app.gui.house import House, Notice, explained
from app.gui.hover import show_passage
from app.gui.icons import IconButton
from app.gui.job import Job
from app.gui.language import tr
from app.gui.linked import LinkedText
from app.gui.parts import button, choice, column, label, row, scrolled
from app.gui.quote import plain_title
from app.gui.scope import Standpoint
from app.gui.theme import LIGHT, Theme
from app.values import Citation, Progress, Summary
from model.interface import Token

SCOPES = {"so far": QT_TR_NOOP("The story so far"), "book": QT_TR_NOOP("The whole book")}


class Summaries(QWidget):
    """Makes and shows one summary at a time; every sentence that is the book's own opens its place."""

    citation_wanted = Signal(object)  # Citation
    export_wanted = Signal()

    def __init__(self, house: House, standpoint: Standpoint) -> None:
        super().__init__()
        self._house, self._standpoint = house, standpoint
        self._opened: Opened | None = None
        self._kept: dict[str, Summary] = {}
        self.shown: Summary | None = None
        self._job: Job | None = None
        self._streamed = ""
        self._theme = LIGHT
        self.scope = choice({key: tr(name) for key, name in SCOPES.items()}, tr("What to summarize"))
        self.scope.currentIndexChanged.connect(lambda _: self.show_kept())
        self.make = button(tr("Summarize"), "main")
        self.make.clicked.connect(self.pressed)
        self._status = label("", "muted", wraps=True)
        self.text = LinkedText(self._hover)
        self.text.citation_wanted.connect(self.citation_wanted)
        self.again = IconButton("again", tr("Make this summary again"))
        self.again.clicked.connect(lambda: self._begin(again=True))
        self.copy = IconButton("copy", tr("Copy the summary"))
        self.copy.clicked.connect(self._copy)
        self.save = IconButton("save", tr("Save questions, answers and summaries as Markdown"))
        self.save.clicked.connect(self.export_wanted)
        self._arrange()

    def show_book(self, opened: Opened) -> None:
        """Offer the chapters of a book, and show what was summarized before."""
        self.stop()
        self._opened = opened
        self._kept = {record.summary.scope: record.summary for record in opened.summaries}
        while self.scope.count() > len(SCOPES):
            self.scope.removeItem(len(SCOPES))
        self.scope.insertSeparator(len(SCOPES))
        for index, heading in enumerate(opened.headings):
            title = plain_title(index, heading.title)
            self.scope.addItem(tr("Chapter {}: {}").format(index + 1, title), f"chapter:{index + 1}")
        self.show_kept()

    @property
    def busy(self) -> bool:
        """Whether a summary is being made."""
        return self._job is not None

    def choose_chapter(self, index: int) -> None:
        """Choose a chapter."""
        self.scope.setCurrentIndex(self.scope.findData(f"chapter:{index + 1}"))

    def forget(self) -> None:
        """Show none of the summaries that were made."""
        self._kept = {}
        self.show_kept()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme
        if self.shown is not None:
            self._show(self.shown)

    def pressed(self) -> None:
        """Summarize what is chosen, or stop."""
        if self._job is not None:
            self._job.cancel()
        else:
            self._begin()

    def stop(self) -> None:
        """Stop the summary that is being made, and hear no more of it: the book is closed."""
        if self._job is not None:
            self._job.cancel()
            self._over(self._job)

    def show_kept(self) -> None:
        """Show the summary of the chosen scope, if one was made before."""
        kept = self._kept.get(self._scope())
        self.shown = None
        self._write("")
        self._tell("" if kept else self._invitation())
        self._tools.setVisible(kept is not None)
        self.make.setVisible(kept is None or self.busy)
        if kept:
            self._show(kept)

    def _begin(self, again: bool = False) -> None:
        if self._opened is None or self._job is not None:
            return
        self._streamed = ""
        self.shown = None
        self._write("")
        self._tools.hide()
        self.make.setText(tr("Stop"))
        self.make.show()
        book = self._opened.shelved.book.id

        def wanted(tell: Callable[[Any], object]) -> Callable[[Any], object]:
            return lambda what: tell(what) if job is self._job else None

        made, heard, failed = (wanted(one) for one in (self._made, self._heard, self._failed))
        job = self._house.studio.summarize(book, self._scope(), made, heard, failed, again)
        self._job = job
        job.cancelled.connect(lambda: self._tell(tr("Stopped.")) if job is self._job else None)
        job.ended.connect(self._over)

    def _tell(self, text: str) -> None:
        self._status.setText(text)
        self._status.setVisible(bool(text))

    def _scope(self) -> str:
        chosen = str(self.scope.currentData())
        return f"so far:{self._standpoint.reached() + 1}" if chosen == "so far" else chosen

    def _invitation(self) -> str:
        if self.scope.currentData() == "so far":
            last = str(self._standpoint.reached() + 1)
            return tr("What happened up to the end of chapter {}, and nothing later.").format(last)
        if self.scope.currentData() == "book":
            return tr("The whole book, as far as the model has read it. It tells the end, too.")
        return tr("What happens in this chapter. Every sentence leads to its place.")

    def _arrange(self) -> None:
        head = row(None, (16, 8, 14, 8), 8)
        self.scope.setMinimumContentsLength(8)
        self.scope.setSizeAdjustPolicy(self.scope.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        head.addWidget(self.scope, 1)
        head.addWidget(self.make)
        self._tools = QWidget()
        tools = row(self._tools, gap=2)
        tools.addWidget(label(tr("Every sentence leads to its place."), "small", wraps=True), 1)
        for one in (self.copy, self.save, self.again):
            one.setFixedSize(28, 28)
            tools.addWidget(one)
        inside = QWidget()
        flow = column(inside, (18, 4, 16, 18), 8)
        for widget in (self._tools, self._status, self.text):
            flow.addWidget(widget)
        flow.addStretch(1)
        box = column(self, gap=0)
        box.addLayout(head)
        box.addWidget(scrolled(inside), 1)

    def _hover(self, citation: Citation, over: QWidget) -> None:
        if self._opened is not None:
            show_passage(self._house, self._opened.shelved.book.id, self._opened.headings, citation, over)

    def _heard(self, event: object) -> None:
        if isinstance(event, Token):
            self._streamed += event.text
            self._write(self._streamed)
        elif isinstance(event, Progress):
            count = tr("{} of {} chapters").format(event.done, event.total) if event.total > 1 else ""
            self._tell(f"{doing(event.what)} … {count}".strip())

    def _made(self, summary: Summary) -> None:
        self._kept[summary.scope] = summary

    def _failed(self, error: Exception) -> None:
        notice = explained(error)
        self._tell(notice.text)
        if notice.details:
            self._house.say(notice)

    def _over(self, job: object) -> None:
        if job is not self._job:
            return
        self._job = None
        self.make.setText(tr("Summarize"))
        if self._scope() in self._kept:
            self.show_kept()

    def _show(self, summary: Summary) -> None:
        self.shown = summary
        self._write(summary.text, summary.citations)

    def _write(self, text: str, citations: Sequence[Citation] = ()) -> None:
        """Show a text; none takes no keyboard either."""
        self.text.show_text(text, citations, self._opened.headings if self._opened else ())
        self.text.setVisible(bool(text))

    def _copy(self) -> None:
        if self.shown is not None:
            QGuiApplication.clipboard().setText(self.shown.text)
            self._house.say(Notice(tr("The summary was copied.")))
