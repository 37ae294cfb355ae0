"""Who a long book means by "who?": the one whose name recurs where it speaks of what is asked.

A novel has a hundred sentences with the words of such a question, and the one that tells cannot be told from the
others; but the person who is asked for stands in many of them. `benchmarks/fit_recurring.py` fits the weights.
In a tale one sentence tells, and nothing is won so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.evidence import Evidence
from app.likeness import Vector
from app.words import STOP, WORD, bare, stem

WEIGHTS: dict[str, float] = {
    "likely": 0.72,  # how likely the networks find the words
    "recurring": 2.26,  # how much of the question the sentences hold, taken together, that have these words
    "words": 0.59,  # how many there are
    "order": 0.95,  # how near their sentence comes to the best one
}

LONG = 400
"""A book of more passages is long: some hundred pages."""


@dataclass(frozen=True)
class Candidate:
    """Words that may answer: what they are, and what selecting knows of them."""

    words: Sequence[str]
    likely: float
    expected: float  # the F1 to be expected of them, if anything answers
    behind: float  # how far their sentence's score is behind the best one's


def sought(evidence: Evidence) -> bool:
    """Say whether it is a long book that is asked for a person."""
    return evidence.asked.question.kind == "person" and evidence.count > LONG


def weighed(evidence: Evidence, some: Sequence[Candidate]) -> Vector:
    """Weigh who is meant, if a person is sought in a long book; otherwise what is expected of the words decides."""
    if not sought(evidence):
        return np.array([one.expected for one in some], np.float32)
    return np.asarray(candidate_rows(evidence, some) @ np.array(list(WEIGHTS.values())), np.float32)


def candidate_rows(evidence: Evidence, some: Sequence[Candidate]) -> Vector:
    """Describe candidates, by the names of `WEIGHTS`."""
    said = {stem(bare(word)) for word in WORD.findall(evidence.asked.question.text[-1000:])}
    own = [[root for word in one.words if (root := _root(word)) and root not in said] for one in some]
    held = _held(evidence, {root for roots in own for root in roots})
    return np.stack(
        [
            np.log([one.likely + 1e-4 for one in some]),
            np.log1p([sum(held[root] for root in roots) / max(1, len(roots)) for roots in own]),
            np.log1p([len(one.words) for one in some]),
            np.array([-one.behind / 3 for one in some]),
        ],
        axis=1,
    )


def _root(word: str) -> str:
    return "" if bare(word) in STOP else stem(bare(word))


def _held(evidence: Evidence, wanted: set[str]) -> dict[str, float]:
    """Give for each word how much of the question the sentences hold, taken together, that have it."""
    held = dict.fromkeys(wanted, 0.0)
    for cut, rows in zip(evidence.sentences, evidence.features, strict=True):
        for line, (cover, *_) in zip(cut, rows, strict=True):
            if cover:
                for root in wanted.intersection(line.roots):
                    held[root] += cover
    return held
