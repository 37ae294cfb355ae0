"""Who collects Python's garbage beside a window, and when.

Python collects on whichever thread allocates. A widget that a lane's thread finds so is destroyed on that thread, while
the UI thread still sends it events, and Qt crashes.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QTimer

EVERY = 500
"""Milliseconds between two looks whether there is something to collect."""

_postponed = threading.Lock()


@contextmanager
def collecting() -> Iterator[None]:
    """Leave it to the UI thread, which calls this, and there to the time between two events."""
    timer = QTimer(interval=EVERY)
    timer.timeout.connect(collect)
    timer.start()
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        timer.stop()
        if before:
            gc.enable()


def collect() -> None:
    """Collect the oldest generation that is due by Python's own measure, unless it is postponed."""
    due = [age for age, most in enumerate(gc.get_threshold()) if gc.get_count()[age] > most]
    if due and _postponed.acquire(blocking=False):
        try:
            gc.collect(due[-1])
        finally:
            _postponed.release()


@contextmanager
def uncollected() -> Iterator[None]:
    """Let nobody collect meanwhile, and never go through what is there at the end: code stays anyway.

    An import of many modules would set it off again and again, each time over all that there is by then, two tenths of
    a second in the end, in which no window moves.
    """
    with _postponed:
        before = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            gc.freeze()
            if before:
                gc.enable()
