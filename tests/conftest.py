"""How a test session ends."""

import os
import sys

import pytest

_ended: list[int] = []


def pytest_sessionfinish(exitstatus):
    _ended.append(int(exitstatus))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure():
    """Leave without tearing the interpreter down once Qt is loaded, with the session's own exit status.

    Seen once in five runs: all tests passed and reported, then a segmentation fault while Python let go of Qt's and
    torch's objects in no particular order. Everything a test checks is over by now.
    """
    if _ended and "PySide6.QtWidgets" in sys.modules:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_ended[-1])
