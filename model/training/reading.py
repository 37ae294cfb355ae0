"""Lessons in reading comprehension: a passage, then a question and its answer, in the forms that prompts have.

The passage stands before the question in the same segment; tales that must be recalled are in `tales.py`.
"""

from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from model.data import rows
from model.tokens import ANSWER, END, EVIDENCE, PAD, QUESTION
from model.training.planting import Ids, Mask

SETS = ("squad1", "squad2", "fairytaleqa", "nq_open_oracle", "qed", "narrativeqa")
"""The sets that are learnt from, of each its `train` part alone."""
NOT_FOUND = "not found"
"""What the model answers when the evidence does not carry an answer."""


class Reading:
    """Questions with their passage before them."""

    def __init__(self, data: Path, tokenizer: Tokenizer, rng: np.random.Generator) -> None:
        self.rng, self.tokenizer = rng, tokenizer
        known = tokenizer.get_vocab()
        self.marks = [known[mark] for mark in (EVIDENCE, QUESTION, ANSWER, END, PAD)]
        self.rows: list[tuple[str, str, str]] = []
        for name in SETS:
            self.rows += [made for row in rows(data, f"qa/{name}_train") if (made := _example(row))]

    def batch(self, length: int, size: int) -> tuple[Ids, Mask]:
        """Make `size` lessons of one segment: ids (B, length), and where the loss counts: on question and answer."""
        ids, counts = np.full((size, length), self.marks[4]), np.zeros((size, length), bool)
        for row in range(size):
            evidence, asked = self._draw(length)
            end = len(evidence) + len(asked)
            ids[row, :end] = evidence + asked
            counts[row, len(evidence) + 1 : end] = True
        return ids, counts

    def _draw(self, length: int) -> tuple[list[int], list[int]]:
        """Draw an example that fits: tokens of the evidence, and of question and answer."""
        evidence, question, answer, end, _ = self.marks
        while True:
            context, q, a = self.rows[int(self.rng.integers(0, len(self.rows)))]
            shown = [evidence, *self.tokenizer.encode(context).ids]
            asked = [question, *self.tokenizer.encode(q).ids, answer, *self.tokenizer.encode(a).ids, end]
            if len(shown) + len(asked) <= length:
                return shown, asked


def _example(row: dict[str, object]) -> tuple[str, str, str] | None:
    """(passage, question, answer) of one row of a question set; None if it has no passage."""
    passage, answers = row.get("context") or row.get("summary"), row.get("answers")
    if row.get("is_impossible"):
        return str(passage), str(row["question"]), NOT_FOUND
    if not passage or not isinstance(answers, list) or not answers or not row.get("question"):
        return None
    return str(passage), str(row["question"]), str(answers[0])
