"""The part of the library that keeps what models have read: snapshots, and where reading stopped.

Everything here belongs to one book and one model fingerprint: a memory of another model is never found.
"""

from dataclasses import dataclass, field

from app.store import Store, now


@dataclass(frozen=True)
class Saved:
    """A snapshot: the packed memory at the end of `chapter`, after `tokens` tokens of the book."""

    chapter: int
    tokens: int
    state: bytes = field(repr=False)


@dataclass(frozen=True)
class Stopped:
    """Where reading stopped: go on with `chapter`, of which `skip` tokens are in `state` already."""

    chapter: int
    skip: int
    tokens: int
    state: bytes = field(repr=False)


class Memories(Store):
    """Snapshots, reading progress and token counts."""

    def save_step(
        self,
        book_id: str,
        fingerprint: str,
        chapter: int,
        tokens_in_chapter: int,
        state: bytes,
        tokens: int,
        ends_chapter: bool,
    ) -> None:
        """Save the memory after a step, and as the chapter's snapshot if it ends here: all or nothing."""
        where = (chapter + 1, 0) if ends_chapter else (chapter, tokens_in_chapter)
        with self._writing():
            if ends_chapter:
                self._rows(
                    "REPLACE INTO snapshots (book, model, chapter, tokens, state) VALUES (?, ?, ?, ?, ?)",
                    *(book_id, fingerprint, chapter, tokens, state),
                )
            self._rows(
                "REPLACE INTO progress (book, model, chapter, skip, tokens, at, state)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                *(book_id, fingerprint, *where, tokens, now(), state),
            )

    def progress(self, book_id: str, fingerprint: str) -> Stopped | None:
        """Say where this model stopped reading; None if it never began."""
        row = self._row(
            "SELECT chapter, skip, tokens, state FROM progress WHERE book = ? AND model = ?",
            book_id,
            fingerprint,
        )
        return Stopped(*row) if row else None

    def snapshot(self, book_id: str, fingerprint: str, last_chapter: int | None = None) -> Saved | None:
        """Find the newest snapshot, or the newest at or before the end of `last_chapter`."""
        row = self._row(
            "SELECT chapter, tokens, state FROM snapshots WHERE book = ? AND model = ? AND chapter <= ?"
            " ORDER BY chapter DESC LIMIT 1",
            *(book_id, fingerprint, 2**62 if last_chapter is None else last_chapter),
        )
        return Saved(*row) if row else None

    def snapshots(self, book_id: str, fingerprint: str) -> list[tuple[int, int, int]]:
        """List the snapshots of a book: chapter, tokens read by then, and size in bytes."""
        rows = self._rows(
            "SELECT chapter, tokens, length(state) FROM snapshots WHERE book = ? AND model = ? ORDER BY chapter",
            *(book_id, fingerprint),
        )
        return [(int(chapter), int(tokens), int(size)) for chapter, tokens, size in rows]

    def read_chapters(self, book_id: str, fingerprint: str) -> int:
        """Count the chapters that this model has read to their end."""
        row = self._row("SELECT count(*) FROM snapshots WHERE book = ? AND model = ?", book_id, fingerprint)
        return int(row[0]) if row else 0

    def snapshot_bytes(self, book_id: str, fingerprint: str) -> int:
        """Measure all snapshots of this book and model together, in bytes."""
        row = self._row(
            "SELECT coalesce(sum(length(state)), 0) FROM snapshots WHERE book = ? AND model = ?",
            *(book_id, fingerprint),
        )
        return int(row[0]) if row else 0

    def forget(self, book_id: str, fingerprint: str) -> None:
        """Delete all that this model remembers of the book, so that it can be read again."""
        with self._writing():
            self._rows("DELETE FROM snapshots WHERE book = ? AND model = ?", book_id, fingerprint)
            self._rows("DELETE FROM progress WHERE book = ? AND model = ?", book_id, fingerprint)

    def counts(self, book_id: str, fingerprint: str) -> dict[int, int]:
        """Give the tokens of each chapter that this model has counted already."""
        rows = self._rows(
            "SELECT chapter, tokens FROM counts WHERE book = ? AND model = ?", book_id, fingerprint
        )
        return {int(chapter): int(tokens) for chapter, tokens in rows}

    def save_count(self, book_id: str, fingerprint: str, chapter: int, tokens: int) -> None:
        """Keep how many tokens a chapter has for this model."""
        with self._writing():
            self._rows(
                "REPLACE INTO counts (book, model, chapter, tokens) VALUES (?, ?, ?, ?)",
                *(book_id, fingerprint, chapter, tokens),
            )
