"""bAbI-style facts hidden in book text, as BABILong does: answered by task and length.

The facts of a story stand in order anywhere in a stretch of held-out text, each behind the end of a sentence. The
question comes alone, in the form in which the program asks, in a segment of its own: every fact lies in an earlier
one. Task 1 is `qa/babi_qa1_test`; 2 and 3 are played by `model.babi`. An answer is right when greedy decoding writes
it whole.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from model.babi import Story, story
from model.data import rows
from model.evaluation import Step
from model.evaluation.streams import Plant, memories, taken
from model.evaluation.text import Filler, Ids
from model.interface import ModelError
from model.memory import Memory
from model.reader import Reader
from model.tokens import QUESTION

LENGTHS = (4_096, 32_768, 131_072, 1_048_576)
SHARING = 8
"""Stories that are hidden in the same stretch of text, each in a copy of its own."""
TOKENS, MOST, LEAST = 2_097_152, 64, 8
"""A cell has as many stories as fill so many tokens, but at most and at least so many."""
GUESSING = 1 / 6
"""Every answer is one of six places."""


@dataclass(frozen=True)
class Cell:
    """The share of `n` questions of a task answered after `length` tokens; `emptied`: without the memory."""

    task: int
    length: int
    accuracy: float
    emptied: float
    n: int


def measure(
    reader: Reader,
    filler: Filler,
    data: Path,
    lengths: Sequence[int],
    tasks: Sequence[int],
    trials: int | None = None,
    seed: int = 11,
) -> Iterator[Step | Cell]:
    """Measure every length and task."""
    ends = sentence_ends(reader)
    for length in lengths:
        for task in tasks:
            n = trials or max(LEAST, min(MOST, TOKENS // length))
            stories = _stories(task, n, data, seed)
            rng = np.random.default_rng([seed, length, task])
            marks = list[tuple[bool, bool]]()
            for done in range(0, n, SHARING):
                few = stories[done : done + SHARING]
                what = f"task {task}, {length:,} tokens, stories {done + 1} to {done + len(few)} of {n}"
                stretch = filler.stretch(length, rng)
                hidden = [hide(reader, one, stretch, ends, rng) for one in few]
                memory = yield from memories(reader.network, stretch, hidden, what)
                for i, one in enumerate(few):
                    kept = taken(memory, slice(i, i + 1))
                    marks.append((answered(reader, one, kept), answered(reader, one, None)))
            kept_share, emptied = np.mean(marks, 0).tolist()
            yield Cell(task, length, kept_share, emptied, n)


def _stories(task: int, n: int, data: Path, seed: int) -> list[Story]:
    if task > 1:
        rng = np.random.default_rng([seed, task])
        return [story(task, rng) for _ in range(n)]
    every = list(rows(data, "qa/babi_qa1_test"))
    chosen = np.random.default_rng(seed).permutation(len(every))[:n]
    if n > len(every):
        raise ModelError(f"Task 1 has {len(every):,} questions; give --trials of no more.")
    return [_read(every[i]) for i in chosen.tolist()]


def _read(row: dict[str, object]) -> Story:
    facts = re.findall(r"[^.]+\.", str(row["context"]))
    answers = row["answers"]
    assert isinstance(answers, list)
    return Story(tuple(fact.strip() for fact in facts), str(row["question"]), str(answers[0]))


def sentence_ends(reader: Reader) -> Ids:
    """Give the tokens that end a sentence."""
    pieces = reader.tokenizer.get_vocab().items()
    return np.array([i for piece, i in pieces if piece.rstrip("Ċ\n”\"’'")[-1:] in (".", "!", "?")], np.int64)


def hide(reader: Reader, one: Story, stretch: Ids, ends: Ids, rng: np.random.Generator) -> list[Plant]:
    """Draw places for a story's facts in a stretch: in order, each behind a sentence, none over another."""
    facts = [np.array(reader.prompts.plain(f" {fact}"), np.int64) for fact in one.facts]
    longest = max(map(len, facts))
    free = np.flatnonzero(np.isin(stretch[: len(stretch) - longest], ends)) + 1
    for _ in range(1000):
        if len(free) < len(facts):
            break
        at = np.sort(rng.choice(free, len(facts), replace=False))
        if np.all(np.diff(at) >= longest):
            return [Plant(int(a), fact) for a, fact in zip(at, facts, strict=True)]
    raise ModelError(
        f"A text of {len(stretch):,} tokens has no room for {len(facts)} facts; give larger --lengths."
    )


@torch.inference_mode()
def answered(reader: Reader, one: Story, memory: Memory | None) -> bool:
    """Say whether the likeliest tokens after the question are the answer's."""
    prompt = reader.prompts.question(one.question)
    own = QUESTION in reader.tokenizer.get_vocab()  # after its mark an answer begins without a blank
    answer = reader.prompts.plain(one.answer if own else f" {one.answer}")
    ids = torch.tensor([[*prompt, *answer]], device=reader.network.device)
    logits = reader.network(ids, memory, absorb=False, logits_to_keep=len(answer) + 1).logits[0, :-1]
    return bool((logits.argmax(-1) == ids[0, -len(answer) :]).all())
