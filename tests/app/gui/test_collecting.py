"""Python's garbage is collected on the UI thread alone: a widget that is found on another one crashes Qt."""

import gc
import threading

import pytest

from app.gui.collecting import collect, collecting, uncollected
from app.gui.start import run
from app.settings import Settings


@pytest.fixture
def ended():
    """Give where knots ended that a thread tied: far more than Python itself lets lie."""
    ended = []

    class Knot:
        def __init__(self):
            self.me = self

        def __del__(self):
            ended.append(threading.current_thread())

    thread = threading.Thread(target=lambda: [Knot() for _ in range(20 * gc.get_threshold()[0])] and None)
    thread.start()
    thread.join()
    return ended


def test_what_a_lane_leaves_is_collected_by_the_ui_thread(ended, qtbot):
    assert not ended
    qtbot.waitUntil(lambda: bool(ended))
    assert set(ended) == {threading.main_thread()}


def test_nothing_is_collected_as_long_as_little_is_left(ended, qtbot):
    qtbot.waitUntil(lambda: bool(ended))
    gc.collect()
    done = []
    gc.callbacks.append(tell := lambda phase, info: done.append(phase))
    try:
        collect()
        assert not done
    finally:
        gc.callbacks.remove(tell)


def test_it_waits_while_code_is_loaded_which_is_never_gone_through_again(ended):
    before = gc.get_freeze_count()
    try:
        with uncollected():
            collect()
            assert not ended
        assert gc.get_freeze_count() > before
        assert not gc.isenabled()
    finally:
        gc.unfreeze()
    gc.enable()
    try:
        with uncollected():
            assert not gc.isenabled()
        assert gc.isenabled()
    finally:
        gc.unfreeze()
        gc.disable()


def test_the_program_collects_so_and_hands_back_at_its_end(monkeypatch, tmp_path):
    meanwhile = []
    monkeypatch.setattr("app.gui.start._shown", lambda *_: meanwhile.append(gc.isenabled()))
    gc.enable()
    try:
        run(tmp_path, Settings())
        assert meanwhile == [False]
        assert gc.isenabled()
        with collecting():
            with collecting():
                pass
            assert not gc.isenabled()
    finally:
        gc.disable()
