"""How work is driven where it stands: in the terminal, and in tests."""

from collections.abc import Callable
from contextlib import closing
from typing import cast

from app.values import R, Work


def follow(work: Work[R], show: Callable[[object], object] = lambda event: None) -> R:
    """Do the work here and now, showing each event, and return its result; an interruption closes it."""
    with closing(work):
        while True:
            try:
                event = next(work)
            except StopIteration as end:
                return cast(R, end.value)
            show(event)
