"""Where the pages of a PDF lie below each other, at a zoom and in a width."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect

from app.gui.paging import Spot

if TYPE_CHECKING:
    from ingest.display import Sheet

GAP = 14
"""Pixels between two pages, and around them."""
LARGEST_FIT = 2.2
"""Pixels to a point: a small page is not blown up further just to fill a wide window."""


@dataclass(frozen=True)
class PageLayout:
    """The rectangle of every page, in pixels from the upper left corner of all; `scale` is pixels to a point."""

    scale: float
    width: int
    height: int
    boxes: tuple[QRect, ...]
    tops: tuple[int, ...]

    def visible(self, top: int, bottom: int) -> range:
        """Give the pages between two heights."""
        first = max(0, bisect_right(self.tops, top) - 1)
        if first < len(self.boxes) and self.boxes[first].bottom() < top:
            first += 1
        return range(first, bisect_right(self.tops, bottom))

    def spot(self, y: int) -> Spot:
        """Give the page at a height, and how far down it is."""
        if not self.boxes:
            return Spot(0)
        page = max(0, bisect_right(self.tops, y) - 1)
        box = self.boxes[page]
        return Spot(page, min(1.0, max(0.0, (y - box.top()) / box.height())))

    def y(self, spot: Spot) -> int:
        """Give the height of a spot."""
        if not self.boxes:
            return 0
        box = self.boxes[min(spot.page, len(self.boxes) - 1)]
        return box.top() + round(spot.down * box.height())


def laid_out(sheets: "Sequence[Sheet]", zoom: float, room: int) -> PageLayout:
    """Lay pages below each other; at zoom 1 an ordinary page of this file is as wide as the room."""
    if not sheets:
        return PageLayout(1.0, 0, 0, (), ())
    usual = median(sheet.width for sheet in sheets)
    scale = zoom * min(LARGEST_FIT, max(0.1, (room - 2 * GAP) / max(1.0, usual)))
    width = max(room, round(max(sheet.width for sheet in sheets) * scale) + 2 * GAP)
    boxes, top = [], GAP
    for sheet in sheets:
        wide, high = max(1, round(sheet.width * scale)), max(1, round(sheet.height * scale))
        boxes.append(QRect((width - wide) // 2, top, wide, high))
        top += high + GAP
    return PageLayout(scale, width, top, tuple(boxes), tuple(box.top() for box in boxes))
