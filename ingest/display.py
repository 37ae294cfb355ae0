"""The pages of a PDF as they are printed: pictures of them, and where every letter stands.

A process of its own draws them (`ingest.displayed`): MuPDF is not thread-safe, and a bad page may crash it or never
end. Whatever becomes of that process costs one page; the next page starts another. A `Display` is used by one thread.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeAlias

from ingest.book import BookError, Locked
from ingest.cage import confined
from ingest.files import MEGABYTE, check, fingerprint
from ingest.frames import Frame, FrameError, receive
from ingest.limits import Limits

COMMAND = (sys.executable, "-m", "ingest.displayed")
Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the upper left corner of a page, y growing downwards."""

_LIMITS = Limits(seconds=24 * 3600)  # it lives as long as its book lies open; every answer has its own time
_PATIENCE = 20.0  # seconds for one page
_OPENING = 60.0  # seconds for the sizes of all pages
_LARGEST = 64 * MEGABYTE  # of one answer


@dataclass(frozen=True)
class Sheet:
    """A page: its size in points, and its label."""

    width: float
    height: float
    label: str


@dataclass(frozen=True)
class Picture:
    """A page drawn: three bytes a dot, red, green, blue, in rows from the top without gaps."""

    width: int
    height: int
    dots: bytes


@dataclass(frozen=True)
class Line:
    """A printed line, and the box of each of its characters."""

    text: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Tint:
    """The colours that black and white are drawn in, each as 0xRRGGBB."""

    black: int
    white: int


class Display:
    """An open PDF; `sheets` are its pages. Closing it ends the process behind it."""

    def __init__(self, path: Path, book_id: str | None = None, password: str | None = None) -> None:
        """Open a file; raise Locked if it needs a password, BookError if it is gone, damaged or another book's."""
        check(path)
        if book_id is not None and fingerprint(path) != book_id:
            raise BookError(
                f"“{path.name}” was changed since it was added; add it again to see its pages as printed."
            )
        self._path = path
        self._password = password
        self._stack = ExitStack()
        self._pool: ThreadPoolExecutor | None = None
        self._source: IO[bytes] | None = None
        self._wishes: IO[bytes] | None = None
        self.sheets: tuple[Sheet, ...] = ()
        self.process_id = 0
        try:
            self._start()
        except BaseException:  # an interrupt as well: nobody else could end the process
            self.close()
            raise

    def __enter__(self) -> "Display":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        self._source = self._wishes = None
        self._stack.close()  # the process first: its end wakes the thread that listens to it
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None

    def picture(self, page: int, zoom: float, tint: Tint | None = None) -> Picture:
        """Draw a page, `zoom` dots to a point; raise BookError if that page cannot be drawn."""
        wish = {"draw": page, "zoom": zoom, "tint": [tint.black, tint.white] if tint else None}
        said, dots = self._ask(wish)
        try:
            width, height = int(said["width"]), int(said["height"])
        except (KeyError, TypeError, ValueError) as error:
            raise self._lost() from error
        if width < 1 or height < 1 or len(dots) != 3 * width * height:
            raise self._lost()
        return Picture(width, height, dots)

    def lines(self, page: int) -> tuple[Line, ...]:
        """Give the lines of a page in the order in which they are written; none if it is a picture."""
        said, _ = self._ask({"lines": page})
        try:
            return tuple(_line(text, flat) for text, flat in said["lines"])
        except (KeyError, TypeError, ValueError) as error:
            raise self._lost() from error

    def _start(self) -> None:
        self._pool = self._pool or ThreadPoolExecutor(1, "lectern pages")
        process = self._stack.enter_context(confined(COMMAND, self._path, self._password, _LIMITS))
        assert process.stdout is not None
        assert process.stdin is not None
        self._source, self._wishes, self.process_id = process.stdout, process.stdin, process.pid
        said, _ = self._hear(_OPENING)
        try:
            self.sheets = tuple(Sheet(float(w), float(h), str(label)) for w, h, label in said["sheets"])
        except (KeyError, TypeError, ValueError) as error:
            raise self._lost() from error

    def _ask(self, wish: Mapping[str, object]) -> tuple[Frame, bytes]:
        if self._source is None:
            self._start()
        assert self._wishes is not None
        try:
            self._wishes.write(json.dumps(wish).encode("ascii") + b"\n")
            self._wishes.flush()
        except OSError as error:
            raise self._lost() from error
        return self._hear(_PATIENCE)

    def _hear(self, patience: float) -> tuple[Frame, bytes]:
        assert self._pool is not None
        assert self._source is not None
        try:
            said, rest = self._pool.submit(_answer, self._source).result(timeout=patience)
        except (TimeoutError, FrameError, OSError, ValueError) as error:
            raise self._lost() from error
        if "error" in said:
            raise (Locked if said.get("locked") else BookError)(str(said["error"]))
        return said, rest

    def _lost(self) -> BookError:
        """Let go of a process that crashed, hangs or talks nonsense."""
        self.close()
        return BookError(f"This page of “{self._path.name}” cannot be drawn; it may be damaged.")


def _answer(source: IO[bytes]) -> tuple[Frame, bytes]:
    """Read one answer, and the bytes that follow it."""
    received = receive(source, _LARGEST)
    if received is None:
        raise FrameError("the process ended")
    said, _ = received
    size = said.get("bytes", 0)
    if not isinstance(size, int) or not 0 <= size <= _LARGEST:
        raise FrameError("too long")
    rest = source.read(size) if size else b""
    if len(rest) < size:
        raise FrameError("the process ended")
    return said, rest


def _line(text: Any, flat: Sequence[Any]) -> Line:
    numbers = [float(number) for number in flat]
    boxes = tuple(zip(numbers[0::4], numbers[1::4], numbers[2::4], numbers[3::4], strict=True))
    if len(boxes) != len(str(text)):
        raise ValueError("not a box for every character")
    return Line(str(text), boxes)
