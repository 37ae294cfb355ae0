"""Summaries of a chapter, the story so far and the whole book, from memories and the book's own words.

A small model's summary is made of sentences of the book: central ones, readable by themselves and spread over the
text. (What the memory makes likelier was tried and is left out: benchmarks/ANSWERING.md.) A large model writes from its
memory with those sentences before it. Nothing later than the scope is touched.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.centrality import (
    Sentence,
    Vector,
    centrality,
    names,
    sentence_at,
    sentences_of,
    spread,
    standard,
    standing_alone,
    stands_alone,
)
from app.citing import cite
from app.errors import LibraryError
from app.library import Library
from app.memories import Saved
from app.values import Citation, Progress, Summary, Work
from model.interface import MemoryState, ReadingModel, Sampling

ALONE_WEIGHT, NAMES_WEIGHT, EARLY_WEIGHT = 1.0, 0.5, 0.2
"""What standing alone, names and an early place count against centrality. On SQuALITY's 50 training stories twelve
such sentences have ROUGE-L 16.3 (with 0.5 for an early place 16.1; on the half that `benchmarks/summaries.py` judges
16.0, LexRank's 15.9, TextRank's 15.9, the first sentences' 13.4, each of as many words)."""

ASKED = 4
"""For each sentence wanted, so many of the best are kept to choose from."""

SPREAD = 4.0
"""How strongly a book's sentences keep apart, so that no part of it is left out."""

MOST = 16
"""A book's summary has no more sentences."""

WRITING = Sampling(limit=400)


@dataclass(frozen=True)
class _Task:
    """What every step of one summary needs."""

    library: Library
    book_id: str
    model: ReadingModel


def summarize(
    place: Path, book_id: str, scope: str, model: ReadingModel, again: bool = False
) -> Work[Summary]:
    """Summarize `book`, `chapter:N` or `so far:N` (N from 1) and keep it; one kept is given, unless `again`."""
    with Library(place) as library:
        first, last = _reach(library, book_id, scope, model)
        known = library.summary(book_id, scope, model.fingerprint)
        if known is not None and not again:
            return known
        task = _Task(library, book_id, model)
        memory = model.unpack(_saved_after(task, last, scope).state)
        citations = yield from (
            _of_chapter(task, last) if scope.startswith("chapter") else _of_many(task, first, last)
        )
        text = yield from _told(task, scope, citations, memory)
        made = Summary(scope, text, citations)
        library.save_summary(book_id, made, model.fingerprint)
    return made


def _reach(library: Library, book_id: str, scope: str, model: ReadingModel) -> tuple[int, int]:
    """Give the first and last chapter index of a scope; a book's goes as far as it was read."""
    count = library.shelved(book_id).chapters
    if scope == "book":
        saved = library.snapshot(book_id, model.fingerprint)
        return 0, saved.chapter if saved else count - 1
    match = re.fullmatch(r"(chapter|so far):(\d{1,9})", scope)
    if match is None:
        raise LibraryError(
            f"“{scope}” cannot be summarized; choose the book, a chapter, or the story so far."
        )
    number = int(match[2])
    if not 1 <= number <= count:
        raise LibraryError(f"The book has no chapter {number}; its chapters are 1 to {count}.")
    return (0 if match[1] == "so far" else number - 1), number - 1


def _saved_after(task: _Task, chapter: int, scope: str) -> Saved:
    """Give the snapshot at the end of a chapter; it must have been read."""
    saved = task.library.snapshot(task.book_id, task.model.fingerprint, chapter)
    if saved is None or saved.chapter != chapter:
        read = saved.chapter + 1 if saved else 0
        so_far = f"only the first {read} chapters have been read" if read else "it has not been read yet"
        raise LibraryError(f"The summary needs chapter {chapter + 1}, but {so_far}; read on first.")
    return saved


def _of_chapter(task: _Task, index: int) -> Work[tuple[Citation, ...]]:
    """Choose the sentences that stand for one chapter."""
    yield Progress(0, 1, "summarizing")
    chapter = task.library.chapter(task.book_id, index)
    found = sentences_of(chapter)
    most = min(6, max(3, len(found) // 40 + 2))
    scores = prior(found)
    fit = standing_alone(found, 2 * most)
    kept = sorted(sorted(fit, key=lambda at: (-round(float(scores[at]), 9), at))[: ASKED * most])
    return _chosen(task, [found[at] for at in kept], scores[kept], most)


def _of_many(task: _Task, first: int, last: int) -> Work[tuple[Citation, ...]]:
    """Choose among the sentences that stand for each chapter."""
    found: list[Sentence] = []
    told = 0
    for index in range(first, last + 1):
        yield Progress(index - first, last + 1 - first, "summarizing")
        parts = yield from _part(task, index)
        told += bool(parts)
        chapter = task.library.chapter(task.book_id, index)
        found += [sentence_at(chapter, one.start.offset, one.quote) for one in parts]
    most = min(MOST, max(6, 2 * told if told <= 8 else told))
    return _chosen(task, found, prior(found, alone=2.0, early=0.0), most, near=SPREAD)


def _part(task: _Task, index: int) -> Work[tuple[Citation, ...]]:
    """Give one chapter's sentences: those of its summary, which is made and kept if there is none."""
    scope = f"chapter:{index + 1}"
    known = task.library.summary(task.book_id, scope, task.model.fingerprint)
    if known is not None:
        return known.citations
    _saved_after(task, index, scope)  # nothing is told of a chapter that was not read
    citations = yield from _of_chapter(task, index)
    if not task.model.writes:
        made = Summary(scope, _joined(citations), citations)
        task.library.save_summary(task.book_id, made, task.model.fingerprint)
    return citations


def prior(found: Sequence[Sentence], alone: float = ALONE_WEIGHT, early: float = EARLY_WEIGHT) -> Vector:
    """Score sentences without the model: centrality, standing alone, names, an early place."""
    texts = [one.text for one in found]
    parts = (
        (1.0, centrality(texts)),
        (alone, [stands_alone(one) for one in found]),
        (NAMES_WEIGHT, [names(text) for text in texts]),
        (early, [-float(at) for at in range(len(texts))]),
    )
    scores = np.zeros(len(texts))
    for weight, part in parts:
        scores += weight * standard(part)
    return scores


def _chosen(
    task: _Task, found: Sequence[Sentence], scores: Vector, most: int, near: float = 1.0
) -> tuple[Citation, ...]:
    """Choose among sentences by their score, spread over the text."""
    if not found:
        return ()
    texts = [one.text for one in found]
    picked = [found[at] for at in spread(texts, standard(scores), most, near)]
    return tuple(cite(task.library, task.book_id, one.start, one.text) for one in picked)


def _told(task: _Task, scope: str, citations: Sequence[Citation], memory: MemoryState) -> Work[str]:
    """Put a summary into words: the model's own if it writes, else the sentences."""
    if not task.model.writes:
        return _joined(citations)
    wish = "Summarize the book." if scope == "book" else "Summarize what happened."
    text = ""
    for token in task.model.answer(wish, [citation.quote for citation in citations], memory, WRITING):
        text += token.text
        yield token
    return text.strip()


def _joined(citations: Sequence[Citation]) -> str:
    """Join sentences to one text."""
    text = " ".join(" ".join(citation.quote.split()) for citation in citations)
    return text or "There is nothing in it to summarize."
