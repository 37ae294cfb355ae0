"""What the model remembers of the book that lies open: its snapshots, layers and heads, and their size."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.gui.desk import Opened
from app.gui.head_chart import HeadChart
from app.gui.house import House, explained
from app.gui.job import Job
from app.gui.language import tr
from app.gui.parts import button, column, label, row, scrolled
from app.gui.quote import plain_title
from app.gui.sizes import size
from app.gui.theme import Theme
from app.gui.timeline import Timeline

if TYPE_CHECKING:
    from app.portraying import Portrait


class MemoryView(QFrame):
    """Shows a `Portrait`; a snapshot that is clicked can be asked as of."""

    ask_wanted = Signal(int)  # as of the end of this chapter (index)
    chapter_wanted = Signal(int)
    read_wanted = Signal()
    closed = Signal()

    def __init__(self, house: House) -> None:
        super().__init__()
        self.setObjectName("sheet")
        self._house = house
        self._opened: Opened | None = None
        self._share = 0.0
        self._job: Job | None = None
        self.portrait: Portrait | None = None
        self.timeline = Timeline()
        self.timeline.chosen.connect(self._choose)
        self.timeline.wanted.connect(self.ask_wanted)
        self.fills = HeadChart(tr("How full each layer's memory is"), percent, bars=True)
        self.gates = HeadChart(tr("What each head listens to"), listening, bars=False)
        self._arrange()

    def show_book(self, opened: Opened, share: float) -> None:
        """Look at the memory of a book; `share` is where its reader is, from 0 to 1."""
        if self._opened is None or self._opened.shelved.book.id != opened.shelved.book.id:
            self.portrait = None
            self.timeline.choose(-1)
        self._opened, self._share = opened, share
        self.timeline.setFocus()
        self._look(None)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        for one in (self.timeline, self.fills, self.gates):
            one.theme = theme
            one.update()

    def _arrange(self) -> None:
        inside = QWidget()
        flow = column(inside, (44, 30, 44, 40), 8)
        flow.addLayout(self._head())
        self._status = label("", "muted", wraps=True)
        flow.addWidget(self._status)
        self.start = button(tr("Let the model read it"), "main")
        self.start.clicked.connect(self.read_wanted)
        self.start.hide()
        flow.addWidget(self.start, 0, Qt.AlignmentFlag.AlignLeft)
        self._body = QWidget()
        body = column(self._body, (0, 14, 0, 0), 6)
        body.addWidget(self.timeline)
        body.addLayout(self._chosen_line())
        for title, told, chart in (
            (
                tr("How full it is"),
                tr("The share of each head's directions that hold something."),
                self.fills,
            ),
            (tr("What the heads listen to"), tr("From the page alone to the memory alone."), self.gates),
        ):
            body.addSpacing(22)
            body.addWidget(label(title, "heading"))
            body.addWidget(label(told, "small", wraps=True))
            body.addSpacing(4)
            body.addWidget(chart)
        body.addSpacing(22)
        body.addWidget(label(tr("On the disk"), "heading"))
        self._sizes = label("", "muted", wraps=True)
        body.addWidget(self._sizes)
        flow.addWidget(self._body)
        flow.addStretch(1)
        self._body.hide()
        column(self).addWidget(scrolled(inside))

    def _head(self) -> QHBoxLayout:
        head = row()
        head.addWidget(label(tr("What is remembered"), "title", wraps=True), 1)
        shut = button(tr("Back to the page"), "link")
        shut.setProperty("edge", "true")
        shut.clicked.connect(self.closed)
        head.addWidget(shut, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _chosen_line(self) -> QVBoxLayout:
        chosen, line = column(gap=8), row(gap=6)
        self._where = label("", wraps=True)
        chosen.addWidget(self._where)
        chosen.addLayout(line)
        self.ask = button(tr("Ask as of here"), "main")
        self.ask.clicked.connect(lambda: self.ask_wanted.emit(self.timeline.at))
        self.open = button(tr("Open the chapter"))
        self.open.clicked.connect(lambda: self.chapter_wanted.emit(self.timeline.at))
        for one in (self.ask, self.open):
            line.addWidget(one)
        line.addStretch(1)
        return chosen

    def _choose(self, chapter: int) -> None:
        self._look(chapter)

    def _look(self, chapter: int | None) -> None:
        if self._opened is None:
            return
        if self._job is not None:
            self._job.cancel()
        if self.portrait is None:
            self._status.setText(tr("Looking at the memory …"))
        book_id = self._opened.shelved.book.id
        job = self._house.studio.do(
            lambda mind: mind.portray(book_id, self._house.studio.settings, chapter),
            done=lambda portrait: self._show(portrait) if job is self._job else None,
            said=lambda event: None,
            failed=lambda error: self._fail(error) if job is self._job else None,
        )
        self._job = job

    def _fail(self, error: Exception) -> None:
        self._status.setText(explained(error).text)

    def _show(self, portrait: "Portrait") -> None:
        assert self._opened is not None
        self.portrait = portrait
        some = portrait.chapter is not None
        self._body.setVisible(some)
        self.start.setVisible(not some)
        headings = self._opened.headings
        if portrait.chapter is None:
            self._status.setText(
                tr("Nothing of this book is remembered yet. The model has to read it first.")
            )
            return
        chapter = portrait.chapter
        titles = [plain_title(at, heading.title) for at, heading in enumerate(headings)]
        saved = [one.chapter for one in portrait.snapshots]
        self.timeline.show_book(titles, [heading.characters for heading in headings], saved, self._share)
        self.timeline.choose(chapter)
        self._tell(portrait, titles[chapter])
        self.fills.show_rows({layer.number: layer.fill for layer in portrait.layers})
        self.gates.show_rows({layer.number: layer.gates for layer in portrait.layers})

    def _tell(self, portrait: "Portrait", title: str) -> None:
        snapshots, number = portrait.snapshots, (portrait.chapter or 0) + 1
        newest = next(one for one in snapshots if one.chapter + 1 == number)
        self._status.setText(
            tr(
                "The model “{}” keeps a memory of always the same size, and a snapshot of it at every chapter's end."
            ).format(portrait.model)
        )
        told = tr("End of chapter {}: {}").format(number, title)
        tokens = tr("{} tokens read by then").format(f"{newest.tokens:,}")
        self._where.setText(f"{told}\n{tokens}")
        total = sum(one.size for one in snapshots)
        self._sizes.setText(
            tr("{} snapshots of {} each, {} together; the whole library takes {}.").format(
                *(len(snapshots), size(newest.size), size(total), size(portrait.library_size))
            )
        )


def percent(value: float) -> str:
    """Write a share."""
    return f"{value:.0%}"


def listening(value: float) -> str:
    """Say what a head with this gate is, as the paper does: local, mixer or memory."""
    kind = tr("local") if value < 0.25 else tr("memory") if value > 0.75 else tr("mixer")
    return f"{value:.0%} · {kind}"
