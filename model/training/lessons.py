"""Lessons: what a training step reads, and on which of its tokens the loss counts.

Three kinds. `Stream`: book text in order, the memory carried from one step to the next. `recall`: facts in book text
and questions about them, mostly about earlier segments (RESEARCH.md §7). `reading`: a passage, then a question and
its answer, in the same segment or with the passage only in the memory.
"""

import json
import lzma
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from model.tokens import ANSWER, ASK, END, EVIDENCE, FACT, PAD, QUESTION

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


class Lesson(NamedTuple):
    """Ids (B, T), where the loss counts (B, T), and which counted tokens need an earlier segment (B, T)."""

    ids: Ids
    counts: Mask
    far: Mask


@dataclass(frozen=True)
class Stage:
    """A stage of the recall curriculum: `pairs` facts and questions in each of at most `segments` segments."""

    pairs: int
    segments: int
    length: int
    key: int
    value: int
    plain: bool = False


def stage(
    pairs: int, segments: int, *, length: int = 64, key: int = 1, value: int = 1, plain: bool = False
) -> Stage:
    """Name a stage briefly."""
    return Stage(pairs, segments, length, key, value, plain)


CURRICULUM = (
    stage(10, 1), stage(10, 2), stage(6, 2), stage(6, 4), stage(3, 4), stage(3, 8), stage(2, 16), stage(1, 32),
    stage(1, 64), stage(2, 16, length=256), stage(2, 4, value=5, plain=True, length=128),
    stage(2, 8, value=5, plain=True, length=128), stage(2, 16, value=5, plain=True, length=256),
)  # fmt: skip
"""Dense facts first, then sparse; marks first, then plain words."""


def mark_ids(tokenizer: Tokenizer, *marks: str) -> list[int]:
    """Give the ids of marks; the tokenizer was made with them."""
    known = tokenizer.get_vocab()
    return [known[mark] for mark in marks]


class Vocabulary:
    """Which tokens serve as keys and values, and the plain wording of a fact."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        pieces = {i: token for token, i in tokenizer.get_vocab().items()}
        self.words = np.array(
            [i for i, t in pieces.items() if t.startswith("Ġ") and t[1:].isalpha() and len(t) > 4]
        )
        self.digits = np.array([tokenizer.token_to_id(str(d)) for d in range(10)])
        self.fact, self.ask = mark_ids(tokenizer, FACT, ASK)
        self.tokenizer = tokenizer
        self.tell = [self._split(text) for text in (
            "\n\nThe pass key of the{} is {}. Remember it.\n\n",
            " The number of the{} is {}.",
            " It was{} who had the number {}.",
        )]  # fmt: skip
        self.demand = [self._split(text) for text in (
            "\n\nWhat is the pass key of the{}? The pass key is {}.", " What is the number of the{}? It is {}.",
            " Which number had{}? It had {}.",
        )]  # fmt: skip

    def _split(self, text: str) -> list[list[int]]:
        return [list(self.tokenizer.encode(part).ids) for part in text.split("{}")]

    def word(
        self, wording: tuple[list[list[int]], int], key: Sequence[int], value: Sequence[int]
    ) -> tuple[list[int], int]:
        """Write a plain sentence; return its tokens and where the value begins."""
        before, between, after = wording[0]
        head = [*before, *key, *between]
        return [*head, *value, *after], len(head)


class Recall:
    """Makes recall lessons out of facts and book text."""

    def __init__(self, text: Ids, vocabulary: Vocabulary, rng: np.random.Generator) -> None:
        self.text, self.vocabulary, self.rng = text, vocabulary, rng

    def batch(self, stage: Stage, segments: int, size: int) -> Lesson:
        """Make `size` lessons of `segments` segments."""
        rows = [self.lesson(stage, segments) for _ in range(size)]
        return Lesson(*(np.stack(part) for part in zip(*rows, strict=True)))

    def lesson(self, stage: Stage, segments: int) -> tuple[Ids, Mask, Mask]:
        """Make one lesson: facts among book text in each segment, questions at its end."""
        length, total = stage.length, segments * stage.length
        at = int(self.rng.integers(0, len(self.text) - total))
        ids = self.text[at : at + total].copy()
        counts, far = np.zeros(total, bool), np.zeros(total, bool)
        facts = self._facts(stage, segments)
        for s in range(segments):
            told = [self._told(stage, fact)[0] for fact in facts[s]]
            asked = [self._asked(stage, facts, s) for _ in range(stage.pairs)]
            room = length - sum(map(len, told)) - sum(len(q[0]) for q in asked)
            if room < 0:
                raise ValueError(f"{stage} does not fit in a segment.")
            self._fill(ids[s * length : (s + 1) * length], told, [q[0] for q in asked], room)
            end = (s + 1) * length
            for question, value, ago in reversed(asked):
                end -= len(question)
                where = slice(end + value, end + value + stage.value)
                counts[where], far[where] = True, ago > 0
        return ids, counts, far

    def _facts(self, stage: Stage, segments: int) -> list[list[tuple[Ids, Ids, int]]]:
        """Draw facts with different keys: (key, value, wording)."""
        v, n = self.vocabulary, segments * stage.pairs
        first = self.rng.permutation(v.words)[:n]
        rest = self.rng.choice(v.words, (n, stage.key - 1))
        keys = np.concatenate((first[:, None], rest), 1)
        values = self.rng.choice(v.digits if stage.plain else v.words, (n, stage.value))
        wording = self.rng.integers(0, len(v.tell), n)
        every = list(zip(keys, values, wording.tolist(), strict=True))
        return [every[s * stage.pairs : (s + 1) * stage.pairs] for s in range(segments)]

    def _told(self, stage: Stage, fact: tuple[Ids, Ids, int]) -> tuple[list[int], int]:
        return self._said(stage, fact, self.vocabulary.fact, self.vocabulary.tell)

    def _said(
        self, stage: Stage, fact: tuple[Ids, Ids, int], mark: int, plain: list[list[list[int]]]
    ) -> tuple[list[int], int]:
        key, value, wording = fact
        if stage.plain:
            return self.vocabulary.word((plain[wording], wording), key.tolist(), value.tolist())
        return [mark, *key.tolist(), *value.tolist()], 1 + len(key)

    def _asked(
        self, stage: Stage, facts: list[list[tuple[Ids, Ids, int]]], s: int
    ) -> tuple[list[int], int, int]:
        """Ask for a fact of an earlier segment (7 times of 10, where there is one) or of this one."""
        t = int(self.rng.integers(0, s)) if s and self.rng.random() < 0.7 else s
        fact = facts[t][int(self.rng.integers(0, stage.pairs))]
        return *self._said(stage, fact, self.vocabulary.ask, self.vocabulary.demand), s - t

    def _fill(self, segment: Ids, told: list[list[int]], asked: list[list[int]], room: int) -> None:
        """Put facts at random places of the segment's own text, and the questions at its end."""
        body, parts, at = segment[:room].copy(), [], 0
        for fact, cut in zip(told, np.sort(self.rng.integers(0, room + 1, len(told))), strict=True):
            parts += [body[at:cut], np.array(fact)]
            at = cut
        parts += [body[at:], *(np.array(q) for q in asked)]
        segment[:] = np.concatenate(parts)


class Stream:
    """Book text in order for `size` readers, each at its own place."""

    def __init__(self, shards: Sequence[Path], size: int, rng: np.random.Generator) -> None:
        self.shards = [np.load(shard, mmap_mode="r") for shard in shards]
        self.rng, self.size = rng, size
        self.place = [self._somewhere() for _ in range(size)]

    def _somewhere(self) -> tuple[int, int]:
        shard = int(self.rng.integers(0, len(self.shards)))
        return shard, int(self.rng.integers(0, len(self.shards[shard]) - 1))

    def jump(self) -> None:
        """Go to other places, all readers at once: the memory must be emptied with it."""
        self.place = [self._somewhere() for _ in range(self.size)]

    def batch(self, tokens: int) -> Lesson:
        """Give the next `tokens` tokens of every reader."""
        rows = []
        for i, (shard, at) in enumerate(self.place):
            if at + tokens > len(self.shards[shard]):
                shard, at = shard, 0
            rows.append(self.shards[shard][at : at + tokens].astype(np.int64))
            self.place[i] = shard, at + tokens
        ids = np.stack(rows)
        return Lesson(ids, np.ones_like(ids, bool), np.zeros_like(ids, bool))


class Reading:
    """Questions with their passage: the passage before the question, or in the memory alone."""

    SETS = (
        "squad1_train",
        "squad2_train",
        "fairytaleqa_train",
        "nq_open_oracle_train",
        "qed_train",
        "narrativeqa_train",
    )

    def __init__(self, data: Path, tokenizer: Tokenizer, rng: np.random.Generator) -> None:
        self.rng, self.tokenizer = rng, tokenizer
        self.marks = mark_ids(tokenizer, EVIDENCE, QUESTION, ANSWER, END, PAD)
        self.rows: list[tuple[str, str, str]] = []
        for name in self.SETS:
            with lzma.open(data / "qa" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
                self.rows += [row for line in lines if (row := _example(json.loads(line)))]

    def batch(self, length: int, size: int, apart: bool) -> Lesson:
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
        return Lesson(ids, counts, far)

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


NOT_FOUND = "not found"
"""What the model answers when the evidence does not carry an answer."""


def _example(row: dict[str, object]) -> tuple[str, str, str] | None:
    """(passage, question, answer) of one row of a question set; None if it has no passage."""
    passage, answers = row.get("context") or row.get("summary"), row.get("answers")
    if row.get("is_impossible"):
        return str(passage), str(row["question"]), NOT_FOUND
    if not passage or not isinstance(answers, list) or not answers or not row.get("question"):
        return None
    return str(passage), str(row["question"]), str(answers[0])
