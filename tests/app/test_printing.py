import json

import pytest

from app import printing
from app.printing import Pace, Printer, ReadingView, citation_fields, duration, peak_memory
from app.values import Citation, Progress
from ingest.book import Locator


@pytest.fixture
def clock(monkeypatch):
    """A clock that goes ten seconds on at every look."""
    times = iter(range(1000, 100_000, 10))
    monkeypatch.setattr(printing, "monotonic", lambda: float(next(times)))


def test_spans_are_said_as_people_say_them():
    assert [duration(seconds) for seconds in (4.4, 60, 190, 7500)] == ["4 s", "1 min", "3 min", "2 h 5 min"]


def test_the_pace_is_unknown_before_the_first_step():
    pace = Pace()
    assert not pace.note(100)
    assert pace.left(200) is None
    assert not pace.note(100)


def test_with_json_there_is_one_object_a_line(capsys):
    printer = Printer(as_json=True)
    printer.piece("no")
    printer.text("no")
    printer.message("beside")
    printer.result({"a": "“1”"}, "for people")
    out, err = capsys.readouterr()
    assert json.loads(out) == {"a": "“1”"}
    assert err == "beside\n"


def test_elsewhere_progress_is_a_line_now_and_then(capsys, monkeypatch):
    times = iter((100.0, 103.0, 106.0, 106.0, 109.0))
    monkeypatch.setattr(printing, "monotonic", lambda: next(times))
    printer = Printer(as_json=False)
    for done in (1, 2, 3):
        printer.progress(Progress(done, 4, "adding"))
    assert capsys.readouterr().err == "adding (50 %)\n"


def test_in_a_terminal_progress_is_one_live_line(capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    printer = Printer(as_json=False)
    printer.progress(Progress(1, 4, "reading"))
    printer.text("done")
    out, err = capsys.readouterr()
    assert (out, err) == ("done\n", "\r\x1b[Kreading (25 %)\r\x1b[K")


def test_reading_progress_as_json_has_four_numbers(capsys, clock):
    view = ReadingView(Printer(as_json=True))
    view(Progress(0, 0, "measuring"))
    for done in (0, 100, 100, 400):
        view(Progress(done, 400, "reading"))
    first, last = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert list(first) == ["tokens_done", "tokens_all", "tokens_per_second", "seconds_left"]
    assert (last["tokens_done"], last["seconds_left"]) == (400, 0.0)


def test_reading_progress_tells_people_the_speed_and_the_time_left(capsys, clock):
    view = ReadingView(Printer(as_json=False))
    for done in (0, 100):
        view(Progress(done, 400, "reading One"))
    assert "reading One (25 %), 100 of 400 tokens, " in capsys.readouterr().err


def test_chapters_of_citations_count_from_1():
    fields = citation_fields(Citation(Locator(2, 5), "q", "xi"))
    assert fields == {"chapter": 3, "offset": 5, "page": "xi", "quote": "q"}


def test_peak_memory_is_in_bytes():
    assert peak_memory() > 1_000_000
