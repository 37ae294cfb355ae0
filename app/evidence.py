"""Finding the passages of a book that speak to a question, and none later than the reader's place.

Every number used here is counted in the chapters up to that place alone, so that a copy of the book that
was cut there gives the same evidence in the same order.
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from app.features import Asked, Line, lines, names_among, rows
from app.question import Question, Term
from app.words import STOP, bare, forms, stem
from ingest.book import Passage

CANDIDATES = 40
"""How many passages are looked at sentence by sentence (chosen for speed, not measured)."""

CLUE_SHARE = 0.3
"""What a clue from memory weighs against a word of the question in looking up (a guess, not yet measured)."""


class Shelf(Protocol):
    """What finding evidence needs of a `Library`. Ids of passages rise in the order of the book."""

    def matching(self, book_id: str, term: str, last_chapter: int) -> set[int]:
        """Give the ids of the passages that contain a term."""

    def passage(self, id: int) -> Passage:  # noqa: A002 - as the library calls it
        """Give one passage."""

    def passage_count(self, book_id: str, last_chapter: int) -> int:
        """Count the passages up to a chapter."""


@dataclass(frozen=True)
class Evidence:
    """The passages found, each cut into sentences, each sentence described; in the order of the book."""

    asked: Asked
    passages: tuple[Passage, ...] = ()
    sentences: tuple[tuple[Line, ...], ...] = ()
    features: list[list[list[float]]] = field(default_factory=list)
    absent: float = 1.0
    """What share of the question's weight is in words that the book does not have at all."""
    count: int = 0
    """How many passages the book has up to the reader's place."""


def find(shelf: Shelf, book_id: str, question: Question, clues: Iterable[str], as_of: int) -> Evidence:
    """Look up a question's words, and the memory's clues, in the chapters up to `as_of`."""
    hinted = _terms(clues, {term.stem for term in question.terms})
    held = _look_up(shelf, book_id, (*question.terms, *hinted), as_of)
    count = shelf.passage_count(book_id, as_of)
    weigh = {root: math.log((count + 1) / (len(ids) + 0.5)) for root, ids in held.items()}
    weights = {term.stem: weigh[term.stem] for term in question.terms if held[term.stem]}
    missing = sum(weigh[term.stem] for term in question.terms if not held[term.stem])
    scores: dict[int, float] = defaultdict(float)
    for root, ids in held.items():
        for id_ in ids:
            scores[id_] += weigh[root] * (1.0 if root in weights else CLUE_SHARE)
    best = sorted(heapq.nsmallest(CANDIDATES, scores, key=lambda id_: (-scores[id_], id_)))
    passages = tuple(shelf.passage(id_) for id_ in best)
    cut = tuple(lines(passage) for passage in passages)
    asked = Asked(question, weights, names_among(question, cut), frozenset(term.stem for term in hinted))
    absent = missing / ((missing + sum(weights.values())) or 1.0)
    return Evidence(asked, passages, cut, rows(asked, cut), absent, count)


def _terms(clues: Iterable[str], known: set[str]) -> tuple[Term, ...]:
    """Make terms of the memory's clues, without those that the question has itself."""
    found = {}
    for word in (bare(word) for clue in clues for word in clue.split()):
        if word and word not in STOP and stem(word) not in known:
            found[stem(word)] = Term(stem(word), forms(word), name=False)
    return tuple(found.values())


def _look_up(shelf: Shelf, book_id: str, terms: Iterable[Term], as_of: int) -> Mapping[str, set[int]]:
    """Give the passages that contain each term, in any of its forms."""
    return {
        term.stem: set[int]().union(*(shelf.matching(book_id, form, as_of) for form in term.forms))
        for term in terms
    }
