"""The covers on the shelf: the book's own, fetched when it comes into sight, or one made of type and colour."""

from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QBuffer, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPainterPath, QPixmap

from app.gui import cover
from app.gui.lanes import Lane
from app.values import Work
from ingest.book import Book

AT_MOST = 300
"""Covers that are held; the ones not looked at for longest go first."""
TOGETHER = 6
"""So many are fetched at once."""
CORNER = 4.0


class Covers(QObject):
    """Gives covers as pictures; one that is not there yet comes later."""

    came = Signal()

    def __init__(self, place: Path, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._lane = lane
        self._known: OrderedDict[tuple[str, int], QPixmap] = OrderedDict()
        self._wanted: OrderedDict[str, Book] = OrderedDict()
        self._busy = False

    def get(self, book: Book, size: QSize, ratio: float) -> QPixmap | None:
        """Give a cover that fits into a size at so many dots a pixel, or ask for it."""
        key = (book.id, round(size.width() * ratio))
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        self._wanted[book.id] = book
        self._wanted.move_to_end(book.id)  # what came into sight last is wanted first
        self._fetch(size, ratio)
        return None

    def _fetch(self, size: QSize, ratio: float) -> None:
        if self._busy or not self._wanted:
            return
        self._busy = True
        books = dict(self._wanted.popitem() for _ in range(min(TOGETHER, len(self._wanted))))
        dots = QSize(round(size.width() * ratio), round(size.height() * ratio))

        def over(job: object) -> None:
            self._busy = False
            self._fetch(size, ratio)

        work = pictures(self._place, list(books), dots)
        self._lane.do(work, said=lambda found: self._take(books[found[0]], found[1], dots, ratio), ended=over)

    def _take(self, book: Book, image: QImage | None, dots: QSize, ratio: float) -> None:
        picture = QPixmap.fromImage(image) if image is not None else made(book, dots)
        picture.setDevicePixelRatio(ratio)
        self._known[book.id, dots.width()] = picture
        while len(self._known) > AT_MOST:
            self._known.popitem(last=False)
        self.came.emit()


def pictures(place: Path, ids: list[str], dots: QSize) -> Work[None]:
    """Fetch covers, each as large as fits into so many dots; each is told when it is there, or that there is none."""
    from app.library import Library

    with Library(place) as library:
        for book_id in ids:
            data = library.cover(book_id)
            image = _fitted(data, dots) if data else QImage()
            yield book_id, None if image.isNull() else _rounded(image)


def _fitted(data: bytes, dots: QSize) -> QImage:
    """Decode a picture in the size that is wanted: of a large one most is then never decoded."""
    buffer = QBuffer()
    buffer.setData(data)
    reader = QImageReader(buffer)
    if reader.size().isValid():
        reader.setScaledSize(reader.size().scaled(dots, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    shape, way = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image if image.isNull() else image.scaled(dots, shape, way)


def made(book: Book, dots: QSize) -> QPixmap:
    """Make a cover of type and colour."""
    picture = QPixmap(dots)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    cover.paint(painter, QRectF(picture.rect()), book.title, book.authors)
    painter.end()
    return picture


def _rounded(image: QImage) -> QImage:
    """Round the corners a little, and lay a fold of shadow along the spine."""
    shown = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
    shown.fill(Qt.GlobalColor.transparent)
    painter = QPainter(shown)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    path.addRoundedRect(QRectF(shown.rect()), CORNER, CORNER)
    painter.setClipPath(path)
    painter.drawImage(0, 0, image)
    cover.paint_spine(painter, QRectF(shown.rect()))
    painter.end()
    return shown
