"""One connection to the database, and the two ways through it: rows out, and a transaction in."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from app.schema import connect, explained


class Store:
    """An open database in a folder; one for each use case, used by one thread, closed by `with`."""

    def __init__(self, folder: Path, patience: float = 10.0) -> None:
        self.folder = folder
        self._file = folder / "lectern.db"
        self._db = connect(self._file, patience)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; closing twice does nothing."""
        with explained(self._file):
            self._db.close()

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with explained(self._file):
            return list(self._db.execute(sql, [storable(value) for value in values]))

    def _row(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        rows = self._rows(sql, *values)
        return rows[0] if rows else None

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction, which locks the library at its beginning: all of it is stored, or nothing."""
        with explained(self._file):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                self._db.rollback()
                raise


def storable(value: object) -> object:
    """Replace halves of characters, which are no text, by question marks; the length stays."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


def now() -> str:
    """Give the time as the library writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def as_json(value: object) -> str:
    """Write a value as JSON for a column."""
    return json.dumps(value, ensure_ascii=False)
