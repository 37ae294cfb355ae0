"""The pass key: told once in a long stream, asked for at its very end.

A stream is filler, then the key at its depth, filler again, and the question, which ends the last segment. The key
always lies whole in an earlier segment, so only the memory can know it; the same question to an emptied memory shows
what guessing gives. Streams that share a filler are read together (`model.evaluation.streams`).

`exact` is the share of trials in which greedy decoding writes the whole answer. It is measured with the answer given
token by token: greedy decoding is right as a whole exactly when every token is the likeliest after the right ones.
`token` is the share of the key's own tokens (digits) that are the likeliest after the right ones.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from model.evaluation import Step
from model.evaluation.streams import AT_ONCE, Plant, memories, taken
from model.evaluation.text import Filler, Ids
from model.interface import ModelError
from model.memory import Memory
from model.network import InfiniForCausalLM
from model.passkey import NAMES, Asked, asked_ids, draw_key, told_ids
from model.reader import Reader

DEPTHS = {"start": (0.0, 0.05), "middle": (0.475, 0.525), "end": (0.95, 1.0)}
"""Between which shares of what comes before the last segment the key is told."""
LENGTHS = (4_096, 32_768, 131_072, 262_144, 524_288, 1_048_576)
SHARING = 4
"""Trials of a depth that share a filler."""
TOKENS, MOST, LEAST = 1_048_576, 32, 4
"""A cell has as many trials as fill so many tokens, but at most and at least so many."""


@dataclass(frozen=True)
class Cell:
    """What was recalled at one length, depth and filler, over `n` questions: one a trial and key.

    `emptied`: the same with the memory emptied at the end.
    """

    length: int
    depth: str
    filler: str
    rule: str
    exact: float
    token: float
    n: int
    keys: int
    emptied: float
    emptied_token: float


@dataclass(frozen=True)
class Trial:
    """One stream: where its keys are told, and the questions for them, each with its answer."""

    depth: str
    told: tuple[Plant, ...]
    asked: tuple[Asked, ...]


def trials_at(length: int) -> int:
    """Say how many trials a cell has by default."""
    return max(LEAST, min(MOST, TOKENS // length))


def measure(
    reader: Reader,
    fillers: Sequence[Filler],
    lengths: Sequence[int],
    depths: Sequence[str],
    trials: int | None = None,
    keys: int = 1,
    seed: int = 7,
) -> Iterator[Step | Cell]:
    """Measure every length, filler and depth; with several `keys` each stream tells so many, each with its name."""
    for length in lengths:
        _check(reader, length, keys)
    for length in lengths:
        for filler in fillers:
            yield from _cells(reader, filler, length, depths, trials or trials_at(length), keys, seed)


def _cells(
    reader: Reader, filler: Filler, length: int, depths: Sequence[str], n: int, keys: int, seed: int
) -> Iterator[Step | Cell]:
    rng = np.random.default_rng([seed, length])
    right: dict[str, list[tuple[float, ...]]] = {depth: [] for depth in depths}
    for done in range(0, n, SHARING):
        stretch = filler.stretch(length, rng)
        few = [
            _trial(reader, length, depth, keys, rng)
            for depth in depths
            for _ in range(min(SHARING, n - done))
        ]
        what = f"{length:,} tokens of {filler.kind}, trials {done + 1} to {done + len(few) // len(depths)} of {n}"
        for trial, marks in zip(few, (yield from recalled(reader.network, stretch, few, what)), strict=True):
            right[trial.depth] += marks
    rule = str(reader.network.config.memory_rule)
    for depth in depths:
        exact, token, emptied, emptied_token = np.mean(right[depth], 0).tolist()
        asked = len(right[depth])
        yield Cell(length, depth, filler.kind, rule, exact, token, asked, keys, emptied, emptied_token)


def _check(reader: Reader, length: int, keys: int) -> None:
    """Refuse lengths that leave no earlier segment for the keys."""
    segment, names = int(reader.network.config.segment_length), NAMES[:keys] if keys > 1 else ("",)
    tokenizer = reader.tokenizer.backend_tokenizer
    asking = max(len(asked_ids(tokenizer, "00000", name).ids) for name in names)
    telling = sum(len(told_ids(tokenizer, "00000", name)) for name in names)
    if asking > segment:
        raise ModelError(
            f"The question has {asking} tokens, and this model's segments have {segment}: too short for it."
        )
    if length < segment + telling:
        raise ModelError(
            f"A stream of {length:,} tokens has no room for the pass key before its last segment of {segment}; "
            f"give --lengths of at least {segment + telling}."
        )


def _trial(reader: Reader, length: int, depth: str, keys: int, rng: np.random.Generator) -> Trial:
    tokenizer = reader.tokenizer.backend_tokenizer
    names = rng.permutation(np.array(NAMES))[:keys].tolist() if keys > 1 else [""]
    values = [draw_key(rng) for _ in names]
    needles = [np.array(told_ids(tokenizer, *pair), np.int64) for pair in zip(values, names, strict=True)]
    room = length - int(reader.network.config.segment_length)
    at = places(room, [len(needle) for needle in needles], DEPTHS[depth], rng)
    questions = tuple(asked_ids(tokenizer, *pair) for pair in zip(values, names, strict=True))
    told = tuple(Plant(*pair) for pair in zip(at, needles, strict=True))
    return Trial(depth, told, questions)


def places(room: int, sizes: Sequence[int], band: tuple[float, float], rng: np.random.Generator) -> list[int]:
    """Draw where needles begin: in order, none over another, all within a band of the room and wholly in the room.

    A band that is too narrow is widened to twice what the needles need, as far as there is room.
    """
    total = sum(sizes)
    width = min(room, max(int((band[1] - band[0]) * room), 2 * total))
    low = int(np.clip((band[0] + band[1]) / 2 * room - width / 2, 0, room - width))
    low = 0 if band[0] == 0 else room - width if band[1] == 1 else low
    cuts = np.sort(rng.integers(0, width - total + 1, len(sizes)))
    return [low + int(cut) + sum(sizes[:i]) for i, cut in enumerate(cuts)]


def recalled(
    network: InfiniForCausalLM, filler: Ids, trials: Sequence[Trial], what: str
) -> Generator[Step, None, list[list[tuple[float, ...]]]]:
    """Read each trial's stream of the filler's length; give for each of its questions (exact, token, both emptied)."""
    last = len(filler) - int(network.config.segment_length)
    memory = yield from memories(network, filler[:last], [trial.told for trial in trials], what)
    marks: list[list[tuple[float, ...]]] = [[] for _ in trials]
    for k in range(len(trials[0].asked)):
        questions = [trial.asked[k] for trial in trials]
        kept = _judged(network, filler[last:], questions, memory)
        emptied = _judged(network, filler[last:], questions, None)
        for i in range(len(trials)):
            marks[i].append((*kept[i], *emptied[i]))
    return marks


@torch.inference_mode()
def _judged(
    network: InfiniForCausalLM, filler: Ids, questions: Sequence[Asked], memory: Memory | None
) -> list[tuple[float, float]]:
    """Put each question at the end of the last segment; give (whole answer right, share of the key's tokens right)."""
    judged = []
    few = max(1, AT_ONCE[network.device.type] // len(filler))
    for first in range(0, len(questions), few):
        part = questions[first : first + few]
        ids = np.tile(filler, (len(part), 1))
        for i, question in enumerate(part):
            ids[i, -len(question.ids) :] = question.ids
        some = None if memory is None else taken(memory, slice(first, first + few))
        tokens = torch.from_numpy(ids).to(network.device)
        keep = max(question.stop - question.begin for question in part) + 1
        likeliest = network(tokens, some, absorb=False, logits_to_keep=keep).logits.argmax(-1)[:, :-1].cpu()
        for i, question in enumerate(part):
            answer, key = question.stop - question.begin, question.stop - question.start
            right = (likeliest[i, -answer:] == torch.tensor(question.ids[question.begin :])).double()
            judged.append((float(right.all()), float(right[-key:].mean())))
    return judged
