"""The pages of a PDF as they are printed, one below the other; only those in sight are drawn."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea

from app.gui import page_paint
from app.gui.language import tr
from app.gui.letters import Letters
from app.gui.look import Look
from app.gui.page_layout import PageLayout, laid_out
from app.gui.page_selection import PageSelection, Place
from app.gui.page_voice import PageVoice
from app.gui.paging import Paging, Spot
from app.gui.printed import Draw, Find, Printed, Spell, Wish
from app.gui.selection import Quotable, copy_cited, show_menu
from app.gui.theme import LIGHT, Theme
from app.values import Part
from ingest.book import BookError, Chapter, Locator

if TYPE_CHECKING:
    from ingest.display import Box

EYE = 24
"""So many pixels below the upper edge is the line that is being read."""
SETTLED = 500
ZOOMS = (0.5, 4.0)
STEP = 1.15
AIMED = 80
"""So many letters of a chapter's beginning are looked for on its page."""


class PageView(Quotable, QAbstractScrollArea):
    """Shows printed pages and knows which place of the book is before the reader's eyes."""

    settled = Signal(object)  # the Locator at the top, after scrolling came to rest
    turned = Signal(int)  # never: the pages of all chapters follow each other
    ask_wanted = Signal(str)  # about these selected words
    copied = Signal()  # something was copied with its citation
    selected = Signal(bool)
    zoomed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pages")
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Pages of the book"))
        self.viewport().setMouseTracking(True)
        self.theme, self.look = LIGHT, Look()
        self.chapter: Chapter | None = None  # the one that was gone to last
        self.zoom = 1.0
        self.printed: Printed | None = None
        self.paging = Paging((), (), ())
        self.layout_ = PageLayout(1.0, 0, 0, (), ())
        self._voice = PageVoice(self.viewport())
        self._anchor: Locator | None = None  # what was gone to, until the reader scrolls
        self._eye = Spot(0)
        self._moving = False
        self._finds: tuple[Find, ...] = ()
        self._aim: Find | None = None  # what is to be at the top, and is not highlighted
        self._seeking = False  # the words that were found are still to be brought into sight
        self._selection = PageSelection()
        self._letters = self._selection.letters
        self._timer = QTimer(self, singleShot=True, interval=SETTLED)
        self._timer.timeout.connect(lambda: self.settled.emit(self.place()))
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(lambda _: self.viewport().update())

    def show_book(self, printed: Printed, paging: Paging) -> None:
        """Show the pages of a file that was opened."""
        self.close_book()
        self.printed, self.paging = printed, paging
        printed.came.connect(self._came)
        self._lay_out()

    def close_book(self) -> None:
        """Show nothing."""
        if self.printed is not None:
            self.printed.came.disconnect(self._came)
        self.printed, self.chapter, self._anchor, self._finds, self._aim = None, None, None, (), None
        self._selection.clear()
        self._voice.clear()
        self._timer.stop()
        self._lay_out()

    def dress(self, look: Look, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self.look, self.theme = look, theme
        self._changed()

    def place(self) -> Locator:
        """Give the place at the top of the view."""
        if self._anchor is not None:
            return self._anchor
        return self.paging.place(self._eye)

    def finished(self) -> bool:
        """Say whether the end of the chapter that is being read is in sight."""
        bar = self.verticalScrollBar()
        below = bar.value() + self.viewport().height() * 2 // 3
        last = self.paging.place(self.layout_.spot(below))
        return bar.value() >= bar.maximum() or last.chapter > self.place().chapter

    def page_label(self) -> str | None:
        """Give the label of the page that is being read."""
        sheets = self.printed.sheets if self.printed is not None else ()
        page = self.paging.spot(self._anchor).page if self._anchor is not None else self._eye.page
        return sheets[page].label if page < len(sheets) else None

    def go(self, place: Locator, chapter: Chapter | None = None) -> None:
        """Bring a place to the top of the view; a chapter's beginning exactly, wherever on its page it is."""
        spot = self.paging.spot(place)
        self._finds, self._aim = (), None
        if chapter is not None and place.offset == 0 and spot.down > 0:
            self._aim = Find(spot.page, "", chapter.text[:AIMED])
        self._to_spot(spot)
        self._anchor = place
        self._seek()

    def mark(self, chapter: Chapter, place: Locator, length: int) -> None:
        """Highlight words of a chapter and bring them into sight."""
        parts = list(self.paging.stretches(place, length))
        text = chapter.text
        self.go(place)
        self._finds = tuple(
            Find(one.page, text[one.page_begins : one.begin], text[one.begin : one.end]) for one in parts
        )
        self._seeking = True
        self._changed()
        self._seek()

    def unmark(self) -> None:
        """Take the highlight away."""
        self._finds = ()
        self.viewport().update()

    def marks(self) -> "list[tuple[int, Box]]":
        """Give the boxes of the highlighted words with their pages, as far as they were found."""
        if self.printed is None:
            return []
        return [(find.page, box) for find in self._finds for box in self.printed.found(find)]

    def set_zoom(self, zoom: float) -> None:
        """Show the pages so much larger than the width asks for; the place stays."""
        self.zoom = max(ZOOMS[0], min(ZOOMS[1], zoom))
        anchor, eye = self._anchor, self._eye
        self._lay_out()
        self._to_spot(eye)
        self._anchor = anchor

    def step_zoom(self, way: int) -> None:
        """Show the pages larger or smaller; 0: as wide as the view."""
        self.set_zoom(1.0 if way == 0 else self.zoom * STEP**way)

    def words(self) -> str:
        """Give the selected words."""
        return self._selection.words()

    def part(self) -> Part | None:
        """Give the part of the book that is selected, if it is in the chapter that was gone to."""
        return self._selection.part(self.chapter, self.paging) if self.chapter is not None else None

    def selection_end(self) -> QPoint:
        """Give the point of the view below the selected words."""
        boxes = [self._box_on_view(page, box) for page, box in self._selection.boxes()]
        return boxes[-1].bottomLeft() if boxes else QPoint()

    def copy(self) -> None:
        """Copy the selected words."""
        copy_cited(self.words())

    def turn_page(self, way: int) -> None:
        """Go a view on or back."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + way * (self.viewport().height() - 2 * EYE))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Turn pages by space, page keys and arrows; go to the ends; copy."""
        key, bar = event.key(), self.verticalScrollBar()
        pages = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Left: -1}
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if key == Qt.Key.Key_Space:
            self.turn_page(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif plain and key in pages:
            self.turn_page(pages[Qt.Key(key)])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar.setValue(0 if key == Qt.Key.Key_Home else bar.maximum())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Scroll, or with Ctrl zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Begin to select."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._selection.begin(self._letter_at(event.position()))
            self.selected.emit(False)
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Select on; show where there is text."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._selection.extend(self._letter_at(event.position()))
            self.viewport().update()
        else:
            over = self._over_text(event.position())
            self.viewport().setCursor(Qt.CursorShape.IBeamCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Say whether words are selected once the mouse is let go."""
        self.selected.emit(bool(self.words()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Select a word."""
        at = self._letter_at(event.position())
        if at is not None:
            self._selection.take_word(at)
            self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Offer what can be done with the selected words."""
        show_menu(self, self, event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the pages in sight."""
        painter = QPainter(self.viewport())
        page_paint.ground(painter, self.viewport().rect(), self.theme)
        if not self.layout_.boxes:
            page_paint.note(painter, self.viewport().rect(), tr("Opening the pages …"), self.theme)
        for page in self._visible():
            known = self.printed.get(self._draw(page)) if self.printed is not None else None
            image = known if isinstance(known, QImage) else self._stand_in(page)
            box = self._on_view(page)
            error = str(known) if isinstance(known, BookError) else ""
            page_paint.page(painter, box, image, self.theme, self._paper(), error)
        marks = [self._box_on_view(*mark) for mark in self.marks()]
        page_paint.marks(painter, marks, self.theme)
        chosen = [self._box_on_view(page, box) for page, box in self._selection.boxes()]
        page_paint.selection(painter, chosen, self.theme)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the pages to the new width; the place stays."""
        super().resizeEvent(event)
        self.set_zoom(self.zoom)

    def _lay_out(self) -> None:
        sheets = self.printed.sheets if self.printed is not None else ()
        view = self.viewport().size()
        self.layout_ = laid_out(sheets, self.zoom, view.width())
        self._moving = True
        for bar, whole, seen in (
            (self.verticalScrollBar(), self.layout_.height, view.height()),
            (self.horizontalScrollBar(), self.layout_.width, view.width()),
        ):
            middle = bar.maximum() == 0
            bar.setRange(0, max(0, whole - seen))
            bar.setPageStep(seen)
            bar.setSingleStep(40)
            if middle and bar is self.horizontalScrollBar():
                bar.setValue(bar.maximum() // 2)
        self._moving = False
        self._changed()

    def _to_spot(self, spot: Spot, above: int = EYE) -> None:
        self._moving = True
        self.verticalScrollBar().setValue(self.layout_.y(spot) - above)
        self._moving = False
        self._eye = spot
        self._changed()

    def _scrolled(self) -> None:
        if not self._moving:
            self._anchor, self._seeking, self._aim = None, False, None
            self._eye = self.layout_.spot(self.verticalScrollBar().value() + EYE)
            self._changed()
        self._timer.start()

    def _changed(self) -> None:
        """Wish for what is in sight now, and a little around it."""
        self.viewport().update()
        if self.printed is None or not self.printed.sheets:
            return
        seen = self._visible()
        self._voice.show([(page, self._on_view(page)) for page in seen], self.printed.sheets, self._letters)
        around = [page for page in (seen.stop, seen.start - 1) if 0 <= page < len(self.layout_.boxes)]
        wishes: list[Wish] = [self._draw(page) for page in seen]
        wishes += [*self._finds, *([self._aim] if self._aim is not None else [])]
        wishes += [Spell(page) for page in seen]
        wishes += [self._draw(page) for page in around]
        for wish in wishes:  # what is at hand is looked at: the least looked at goes first
            self.printed.get(wish)
        self.printed.want(wishes)

    def _came(self, wish: Wish) -> None:
        assert self.printed is not None
        if isinstance(wish, Spell):
            self._letters[wish.page] = Letters(self.printed.spelt(wish))
            self._voice.show(
                [(page, self._on_view(page)) for page in self._visible()], self.printed.sheets, self._letters
            )
        elif isinstance(wish, Find):
            self._seek()
        self.viewport().update()

    def _seek(self) -> None:
        """Bring the words that were found into sight: a third down the view, or to its top."""
        marks = self.marks() if self._seeking else []
        if self._aim is not None and self.printed is not None:
            marks = [(self._aim.page, box) for box in self.printed.found(self._aim)]
        if not marks or self.printed is None:
            return
        (page, box), anchor = marks[0], self._anchor
        down = max(0.0, min(1.0, box[1] / max(1.0, self.printed.sheets[page].height)))
        above = self.viewport().height() * 3 // 10 if self._seeking else EYE
        self._seeking, self._aim = False, None
        self._to_spot(Spot(page, down), above)
        self._eye = self.layout_.spot(self.verticalScrollBar().value() + EYE)
        self._anchor = anchor

    def _visible(self) -> range:
        top = self.verticalScrollBar().value()
        return self.layout_.visible(top, top + self.viewport().height())

    def _on_view(self, page: int) -> QRect:
        left = self.horizontalScrollBar().value()
        return self.layout_.boxes[page].translated(-left, -self.verticalScrollBar().value())

    def _box_on_view(self, page: int, box: "Box") -> QRect:
        corner, scale = self._on_view(page).topLeft(), self.layout_.scale
        left, top, right, bottom = (round(side * scale) for side in box)
        return QRect(corner.x() + left, corner.y() + top, right - left, bottom - top)

    def _draw(self, page: int) -> Draw:
        dots = round(self.layout_.boxes[page].width() * self.devicePixelRatioF())
        return Draw(page, dots, page_paint.tint(self.theme))

    def _paper(self) -> str:
        return "#ffffff" if page_paint.tint(self.theme) is None else self.theme.page

    def _stand_in(self, page: int) -> QImage | None:
        return self.printed.any_picture(page) if self.printed is not None else None

    def _point(self, position: QPointF) -> tuple[int, float, float] | None:
        """Give the page at a point of the view, and the point on it in points."""
        y = position.toPoint().y() + self.verticalScrollBar().value()
        if not self.layout_.boxes:
            return None
        page = self.layout_.spot(y).page
        corner, scale = self._on_view(page).topLeft(), self.layout_.scale
        return page, (position.x() - corner.x()) / scale, (position.y() - corner.y()) / scale

    def _letter_at(self, position: QPointF) -> Place | None:
        point = self._point(position)
        if point is None or point[0] not in self._letters:
            return None
        return point[0], self._letters[point[0]].at(point[1], point[2])

    def _over_text(self, position: QPointF) -> bool:
        point = self._point(position)
        letters = self._letters.get(point[0]) if point is not None else None
        return letters is not None and point is not None and letters.over(point[1], point[2])
