"""The page with the book's text: one chapter at a time, in a column of comfortable width."""

from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QTextBrowser, QTextEdit

from app.gui.look import Look
from app.gui.theme import LIGHT, Theme, serif
from app.gui.typeset import Leaf, typeset
from ingest.book import Chapter, Locator

SETTLED = 500
"""So many milliseconds after the last scrolling the place counts as reached."""


class TextPage(QTextBrowser):
    """Shows a chapter and knows which part of it is before the reader's eyes."""

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
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName("Text of the book")
        self.look, self.theme = Look(), LIGHT
        self.citing = ""
        self.chapter: Chapter | None = None
        self._leaf: Leaf | None = None
        self._following: str | None = None
        self._marked: tuple[int, int] | None = None
        self._hits: tuple[tuple[int, int], ...] = ()
        self._anchor = 0  # the offset that stays before the reader's eyes when the page is set anew
        self._above = 0.0  # and how much of the page is above it
        self._moving = False
        self._timer = QTimer(self, singleShot=True, interval=SETTLED)
        self._timer.timeout.connect(lambda: self.settled.emit(self.place()))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.anchorClicked.connect(self._followed)
        self.copyAvailable.connect(self.selected)

    def show_chapter(self, chapter: Chapter, following: str | None, offset: int = 0) -> None:
        """Show a chapter from an offset on."""
        self.chapter, self._following = chapter, following
        self._marked, self._hits = None, ()
        self._set(offset)

    def dress(self, look: Look, theme: Theme) -> None:
        """Set the page anew; the place before the reader's eyes stays."""
        self.look, self.theme = look, theme
        if self.chapter is not None:
            above = self._above
            self._set(self._anchor)
            self._above = above

    def place(self) -> Locator:
        """Give the place at the top of the page."""
        if self.chapter is None or self._leaf is None:
            return Locator(0, 0)
        if self.verticalScrollBar().value() == 0:
            return Locator(self.chapter.index, 0)
        at = self.cursorForPosition(QPoint(self.viewport().width() // 2, 6)).position()
        block = self.document().findBlock(at)
        line = block.layout().lineForTextPosition(at - block.position())
        start = block.position() + line.textStart() if line.isValid() else at
        return Locator(self.chapter.index, self._leaf.offset(start))

    def finished(self) -> bool:
        """Say whether the end of the chapter is in sight."""
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - self.viewport().height() // 3

    def go(self, offset: int, above: float = 0.0) -> None:
        """Bring an offset to the top of the page, or leave a part of the page above it."""
        if self._leaf is None:
            return
        cursor = QTextCursor(self._leaf.document)
        cursor.setPosition(self._leaf.position(offset))
        self._moving = True
        top = self.cursorRect(cursor).top() + self.verticalScrollBar().value()
        room = 6 + above * self.viewport().height()
        self.verticalScrollBar().setValue(0 if offset == 0 else round(top - room))
        self._moving = False
        self._anchor, self._above = offset, above

    def mark(self, offset: int, length: int) -> None:
        """Highlight words and bring them into sight."""
        self._marked = (offset, length)
        self._paint_marks()
        self.go(offset, above=0.3)

    def unmark(self) -> None:
        """Take the highlight away."""
        self._marked = None
        self._paint_marks()

    def show_hits(self, hits: tuple[tuple[int, int], ...]) -> None:
        """Highlight what was found, as (offset, length)."""
        self._hits = hits
        self._paint_marks()

    def words(self) -> str:
        """Give the selected words."""
        return self.textCursor().selectedText().replace("\u2029", "\n\n").replace("\u2028", "\n").strip()

    def copy_citation(self) -> None:
        """Copy the selected words with where they stand."""
        if self.words():
            data = QMimeData()
            data.setText(f"“{self.words()}”\n— {self.citing}")
            QGuiApplication.clipboard().setMimeData(data)
            self.copied.emit()

    def ask_about_words(self) -> None:
        """Ask about the selected words."""
        if self.words():
            self.ask_wanted.emit(self.words())

    def turn_page(self, way: int) -> None:
        """Go a page on or back; at the end, to the next chapter or the one before."""
        bar = self.verticalScrollBar()
        if (way > 0 and bar.value() >= bar.maximum()) or (way < 0 and bar.value() <= bar.minimum()):
            self.turned.emit(way)
            return
        line = QFontMetricsF(serif(self.look.size)).lineSpacing() * self.look.line_height / 100
        bar.setValue(bar.value() + way * round(self.viewport().height() - 1.5 * line))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Turn pages by space, page keys and arrows."""
        on = (Qt.Key.Key_PageDown, Qt.Key.Key_Right)
        back = (Qt.Key.Key_PageUp, Qt.Key.Key_Left)
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() == Qt.Key.Key_Space:
            self.turn_page(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif plain and event.key() in on:
            self.turn_page(1)
        elif plain and event.key() in back:
            self.turn_page(-1)
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
        menu = QMenu(self)
        some = bool(self.words())
        for text, do in (
            ("Ask about this", lambda: self.ask_wanted.emit(self.words())),
            ("Copy", self.copy),
            ("Copy with citation", self.copy_citation),
        ):
            menu.addAction(text, do).setEnabled(some)
        menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the column in the middle, and the place."""
        at, self._moving = self._anchor, True
        super().resizeEvent(event)
        self._moving = False
        if self._leaf is not None and event.oldSize().width() != event.size().width():
            self._centre()
            self.go(at)

    def _set(self, offset: int) -> None:
        if self.chapter is None:
            return
        old = self._leaf
        self._leaf = typeset(self.chapter, self.look, self.theme, self._following)
        self._moving = True
        self.setDocument(self._leaf.document)
        self.setCursorWidth(0)  # a page has no cursor; what the keyboard selects shows by itself
        self._centre()
        self._paint_marks()
        self.go(offset)
        QTimer.singleShot(0, self, self._settle)  # only then does the bar know how long the chapter is
        if old is not None:
            old.document.deleteLater()

    def _centre(self) -> None:
        if self._leaf is None:
            return
        letters = QFontMetricsF(serif(self.look.size)).averageCharWidth() * self.look.width * 1.04
        side = max(28.0, (self.viewport().width() - letters) / 2)
        frame = self._leaf.document.rootFrame()
        form = frame.frameFormat()
        form.setLeftMargin(side)
        form.setRightMargin(side)
        form.setTopMargin(4.0 * self.look.size)
        frame.setFrameFormat(form)
        document = self._leaf.document
        document.documentLayout().blockBoundingRect(document.lastBlock())  # all of it, so that it can scroll

    def _paint_marks(self) -> None:
        marks = [(place, self.theme.hover) for place in self._hits]
        if self._marked is not None:
            marks.append((self._marked, self.theme.mark))
        self.setExtraSelections(
            [self._selection(offset, length, colour) for (offset, length), colour in marks]
        )

    def _selection(self, offset: int, length: int, colour: str) -> QTextEdit.ExtraSelection:
        assert self._leaf is not None
        made = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self._leaf.document)
        cursor.setPosition(self._leaf.position(offset))
        cursor.setPosition(self._leaf.position(offset + length), QTextCursor.MoveMode.KeepAnchor)
        form = QTextCharFormat()
        form.setBackground(QColor(colour))
        made.cursor, made.format = cursor, form
        return made

    def _settle(self) -> None:
        self.go(self._anchor, self._above)

    def _scrolled(self) -> None:
        if not self._moving:
            self._anchor, self._above = self.place().offset, 0.0
        self._timer.start()

    def _followed(self, url: QUrl) -> None:
        if url.toString() == "next":
            self.turned.emit(1)
