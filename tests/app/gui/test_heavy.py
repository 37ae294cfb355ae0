"""Heavy code is loaded beside the window: what holds Python's lock for long is let go of, or left out."""

import importlib
import linecache
import subprocess
import sys

import pytest

from app.gui.heavy import TURN, fetch, lighten
from tests.programs import program

BESIDE = """
import sys, threading, time
from app.gui.heavy import fetch
given, turns = [], 0
lane = threading.Thread(target=lambda: given.append(fetch("torch", "torch")))
lane.start()
while lane.is_alive():
    time.sleep(0.002)
    turns += 1
print(given[0], "torch" in sys.modules, turns)
import torch
print(float(torch.ones(3).sum()))
"""


def test_other_threads_go_on_while_torchs_library_is_loaded():
    pytest.importorskip("torch")
    with program([sys.executable, "-c", BESIDE], stdout=subprocess.PIPE) as process:
        said = process.communicate()[0].split()
    assert said[:2] == ["True", "False"]
    assert int(said[2]) > 3  # it holds the lock from begin to end where an import loads it
    assert said[3] == "3.0"


def test_a_library_that_is_not_there_is_left_to_the_import():
    assert not fetch("no_such_package", "torch")
    assert not fetch("numpy", "no_such_library")


def test_pyside_does_not_read_the_source_of_what_is_imported(qapp, tmp_path, monkeypatch):
    (tmp_path / "imported_beside_a_window.py").write_text("there = True\n")
    monkeypatch.syspath_prepend(tmp_path)
    lighten()
    assert importlib.import_module("imported_beside_a_window").there
    assert not [name for name in linecache.cache if "imported_beside_a_window" in name]
    assert sys.getswitchinterval() == pytest.approx(TURN)
