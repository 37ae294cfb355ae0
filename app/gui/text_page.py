"""The page with the book's text: one chapter at a time, in a column of comfortable width."""

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from app.gui.language import tr
from app.gui.look import Look
from app.gui.selection import Quotable, show_menu
from app.gui.theme import LIGHT, Theme
from app.gui.typefaces import serif
from app.gui.typeset import Leaf
from app.values import Part
from ingest.book import Chapter, Locator

SETTLED = 500
"""So many milliseconds after the last scrolling the place counts as reached."""
SLICE = 5_000
"""So many letters are set at once: a few milliseconds' work."""
MOST = 32_000
"""So many letters of a chapter are held, and a little more: they are laid out at once when the width changes."""


PLAIN = "It was a line that somebody had agreed upon, and which nobody else had ever seen."
"""Letters as they come in a text: an average over the alphabet is too wide."""


class TextPage(Quotable, QTextBrowser):
    """Shows a chapter and knows which part of it is before the reader's eyes.

    A slice of the chapter is set at once; the rest follows whenever the window has nothing else to do. Of a very
    long chapter only the part around the reader is held.
    """

    settled = Signal(object)  # the Locator at the top, after scrolling came to rest
    turned = Signal(int)  # to the next chapter (1) or the one before (-1)
    ask_wanted = Signal(str)  # about these selected words
    copied = Signal()  # something was copied with its citation
    selected = Signal(bool)
    zoomed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName(tr("Text of the book"))
        self.look, self.theme = Look(), LIGHT
        self.chapter: Chapter | None = None
        self._leaf: Leaf | None = None
        self._following: str | None = None
        self._marked: tuple[int, int] | None = None
        self._anchor = 0  # the offset that stays before the reader's eyes when the page is set anew
        self._above = 0.0  # and how much of the page is above it
        self._moving = self._setting = False
        self._timer = QTimer(self, singleShot=True, interval=SETTLED)
        self._timer.timeout.connect(lambda: self.settled.emit(self.place()))
        self._filler = QTimer(self, singleShot=True, interval=0)
        self._filler.timeout.connect(self._fill)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.anchorClicked.connect(self._followed)
        self.copyAvailable.connect(self.selected)

    def show_chapter(self, chapter: Chapter, following: str | None, offset: int = 0) -> None:
        """Show a chapter from an offset on."""
        self.chapter, self._following, self._marked = chapter, following, None
        self._set(offset)

    def forget(self) -> None:
        """Show nothing: the book is closed."""
        self.chapter = None

    def dress(self, look: Look, theme: Theme) -> None:
        """Set the page anew; the place before the reader's eyes stays."""
        self.look, self.theme = look, theme
        if self.chapter is not None:
            self._set(self._anchor, self._above)

    def place(self) -> Locator:
        """Give the place at the top of the page."""
        if self.chapter is None or self._leaf is None:
            return Locator(0, 0)
        if self.verticalScrollBar().value() == 0 and self._leaf.begins:
            return Locator(self.chapter.index, 0)
        at = self.cursorForPosition(QPoint(self.viewport().width() // 2, 6)).position()
        block = self.document().findBlock(at)
        line = block.layout().lineForTextPosition(at - block.position())
        start = block.position() + line.textStart() if line.isValid() else at
        return Locator(self.chapter.index, self._leaf.offset(start))

    def page_label(self) -> str | None:
        """Give the label of the printed page that the place is on, if the book has pages."""
        offset = self.place().offset
        marks = self.chapter.pages if self.chapter is not None else ()
        return next((mark.label for mark in reversed(marks) if mark.offset <= offset), None)

    def finished(self) -> bool:
        """Say whether the end of the chapter is in sight."""
        bar = self.verticalScrollBar()
        near = bar.value() >= bar.maximum() - self.viewport().height() // 3
        return near and self._leaf is not None and self._leaf.ends

    def go(self, offset: int, above: float = 0.0) -> None:
        """Bring an offset to the top of the page, or leave a part of the page above it."""
        if self._leaf is None:
            return
        if not self._leaf.holds(offset):
            self._set(offset, above)
            return
        cursor = QTextCursor(self._leaf.document)
        cursor.setPosition(self._leaf.position(offset))
        self._moving = True
        self._measure()
        top = self.cursorRect(cursor).top() + self.verticalScrollBar().value()
        room = 6 + above * self.viewport().height()
        self.verticalScrollBar().setValue(0 if offset == 0 else round(top - room))
        self._moving = False
        self._anchor, self._above = offset, above

    def mark(self, offset: int, length: int) -> None:
        """Highlight words and bring them into sight."""
        self._marked = (offset, length)
        self.go(offset, above=0.3)
        self._paint_mark()

    def unmark(self) -> None:
        """Take the highlight away."""
        self._marked = None
        self._paint_mark()

    def words(self) -> str:
        """Give the selected words."""
        return self.textCursor().selectedText().replace("\u2029", "\n\n").replace("\u2028", "\n").strip()

    def part(self) -> Part | None:
        """Give the part of the book that is selected."""
        cursor = self.textCursor()
        if self.chapter is None or self._leaf is None or not self.words():
            return None
        begin, end = (self._leaf.offset(at) for at in (cursor.selectionStart(), cursor.selectionEnd()))
        return Part(self.chapter.index, begin, end) if begin < end else None

    def selection_end(self) -> QPoint:
        """Give the point of the view below the selected words."""
        cursor = self.textCursor()
        cursor.setPosition(cursor.selectionEnd())
        return self.cursorRect(cursor).bottomLeft()

    def turn_page(self, way: int) -> None:
        """Go a page on or back; at the end, to the next chapter or the one before."""
        bar = self.verticalScrollBar()
        if self._filler.isActive():
            self._fill()
        if (way > 0 and bar.value() >= bar.maximum()) or (way < 0 and bar.value() <= bar.minimum()):
            self.turned.emit(way)
            return
        line = (
            QFontMetricsF(serif(self.look.size, face=self.look.typeface)).lineSpacing()
            * self.look.line_height
            / 100
        )
        bar.setValue(bar.value() + way * round(self.viewport().height() - 1.5 * line))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Turn pages by space, page keys and arrows; go to the ends of the chapter."""
        ways = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Left: -1}
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self.chapter.text) if self.chapter else 0}
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space:
            self.turn_page(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif plain and key in ways:
            self.turn_page(ways[key])
        elif plain and key in ends:
            self.go(ends[key])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Scroll, or with Ctrl change the size of the letters."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Say whether words are selected once the mouse is let go."""
        super().mouseReleaseEvent(event)
        self.selected.emit(bool(self.words()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Offer what can be done with the selected words."""
        show_menu(self, self, event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Keep the column in the middle, and the wheel working beside it."""
        if event.type() == QEvent.Type.Wheel and isinstance(event, QWheelEvent):
            self.wheelEvent(event)
            return True
        done = super().event(event)
        if event.type() == QEvent.Type.Resize:
            self._centre()
        return done

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Keep the letters of the book, whatever the controls are written in: Qt would set the page in those."""
        if event.type() not in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the place."""
        at, above, self._moving = self._anchor, self._above, True
        super().resizeEvent(event)
        self._moving = False
        if self._leaf is None or self._setting:
            return
        if event.oldSize().width() != event.size().width():
            self.go(at, above)

    def _set(self, offset: int, above: float = 0.0) -> None:
        """Set a slice of the chapter around an offset; the rest follows."""
        if self.chapter is None:
            return
        old, self._setting = self._leaf, True
        self._leaf = Leaf(self.chapter, self.look, self.theme, self._following)
        self._leaf.begin_at(offset, SLICE)
        self._moving = True
        self._centre()
        self.setDocument(self._leaf.document)
        self.setCursorWidth(0)  # a page has no cursor; what the keyboard selects shows by itself
        if not self._leaf.begins and (above or self._leaf.ends):
            self._leaf.prepend(SLICE)  # something must stand above what is not at the top
        self._moving = self._setting = False
        self.go(offset, above)
        self._paint_mark()
        self._filler.start()
        if old is not None:
            old.document.deleteLater()

    def _fill(self) -> None:
        """Set a slice more where the reader may come next; of a very long chapter let go of what is far away."""
        leaf, bar, room = self._leaf, self.verticalScrollBar(), self.viewport().height()
        if leaf is None or bar.isSliderDown():
            return
        above, below = bar.value(), bar.maximum() - bar.value()
        reserve = 3 * room
        if not leaf.ends and (leaf.letters < MOST or below < reserve):
            self._keeping_sight(lambda: leaf.append(SLICE))
        elif not leaf.begins and (leaf.letters < MOST or above < reserve):
            self._keeping_sight(lambda: leaf.prepend(SLICE))
        elif leaf.letters > MOST + 2 * SLICE:
            self._keeping_sight(lambda: (leaf.drop_beginning if above > below else leaf.drop_end)(SLICE))
        else:
            return
        self._paint_mark()
        self._filler.start()

    def _keeping_sight(self, change: Callable[[], object]) -> None:
        """Change what is set; what is in sight stays where it is."""
        assert self._leaf is not None
        bar, leaf = self.verticalScrollBar(), self._leaf
        sight = self.cursorForPosition(QPoint(self.viewport().width() // 2, 6)).block().position()
        at = leaf.offset(sight)
        before = self._top(leaf.position(at))
        self._moving = True
        change()
        self._measure()
        bar.setValue(bar.value() + round(self._top(leaf.position(at)) - before))
        self._moving = False

    def _top(self, position: int) -> float:
        """Give the height at which the paragraph of a position begins."""
        block = self.document().findBlock(position)
        return self.document().documentLayout().blockBoundingRect(block).top()

    def _measure(self) -> None:
        """Let the bar know how long the document is; by itself it learns that later."""
        height = self.document().documentLayout().documentSize().height()
        self.verticalScrollBar().setRange(0, max(0, ceil(height) - self.viewport().height()))

    def _centre(self) -> None:
        metrics = QFontMetricsF(serif(self.look.size, face=self.look.typeface))
        letters = metrics.horizontalAdvance(PLAIN) / len(PLAIN) * self.look.width
        bar = self.verticalScrollBar().width()
        side = max(28, round((self.width() - bar - letters) / 2))
        if self.viewportMargins().left() != side:
            self.setViewportMargins(side, 0, side, 0)

    def _paint_mark(self) -> None:
        if self._leaf is None or self._marked is None or not self._leaf.holds(self._marked[0]):
            self.setExtraSelections([])
            return
        offset, length = self._marked
        made = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self._leaf.document)
        cursor.setPosition(self._leaf.position(offset))
        cursor.setPosition(self._leaf.position(offset + length), QTextCursor.MoveMode.KeepAnchor)
        form = QTextCharFormat()
        form.setBackground(QColor(self.theme.mark))
        made.cursor, made.format = cursor, form
        self.setExtraSelections([made])

    def _scrolled(self) -> None:
        if not self._moving:
            self._anchor, self._above = self.place().offset, 0.0
            self._filler.start()
        self._timer.start()

    def _followed(self, url: QUrl) -> None:
        if url.toString() == "next":
            self.turned.emit(1)
