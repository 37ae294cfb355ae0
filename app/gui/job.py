"""One piece of work on its way through a lane, and whom it tells."""

import threading
from collections.abc import Callable
from typing import Any, ParamSpec

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from app.values import Work

Told = ParamSpec("Told")


def while_there(whom: QObject, tell: Callable[Told, object]) -> Callable[Told, None]:
    """Tell only as long as `whom` is there: what asked may be closed before the answer comes."""

    def told(*what: Told.args, **more: Told.kwargs) -> None:
        if isValid(whom):
            tell(*what, **more)

    return told


class Job(QObject):
    """One piece of work. It lives on the UI thread; only `run` leaves it.

    What happens on the lane comes back as one queued signal, so every public signal is emitted on the UI
    thread: whoever connects before control returns to the event loop misses nothing.
    """

    said = Signal(object)  # each event the work yields
    finished = Signal(object)  # what the work returned
    failed = Signal(object)  # the exception that ended it
    cancelled = Signal()
    ended = Signal(object)  # always last, whatever happened: the job

    _happened = Signal(str, object)

    def __init__(self, work: Work[Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = threading.Event()
        self._happened.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    @property
    def stopping(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask it to stop after the step that is going on; what was done is kept."""
        self._stop.set()

    def run(self) -> None:
        """Do the work, step by step, on the thread that calls this."""
        try:
            while not self._stop.is_set():
                self._happened.emit("said", next(self._work))
        except StopIteration as end:
            self._happened.emit("finished", end.value)
        except Exception as error:
            self._happened.emit("failed", error)
        else:
            self._close()
        self._happened.emit("ended", None)  # never itself: a queued event must not be what keeps a job alive

    def _close(self) -> None:
        try:
            self._work.close()
        except Exception as error:
            self._happened.emit("failed", error)
        else:
            self._happened.emit("cancelled", None)

    @Slot(str, object)
    def _tell(self, kind: str, value: object) -> None:
        if kind == "cancelled":
            self.cancelled.emit()
        elif kind == "ended":
            self.ended.emit(self)
        else:
            getattr(self, kind).emit(value)
