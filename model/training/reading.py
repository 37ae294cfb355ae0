"""Lessons in reading comprehension: a passage, then a question and its answer, in the forms that prompts have.

The passage stands before the question in the same segment, or in a segment of its own, so that it must be recalled.
"""

import json
import lzma
from pathlib import Path
from typing import NamedTuple

import numpy as np
from tokenizers import Tokenizer

from model.tokens import ANSWER, END, EVIDENCE, PAD, QUESTION
from model.training.planting import Ids, Mask

SETS = ("squad1", "squad2", "fairytaleqa", "nq_open_oracle", "qed", "narrativeqa")
"""The sets that are learnt from, of each its `train` part alone."""
NOT_FOUND = "not found"
"""What the model answers when the evidence does not carry an answer."""


class Comprehension(NamedTuple):
    """Ids (B, T), where the loss counts, and which of it needs an earlier segment."""

    ids: Ids
    counts: Mask
    far: Mask


class Reading:
    """Questions with their passage: the passage before the question, or in the memory alone."""

    def __init__(self, data: Path, tokenizer: Tokenizer, rng: np.random.Generator) -> None:
        self.rng, self.tokenizer = rng, tokenizer
        known = tokenizer.get_vocab()
        self.marks = [known[mark] for mark in (EVIDENCE, QUESTION, ANSWER, END, PAD)]
        self.rows: list[tuple[str, str, str]] = []
        for name in SETS:
            with lzma.open(data / "qa" / f"{name}_train.jsonl.xz", "rt", encoding="utf-8") as lines:
                self.rows += [row for line in lines if (row := _example(json.loads(line)))]

    def batch(self, length: int, size: int, apart: bool) -> Comprehension:
        """Make `size` lessons: one segment of `length`, or two with the passage in the first alone."""
        total = length * (2 if apart else 1)
        ids = np.full((size, total), self.marks[4])
        counts, far = np.zeros((size, total), bool), np.zeros((size, total), bool)
        for row in range(size):
            evidence, asked, answer = self._draw(length, apart)
            start = length if apart else len(evidence)
            ids[row, : len(evidence)] = evidence
            ids[row, start : start + len(asked)] = asked
            counts[row, start + 1 : start + len(asked)] = True
            far[row, start + answer : start + len(asked)] = apart
        return Comprehension(ids, counts, far)

    def _draw(self, length: int, apart: bool) -> tuple[list[int], list[int], int]:
        """Draw an example that fits: tokens of the evidence, of question and answer, where the answer begins."""
        evidence, question, answer, end, _ = self.marks
        while True:
            context, q, a = self.rows[int(self.rng.integers(0, len(self.rows)))]
            shown = [evidence, *self.tokenizer.encode(context).ids]
            asked = [question, *self.tokenizer.encode(q).ids, answer]
            told = [*self.tokenizer.encode(a).ids, end]
            if max(len(shown), len(asked) + len(told)) <= length and (
                apart or len(shown) + len(asked) + len(told) <= length
            ):
                return shown, asked + told, len(asked)


def _example(row: dict[str, object]) -> tuple[str, str, str] | None:
    """(passage, question, answer) of one row of a question set; None if it has no passage."""
    passage, answers = row.get("context") or row.get("summary"), row.get("answers")
    if row.get("is_impossible"):
        return str(passage), str(row["question"]), NOT_FOUND
    if not passage or not isinstance(answers, list) or not answers or not row.get("question"):
        return None
    return str(passage), str(row["question"]), str(answers[0])
