"""The database: its tables as ordered migrations, how it is opened, and what its errors mean.

A library written by a newer version has migrations that this one does not know: it is refused before anything
is written. Deleting a book deletes all that hangs on it, by foreign keys; triggers keep the full-text index.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database, Migrations

from app.errors import LibraryError

BOOKS = """
CREATE TABLE books (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    authors TEXT NOT NULL,          -- a JSON list
    language TEXT,
    warnings TEXT NOT NULL,         -- a JSON list
    file TEXT,                      -- where the file was when it was added
    added TEXT NOT NULL
);
CREATE TABLE chapters (
    book TEXT NOT NULL REFERENCES books ON DELETE CASCADE,
    chapter INTEGER NOT NULL,       -- from 0
    title TEXT NOT NULL,
    level INTEGER NOT NULL,
    characters INTEGER NOT NULL,
    pages TEXT NOT NULL,            -- a JSON list of [label, offset]
    warnings TEXT NOT NULL,
    text TEXT NOT NULL,             -- last, so that the other columns are read without it
    PRIMARY KEY (book, chapter)
);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    book TEXT NOT NULL,
    chapter INTEGER NOT NULL,
    start INTEGER NOT NULL,
    text TEXT NOT NULL,
    FOREIGN KEY (book, chapter) REFERENCES chapters ON DELETE CASCADE
);
CREATE INDEX passages_by_place ON passages (book, chapter);
CREATE VIRTUAL TABLE passages_fts USING fts5 (
    text, content = 'passages', content_rowid = 'id', tokenize = 'porter unicode61'
);
CREATE TRIGGER passages_added AFTER INSERT ON passages BEGIN
    INSERT INTO passages_fts (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER passages_removed AFTER DELETE ON passages BEGIN
    INSERT INTO passages_fts (passages_fts, rowid, text) VALUES ('delete', old.id, old.text);
END;
CREATE TRIGGER passages_changed AFTER UPDATE ON passages BEGIN
    INSERT INTO passages_fts (passages_fts, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO passages_fts (rowid, text) VALUES (new.id, new.text);
END;
"""

MEMORIES = """
CREATE TABLE snapshots (
    book TEXT NOT NULL,
    model TEXT NOT NULL,            -- the fingerprint of the model that made it
    chapter INTEGER NOT NULL,       -- at whose end
    tokens INTEGER NOT NULL,        -- read from the book's beginning
    state BLOB NOT NULL,
    PRIMARY KEY (book, model, chapter),
    FOREIGN KEY (book, chapter) REFERENCES chapters ON DELETE CASCADE
);
CREATE INDEX snapshots_by_chapter ON snapshots (book, chapter);
CREATE TABLE progress (
    book TEXT NOT NULL REFERENCES books ON DELETE CASCADE,
    model TEXT NOT NULL,
    chapter INTEGER NOT NULL,       -- the one to go on with; the number of chapters when all is read
    skip INTEGER NOT NULL,          -- tokens of that chapter that are read already
    tokens INTEGER NOT NULL,
    at TEXT NOT NULL,
    state BLOB NOT NULL,
    PRIMARY KEY (book, model)
);
CREATE TABLE counts (
    book TEXT NOT NULL,
    model TEXT NOT NULL,
    chapter INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    PRIMARY KEY (book, model, chapter),
    FOREIGN KEY (book, chapter) REFERENCES chapters ON DELETE CASCADE
);
CREATE INDEX counts_by_chapter ON counts (book, chapter);
"""

RECORDS = """
CREATE TABLE answers (
    id INTEGER PRIMARY KEY,
    book TEXT NOT NULL REFERENCES books ON DELETE CASCADE,
    question TEXT NOT NULL,
    text TEXT NOT NULL,
    citations TEXT NOT NULL,        -- a JSON list of [chapter, offset, quote, page]
    as_of INTEGER NOT NULL,
    found INTEGER NOT NULL,
    mode TEXT NOT NULL,
    model TEXT NOT NULL,
    seed INTEGER NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX answers_by_book ON answers (book);
CREATE TABLE summaries (
    id INTEGER PRIMARY KEY,
    book TEXT NOT NULL REFERENCES books ON DELETE CASCADE,
    scope TEXT NOT NULL,
    text TEXT NOT NULL,
    citations TEXT NOT NULL,
    as_of INTEGER NOT NULL,
    model TEXT NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (book, scope, model, as_of)
);
CREATE TABLE places (
    book TEXT PRIMARY KEY REFERENCES books ON DELETE CASCADE,
    chapter INTEGER NOT NULL,
    start INTEGER NOT NULL,
    at TEXT NOT NULL
);
"""


def _first(db: Database) -> None:
    db.executescript(BOOKS + MEMORIES + RECORDS)


def _parts(db: Database) -> None:
    db.executescript(
        "ALTER TABLE answers ADD COLUMN part TEXT;"
    )  # a JSON list of chapter, start and end, or NULL


COVERS = """
CREATE TABLE covers (
    book TEXT PRIMARY KEY REFERENCES books ON DELETE CASCADE,
    picture BLOB NOT NULL           -- a small JPEG
);
CREATE TABLE matter (               -- of the chapters that are not of the work itself
    book TEXT NOT NULL,
    chapter INTEGER NOT NULL,
    matter TEXT NOT NULL,           -- front or back
    PRIMARY KEY (book, chapter),
    FOREIGN KEY (book, chapter) REFERENCES chapters ON DELETE CASCADE
);
"""


def _covers(db: Database) -> None:
    db.executescript(COVERS)


STEPS: dict[str, Callable[[Database], None]] = {
    "0001_first": _first,
    "0002_parts": _parts,
    "0003_covers": _covers,
}
"""The migrations in their order; a step that was once released is never changed."""

MIGRATIONS = Migrations("lectern")
for _name, _step in STEPS.items():
    MIGRATIONS(name=_name)(_step)


def connect(file: Path, patience: float) -> Database:
    """Open the database, creating or migrating it; wait `patience` seconds for another that is writing."""
    with explained(file):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"The library's folder {file.parent} cannot be made ({error.strerror}); choose another one."
            ) from error
        connection = sqlite3.connect(file, timeout=patience, isolation_level=None)
        try:
            return _prepared(connection, file)
        except BaseException:
            connection.close()
            raise


def _prepared(connection: sqlite3.Connection, file: Path) -> Database:
    db = Database(connection, execute_plugins=False)
    _refuse_newer(db, file)
    db.enable_wal()
    db.execute("PRAGMA synchronous = NORMAL")  # a kill loses nothing; a power cut at most the last steps
    if MIGRATIONS.pending(db):
        db.execute("BEGIN IMMEDIATE")  # two who open a new library at once migrate it one after the other
        try:
            MIGRATIONS.apply(db)
            db.commit()
        except BaseException:
            db.rollback()
            raise
    db.execute("PRAGMA foreign_keys = ON")
    return db


def _refuse_newer(db: Database, file: Path) -> None:
    if any(migration.name not in STEPS for migration in MIGRATIONS.applied(db)):
        raise LibraryError(
            f"The library {file.parent} was written by a newer version of Lectern; install that version, or "
            "choose another library folder. Nothing was changed."
        )


@contextmanager
def explained(file: Path) -> Iterator[None]:
    """Turn every error of the database into a sentence."""
    try:
        yield
    except sqlite3.Error as error:
        raise LibraryError(_sentence(file, error)) from error


def _sentence(file: Path, error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return f"The library {file.parent} is locked: another program is writing to it. Try again later."
    if code == sqlite3.SQLITE_FULL:
        return "The disk is full; free some space and try again. What was stored before is kept."
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return f"The library file {file} is damaged; restore a backup, or move it away to start a new one."
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return f"The library file {file} cannot be opened for writing; check the permissions of its folder."
    if code == sqlite3.SQLITE_IOERR:
        return f"The disk failed while the library file {file} was used ({error}); check the disk."
    return f"The library file {file} cannot be used ({error}); restore it from a backup, or move it away."
