"""Questions of held-out titles of `*_train` sets, asked of texts that answer them and of texts that do not.

What has no answer is of three kinds: "stranger", a question about another text; "impossible", one that SQuAD 2 says
its article does not answer; and "cut", a question about the text itself from which the part that answers it was cut
out, and every other sentence that holds the words of an answer.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from app import selecting
from app.evaluation.squad import f1
from app.evidence import find
from app.evident import evident_row
from app.features import lines
from app.likeness import Vector
from app.question import understand
from app.quoting import rank
from app.selecting import said, select
from app.words import STOP, stem, words
from benchmarks.answers import Bound, held_out, novels, plain, sources
from ingest.book import Passage

_lines = lru_cache(maxsize=30_000)(lines)  # many questions cut the same few passages

COMMON = 12
"""Words of an answer that stand in more sentences are left there: the tale would lose its hero."""


@dataclass
class Row:
    """One question that was asked, and how well it was answered."""

    source: str
    bind: int
    kind: str  # own, stranger, impossible, cut
    title: str
    row: Vector
    worth: float


@dataclass(frozen=True)
class Cut:
    """A book of which some passages are hidden; what is left of them stands at its end."""

    book: Bound
    hidden: frozenset[int]
    rest: Bound

    def matching(self, book_id: str, term: str, last_chapter: int) -> set[int]:
        """Give the passages that hold a term."""
        n = len(self.book.passages)
        return (self.book.matching(book_id, term, last_chapter) - self.hidden) | {
            n + at for at in self.rest.matching(book_id, term, last_chapter)
        }

    def passage(self, id: int) -> Passage:  # noqa: A002 - as the library calls it
        """Give one passage."""
        n = len(self.book.passages)
        return self.book.passages[id] if id < n else self.rest.passages[id - n]

    def passage_count(self, book_id: str, last_chapter: int) -> int:
        """Count the passages."""
        return len(self.book.passages) - len(self.hidden) + len(self.rest.passages)


def without(book: Bound, where: range, context: str, answers: Sequence[str]) -> Cut:
    """Cut out of a text's passages what stands in the context, and all sentences that hold an answer's words."""
    golds = [{stem(word) for word in words(answer) if word not in STOP} for answer in answers]
    part = plain(context)
    told = {
        (at, i): (plain(line.text) in part, any(gold and gold <= set(line.roots) for gold in golds))
        for at in where
        for i, line in enumerate(_lines(book.passages[at]))
    }
    common = sum(held for _, held in told.values()) > COMMON
    gone = {place for place, (there, held) in told.items() if there or (held and not common)}
    hidden, rest = frozenset(at for at, _ in gone), Bound()
    for at in sorted(hidden):
        kept = [line.text for i, line in enumerate(_lines(book.passages[at])) if (at, i) not in gone]
        if kept:
            rest.add(" ".join(kept))
    return Cut(book, hidden, rest)


def asked(data: Path, source: str, bind: int, kinds: Sequence[str], most: int) -> Iterator[Row]:
    """Ask about `most` questions of one source, with `bind` texts a book, once for each kind."""
    texts, every = texts_of(data, source)
    titles = sorted(title for title in texts if title in every and held_out(title))
    random.Random(bind).shuffle(titles)
    share, done = min(1.0, most / sum(len(every[title]) for title in titles)), 0.0
    for at in range(0, len(titles), bind):
        book, places = Bound(), dict[str, range]()
        for title in titles[at : at + bind]:
            begin = len(book.passages)
            book.add(texts[title])
            places[title] = range(begin, len(book.passages))
        for title, where in places.items():
            before, done = round(done), done + share * len(every[title])
            some = random.Random(title).sample(every[title], round(done) - before)
            other = random.Random(title).sample(
                every[titles[at - 1]], min(len(every[titles[at - 1]]), len(some))
            )
            for row in some:
                yield from _own(source, bind, title, kinds, book, where, row)
            if "stranger" in kinds:
                for row in islice(other, (len(some) + 1) // 2):
                    yield from _one(source, bind, "stranger", title, book, row)


def data_asked(about: str | None) -> Path:
    """Parse a fit's command line: give the data's folder, and let questions be asked with the selectors it names."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("data", type=Path)
    parser.add_argument(
        "--selectors", type=Path, default=selecting.FILE, help="fitted without the titles held out"
    )
    options = parser.parse_args()
    selecting.FILE = options.selectors
    data: Path = options.data
    return data


def half(title: str) -> int:
    """Say to which half of the titles one belongs."""
    return sha256(title.encode()).digest()[1] % 2


def texts_of(data: Path, source: str) -> tuple[dict[str, str], dict[str, list[dict[str, Any]]]]:
    """Give the texts of a source with their questions: tales, articles, plots, or whole novels."""
    if source == "novel":
        return novels(data)
    return next((texts, every) for name, texts, every in sources(data) if name == source)


def _own(
    source: str, bind: int, title: str, kinds: Sequence[str], book: Bound, where: range, row: dict[str, Any]
) -> Iterator[Row]:
    """Ask a text's own question, and again with what answers it cut out."""
    if row.get("is_impossible"):
        yield from _one(source, bind, "impossible", title, book, row)
        return
    yield from _one(source, bind, "own", title, book, row)
    if "cut" in kinds:
        cut = without(book, where, row.get("context") or "", row["answers"])
        if cut.hidden:
            yield from _one(source, bind, "cut", title, cut, row)


def _one(
    source: str, bind: int, kind: str, title: str, book: Bound | Cut, row: dict[str, Any]
) -> Iterator[Row]:
    """Ask one question."""
    evidence = find(book, "", understand(row["question"]), (), 0)
    order = rank(evidence)
    chosen = select(evidence, order)
    if chosen is None:
        return
    text, _ = said(evidence, order, chosen)
    worth = 0.0 if kind in ("stranger", "impossible") else f1(text, row["answers"])
    if kind != "cut" or worth < 0.5:  # otherwise it is told elsewhere, too
        yield Row(source, bind, kind, title, evident_row(evidence, order, chosen), worth)
