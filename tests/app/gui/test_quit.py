"""The program is quit, as a process of its own: it ends at once, whatever it is at, and the library is whole."""

import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from app.gui import look as looks
from app.gui.start import PATIENCE
from app.library import Library
from tests.app.gui.acts import LONG
from tests.app.shelves import shelve
from tests.programs import program

SOON = PATIENCE + 3
"""So many seconds at most from the key to the end; it takes half of them where the machine does nothing else."""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there a program is not asked to end")


@pytest.fixture
def book(place):
    """A book that lies open when the program starts."""
    book = shelve(place, LONG)
    looks.save(place, replace(looks.load(place), book=book))
    return book


@contextmanager
def screen():
    """A screen that nobody sees, and the keyboard that belongs to it: give what presses a key."""
    if not (shutil.which("Xvfb") and shutil.which("xdotool")):
        pytest.skip("there is no Xvfb or no xdotool here")
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24"]
    with program(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        display = f"DISPLAY=:{server.stdout.readline().strip()}"

        def press(*what):
            command = ["env", display, "xdotool", *what]
            return subprocess.run(command, capture_output=True, text=True, timeout=60).stdout

        yield ["env", display, "QT_QPA_PLATFORM=xcb"], press


def seconds_to_end(process):
    begun = time.monotonic()
    said = process.communicate(timeout=90)[1]
    assert process.returncode == 0, said
    assert "Traceback" not in said
    return time.monotonic() - begun


def sound(place):
    with sqlite3.connect(place / "lectern.db") as database:
        return database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("what", ["loading", "reading"])
def test_it_ends_soon_while_a_step_goes_on_that_takes_a_minute(place, book, what):
    command = [sys.executable, "-m", "tests.app.gui.quits", str(place), what]
    with program(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline().strip() == what
        process.send_signal(signal.SIGTERM)
        assert seconds_to_end(process) < SOON
    assert sound(place)
    assert looks.load(place).book == book
    with Library(place) as library:
        stopped = library.progress(book, "fake-1")
        assert (stopped.tokens if stopped else 0) == (18 if what == "reading" else 0)


@pytest.mark.parametrize("what", ["nothing", "loading", "reading"])
def test_ctrl_q_on_a_real_screen_ends_it(place, request, what):
    if what != "nothing":
        request.getfixturevalue("book")
    with screen() as (on_screen, press):
        command = [*on_screen, sys.executable, "-m", "tests.app.gui.quits", str(place), what]
        with program(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            if what == "nothing":
                while not (place / "lectern.db").exists() and process.poll() is None:
                    time.sleep(0.05)  # then the shelf looks what is there
            else:
                assert process.stdout.readline().strip() == what
            press("key", "ctrl+q")
            assert seconds_to_end(process) < SOON
    assert sound(place)


def test_ctrl_q_ends_it_before_the_window_is_filled(place):
    with screen() as (on_screen, press):
        command = [*on_screen, sys.executable, "-m", "app", "--library", str(place)]
        with program(command, stderr=subprocess.PIPE) as process:
            press("search", "--sync", "--onlyvisible", "--name", "^Lectern$")
            press("key", "ctrl+q")
            assert seconds_to_end(process) < SOON


def test_ctrl_q_closes_the_window(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert not window.isVisible()
    assert window.lanes.at_rest
