"""Lanes: threads that do one job after another, so that the window never does.

There are four. The *desk* looks things up and writes places down: only the database, only moments. The *library*
lane adds books. The *pages* lane has covers and printed pages made, one at a time. The *model* lane loads, reads,
answers, summarizes.
"""

import queue
import threading
from collections.abc import Callable
from time import monotonic
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject

from app.gui.job import Job
from app.values import Work

Show = Callable[[Any], object]


class Lane(QObject):
    """One thread with its queue; it lives on the UI thread. The thread starts with the first job."""

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._jobs: list[Job] = []
        self._thread: threading.Thread | None = None
        self._closed = False

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs that have not ended, oldest first."""
        return tuple(self._jobs)

    def do(
        self,
        work: Work[Any],
        done: Show | None = None,
        said: Show | None = None,
        failed: Show | None = None,
        ended: Show | None = None,
    ) -> Job:
        """Queue some work, its signals connected first."""
        job = Job(work, self)
        for signal, show in ((job.finished, done), (job.said, said), (job.failed, failed)):
            if show is not None:
                signal.connect(show)
        job.ended.connect(self._forget)
        if ended is not None:
            job.ended.connect(ended)
        self._start(job)
        return job

    def close(self) -> None:
        """Cancel what is queued and going on, and wait until the thread is done."""
        self.cancel()
        self.drain()

    def cancel(self) -> None:
        """Cancel what is queued and going on."""
        for job in self._jobs:
            job.cancel()

    def drain(self, seconds: float | None = None) -> bool:
        """Let everything that is queued come to its end, and close; give whether that took not too many seconds."""
        self._closed = True
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join(seconds)
            if self._thread.is_alive():
                return False
            self._thread = None
        for (
            job
        ) in self.jobs:  # what has happened is told; an event that waits for a job that is gone crashes Qt
            QCoreApplication.sendPostedEvents(job)
        return True

    def _start(self, job: Job) -> None:
        if self._closed:
            return
        self._jobs.append(job)
        self._queue.put(job)
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._run, name=f"lectern {self.objectName()}", daemon=True
            )
            self._thread.start()

    def _run(self) -> None:
        while (job := self._queue.get()) is not None:
            job.run()

    def _forget(self, job: Job) -> None:
        if job in self._jobs:
            self._jobs.remove(job)
        job.deleteLater()


class Lanes(QObject):
    """The desk, the library lane, the pages lane and the model lane."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = Lane("desk", self)
        self.library = Lane("library", self)
        self.pages = Lane("pages", self)
        self.model = Lane("model", self)
        self.patience: float | None = (
            None  # so many seconds a step has, at the end, that cannot be broken off
        )
        self.at_rest = True  # none was left behind

    def close(self) -> None:
        """Cancel the long work, let the others do what they have been given, and wait for all of them.

        Loading a model is a step of many seconds. One that `patience` is too short for is left behind; then the
        process must end too. The library stays whole, for a step writes all or nothing.
        """
        self.library.cancel()
        self.model.cancel()
        self.desk.drain()  # places are written, however long it takes
        end = None if self.patience is None else monotonic() + self.patience
        lanes = (self.library, self.model, self.pages)
        ended = [lane.drain(end and max(0.0, end - monotonic())) for lane in lanes]
        self.at_rest = all(ended)
