"""The page of a book that lies open: contents, text, and the assistant beside it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QSplitter, QWidget

from app.gui import desk
from app.gui.assistant import Assistant
from app.gui.contents import Contents
from app.gui.desk import Found, Opened
from app.gui.house import House, Notice
from app.gui.job import Job
from app.gui.look import Look
from app.gui.parts import button, column, label, row
from app.gui.reader_bar import ReaderBar
from app.gui.selection import SelectionBar
from app.gui.text_page import TextPage
from app.gui.theme import Theme
from app.gui.trail import Trail
from app.values import Citation
from ingest.book import Chapter, Locator


class Reader(QWidget):
    """Shows a book; every jump can be gone back from, and the place is kept."""

    moved = Signal(str)  # where the reader is, in words

    def __init__(self, house: House) -> None:
        super().__init__()
        self.setObjectName("reader")
        self.opened: Opened | None = None
        self._house = house
        self._trail = Trail()
        self._home = Locator(0, 0)  # where the reading itself is, whatever is visited
        self._finding: Job | None = None
        self._wanted = 0
        self.bar = ReaderBar()
        self.contents = Contents()
        self.page = TextPage()
        self.panel = Assistant(house, self.reached)
        self.selection = SelectionBar(self.page)
        self._visiting = self._visiting_bar()
        self._arrange()
        self._connect()

    def open(self, book_id: str, scope: str) -> None:
        """Open a book where it was left."""
        work = desk.opened(self._house.place, book_id)
        self._house.lanes.desk.do(work, lambda opened: self._show(opened, scope), failed=self._house.tell)

    def reached(self) -> int:
        """Give the index of the last chapter that the reader has read to its end; at least the first."""
        here, page = self._home.chapter, self.page
        at_home = page.chapter is not None and page.chapter.index == here
        if at_home and not self.visiting and page.finished():
            return here
        return max(0, here - 1)

    @property
    def visiting(self) -> bool:
        """Whether a citation or a find was followed away from the reader's own place."""
        return self._visiting.isVisibleTo(self)

    def visit(self, citation: Citation) -> None:
        """Open the place of a citation and highlight its words."""
        self._jump(citation.start, len(citation.quote), visiting=True)

    def go_to_chapter(self, index: int) -> None:
        """Open a chapter at its beginning; from now on the reader is there."""
        self._jump(Locator(index, 0))

    def turn(self, way: int) -> None:
        """Go on to the next chapter, or to the end of the one before."""
        if self.opened is None or self.page.chapter is None:
            return
        index = self.page.chapter.index + way
        if 0 <= index < len(self.opened.headings):
            self._fetch(Locator(index, 0 if way > 0 else 2**40), 0, home=True)

    def back(self) -> None:
        """Go back to where a jump began."""
        self._follow(self._trail.back(self.page.place()))

    def forward(self) -> None:
        """Go forward again."""
        self._follow(self._trail.forward(self.page.place()))

    def home(self) -> None:
        """Leave what was visited, and go back to the reader's own place."""
        self._fetch(self._home, 0, home=True)

    def stay(self) -> None:
        """Make the visited place the reader's own."""
        self._visiting.hide()
        self.page.unmark()
        self._settle(self.page.place())

    def dress(self, look: Look, theme: Theme) -> None:
        """Show everything in a look and a theme."""
        self.page.dress(look, theme)
        self.panel.set_theme(theme)

    def leave(self) -> None:
        """Write the place down: the book is closed."""
        if self.opened is not None and not self.visiting and self.page.chapter is not None:
            self._settle(self.page.place())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the visitor's bar over the text."""
        super().resizeEvent(event)
        self._place_bar()

    def _visiting_bar(self) -> QFrame:
        made = QFrame(self)
        made.setObjectName("visiting")
        inner = row(made, (16, 3, 6, 3), 4)
        inner.addWidget(label("You are looking something up", "muted"))
        for text, do in (("Back to my page", self.home), ("Stay here", self.stay)):
            one = button(text, "link")
            one.clicked.connect(do)
            inner.addWidget(one)
        made.hide()
        return made

    def _arrange(self) -> None:
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.contents.setMinimumWidth(180)
        self.panel.setMinimumWidth(300)
        self.page.setMinimumWidth(360)
        for widget, stretch in ((self.contents, 0), (self.page, 1), (self.panel, 0)):
            self.split.addWidget(widget)
            self.split.setStretchFactor(self.split.count() - 1, stretch)
        self.split.setSizes([240, 660, 380])
        self.split.splitterMoved.connect(lambda *_: self._place_bar())
        box = column(self, gap=0)
        box.addWidget(self.bar)
        box.addWidget(self.split, 1)

    def _connect(self) -> None:
        self.contents.chapter_wanted.connect(self.go_to_chapter)
        self.contents.looked_for.connect(self._look_for)
        self.contents.found_wanted.connect(self._visit_found)
        self.page.settled.connect(self._settle)
        self.page.turned.connect(self.turn)
        self.selection.ask_wanted.connect(self.page.ask_about_words)
        self.selection.cite_wanted.connect(self.page.copy_citation)
        self.page.ask_wanted.connect(self._ask_about)
        self.page.copied.connect(lambda: self._house.say(Notice("Copied with its citation.")))
        self.panel.citation_wanted.connect(self.visit)
        self.panel.export_wanted.connect(self.export)
        self.panel.closed.connect(lambda: self.show_panel(False))
        self.bar.back.clicked.connect(self.back)
        self.bar.forward.clicked.connect(self.forward)
        self.bar.contents.toggled.connect(self.contents.setVisible)
        self.bar.ask.toggled.connect(self.panel.setVisible)
        self.bar.finder.clicked.connect(self.start_finding)

    def show_panel(self, shown: bool) -> None:
        """Show or hide the assistant."""
        self.bar.ask.setChecked(shown)
        self._place_bar()

    def set_panel_width(self, wide: int) -> None:
        """Give the assistant so much room."""
        self.split.setSizes([240, max(360, self.width() - 240 - wide), wide])

    def show_contents(self, shown: bool) -> None:
        """Show or hide the contents."""
        self.bar.contents.setChecked(shown)
        self._place_bar()

    def start_asking(self) -> None:
        """Put the cursor into the question field."""
        self.show_panel(True)
        self.panel.show_tab(0)
        self.panel.composer.start()

    def start_finding(self) -> None:
        """Put the cursor into the field with the words to find."""
        self.show_contents(True)
        self.contents.start_finding()

    def export(self) -> None:
        """Save what was asked and summarized as Markdown."""
        if self.opened is None:
            return
        book = self.opened.shelved.book
        name, _ = QFileDialog.getSaveFileName(self, "Save as Markdown", f"{book.title}.md", "Markdown (*.md)")
        if name:
            work = desk.export(self._house.place, book.id, Path(name))
            self._house.lanes.desk.do(
                work, lambda file: self._house.say(Notice(f"Saved as {file}.")), failed=self._house.tell
            )

    def _show(self, opened: Opened, scope: str) -> None:
        self.opened, self._trail = opened, Trail()
        book = opened.shelved.book
        self.contents.show_book(book.title, book.authors, opened.headings)
        self._home = opened.place
        self.panel.show_book(opened, scope)
        self._fetch(opened.place, 0, home=True)
        self.page.setFocus()

    def _jump(self, place: Locator, length: int = 0, visiting: bool = False) -> None:
        if self.page.chapter is not None:
            self._trail.leave(self.page.place())
        self._fetch(place, length, home=not visiting)

    def _follow(self, place: Locator | None) -> None:
        if place is not None:
            self._fetch(place, 0, home=True)

    def _fetch(self, place: Locator, length: int, home: bool) -> None:
        """Show a place, fetching its chapter if another one lies open; `home`: the reader is there now."""
        if self.opened is None:
            return
        self._wanted += 1
        ticket, chapter = self._wanted, self.page.chapter
        book_id = self.opened.shelved.book.id
        if chapter is not None and chapter.index == place.chapter and self._of == book_id:
            self._arrive(chapter, place, length, home)
            return

        def come(fetched: Chapter) -> None:
            if ticket == self._wanted:  # not when something else was wanted meanwhile
                self._of = book_id
                self._arrive(fetched, place, length, home)

        work = desk.chapter(self._house.place, book_id, place.chapter)
        self._house.lanes.desk.do(work, come, failed=self._house.tell)

    _of = ""  # the book whose chapter lies open

    def _arrive(self, chapter: Chapter, place: Locator, length: int, home: bool) -> None:
        assert self.opened is not None
        headings = self.opened.headings
        if chapter is not self.page.chapter:
            following = chapter.index + 1 < len(headings)
            title = headings[chapter.index + 1].title if following else None
            self.page.show_chapter(chapter, title, place.offset)
            self.contents.show_chapter(chapter.index)
        if length:
            self.page.mark(place.offset, length)
        else:
            self.page.unmark()
            self.page.go(min(place.offset, len(chapter.text)))
        self._visiting.setVisible(not home)
        self._place_bar()
        self.bar.show_trail(bool(self._trail.behind), bool(self._trail.ahead))
        self._settle(self.page.place())

    def _settle(self, place: Locator) -> None:
        """The reader has come to rest: say where, and keep it if it is the reader's own place."""
        if self.opened is None or self.page.chapter is None:
            return
        heading = self.opened.headings[place.chapter]
        marks = self.page.chapter.pages
        page = next((mark.label for mark in reversed(marks) if mark.offset <= place.offset), None)
        before = sum(one.characters for one in self.opened.headings[: place.chapter])
        share = (before + place.offset) / max(1, self.opened.shelved.characters)
        end = place.chapter + 1 == len(self.opened.headings) and self.page.finished()
        parts = [
            f"Chapter {place.chapter + 1} of {len(self.opened.headings)}",
            f"{1.0 if end else share:.0%}",
        ]
        where = " · ".join(parts if page is None else [parts[0], f"page {page}", parts[1]])
        self.moved.emit(where)
        self.bar.show_place(self.opened.shelved.book.title, heading.title)
        named = f"p. {page}" if page else heading.title
        author = ", ".join(self.opened.shelved.book.authors)
        self.page.citing = ", ".join(part for part in (author, self.opened.shelved.book.title, named) if part)
        if not self.visiting:
            self._home = place
            kept = Locator(place.chapter, len(self.page.chapter.text)) if end else place
            work = desk.keep_place(self._house.place, self.opened.shelved.book.id, kept)
            self._house.lanes.desk.do(work, failed=self._house.tell)

    def _look_for(self, words: str) -> None:
        if self._finding is not None:
            self._finding.cancel()
            self._finding = None
        self.contents.clear_hits()
        if not words or self.opened is None:
            return
        book, headings = self.opened.shelved.book.id, self.opened.headings

        def found(hits: tuple[Found, ...], over: bool) -> None:
            if self._finding is job:
                self.contents.show_hits(hits, headings, over)

        job = self._house.lanes.desk.do(
            desk.find(self._house.place, book, words),
            done=lambda hits: found(hits, True),
            said=lambda hits: found(hits, False),
            failed=self._house.tell,
        )
        self._finding = job

    def _visit_found(self, found: Found) -> None:
        self._jump(found.start, found.length, visiting=True)

    def _ask_about(self, words: str) -> None:
        self.show_panel(True)
        self.panel.ask_about(words)

    def _place_bar(self) -> None:
        self._visiting.adjustSize()
        area = self.page.geometry()
        top = self.bar.height() + 10
        left = area.left() + self.split.x() + (area.width() - self._visiting.width()) // 2
        self._visiting.move(max(0, left), top)
        self._visiting.raise_()
