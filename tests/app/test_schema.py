import sqlite3
import threading

import pytest

from app import schema
from app.errors import LibraryError
from app.library import Library
from tests.app.shelves import everything, make_book, paragraphs, shelve


def test_an_older_library_is_migrated_once(tmp_path):
    for _ in range(2):
        with Library(tmp_path) as library:
            assert [row.name for row in schema.MIGRATIONS.applied(library._db)] == list(schema.STEPS)


def test_the_store_is_a_write_ahead_log_with_foreign_keys(tmp_path):
    with Library(tmp_path) as library:
        assert library._row("PRAGMA journal_mode") == ("wal",)
        assert library._row("PRAGMA foreign_keys") == (1,)


def test_a_newer_library_is_refused_and_not_touched(tmp_path):
    shelve(tmp_path)
    with Library(tmp_path) as library:
        library._rows(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('lectern', '9999_new', '')"
        )
    before = (tmp_path / "lectern.db").read_bytes()
    with pytest.raises(LibraryError, match="newer version"):
        Library(tmp_path)
    assert (tmp_path / "lectern.db").read_bytes() == before


@pytest.mark.parametrize("damage", [b"This is no database. " * 500, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_library_is_told_and_not_touched(tmp_path, damage):
    (tmp_path / "lectern.db").write_bytes(damage)
    with pytest.raises(LibraryError, match="damaged"):
        Library(tmp_path)
    assert (tmp_path / "lectern.db").read_bytes() == damage


def test_a_locked_library_is_told(tmp_path):
    book_id = shelve(tmp_path)
    with Library(tmp_path) as first, first._writing(), Library(tmp_path, patience=0.0) as second:
        assert second.has(book_id)  # one who writes keeps nobody from reading
        with pytest.raises(LibraryError, match="locked"):
            second.remove(book_id)


def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path):
    shelve(tmp_path)
    before = everything(tmp_path)
    book, chapters = make_book(["water " * 20_000], book_id="cd" * 32)
    with Library(tmp_path) as library:
        (pages,) = library._row("PRAGMA page_count")
        library._rows(f"PRAGMA max_page_count = {pages + 5}")
        with pytest.raises(LibraryError, match="disk is full"), library.adding(book) as put:
            put(chapters[0], paragraphs(chapters[0]))
        with pytest.raises(LibraryError, match="disk is full"):
            library.save_step("ab" * 32, "m", 0, 9, bytes(100_000), 9, ends_chapter=True)
    assert everything(tmp_path) == before


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError, match="cannot be made"):
        Library(tmp_path / "file" / "library")


def test_every_other_error_of_the_database_is_a_sentence(tmp_path):
    with pytest.raises(LibraryError, match="cannot be used"), schema.explained(tmp_path / "lectern.db"):
        raise sqlite3.OperationalError("no such table: books")


def test_many_can_open_a_new_library_at_once(tmp_path):
    wrong = []

    def open_it():
        try:
            with Library(tmp_path) as library:
                library.books()
        except LibraryError as error:
            wrong.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
