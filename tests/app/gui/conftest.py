import os
import threading

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
pytest.importorskip("PySide6.QtWidgets", reason="PySide6 cannot start here", exc_type=ImportError)

from tests.fakes import FakeModel


@pytest.fixture(autouse=True)
def no_leaked_threads():
    before = set(threading.enumerate())
    yield
    left = [one for one in threading.enumerate() if one not in before and one.name.startswith("lectern ")]
    assert not left


@pytest.fixture
def model():
    return FakeModel(segment=3)
