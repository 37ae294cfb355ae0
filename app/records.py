"""The part of the library that keeps earlier answers and summaries, and where the reader is."""

import json
from dataclasses import dataclass
from typing import Any

from app.store import Store, as_json, now
from app.values import Answer, Citation, Part, Summary
from ingest.book import Locator


@dataclass(frozen=True)
class AnswerRecord:
    """An answer that was given: by which model, with which seed, and when."""

    answer: Answer
    model: str
    seed: int
    at: str


@dataclass(frozen=True)
class SummaryRecord:
    """A summary that was made: by which model, and when."""

    summary: Summary
    model: str
    at: str


class Records(Store):
    """Answers, summaries and places."""

    def save_answer(self, book_id: str, answer: Answer, fingerprint: str, seed: int) -> None:
        """Keep an answer in the book's history."""
        with self._writing():
            self._rows(
                "INSERT INTO answers (book, question, text, citations, as_of, found, mode, model, seed, at, part)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                *(book_id, answer.question, answer.text, _citations_as_json(answer.citations)),
                *(answer.as_of, answer.found, answer.mode, fingerprint, seed, now()),
                as_json([part.chapter, part.start, part.end]) if (part := answer.part) else None,
            )

    def answers(self, book_id: str) -> list[AnswerRecord]:
        """List the answers of a book, oldest first."""
        rows = self._rows(
            "SELECT question, text, citations, as_of, found, mode, part, model, seed, at FROM answers"
            " WHERE book = ? ORDER BY id",
            book_id,
        )
        return [
            AnswerRecord(
                Answer(asked, text, _citations(quotes), as_of, bool(found), mode, _part(part)), *record
            )
            for asked, text, quotes, as_of, found, mode, part, *record in rows
        ]

    def forget_asked(self, book_id: str) -> None:
        """Delete a book's questions, answers and summaries; what was read of it stays."""
        with self._writing():
            self._rows("DELETE FROM answers WHERE book = ?", book_id)
            self._rows("DELETE FROM summaries WHERE book = ?", book_id)

    def remove_answer(self, book_id: str, answer: Answer) -> None:
        """Delete an answer; of several that are alike the newest."""
        with self._writing():
            self._rows(
                "DELETE FROM answers WHERE id = (SELECT max(id) FROM answers"
                " WHERE book = ? AND question = ? AND text = ? AND as_of = ? AND mode = ?)",
                *(book_id, answer.question, answer.text, answer.as_of, answer.mode),
            )

    def save_summary(self, book_id: str, summary: Summary, fingerprint: str) -> None:
        """Keep a summary; one of the same scope, model and reach is replaced."""
        with self._writing():
            self._rows(
                "REPLACE INTO summaries (book, scope, text, citations, as_of, model, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                *(book_id, summary.scope, summary.text, _citations_as_json(summary.citations)),
                *(self._reach(book_id, summary.scope, fingerprint), fingerprint, now()),
            )

    def summary(self, book_id: str, scope: str, fingerprint: str) -> Summary | None:
        """Find the summary that this model made; a book's only if nothing more was read since."""
        row = self._row(
            "SELECT text, citations FROM summaries WHERE book = ? AND scope = ? AND model = ? AND as_of = ?",
            *(book_id, scope, fingerprint, self._reach(book_id, scope, fingerprint)),
        )
        return Summary(scope, row[0], _citations(row[1])) if row else None

    def summaries(self, book_id: str) -> list[SummaryRecord]:
        """List the summaries of a book, oldest first."""
        rows = self._rows(
            "SELECT scope, text, citations, model, at FROM summaries WHERE book = ? ORDER BY id", book_id
        )
        return [
            SummaryRecord(Summary(scope, text, _citations(quotes)), model, at)
            for scope, text, quotes, model, at in rows
        ]

    def save_place(self, book_id: str, place: Locator) -> None:
        """Keep where the reader is in a book."""
        with self._writing():
            self._rows(
                "REPLACE INTO places (book, chapter, start, at) VALUES (?, ?, ?, ?)",
                *(book_id, place.chapter, place.offset, now()),
            )

    def place(self, book_id: str) -> Locator | None:
        """Say where the reader is in a book; None if it was never opened."""
        row = self._row("SELECT chapter, start FROM places WHERE book = ?", book_id)
        return Locator(*row) if row else None

    def _reach(self, book_id: str, scope: str, fingerprint: str) -> int:
        """Give the index of the last chapter that a summary of this scope can rest on, -1 if none."""
        if ":" in scope:
            return int(scope.rpartition(":")[2]) - 1
        row = self._row(
            "SELECT coalesce(max(chapter), -1) FROM snapshots WHERE book = ? AND model = ?",
            book_id,
            fingerprint,
        )
        return int(row[0]) if row else -1


def _citations_as_json(citations: tuple[Citation, ...]) -> str:
    return as_json([[one.start.chapter, one.start.offset, one.quote, one.page] for one in citations])


def _citations(written: str) -> tuple[Citation, ...]:
    rows: list[list[Any]] = json.loads(written)
    return tuple(Citation(Locator(chapter, offset), quote, page) for chapter, offset, quote, page in rows)


def _part(written: str | None) -> Part | None:
    return Part(*json.loads(written)) if written else None
