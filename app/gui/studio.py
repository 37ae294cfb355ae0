"""The model lane as the window sees it: which books are read, which wait, and how asking goes before reading."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.gui.job import Job
from app.gui.lanes import Lane
from app.gui.mind import Load, Loaded, Mind, Wish, load
from app.printing import Pace
from app.settings import Settings
from app.values import Progress, Work

Show = Callable[[Any], object]


@dataclass(frozen=True)
class Reading:
    """How the model's reading stands; `state` is idle, waiting, reading, paused, done or failed."""

    state: str = "idle"
    book: str = ""
    done: int = 0
    total: int = 0
    what: str = ""
    speed: float = 0.0
    left: float | None = None
    queued: int = 0
    error: str = ""


class Studio(QObject):
    """Lets the model read books one after another, and puts every question before the reading."""

    reading_changed = Signal(object)  # Reading
    book_read = Signal(str)  # the id of a book of which more was read
    loaded = Signal(object)  # Loaded
    failed = Signal(object)  # the exception that ended reading

    def __init__(
        self, place: Path, settings: Settings, lane: Lane, loading: Load = load, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self.reading = Reading()
        self.model: Loaded | None = None
        self._mind = Mind(place, loading)
        self._lane = lane
        self._queue: list[str] = []
        self._job: Job | None = None
        self._pace = Pace()
        self._asked = 0
        self._paused = False

    def read(self, book_id: str) -> None:
        """Read a book next, unless it is being read or waits already."""
        if book_id in self._queue:
            self._queue.remove(book_id)
        if self._job is not None and self.reading.book == book_id:
            return
        self._queue.insert(0, book_id)
        self._go_on()

    def pause(self) -> None:
        """Stop reading after the step that is going on."""
        self._paused = True
        self._put_back()
        self._show(replace(self.reading, state="paused", left=None))

    def resume(self) -> None:
        """Read on."""
        self._paused = False
        if not self._queue and self.reading.book:
            self._queue.append(self.reading.book)
        self._go_on()

    @property
    def queue(self) -> tuple[str, ...]:
        """The books that wait, the next one first."""
        return tuple(self._queue)

    @property
    def paused(self) -> bool:
        """Whether the person wants no reading now."""
        return self._paused

    def unread(self) -> tuple[str, ...]:
        """The books that are to be read: the present one, then those that wait."""
        going = self.reading.state in ("reading", "waiting", "paused") and self.reading.book
        return tuple(dict.fromkeys(((self.reading.book,) if going else ()) + self.queue))

    def wait(self, book_id: str) -> None:
        """Read a book after those that wait already."""
        if book_id not in self.unread():
            self._queue.append(book_id)
            self._show(self.reading)
            self._go_on()

    def cancel(self) -> None:
        """Read the present book no further; what was read of it is kept. The next one comes."""
        self._paused = False
        self.leave(self.reading.book)
        self._go_on()

    def first(self, book_id: str) -> None:
        """Read a book before all others; the present one waits."""
        self._paused = False
        self._put_back()
        self.read(book_id)

    def leave(self, book_id: str) -> None:
        """Read this book no longer."""
        self._queue = [one for one in self._queue if one != book_id]
        if self.reading.book == book_id:
            if self._job is not None:
                self._job.cancel()
            self.reading = Reading()
        self._show(self.reading)

    def ask(self, book_id: str, wish: Wish, done: Show, said: Show, failed: Show) -> Job:
        """Answer a question before anything else is read."""
        return self._first(self._mind.ask(book_id, wish, self.settings), done, said, failed)

    def summarize(
        self, book_id: str, scope: str, done: Show, said: Show, failed: Show, again: bool = False
    ) -> Job:
        """Summarize before anything else is read."""
        return self._first(self._mind.summarize(book_id, scope, self.settings, again), done, said, failed)

    def do(self, work: Callable[[Mind], Work[Any]], done: Show, said: Show, failed: Show) -> Job:
        """Do other work of the model before anything else is read."""
        return self._first(work(self._mind), done, said, failed)

    def _first(self, work: Work[Any], done: Show, said: Show, failed: Show) -> Job:
        self._asked += 1
        self._put_back()

        def heard(event: object) -> None:
            self._note(event)
            said(event)

        def ended(job: object) -> None:
            self._asked -= 1
            self._go_on()

        return self._lane.do(work, done, heard, failed, ended)

    def _put_back(self) -> None:
        """Cancel the reading after its step, and put the book back to the front of the queue."""
        if self._job is None:
            return
        if not self._job.stopping:
            self._job.cancel()
        if self.reading.book not in self._queue:
            self._queue.insert(0, self.reading.book)
        self._job = None
        self._show(replace(self.reading, state="waiting", left=None))

    def _go_on(self) -> None:
        if self._job is not None or self._asked or self._paused or not self._queue:
            return
        book_id = self._queue.pop(0)
        known = self.reading if self.reading.book == book_id else Reading(book=book_id)
        self._pace = Pace()
        self._show(replace(known, state="reading", what=known.what or "opening", speed=0.0, error=""))
        job = self._lane.do(
            self._mind.read(book_id, self.settings),
            done=lambda report: self._has_read(book_id),
            said=lambda event: self._progressed(job, event),
            failed=lambda error: self._stumbled(job, error),
            ended=lambda ended: self._over(ended),
        )
        self._job = job

    def _has_read(self, book_id: str) -> None:
        self.book_read.emit(book_id)
        if self.reading.book == book_id:
            self._show(replace(self.reading, state="done", done=self.reading.total, left=None, what="read"))

    def _progressed(self, job: Job, event: object) -> None:
        self._note(event)
        if job is not self._job or not isinstance(event, Progress):
            return
        if not event.total:
            self._show(replace(self.reading, what=event.what))
            return
        if event.what != self.reading.what:
            self.book_read.emit(self.reading.book)
        self._pace.note(event.done)
        pace = self._pace
        now = replace(self.reading, state="reading", done=event.done, total=event.total, what=event.what)
        self._show(replace(now, speed=pace.speed, left=pace.left(event.total)))

    def _stumbled(self, job: Job, error: Exception) -> None:
        if job is self._job:
            self._show(replace(self.reading, state="failed", error=str(error), left=None))
        self.failed.emit(error)

    def _over(self, job: object) -> None:
        if job is self._job:
            self._job = None
            self._go_on()

    def _note(self, event: object) -> None:
        if isinstance(event, Loaded):
            self.model = event
            self.loaded.emit(event)

    def _show(self, reading: Reading) -> None:
        self.reading = replace(reading, queued=len(self._queue))
        self.reading_changed.emit(self.reading)
