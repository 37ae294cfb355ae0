"""The page of a book that lies open: contents, the book itself, and the assistant beside it."""

from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QSplitter, QWidget

from app.gui import desk
from app.gui.assistant import Assistant
from app.gui.contents import Contents
from app.gui.desk import Found, Opened
from app.gui.finder import Finder
from app.gui.house import House, Notice
from app.gui.icons import tint
from app.gui.language import tr
from app.gui.leaves import Leaves, Page
from app.gui.look import Desktop, Look
from app.gui.parts import column
from app.gui.reader_bar import ReaderBar
from app.gui.selection import SelectionBar
from app.gui.sheets import Sheets
from app.gui.theme import LIGHT, Theme
from app.gui.trail import Trail
from app.gui.visiting import VisitingBar
from app.values import Citation, Part
from ingest.book import Chapter, Locator

END = 2**40
"""An offset that is past every chapter's end."""


class Reader(QWidget):
    """Shows a book; every jump can be gone back from, and the place is kept."""

    moved = Signal(str)  # where the reader is, in words
    printed_chosen = Signal(bool)  # whether pages are wanted as they are printed

    def __init__(self, house: House, left: Desktop) -> None:
        super().__init__()
        self.setObjectName("reader")
        self._left, self._theme = left, LIGHT
        self.opened: Opened | None = None
        self._house = house
        self._trail = Trail()
        self._home = Locator(0, 0)  # where the reading itself is, whatever is visited
        self._chapter: Chapter | None = None  # the one that was fetched last
        self._marked: tuple[Locator, int] | None = None
        self._wanted = 0
        self.bar = ReaderBar()
        self.contents = Contents()
        self.leaves = Leaves(house)
        self.sheets = Sheets(house, self.leaves)
        self.selection = SelectionBar(self.leaves.text, self.leaves.text)
        self.printed_selection = SelectionBar(self.leaves.pages, self.leaves.pages)
        self._finder = Finder(house, self.contents, self)
        self._visiting = VisitingBar(self)
        self._arrange()
        self._connect()
        # in an event of its own: in one piece with the page it would hold the window up
        QTimer.singleShot(0, self, lambda: self.panel)

    @cached_property
    def panel(self) -> Assistant:
        """The assistant beside the text."""
        made = Assistant(self._house, self)
        made.setMinimumWidth(300)
        made.talk.choose_mode(self._left.mode)
        made.composer.field.setPlainText(self._left.draft)
        tint(made, self._theme.muted)
        made.set_theme(self._theme)  # after it: the button that asks has a colour of its own
        made.citation_wanted.connect(self.visit)
        made.export_wanted.connect(self.export)
        made.closed.connect(lambda: self.show_panel(False))
        self.split.addWidget(made)
        made.setVisible(self.bar.ask.isChecked())
        self.bar.ask.toggled.connect(made.setVisible)
        wide = self._left.panel_width
        self.split.setSizes([240, max(360, self.width() - 240 - wide), wide])
        return made

    @property
    def panel_width(self) -> int:
        """How wide the assistant is, or is going to be."""
        return self.panel.width() if "panel" in self.__dict__ else self._left.panel_width

    @property
    def page(self) -> Page:
        """What shows the book: its text, or its printed pages."""
        return self.leaves.page

    def open(self, book_id: str, scope: str, printed: bool = True) -> None:
        """Open a book where it was left."""
        work = desk.opened(self._house.place, book_id)
        self._house.lanes.desk.do(
            work, lambda opened: self._show(opened, scope, printed), failed=self._house.tell
        )

    def reached(self) -> int:
        """Give the index of the last chapter that the reader has read to its end; at least the first."""
        here, page = self._home.chapter, self.page
        at_home = self._chapter is not None and page.place().chapter == here
        if at_home and not self.visiting and page.finished():
            return here
        return max(0, here - 1)

    def whole_chapter(self) -> Part | None:
        """Give the chapter that lies open, as a part of the book."""
        if self.opened is None or self._chapter is None:
            return None
        index = self.page.place().chapter
        return Part(index, 0, self.opened.headings[index].characters)

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
        if self.opened is None or self._chapter is None:
            return
        index = self.page.place().chapter + way
        if 0 <= index < len(self.opened.headings):
            back_to = 0 if self.leaves.printed else END
            self._fetch(Locator(index, 0 if way > 0 else back_to), 0, home=True)

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

    def show_printed(self, printed: bool) -> None:
        """Change between the pages as they are printed and comfortable text; the place stays."""
        if self.opened is None or printed == self.leaves.printed:
            return
        place, length = self._marked or (self.page.place(), 0)
        home = not self.visiting
        self.leaves.choose(printed)
        self._fetch(place, length, home)
        self.page.setFocus()

    def dress(self, look: Look, theme: Theme) -> None:
        """Show everything in a look and a theme."""
        self.leaves.dress(look, theme)
        self.contents.set_theme(theme)
        self.sheets.set_theme(theme)
        self._theme = theme
        if "panel" in self.__dict__:
            self.panel.set_theme(theme)

    def leave(self) -> None:
        """Write the place down: the book is closed."""
        if self.opened is not None and not self.visiting and self._chapter is not None:
            self._settle(self.page.place())
        self.leaves.shut()
        self._chapter = None

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the visitor's bar over the text."""
        super().resizeEvent(event)
        self._place_bar()

    def _arrange(self) -> None:
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.contents.setMinimumWidth(180)
        for at, widget in enumerate((self.contents, self.sheets)):
            self.split.addWidget(widget)
            self.split.setStretchFactor(at, at)
        self.split.splitterMoved.connect(lambda *_: self._place_bar())
        box = column(self, gap=0)
        box.addWidget(self.bar)
        box.addWidget(self.split, 1)

    def _connect(self) -> None:
        self.contents.chapter_wanted.connect(self.go_to_chapter)
        self.contents.found_wanted.connect(self._visit_found)
        self._visiting.home_wanted.connect(self.home)
        self._visiting.stay_wanted.connect(self.stay)
        for page in (self.leaves.text, self.leaves.pages):
            page.settled.connect(self._settle)
            page.turned.connect(self.turn)
            page.ask_wanted.connect(self._ask_about)
            page.copied.connect(lambda: self._house.say(Notice(tr("Copied with its citation."))))
        self.leaves.opened.connect(self._show_again)
        self.leaves.changed.connect(self._show_which)
        self.leaves.text_wanted.connect(lambda: self.show_printed(False))
        self.sheets.citation_wanted.connect(self.visit)
        self.sheets.ask_wanted.connect(self.ask_as_of)
        self.sheets.chapter_wanted.connect(self.go_to_chapter)
        self.sheets.changed.connect(self._mark_sheet)
        self.bar.compare.clicked.connect(self.show_compare)
        self.bar.memory.clicked.connect(self.show_memory)
        self.bar.back.clicked.connect(self.back)
        self.bar.forward.clicked.connect(self.forward)
        self.bar.contents.toggled.connect(self.contents.setVisible)
        self.bar.finder.clicked.connect(self.start_finding)
        self.bar.printed.clicked.connect(self.toggle_printed)

    def toggle_printed(self) -> None:
        """Change to the other way of showing the pages, if there is another."""
        if self.leaves.printable:
            self.show_printed(not self.leaves.printed)
            self.printed_chosen.emit(self.leaves.printed)

    def show_panel(self, shown: bool) -> None:
        """Show or hide the assistant."""
        self.bar.ask.setChecked(shown)
        self._place_bar()

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

    def show_compare(self) -> None:
        """Ask the same question as of two chapters."""
        if self.opened is not None:
            self.sheets.show_compare(self.opened, self.reached())

    def show_memory(self) -> None:
        """Look at what the model remembers of the book."""
        if self.opened is not None:
            self.sheets.show_memory(self.opened, self._share(self._home))

    def ask_as_of(self, chapter: int) -> None:
        """Ask as of the end of a chapter."""
        self.start_asking()
        self.panel.composer.choose_scope(f"chapter:{chapter + 1}")

    def _share(self, place: Locator) -> float:
        """Give how far a place is through the book, from 0 to 1."""
        assert self.opened is not None
        before = sum(one.characters for one in self.opened.headings[: place.chapter])
        return (before + place.offset) / max(1, self.opened.shelved.characters)

    def export(self) -> None:
        """Save what was asked and summarized as Markdown."""
        if self.opened is None:
            return
        book = self.opened.shelved.book
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Save as Markdown"), f"{book.title}.md", "Markdown (*.md)"
        )
        if name:
            work = desk.export(self._house.place, book.id, Path(name))
            self._house.lanes.desk.do(
                work,
                lambda file: self._house.say(Notice(tr("Saved as {}.").format(file))),
                failed=self._house.tell,
            )

    def _show(self, opened: Opened, scope: str, printed: bool) -> None:
        self.opened, self._trail, self._chapter, self._marked = opened, Trail(), None, None
        self._finder.opened = opened
        book = opened.shelved.book
        self.contents.show_book(book.title, book.authors, opened.headings)
        self._home = opened.place
        self._visiting.hide()
        self.leaves.show_book(opened, printed)
        self.panel.show_book(opened, scope)
        self._fetch(opened.place, 0, home=True)
        self.page.setFocus()

    def _show_which(self) -> None:
        self.bar.show_printed(self.leaves.printable, self.leaves.printed)

    def _show_again(self) -> None:
        """The printed pages are there: show on them what is being shown."""
        place, length = self._marked or (self._home, 0)
        self._fetch(place, length, home=not self.visiting)

    def _jump(self, place: Locator, length: int = 0, visiting: bool = False) -> None:
        if self._chapter is not None:
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
        ticket, chapter = self._wanted, self._chapter
        if chapter is not None and chapter.index == place.chapter:
            self._arrive(chapter, place, length, home)
            return

        def come(fetched: Chapter) -> None:
            if ticket == self._wanted:  # not when something else was wanted meanwhile
                self._arrive(fetched, place, length, home)

        work = desk.chapter(self._house.place, self.opened.shelved.book.id, place.chapter)
        self._house.lanes.desk.do(work, come, failed=self._house.tell)

    def _arrive(self, chapter: Chapter, place: Locator, length: int, home: bool) -> None:
        assert self.opened is not None
        headings, self._chapter = self.opened.headings, chapter
        following = headings[chapter.index + 1].title if chapter.index + 1 < len(headings) else None
        self._marked = (place, length) if length else None
        self.sheets.show_leaves()
        self.leaves.show_place(chapter, following, place, length)
        self._visiting.setVisible(not home)
        self._place_bar()
        self.bar.show_trail(bool(self._trail.behind), bool(self._trail.ahead))
        self._settle(self.page.place())

    def _settle(self, place: Locator) -> None:
        """The reader has come to rest: say where, and keep it if it is the reader's own place."""
        if self.opened is None or self._chapter is None:
            return
        headings, book = self.opened.headings, self.opened.shelved.book
        heading, page = headings[place.chapter], self.page.page_label()
        self.contents.show_chapter(place.chapter)
        share = self._share(place)
        end = place.chapter + 1 == len(headings) and self.page.finished()
        parts = [
            tr("Chapter {} of {}").format(place.chapter + 1, len(headings)),
            f"{1.0 if end else share:.0%}",
        ]
        if page is not None:
            parts.insert(1, tr("page {}").format(page))
        self.moved.emit(" · ".join(parts))
        self.bar.show_place(book.title, heading.title)
        named = tr("p. {}").format(page) if page else heading.title
        self.page.citing = ", ".join(part for part in (", ".join(book.authors), book.title, named) if part)
        if not self.visiting:
            self._keep(Locator(place.chapter, heading.characters) if end else place, place)

    def _keep(self, kept: Locator, home: Locator) -> None:
        assert self.opened is not None
        self._home = home
        self.panel.composer.show_reached(self.reached())
        work = desk.keep_place(self._house.place, self.opened.shelved.book.id, kept)
        self._house.lanes.desk.do(work, failed=self._house.tell)

    def _visit_found(self, found: Found) -> None:
        self._jump(found.start, found.length, visiting=True)

    def _ask_about(self, words: str) -> None:
        self.show_panel(True)
        self.panel.ask_about(words, self.page.part())

    def _mark_sheet(self) -> None:
        shown = self.sheets.name
        self.bar.compare.setChecked(shown == "compare")
        self.bar.memory.setChecked(shown == "memory")

    def page_area(self) -> QRect:
        """Give where the book is shown, between the two sides."""
        return self.sheets.geometry().translated(self.split.pos())

    def _place_bar(self) -> None:
        area = self.page_area()
        self._visiting.place_over(area.left(), area.width(), self.bar.height() + 10)
