"""Fit the weights of `app.recurring`: who is asked for, in whole novels and in as long ones bound of many texts.

    python -m benchmarks.fit_recurring ../shared/data --selectors held.npz

Among the likeliest words for a question, those that people gave should be weighed most: what is made large is the
logarithm of the expected F1. Only titles that the selectors have not seen are asked about, and novels (of which they
have seen the plots at most). Each half of the titles is judged by what was fitted on the other.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from app.evaluation.squad import f1
from app.evidence import find
from app.likeness import Vector
from app.phrasing import as_said
from app.question import kind_of, understand
from app.quoting import rank
from app.recurring import LONG, WEIGHTS, candidate_rows
from app.selecting import LOOKED_AT, likely
from benchmarks.answers import Bound, held_out
from benchmarks.unanswered import data_asked, half, texts_of

BOUND = (("fairytale", 40), ("squad", 20), ("novel", 1))
"""How many texts are one book."""

NOVELS = 3
"""So often a novel's question counts: there are few."""

RIDGE = 5e-4
STEPS = 250


@dataclass
class Example:
    """A question for a person: its candidates as rows, and their F1 as they are said."""

    source: str
    title: str
    rows: Vector
    worth: Vector
    before: float  # the F1 of the words of which most is expected


def examples(data: Path) -> Iterator[Example]:
    """Ask for persons in long books."""
    for source, bind in BOUND:
        texts, every = texts_of(data, source)
        titles = sorted(title for title in texts if title in every and (source == "novel" or held_out(title)))
        for at in range(0, len(titles), bind):
            book = Bound()
            for title in titles[at : at + bind]:
                book.add(texts[title])
            some = [(title, row) for title in titles[at : at + bind] for row in every[title]]
            for title, row in some:
                if kind_of(row["question"]) == "person" and not row.get("is_impossible"):
                    made = example(source, title, book, row)
                    if made is not None:
                        yield made


def example(source: str, title: str, book: Bound, row: dict) -> Example | None:
    """Ask one question; None if nothing is found, or the book is not long."""
    evidence = find(book, "", understand(row["question"]), (), 0)
    best = rank(evidence)[:LOOKED_AT]
    made = likely(evidence, best)
    if made is None or evidence.count <= LONG:
        return None
    places, worth = made.described.places, list[float]()
    for (first, last), owner in zip(made.spans, made.owners, strict=True):
        text = evidence.sentences[best[owner].passage][best[owner].line].text
        begin, end = as_said(text, places[first][0], places[last][1], "person")
        worth.append(f1(text[begin:end], row["answers"]))
    rows = candidate_rows(evidence, made.candidates(best))
    return Example(source, title, rows, np.array(worth), worth[int(np.argmax(made.expected))])


def fit(some: Sequence[Example]) -> Vector:
    """Fit by Adam on all questions at once; one that nothing answers well counts less."""
    widest = max(len(one.rows) for one in some)
    rows = np.zeros((len(some), widest, len(WEIGHTS)), np.float32)
    worth, none = np.zeros(rows.shape[:2], np.float32), np.full(rows.shape[:2], -1e9, np.float32)
    for at, one in enumerate(some):
        n = len(one.rows)
        rows[at, :n], worth[at, :n], none[at, :n] = one.rows, one.worth, 0.0
    table, wanted, bar = map(torch.from_numpy, (rows, worth, none))
    counts = wanted.max(dim=1).values
    counts = counts * torch.tensor([NOVELS if one.source == "novel" else 1 for one in some])
    best = wanted.max(dim=1).values.clamp(min=0.05)
    weights = torch.zeros(len(WEIGHTS), requires_grad=True)
    steps = torch.optim.Adam([weights], lr=0.05)
    for _ in range(STEPS):
        expected = (torch.softmax(table @ weights + bar, 1) * wanted).sum(1) / best
        loss = -(torch.log(expected + 0.02) * counts).sum() / counts.sum() + RIDGE * (weights**2).sum()
        steps.zero_grad()
        loss.backward()
        steps.step()
    return np.asarray(weights.detach().numpy())


def judged(some: Sequence[Example]) -> Iterator[str]:
    """Tell what the weights are worth on titles that they were not fitted on."""
    marks = defaultdict(list)
    for part in (0, 1):
        weights = fit([one for one in some if half(one.title) != part])
        for one in (one for one in some if half(one.title) == part):
            seen = " (plot seen)" if one.source == "novel" and not held_out(one.title) else ""
            now = one.worth[int(np.argmax(one.rows @ weights))]
            marks[one.source + seen].append((one.before, now))
    for source, pairs in marks.items():
        before, now = 100 * np.mean(pairs, axis=0)
        sure = 100 * np.std(np.diff(pairs)) / len(pairs) ** 0.5
        yield f"{source}: {len(pairs)} for a person, F1 {before:.1f} before, {now:.1f} now (± {sure:.1f})"


def main() -> None:
    """Ask, judge, fit and print."""
    data = data_asked(__doc__)
    some = list(examples(data))
    for line in judged(some):
        print(line)
    print("WEIGHTS", dict(zip(WEIGHTS, np.round(fit(some), 2).tolist(), strict=True)))


if __name__ == "__main__":
    main()
