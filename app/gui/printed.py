"""An open PDF as the window sees it: what of its pages is wanted is made on the pages lane, one thing at a time.

The newest wishes count: whoever scrolls on is not kept waiting for pages that are out of sight already.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.gui.lanes import Lane
from app.values import Work
from ingest.book import BookError

if TYPE_CHECKING:
    from ingest.display import Box, Display, Line, Sheet, Tint

ROOM = 160_000_000
"""Bytes that pictures and letters may take; the ones not looked at for longest go first."""


@dataclass(frozen=True)
class Draw:
    """A wish for a picture of a page, so many dots wide."""

    page: int
    width: int
    tint: "Tint | None"


@dataclass(frozen=True)
class Spell:
    """A wish for the printed lines of a page."""

    page: int


@dataclass(frozen=True)
class Find:
    """A wish for the boxes of some words; `before` is the text of the page up to them."""

    page: int
    before: str
    words: str


Wish: TypeAlias = Draw | Spell | Find
Granted: TypeAlias = "QImage | tuple[Line, ...] | tuple[Box, ...] | BookError"


class Printed(QObject):
    """The pages of one file. Results come with `came`, and stay at hand as long as there is room."""

    opened = Signal()
    refused = Signal(object)  # the exception; ingest.Locked asks for a password
    came = Signal(object)  # the Wish that was granted, or whose page cannot be shown

    def __init__(self, lane: Lane, file: Path, book_id: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.file = file
        self.sheets: tuple[Sheet, ...] = ()
        self._book = book_id
        self._lane = lane
        self._display: Display | None = None  # only the lane touches it
        self._wishes: list[Wish] = []
        self._busy = False
        self._shut = False
        self._known: OrderedDict[Wish, Granted] = OrderedDict()
        self._taken = 0
        self._drawn: dict[int, Draw] = {}

    def open(self, password: str | None = None) -> None:
        """Open the file."""
        self._lane.do(self._open(password), self._has_opened, failed=self.refused.emit)

    def shut(self) -> None:
        """Let go of the file; nothing comes any more."""
        if not self._shut:
            self._shut = True
            self._wishes = []
            self._known.clear()
            self._lane.do(self._close(), ended=lambda _: self.deleteLater())

    def want(self, wishes: Sequence[Wish]) -> None:
        """Make these, the first one first, and nothing else that was wanted before."""
        self._wishes = [wish for wish in wishes if wish not in self._known]
        self._go_on()

    def get(self, wish: Wish) -> "Granted | None":
        """Give what was wished for, if it is at hand."""
        if wish in self._known:
            self._known.move_to_end(wish)
        return self._known.get(wish)

    def found(self, wish: Find) -> "tuple[Box, ...]":
        """Give the boxes of words, none as long as they are not found."""
        known = self.get(wish)
        return cast("tuple[Box, ...]", known) if isinstance(known, tuple) else ()

    def spelt(self, wish: Spell) -> "tuple[Line, ...]":
        """Give the lines of a page, none as long as they are not known."""
        known = self.get(wish)
        return cast("tuple[Line, ...]", known) if isinstance(known, tuple) else ()

    def any_picture(self, page: int) -> QImage | None:
        """Give the newest picture of a page, of whatever size."""
        wish = self._drawn.get(page)
        known = self._known.get(wish) if wish is not None else None
        return known if isinstance(known, QImage) else None

    def _go_on(self) -> None:
        if self._busy or self._shut or not self._wishes or not self.sheets:
            return
        wish = self._wishes.pop(0)
        self._busy = True
        self._lane.do(
            self._grant(wish),
            done=lambda made: self._keep(wish, made),
            failed=self.refused.emit,
            ended=lambda _: self._over(),
        )

    def _over(self) -> None:
        self._busy = False
        self._go_on()

    def _keep(self, wish: Wish, made: "Granted") -> None:
        if self._shut:
            return
        self._known[wish] = made
        self._taken += _size(made)
        if isinstance(wish, Draw):
            self._drawn[wish.page] = wish
        while self._taken > ROOM and len(self._known) > 1:
            _, gone = self._known.popitem(last=False)
            self._taken -= _size(gone)
        self.came.emit(wish)

    def _has_opened(self, sheets: "tuple[Sheet, ...]") -> None:
        if not self._shut:
            self.sheets = sheets
            self.opened.emit()

    def _open(self, password: str | None) -> "Work[tuple[Sheet, ...]]":
        from ingest.display import Display

        yield from ()
        self._display = Display(self.file, self._book, password)
        return self._display.sheets

    def _close(self) -> Work[None]:
        yield from ()
        if self._display is not None:
            self._display.close()

    def _grant(self, wish: Wish) -> "Work[Granted]":
        yield from ()
        assert self._display is not None
        try:
            if isinstance(wish, Draw):
                return _drawn(self._display, wish)
            lines = self._display.lines(wish.page)
        except BookError as error:
            return error
        if isinstance(wish, Spell):
            return lines
        from ingest.highlighting import rectangles

        return rectangles(lines, wish.before, wish.words)


def _drawn(display: "Display", wish: Draw) -> QImage:
    picture = display.picture(wish.page, wish.width / max(1.0, display.sheets[wish.page].width), wish.tint)
    format_ = QImage.Format.Format_RGB888
    image = QImage(picture.dots, picture.width, picture.height, 3 * picture.width, format_)
    return image.convertToFormat(
        QImage.Format.Format_RGB32
    )  # its own dots, in the form that is drawn quickest


def _size(made: "Granted") -> int:
    return made.sizeInBytes() if isinstance(made, QImage) else 200_000
