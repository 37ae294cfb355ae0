"""Fit how likely it is that the selected words answer at all, and print what the decision is worth.

    python -m benchmarks.fit_support ../shared/data

Only titles that `benchmarks.fit_selecting` held out are used, for the networks are too sure of those they were fitted
on: half of them to fit, half to judge. Run it after `fit_selecting` without `--final`, with `--keep`. Questions
that another book was written for, and SQuAD 2's impossible ones, are to be refused.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from app.evaluation.squad import decided, f1
from app.evidence import find
from app.question import understand
from app.quoting import rank
from app.selecting import EVIDENT, evident_row, reply, select
from benchmarks.answers import Bound, books, held_out
from benchmarks.fit_quoting import fit_chance

DOUBTFUL = 0.4
"""What a question counts that the book answers, but was answered wrongly: to refuse it is no great loss."""


@dataclass
class Row:
    """One question that was asked: of its own book or another, and how well it was answered."""

    source: str
    kind: str  # own, impossible, stranger
    title: str
    bind: int
    row: list[float]
    worth: float


def main() -> None:
    """Ask, fit and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--most", type=int, default=900, help="questions of each source and binding")
    options = parser.parse_args()
    every = [row for bind in (1, 20) for row in asked(options.data, bind, options.most)]
    table = np.array([row.row for row in every])
    possible = np.array([row.kind == "own" for row in every])
    worth = np.array([row.worth for row in every])
    fit = np.array([sha256(row.title.encode()).digest()[1] % 2 == 0 for row in every])
    share = np.where(possible, np.where(worth >= 0.3, 1.0, DOUBTFUL), 1.0)
    share = np.where(possible, share / share[fit & possible].sum(), share / share[fit & ~possible].sum())
    scale = fit_chance(table[fit], possible[fit], share[fit] * fit.sum() / 2)
    print("EVIDENT", dict(zip(EVIDENT, np.round(scale, 2).tolist(), strict=True)))
    chance = 1 / (1 + np.exp(-table @ scale))
    for source, bind, wrong in (
        ("fairytale", 1, "stranger"),
        ("fairytale", 20, "stranger"),
        ("narrative", 20, "stranger"),
        ("squad", 1, "impossible"),
    ):
        told(source, bind, wrong, [row for row in zip(every, chance, fit, strict=True) if not row[2]])


def told(source: str, bind: int, wrong: str, judged: Sequence[tuple[Row, float, bool]]) -> None:
    """Print the decision's worth for one source, at several thresholds, with half as many to be refused."""
    own = [
        (row, chance)
        for row, chance, _ in judged
        if (row.source, row.bind, row.kind) == (source, bind, "own")
    ]
    other = [chance for row, chance, _ in judged if (row.source, row.bind, row.kind) == (source, bind, wrong)]
    print(f"{source}, {bind} a book: {len(own)} own, {len(other)} {wrong}; F1 if all are answered:", end=" ")
    print(f"{100 * np.mean([row.worth for row, _ in own]):.1f}")
    weight = 1.0 if wrong == "impossible" else 0.5 * len(own) / max(1, len(other))
    for threshold in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
        refused = weight * sum(chance < threshold for chance in other)
        missed = sum(chance < threshold for _, chance in own)
        precision, recall, both = decided(int(refused), int(refused + missed), int(weight * len(other)))
        said = 100 * np.mean([row.worth * (chance >= threshold) for row, chance in own])
        print(
            f"  {threshold:.2f}: not found {precision:.0f} {recall:.0f} F1 {both:.1f}; answers' F1 {said:.1f}"
        )


def asked(data: Path, bind: int, most: int) -> Iterator[Row]:
    """Ask held-out books their own questions and those of the book before."""
    pools: dict[str, list[tuple[str, str, Bound, dict]]] = {}
    last: tuple[str, list[dict]] = ("", [])
    for source, book, rows in books(data / "qa", bind):
        own = [row for row in rows if row["out"]]
        if not own:
            continue
        pool = pools.setdefault(source, [])
        title = own[0].get("story") or own[0].get("title") or ""
        assert held_out(own[0].get("story") or own[0].get("doc_id") or title)
        pool += [("impossible" if row.get("is_impossible") else "own", title, book, row) for row in own]
        if last[0] == source:
            some = random.Random(title).sample(last[1], min(len(last[1]), len(own) // 2 + 1))
            pool += [("stranger", title, book, row) for row in some]
        last = (source, own)
    for source, pool in pools.items():
        random.Random(bind).shuffle(pool)
        for kind, title, book, row in pool[:most]:
            made = one(source, kind, title, bind, book, row)
            if made is not None:
                yield made


def one(source: str, kind: str, title: str, bind: int, book: Bound, row: dict) -> Row | None:
    """Ask one question."""
    evidence = find(book, "", understand(row["question"]), (), 0)
    order = rank(evidence)
    chosen, said = select(evidence, order), reply(evidence, order)
    if chosen is None or said is None:
        return None
    worth = f1(said.text, row["answers"]) if kind == "own" else 0.0
    return Row(source, kind, title, bind, evident_row(evidence, order, chosen), worth)


if __name__ == "__main__":
    main()
