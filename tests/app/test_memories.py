import pytest

from app.errors import LibraryError
from app.library import Library
from app.memories import Saved, Stopped
from tests.app.shelves import shelve


def test_progress_is_kept_for_each_model(tmp_path):
    book_id = shelve(tmp_path)
    with Library(tmp_path) as library:
        library.save_step(book_id, "m", 0, 5, b"half", 5, ends_chapter=False)
        assert library.progress(book_id, "m") == Stopped(0, 5, 5, b"half")
        assert library.progress(book_id, "another") is None
        assert library.snapshot(book_id, "m") is None
        assert library.read_chapters(book_id, "m") == 0


def test_a_chapter_s_end_is_a_snapshot_and_progress_to_the_next(tmp_path):
    book_id = shelve(tmp_path)
    with Library(tmp_path) as library:
        library.save_step(book_id, "m", 0, 9, b"whole", 9, ends_chapter=True)
        assert library.progress(book_id, "m") == Stopped(1, 0, 9, b"whole")
        assert library.snapshot(book_id, "m") == Saved(0, 9, b"whole")
        assert library.read_chapters(book_id, "m") == 1


def test_the_newest_snapshot_at_or_before_a_chapter_is_found(tmp_path):
    book_id = shelve(tmp_path)
    with Library(tmp_path) as library:
        for chapter in (0, 1, 2):
            library.save_step(book_id, "m", chapter, 1, b"%d" % chapter, chapter, ends_chapter=True)
        library.save_step(book_id, "other", 3, 1, b"other", 1, ends_chapter=True)
        found = [library.snapshot(book_id, "m", last) for last in (None, 3, 2, 1, 0, -1)]
        assert [one and one.chapter for one in found] == [2, 2, 2, 1, 0, None]
        assert library.snapshot_bytes(book_id, "m") == 3


def test_snapshot_and_progress_are_one_transaction(tmp_path):
    book_id = shelve(tmp_path)
    with Library(tmp_path) as library:
        library.save_step(book_id, "m", 0, 5, b"half", 5, ends_chapter=False)
        library._db.executescript(
            "CREATE TEMP TRIGGER power_cut BEFORE INSERT ON main.progress"
            " BEGIN SELECT raise(ABORT, 'cut'); END;"
        )
        with pytest.raises(LibraryError):
            library.save_step(book_id, "m", 0, 9, b"whole", 9, ends_chapter=True)
        assert library.snapshot(book_id, "m") is None
        assert library.progress(book_id, "m") == Stopped(0, 5, 5, b"half")


def test_a_step_of_a_book_that_was_removed_is_refused(tmp_path):
    book_id = shelve(tmp_path)
    with Library(tmp_path) as library:
        library.remove(book_id)
        with pytest.raises(LibraryError):
            library.save_step(book_id, "m", 0, 5, b"half", 5, ends_chapter=False)


def test_forgetting_is_for_one_model(tmp_path):
    book_id = shelve(tmp_path)
    with Library(tmp_path) as library:
        for model in ("m", "n"):
            library.save_step(book_id, model, 0, 9, b"whole", 9, ends_chapter=True)
        library.forget(book_id, "m")
        assert library.progress(book_id, "m") is None
        assert library.snapshot(book_id, "m") is None
        assert library.snapshot(book_id, "n") is not None


def test_token_counts_are_kept_for_each_model(tmp_path):
    book_id = shelve(tmp_path)
    with Library(tmp_path) as library:
        library.save_count(book_id, "m", 2, 17)
        assert library.counts(book_id, "m") == {2: 17}
        assert library.counts(book_id, "n") == {}
