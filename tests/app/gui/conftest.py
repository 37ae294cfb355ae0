import gc
import os
import threading

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
pytest.importorskip("PySide6.QtWidgets", reason="PySide6 cannot start here", exc_type=ImportError)

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.gui import look as looks
from app.gui.collecting import collecting
from app.gui.start import prepared
from app.gui.window import Window
from app.settings import Settings
from tests.app.gui.acts import LONG
from tests.app.shelves import shelve
from tests.fakes import FakeModel

PATIENCE = 90_000
"""So many milliseconds a test waits unless it says otherwise: a machine may have other things to do."""


class Patient(QtBot):
    """Waits as long as a busy machine may take, and clicks nothing before it has been given its room."""

    def mouseClick(self, widget, *how, **where):  # noqa: N802
        self.waitUntil(lambda: widget.isVisible() and widget.rect().contains(widget.rect().center()))
        super().mouseClick(widget, *how, **where)

    def waitUntil(self, callback, *, timeout=PATIENCE):  # noqa: N802
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal, *, timeout=PATIENCE, **how):  # noqa: N802
        return super().waitSignal(signal, timeout=timeout, **how)

    def waitSignals(self, signals, *, timeout=PATIENCE, **how):  # noqa: N802
        return super().waitSignals(signals, timeout=timeout, **how)


@pytest.fixture
def qtbot(qapp, request):
    return Patient(request)


@pytest.fixture(scope="package", autouse=True)
def collected_here(qapp):
    with collecting():  # as in the program
        yield
    gc.collect()  # no other test's thread is to find a widget


@pytest.fixture(autouse=True)
def no_leaked_threads():
    before = set(threading.enumerate())
    yield
    left = [one for one in threading.enumerate() if one not in before and one.name.startswith("lectern ")]
    assert not left


@pytest.fixture
def model():
    return FakeModel(segment=3)


@pytest.fixture
def place(tmp_path):
    desktop = looks.Desktop(toured=True)
    looks.save(tmp_path, replace(desktop, look=replace(desktop.look, appearance="light")))
    return tmp_path


@pytest.fixture
def open_window(qtbot, place, model):
    windows = []

    def opened(loading=lambda settings: model):
        prepared([])
        window = Window(place, Settings(), loading)
        windows.append(window)
        window.show()
        return window

    yield opened
    for window in filter(isValid, windows):
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # or each would be styled again


@pytest.fixture
def window(open_window, place, qtbot, model):
    """A window with a book that lies open and was read."""
    book = shelve(place, LONG)
    model.segment = 400
    window = open_window()
    window.open_book(book)
    qtbot.waitUntil(lambda: window.studio.reading.state == "done")
    qtbot.waitUntil(lambda: window.reader.leaves.text.chapter is not None)
    return window
