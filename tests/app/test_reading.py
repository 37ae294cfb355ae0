import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import LibraryError
from app.library import Library
from app.reading import read, so_far
from app.values import Progress
from app.work import follow
from ingest.book import Locator
from model.interface import ModelError
from tests.app.shelves import STORY, shelve
from tests.fakes import FakeModel
from tests.programs import program

TOKENS = FakeModel().count(" ".join(STORY))


def saved(place, book_id, fingerprint="fake-1"):
    with Library(place) as library:
        return [library.snapshot(book_id, fingerprint, index) for index in range(len(STORY))]


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory):
    place = tmp_path_factory.mktemp("uninterrupted")
    book_id = shelve(place)
    follow(read(place, book_id, FakeModel(segment=3)))
    return saved(place, book_id)


def test_reading_keeps_a_snapshot_of_every_chapter_even_an_empty_one(tmp_path):
    book_id, model = shelve(tmp_path), FakeModel(segment=3)
    report = follow(read(tmp_path, book_id, model))
    assert (report.tokens_total, report.tokens_read_now, report.snapshots) == (TOKENS, TOKENS, len(STORY))
    snapshots = saved(tmp_path, book_id)
    assert [one.chapter for one in snapshots] == [0, 1, 2, 3]
    assert snapshots[1].state == snapshots[0].state
    assert report.snapshot_bytes == sum(len(one.state) for one in snapshots)


def test_a_book_is_never_read_nor_counted_twice(tmp_path):
    book_id = shelve(tmp_path)
    follow(read(tmp_path, book_id, FakeModel()))
    model = FakeModel()
    model.count = lambda text: pytest.fail("counted again")
    report = follow(read(tmp_path, book_id, model))
    assert (report.tokens_total, report.tokens_read_now, model.tokens_read) == (TOKENS, 0, 0)


def test_another_model_reads_for_itself(tmp_path):
    book_id = shelve(tmp_path)
    follow(read(tmp_path, book_id, FakeModel()))
    report = follow(read(tmp_path, book_id, FakeModel(fingerprint="fake-2")))
    assert report.tokens_read_now == TOKENS


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(1, 12), min_size=1, max_size=4))
def test_reading_closed_at_any_step_goes_on_to_the_same_memory(uninterrupted, stops):
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        book_id = shelve(place)
        tokens = 0
        for steps in stops:
            model = FakeModel(segment=3)
            work = read(place, book_id, model)
            for _ in zip(range(steps), work, strict=False):
                pass
            work.close()
            tokens += model.tokens_read
        report = follow(read(place, book_id, FakeModel(segment=3)))
        assert tokens + report.tokens_read_now == TOKENS  # not one token twice
        assert saved(place, book_id) == uninterrupted


def test_killed_at_any_moment_it_goes_on_to_the_same_memory(tmp_path, uninterrupted):
    book_id = shelve(tmp_path)
    for steps in (8, 5):
        command = [sys.executable, "-m", "tests.app.slow_reader", str(tmp_path), book_id]
        with program(command, stdout=subprocess.PIPE) as reader:
            for _ in range(steps):
                reader.stdout.readline()
            reader.kill()
    with Library(tmp_path) as library:
        stopped = library.progress(book_id, "fake-1")
    assert 0 < stopped.tokens < TOKENS
    report = follow(read(tmp_path, book_id, FakeModel(segment=3)))
    assert report.tokens_read_now == TOKENS - stopped.tokens
    assert saved(tmp_path, book_id) == uninterrupted


def test_progress_counts_the_book_s_tokens(tmp_path):
    book_id = shelve(tmp_path)
    events = [event for event in read(tmp_path, book_id, FakeModel(segment=3)) if event.total]
    assert events[0] == Progress(0, TOKENS, "reading Part 1")
    assert events[-1] == Progress(TOKENS, TOKENS, "reading Part 4")
    assert [event.done for event in events] == sorted(event.done for event in events)


def test_a_truncated_memory_is_refused_and_can_be_read_again(tmp_path, uninterrupted):
    book_id = shelve(tmp_path)
    follow(read(tmp_path, book_id, FakeModel(segment=3)))
    with Library(tmp_path) as library:
        library._rows("UPDATE progress SET state = substr(state, 1, 10), chapter = 3")
    before = saved(tmp_path, book_id)
    with pytest.raises(ModelError, match="read the book again"):
        follow(read(tmp_path, book_id, FakeModel(segment=3)))
    assert saved(tmp_path, book_id) == before
    assert follow(read(tmp_path, book_id, FakeModel(segment=3), again=True)).tokens_read_now == TOKENS
    assert saved(tmp_path, book_id) == uninterrupted


def test_a_book_that_is_gone_is_told(tmp_path):
    with pytest.raises(LibraryError, match="no longer in the library"):
        follow(read(tmp_path, "ab" * 32, FakeModel()))


def test_one_chapter_is_held_at_a_time(tmp_path, monkeypatch):
    book_id, asked = shelve(tmp_path), []
    chapter = Library.chapter
    monkeypatch.setattr(Library, "chapter", lambda self, *at: asked.append(at[1]) or chapter(self, *at))
    work = read(tmp_path, book_id, FakeModel(segment=3))
    for event in work:
        if event.total:
            break
    work.close()
    assert asked == [0, 1, 2, 3, 0]  # each once to be counted, then the first to be read


def test_so_far_ends_before_the_reader_s_chapter(tmp_path):
    book_id = shelve(tmp_path)
    with Library(tmp_path) as library:
        assert so_far(library, book_id, "fake-1") == 0
    follow(read(tmp_path, book_id, FakeModel()))
    with Library(tmp_path) as library:
        assert so_far(library, book_id, "fake-1") == 4
        library.save_place(book_id, Locator(2, 10))
        assert so_far(library, book_id, "fake-1") == 2
        library.save_place(book_id, Locator(0, 10))
        with pytest.raises(LibraryError, match="first chapter"):
            so_far(library, book_id, "fake-1")
