"""A model reads a book once, from where it stopped; every step is saved, so an interruption loses none.

The memory of each chapter's end is kept as a snapshot. One chapter is held at a time, whatever the length.
"""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from app.errors import LibraryError
from app.library import Library
from app.values import Progress, ReadReport, Work
from model.interface import MemoryState, ReadingModel


@dataclass(frozen=True)
class _Session:
    """One reading of one book by one model."""

    library: Library
    book: str
    model: ReadingModel

    def save(self, chapter: int, done: int, memory: MemoryState, ends: bool) -> None:
        state = self.model.pack(memory)
        self.library.save_step(self.book, self.model.fingerprint, chapter, done, state, memory.tokens, ends)


def read(place: Path, book_id: str, model: ReadingModel, again: bool = False) -> Work[ReadReport]:
    """Let the model read on from where it stopped, or `again` from the beginning."""
    began, read_before = monotonic(), model.tokens_read
    with Library(place) as library:
        session = _Session(library, book_id, model)
        if again:
            library.forget(book_id, model.fingerprint)
        counts = yield from _counted(session)
        yield from _read_on(session, counts)
        return ReadReport(
            book=book_id,
            tokens_total=sum(counts),
            tokens_read_now=model.tokens_read - read_before,
            seconds=monotonic() - began,
            snapshots=library.read_chapters(book_id, model.fingerprint),
            snapshot_bytes=library.snapshot_bytes(book_id, model.fingerprint),
        )


def so_far(library: Library, book_id: str, fingerprint: str) -> int:
    """Say how many chapters "so far" means: those before the reader's own, or all that the model has read."""
    read, place = library.read_chapters(book_id, fingerprint), library.place(book_id)
    if place is None:
        return read
    if place.chapter == 0:
        raise LibraryError(
            "The reader is still in the first chapter; there is nothing before it to summarize."
        )
    return min(place.chapter, read)


def _counted(session: _Session) -> Generator[object, None, list[int]]:
    """Count each chapter's tokens, once for a model: the counts are kept."""
    library, fingerprint = session.library, session.model.fingerprint
    library.shelved(session.book)  # says so if the book is gone
    headings = library.chapters(session.book)
    known = library.counts(session.book, fingerprint)
    for index, heading in enumerate(headings):
        if index not in known:
            yield Progress(0, 0, f"measuring {heading.title}")
            known[index] = session.model.count(library.chapter(session.book, index).text)
            library.save_count(session.book, fingerprint, index, known[index])
    return [known[index] for index in range(len(headings))]


def _read_on(session: _Session, counts: list[int]) -> Generator[object, None, None]:
    stopped = session.library.progress(session.book, session.model.fingerprint)
    memory = session.model.unpack(stopped.state) if stopped else session.model.blank()
    first, skip = (stopped.chapter, stopped.skip) if stopped else (0, 0)
    for index in range(first, len(counts)):
        memory = yield from _read_chapter(session, index, memory, skip, counts)
        skip = 0


def _read_chapter(
    session: _Session, index: int, memory: MemoryState, skip: int, counts: list[int]
) -> Generator[object, None, MemoryState]:
    chapter = session.library.chapter(session.book, index)
    total, what = sum(counts), f"reading {chapter.title}"
    yield Progress(memory.tokens, total, what)
    before, ended = memory.tokens - skip, False
    steps = session.model.read(chapter.text, memory, skip)
    for memory in steps:
        done = memory.tokens - before
        ended = done == counts[index]
        session.save(index, done, memory, ended)
        yield Progress(memory.tokens, total, what)
    if not ended:  # a chapter without a token has no step
        session.save(index, memory.tokens - before, memory, ends=True)
    return memory
