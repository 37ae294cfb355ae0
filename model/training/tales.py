"""Tales that lie in the memory alone when they are asked about: the passages of one in order, then their questions.

A tale stands at the end of a row of segments, after a book's own words. Its questions come one after another in
segments of their own, in the form that a prompt without evidence has; an answer begins with the clue words sought.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from model.data import rows
from model.tokens import ANSWER, END, PAD, QUESTION
from model.training.planting import Ids, Lesson, Mask

SETS = {"fairytaleqa": "story", "narrativeqa": "doc_id", "squad1": "title", "squality": "story"}
"""The sets that are learnt from, of each its `train` part alone, and what the passages of one tale have in common."""
PLOT, SUMMARIZE = "What is the plot of the story?", "Summarize the book."
"""How a set asks for a summary, and how the program does."""
TRIES = 16
"""Of so many passages of tales the longest that has room is told."""


@dataclass
class Passage:
    """A passage's ids, and of each question about it the ids and where its answer begins."""

    ids: list[int]
    questions: list[tuple[list[int], int]] = field(default_factory=list)


class Tales:
    """Makes lessons of tales, told segments ago and asked about from memory."""

    def __init__(
        self,
        tales: Sequence[Sequence[Passage]],
        shards: Sequence[npt.NDArray[np.integer]],
        pad: int,
        rng: np.random.Generator,
    ) -> None:
        self.tales, self.shards, self.pad, self.rng = tales, shards, pad, rng

    def lesson(self, length: int, told: int, asked: int, size: int) -> Lesson:
        """Make `size` rows of `told` segments of `length` that end with a tale, and `asked` segments of questions."""
        rows = [self._row(length, told, asked) for _ in range(size)]
        return Lesson(*(np.stack(some) for some in zip(*rows, strict=True)))

    def _row(self, length: int, told: int, asked: int) -> Lesson:
        passages = self._draw(told * length)
        tale = [token for passage in passages for token in passage.ids]
        shard = self.shards[self._below(len(self.shards))]
        at = self._below(len(shard))
        before = np.take(shard, np.arange(at, at + told * length - len(tale)), mode="wrap")
        questions = [one for passage in passages for one in passage.questions]
        ids, answers = self._questions(questions, length, asked)
        ids = np.concatenate((before, np.array(tale, np.int64), ids)).astype(np.int64)
        answers = np.concatenate((np.zeros(told * length, bool), answers))
        return Lesson(ids, answers, answers, (ids != self.pad) & ~answers)

    def _draw(self, room: int) -> list[Passage]:
        """Draw consecutive passages of a tale that fill the room well."""
        every = self.tales
        return max((self._from(every[self._below(len(every))], room) for _ in range(TRIES)), key=_size)

    def _from(self, tale: Sequence[Passage], room: int) -> list[Passage]:
        """Draw consecutive passages of one tale: as many as there is room for."""
        drawn = list[Passage]()
        for passage in tale[self._below(len(tale)) :]:
            if _size(drawn) + len(passage.ids) > room:
                break
            drawn.append(passage)
        return drawn

    def _questions(
        self, questions: Sequence[tuple[list[int], int]], length: int, asked: int
    ) -> tuple[Ids, Mask]:
        """Fill `asked` segments with questions in any order, none cut in two unless it is longer than they are."""
        ids, answers = np.full(asked * length, self.pad), np.zeros(asked * length, bool)
        at = 0
        for one in self.rng.permutation(len(questions)).tolist():
            asks, answer = questions[one]
            if at % length + len(asks) > length:
                at = -(-at // length) * length
            asks = asks[: len(ids) - at]
            ids[at : at + len(asks)] = asks
            answers[at + answer : at + len(asks)] = True
            at += len(asks)
        return ids, answers

    def _below(self, end: int) -> int:
        return int(self.rng.integers(0, end))


def _size(passages: Sequence[Passage]) -> int:
    return sum(len(passage.ids) for passage in passages)


def tales(data: Path, tokenizer: Tokenizer, split: str = "train") -> list[list[Passage]]:
    """Read the tales of a data folder: of each its passages in order, with their questions."""
    known = tokenizer.get_vocab()
    question, answer, end = known[QUESTION], known[ANSWER], known[END]
    every = list[list[Passage]]()
    for name, tale in SETS.items():
        told: dict[str, dict[str, Passage]] = {}
        for row in rows(data, f"qa/{name}_{split}"):
            text, answers = row.get("context") or row.get("summary"), row.get("answers")
            if not text or not answers:
                continue
            passages = told.setdefault(str(row.get(tale)), {})
            if text not in passages:
                passages[text] = Passage(tokenizer.encode(text + "\n\n").ids)
            asks = SUMMARIZE if row["question"] == PLOT else str(row["question"])
            asked = [question, *tokenizer.encode(asks).ids, answer]
            said = [*tokenizer.encode(str(answers[0])).ids, end]
            passages[text].questions.append((asked + said, len(asked)))
        every += [list(passages.values()) for passages in told.values()]
    return every


def pad_of(tokenizer: Tokenizer) -> int:
    """Give the id of what fills a segment."""
    return int(tokenizer.get_vocab()[PAD])
