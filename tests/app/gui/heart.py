"""A heartbeat of the UI thread: how long it could not attend to anything."""

import threading
import time
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer

TASKS = Path("/proc/self/task")


class Gap(NamedTuple):
    """The time between two beats, in seconds: by the clock, as the program's own doing, of processor time."""

    clock: float
    own: float
    work: float


class Heart:
    """Beats every few milliseconds on the thread that makes it.

    A gap between two beats is time in which the thread did not attend to the window: it worked, it waited for
    Python's lock or another one, or it had no processor because others had them. The last is not the window's doing;
    and if the thread that holds the lock has no processor, that is no more its doing than if the window's own thread
    has none. Linux counts for every thread how long it was ready to run and did not. So a gap's `own` time is that by
    the clock less what the program's Python threads waited so: the least that the program must answer for. On a quiet
    machine that is all of it, on a busy one it may be too little; elsewhere than on Linux it is the time by the clock.
    """

    def __init__(self):
        self.gaps = []
        self._begin()
        self._timer = QTimer(interval=5, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def stop(self):
        self._timer.stop()

    def _begin(self):
        self._waited, self._worked = _waits(), time.thread_time()
        self._began = time.monotonic()  # last here and first below: what the looking takes is in no gap

    def _beat(self):
        clock = time.monotonic() - self._began
        work = time.thread_time() - self._worked
        others = sum(wait - self._waited.get(thread, 0.0) for thread, wait in _waits().items())
        self.gaps.append(Gap(clock, clock - min(clock, others), work))
        self._begin()


def _waits():
    """How long each thread has been ready without running, in seconds."""
    waits = {}
    for thread in threading.enumerate():
        try:
            told = (TASKS / str(thread.native_id) / "schedstat").read_text()
        except OSError:  # it has ended, or this is not Linux
            continue
        waits[thread.native_id] = int(told.split()[1]) / 1e9
    return waits
