"""Fit the weights of `app.quoting` on `*_train` question sets, and print how well they do on held-out titles.

    python -m benchmarks.fit_quoting /work/shared/data/qa

The weights are a conditional logit's: among all the sentences of the evidence for a question, those that
answer it should be likeliest. Whether anything answers is a logistic regression on the best sentence.
"""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from app.features import FEATURES
from app.quoting import SUPPORT, rank, support_row
from benchmarks.answers import Case, cases, strangers

Group = tuple[np.ndarray, np.ndarray]  # sentences × features, and which of them answer


def main() -> None:
    """Fit, print the weights, and print what they are worth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=1500, help="questions of each source and binding")
    options = parser.parse_args()
    given = [(bind, *pair) for bind in (1, 6) for pair in cases(options.folder, bind, options.most)]
    wrong = [pair for bind in (1, 6) for pair in strangers(options.folder, bind, options.most // 3)]
    weights = report(given)
    fit_support([pair[1:] for pair in given], wrong, weights)


def report(given: Sequence[tuple[int, bool, Case]]) -> np.ndarray:
    """Fit the ranking on what is not held out; print weights and figures."""
    weights = fit_ranking([group(case) for _, out, case in given if not out and answerable(case)])
    print("WEIGHTS", dict(zip(FEATURES, np.round(weights, 2).tolist(), strict=True)))
    figures = defaultdict(list)
    for bind, out, case in given:
        if out and case.possible:
            figures[bind, case.source].append(hits(case, weights))
    for key, rows in sorted(figures.items()):
        top, three, two, coverable = np.mean(rows, axis=0)
        print(
            f"{key}: n {len(rows)} hit {top:.3f} hit@3 {three:.3f} two sentences {two:.3f}"
            f" (possible {coverable:.3f})"
        )
    return weights


def answerable(case: Case) -> bool:
    """Say whether a sentence of the evidence answers."""
    return case.possible and any(any(cut) for cut in case.right)


def group(case: Case) -> Group:
    """Give the sentences of a case as one matrix."""
    table = np.array([row for cut in case.evidence.features for row in cut], np.float32)
    return table, np.array([mark for cut in case.right for mark in cut])


def fit_ranking(groups: Sequence[Group], ridge: float = 1e-4, steps: int = 400) -> np.ndarray:
    """Fit a conditional logit by Adam on whole batches."""
    table = np.concatenate([rows for rows, _ in groups])
    right = np.concatenate([marks for _, marks in groups])
    starts = np.cumsum([0] + [len(rows) for rows, _ in groups])[:-1]
    owner = np.repeat(np.arange(len(groups)), np.diff(np.append(starts, len(table))))
    weights = np.zeros(table.shape[1])
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, steps + 1):
        scores = table @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        every = odds / np.add.reduceat(odds, starts)[owner]
        good = odds * right
        good /= np.add.reduceat(good, starts)[owner]
        slope = table.T @ (every - good) / len(groups) + ridge * weights
        mean, spread = 0.9 * mean + 0.1 * slope, 0.99 * spread + 0.01 * slope**2
        weights -= 0.1 * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
    return weights


def hits(case: Case, weights: np.ndarray) -> tuple[bool, bool, bool, bool]:
    """Say whether the first sentence answers, one of three, the first with a neighbour, any at all."""
    order = rank(case.evidence, weights=weights.tolist())
    if not order:
        return False, False, False, False
    marks = [case.right[one.passage][one.line] for one in order[:3]]
    best = order[0]
    beside = [one for one in order[1:] if one.passage == best.passage and abs(one.line - best.line) == 1][:1]
    two = marks[0] or any(case.right[one.passage][one.line] for one in beside)
    return marks[0], any(marks), two, any(any(cut) for cut in case.right)


def fit_support(
    given: Sequence[tuple[bool, Case]], wrong: Sequence[tuple[bool, Case]], weights: np.ndarray
) -> None:
    """Fit, and judge, whether anything answers: against SQuAD's impossible questions and another book's."""
    rows = [
        (support_row(case.evidence, rank(case.evidence, weights=weights.tolist())), case.possible, out, kind)
        for kind, some in (("own", given), ("wrong", wrong))
        for out, case in some
    ]
    table, right = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    out, stranger = np.array([row[2] for row in rows]), np.array([row[3] == "wrong" for row in rows])
    squad = np.array([case.source == "squad" for some in (given, wrong) for _, case in some])
    share = np.where(
        right, 1 / right.sum(), np.where(stranger, 0.5 / stranger.sum(), 0.5 / (~right & ~stranger).sum())
    )
    scale = fit_chance(table[~out], right[~out], (share * len(share))[~out])
    print("SUPPORT", dict(zip(SUPPORT, np.round(scale, 2).tolist(), strict=True)))
    chance = 1 / (1 + np.exp(-table @ scale))
    for threshold in np.arange(0.2, 0.7, 0.05):
        said = chance >= threshold
        hard, easy = out & squad & ~stranger, out & (stranger | right)
        print(
            f"threshold {threshold:.2f} SQuAD 2: found F1 {f1(said[hard], right[hard]):.3f} not found F1"
            f" {f1(~said[hard], ~right[hard]):.3f}; another book's: refused"
            f" {(~said[out & stranger]).mean():.3f}, answerable kept {said[out & right].mean():.3f},"
            f" not found F1 {f1(~said[easy], ~right[easy]):.3f}"
        )


def fit_chance(table: np.ndarray, right: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Fit a logistic regression by Newton's method; `share` weighs the rows."""
    scale = np.zeros(table.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-table @ scale))
        bend = table.T @ (table * (share * chance * (1 - chance))[:, None]) + 0.1 * np.eye(len(scale))
        scale -= np.linalg.solve(bend, table.T @ (share * (chance - right)) + 0.1 * scale)
    return scale


def f1(said: np.ndarray, truth: np.ndarray) -> float:
    """Give the harmonic mean of precision and recall."""
    return float(2 * (said & truth).sum() / max(1, said.sum() + truth.sum()))


if __name__ == "__main__":
    main()
