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
from app.quoting import SUPPORT, Ranked, rank, support_row
from benchmarks.answers import Case, cases, strangers

Group = tuple[np.ndarray, np.ndarray]  # sentences × features, and which of them answer


def main() -> None:
    """Fit, print the weights, and print what they are worth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=1500, help="questions of each source and binding")
    options = parser.parse_args()
    given = [(bind, *pair) for bind in (1, 6) for pair in cases(options.folder, bind, options.most)]
    weights = report(given)
    novels = list(cases(options.folder, 20, options.most // 2, seed=3))  # as long as novels
    fit_support(novels, list(strangers(options.folder, 20, options.most // 4, seed=3)), weights)


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
    """Fit, and judge, whether the best sentence answers: against impossible questions and another book's.

    Questions that the book answers, but elsewhere, are left out of the fit.
    """
    rows = [
        (
            support_row(case.evidence, order),
            case.possible,
            first_is_right(case, order),
            out,
            kind,
            case.source,
        )
        for kind, some in (("own", given), ("wrong", wrong))
        for out, case in some
        for order in [rank(case.evidence, weights=weights.tolist())]
    ]
    table, *columns = (np.array([row[at] for row in rows]) for at in range(6))
    possible, right, out, stranger, source = (
        columns[0],
        columns[1],
        columns[2],
        columns[3] == "wrong",
        columns[4],
    )
    fit = ~out & (right | ~possible)
    share = np.where(right, 0.5 / right[fit].sum(), 0.5 / (~right)[fit].sum()) * fit.sum()
    scale = fit_chance(table[fit], right[fit], share[fit])
    print("SUPPORT", dict(zip(SUPPORT, np.round(scale, 2).tolist(), strict=True)))
    chance = 1 / (1 + np.exp(-table @ scale))
    for threshold in np.arange(0.3, 0.65, 0.05):
        said, hard = chance >= threshold, out & (source == "squad") & ~stranger
        print(
            f"threshold {threshold:.2f} SQuAD 2: found F1 {f1(said[hard], possible[hard]):.3f},"
            f" not found F1 {f1(~said[hard], ~possible[hard]):.3f};"
            f" another book's refused {(~said[out & stranger]).mean():.3f},"
            f" answerable kept {said[out & possible].mean():.3f},"
            f" well answered kept {said[out & right].mean():.3f},"
            f" of what is said right {right[out & said].mean():.3f}"
        )


def first_is_right(case: Case, order: Sequence[Ranked]) -> bool:
    """Say whether the best sentence answers."""
    return bool(order) and case.possible and case.right[order[0].passage][order[0].line]


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
