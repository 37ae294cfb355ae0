"""Selecting the words of the best sentences that answer a question: small networks over all that could.

The networks (`benchmarks/fit_selecting.py` fits them) read each word with its neighbours and the question, and score
every stretch of words that begins and ends where a phrase may; all stretches of all sentences share one distribution.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.evidence import Evidence
from app.evident import FOUND, Selected, evident
from app.introducing import introduced
from app.likeness import Vector
from app.phrasing import as_said, readable
from app.question import ASKS
from app.quoting import Quote, Ranked, around, carried, clause, quote
from app.recurring import Candidate, sought, weighed
from app.tokens import NEAR, Described, describe
from app.words import STOP, bare

FILE = Path(str(files("resources"))) / "answering" / "selecting.npz"

LOOKED_AT = 8
"""In so many of the best sentences an answer is looked for."""

SHORT, LONG = 4, 40
"""Any stretch of so few words may be an answer; one of up to so many if it is bounded as a phrase is."""

SIZES = 42
"""How many sizes of stretches are told apart, a whole sentence of any length among them."""

VOTERS = 80
"""So many of the likeliest stretches are compared: the one whose words most of the others share is the answer."""

UNSURE = 0.4
"""The F1 to be expected of words below which the clause is given in which they stand (F1 is the same)."""

INTRODUCED = 0.55
"""The F1 to be expected of the words that introduce somebody (0.58 over 27 questions of the training sets)."""

APART = 0.3
"""Stretches of less F1 with one another are different answers."""

_ARTICLES = frozenset(("a", "an", "the"))

_FUSING = frozenset(("-", "‐", "‑", ".", ",", ":", "/"))
"""What stands alone between two words or figures holds them together: thirty-one, 2.98."""

Spans = npt.NDArray[np.int64]
Weights = Mapping[str, Vector]


def spans(described: Described) -> Spans:
    """Give the stretches that could answer, as rows of (first word, last word)."""
    stops = [bare(word) in STOP for word in described.words]
    owner, gaps = described.sentence, described.gaps
    bounds = np.flatnonzero(np.diff(owner, prepend=-1, append=-1))
    found = [_of_sentence(int(first), int(end), gaps, stops) for first, end in pairwise(bounds)]
    return np.concatenate(found) if found else np.zeros((0, 2), np.int64)


def _of_sentence(first: int, end: int, gaps: Sequence[str], stops: Sequence[bool]) -> Spans:
    """Give the stretches of one sentence, the whole of it too."""
    n = end - first
    broken = np.array([at == first or gaps[at] != " " for at in range(first, end)])
    stop = np.array(stops[first:end])
    begins = broken | stop | np.concatenate([[True], stop[:-1]])
    ends = np.concatenate([broken[1:] | stop[1:], [True]])
    one, other = np.arange(n)[:, None], np.arange(n)[None, :]
    size = other - one + 1
    good = (size > 0) & ((size <= SHORT) | (begins[:, None] & ends[None, :] & (size <= LONG)))
    fused = np.array([at > first and gaps[at] in _FUSING for at in range(first, end)])
    good &= ~fused[:, None] & ~np.append(fused[1:], False)[None, :]
    good[0, n - 1] = True
    return np.argwhere(good) + first


@cache
def networks() -> tuple[Weights, ...]:
    """Read the weights of the networks, which vote."""
    with np.load(FILE) as kept:
        every = {name: kept[name].astype(np.float32) for name in kept.files}
    count = 1 + max(int(name.split(".")[0]) for name in every)
    return tuple(
        {name.split(".", 1)[1]: table for name, table in every.items() if name.startswith(f"{at}.")}
        for at in range(count)
    )


def scores(described: Described, found: Spans, voting: Sequence[Weights]) -> Vector:
    """Score every stretch: the mean of the networks'."""
    total = sum((_scored(described, found, weights) for weights in voting), np.zeros(len(found), np.float32))
    return np.asarray(total / len(voting))


def _scored(described: Described, found: Spans, weights: Weights) -> Vector:
    """Let one network score every stretch; `benchmarks.fit_selecting.Network` says the same in torch."""
    owner, asked, lines = described.sentence, described.question, described.lines
    per_line = _linear(weights, "line", lines) + _linear(weights, "asked", asked)
    h = np.maximum(_linear(weights, "near", _beside(described.tokens, owner, 2)) + per_line[owner], 0)
    h = h + np.maximum(_linear(weights, "wide", _beside(h, owner, 1)), 0)
    counts = np.bincount(owner, minlength=len(lines)).clip(1)[:, None]
    pooled = np.zeros_like(per_line)
    np.add.at(pooled, owner, h)
    fixed = _linear(weights, "whole", pooled / counts) + _linear(weights, "line_too", lines)
    fixed += _linear(weights, "asked_too", asked)
    first, last = found[:, 0], found[:, 1]
    size = last - first + 1
    sums = np.concatenate([np.zeros_like(h[:1]), np.cumsum(h, axis=0)])
    mean = (sums[last + 1] - sums[first]) / size[:, None].astype(np.float32)
    begun = _linear(weights, "first", h) + _linear(weights, "before", _moved(h, owner, -1))
    ended = _linear(weights, "last", h) + _linear(weights, "after", _moved(h, owner, 1))
    u = begun[first] + ended[last] + _linear(weights, "inside", mean) + fixed[owner[first]]
    u += weights["size.weight"][np.minimum(size, SIZES - 1)]
    kind = _linear(weights, "kind", asked)
    fits = _linear(weights, "fits", np.concatenate([h[first], h[last], mean], axis=1)) @ kind
    own = _linear(weights, "line_score", lines)[owner[first], 0]
    return np.asarray(
        _linear(weights, "score", np.maximum(u, 0))[:, 0] + own + fits / np.float32(len(kind) ** 0.5)
    )


def _linear(weights: Weights, name: str, table: Vector) -> Vector:
    made = table @ weights[f"{name}.weight"].T
    bias = weights.get(f"{name}.bias")
    return np.asarray(made if bias is None else made + bias)


def _moved(table: Vector, owner: npt.NDArray[np.int64], step: int) -> Vector:
    """Give each word its neighbour's row, zeros at the sentence's edge."""
    made = np.zeros_like(table)
    if step > 0:
        made[:-step] = table[step:] * (owner[step:] == owner[:-step])[:, None]
    else:
        made[-step:] = table[:step] * (owner[:step] == owner[-step:])[:, None]
    return made


def _beside(table: Vector, owner: npt.NDArray[np.int64], reach: int) -> Vector:
    """Put the rows of each word's neighbours beside its own."""
    return np.concatenate(
        [table if step == 0 else _moved(table, owner, step) for step in range(-reach, reach + 1)], axis=1
    )


@dataclass(frozen=True)
class Likely:
    """The likeliest stretches for a question, likeliest first, and what the networks say of them."""

    described: Described
    spans: Spans
    owners: npt.NDArray[np.int64]  # which of the best sentences each stands in
    votes: Vector  # what each network gives to each
    odds: Vector
    alike: Vector  # the F1 of each with each other
    expected: Vector  # the F1 to be expected of each
    here: Vector  # how likely the answer stands in each of the best sentences

    def candidates(self, best: Sequence[Ranked]) -> list[Candidate]:
        """Give them as candidates for who is asked for."""
        return [
            Candidate(
                self.described.words[first : last + 1], likely, expected, best[0].score - best[at].score
            )
            for (first, last), likely, expected, at in zip(
                self.spans, self.odds, self.expected, self.owners, strict=True
            )
        ]


def likely(evidence: Evidence, best: Sequence[Ranked]) -> Likely | None:
    """Find the likeliest stretches of the best sentences; None where there are no words."""
    described = describe(evidence, best)
    found = spans(described)
    if not len(found):
        return None
    votes = np.stack([_scored(described, found, weights) for weights in networks()])
    judged = votes.mean(axis=0)
    first = np.argsort(-judged, kind="stable")[:VOTERS]
    odds = np.exp(judged - judged[first[0]])
    odds /= odds.sum()
    owners = described.sentence[found[:, 0]]
    alike = shared(described, found[first])
    here = np.bincount(owners, odds, minlength=len(best)).astype(np.float32)
    return Likely(
        described, found[first], owners[first], votes[:, first], odds[first], alike, alike @ odds[first], here
    )


def select(evidence: Evidence, order: Sequence[Ranked]) -> Selected | None:
    """Select the words that answer from the best sentences; None where there are no words."""
    best = order[:LOOKED_AT]
    made = likely(evidence, best)
    if made is None:
        return None
    at = int(np.argmax(np.round(weighed(evidence, made.candidates(best)), 6)))
    first, last = (int(word) for word in made.spans[at])
    owner = int(made.owners[at])
    one = best[owner]
    begin, end = made.described.places[first][0], made.described.places[last][1]
    text = evidence.sentences[one.passage][one.line].text
    begin, end = as_said(text, begin, end, evidence.asked.question.kind)
    other = made.expected[made.alike[at] < APART]
    told = {
        "sure": made.expected[at],
        "score": made.votes[:, at].mean(),
        "near": made.described.lines[owner, NEAR[0]],
        "nearby": made.described.lines[owner, NEAR[1]],
        "margin": made.expected[at] - (other.max() if len(other) else 0.0),
        "here": made.here[owner],
        "agreed": np.mean([made.alike[at, int(np.argmax(vote))] for vote in made.votes]),
        "split": made.votes[:, at].std(),
    }
    chosen = Selected(one.passage, one.line, begin, end, **{name: float(n) for name, n in told.items()})
    who = introduced(evidence)
    return replace(chosen, **who, sure=INTRODUCED) if who else chosen


def shared(described: Described, found: Spans) -> Vector:
    """Give the F1 of the words of each stretch with those of each other."""
    bags = [Counter(map(bare, described.words[first : last + 1])) for first, last in found]
    columns = {word: at for at, word in enumerate(dict.fromkeys(word for bag in bags for word in bag))}
    table = np.zeros((len(bags), len(columns)), np.float32)
    for row, bag in enumerate(bags):
        for word, n in bag.items():
            table[row, columns[word]] = 0.0 if word in _ARTICLES else n
    size = table.sum(axis=1)
    both = np.stack([np.minimum(row, table).sum(axis=1) for row in table])
    return np.asarray(2 * both / np.maximum(1, size[:, None] + size[None, :]), np.float32)


@dataclass(frozen=True)
class Reply:
    """An answer as it is shown, the words of the book that carry it, and whether they are thought to."""

    text: str
    carrying: Quote
    found: bool


def reply(evidence: Evidence, order: Sequence[Ranked]) -> Reply | None:
    """Answer with the words that are asked for; the quote holds them, letter for letter. None without evidence."""
    chosen = select(evidence, order)
    if chosen is None:
        return None
    text, carrying = said(evidence, order, chosen)
    if not ASKS.search(evidence.asked.question.text):
        return Reply(text, carrying, carried(evidence, order))
    return Reply(text, carrying, evident(evidence, order, chosen) >= FOUND)


def said(evidence: Evidence, order: Sequence[Ranked], chosen: Selected) -> tuple[str, Quote]:
    """Give an answer and the words of the book that carry it.

    What asks for no thing ("Did she go?") is answered with the whole quote, what is unsure with a clause: but not who
    recurs in a long book.
    """
    if not ASKS.search(evidence.asked.question.text):
        whole = quote(evidence, order)
        return whole.text, whole
    line = evidence.sentences[chosen.passage][chosen.line]
    carrying = around(line, chosen.begin, chosen.end)
    begin, end = chosen.begin, chosen.end
    if chosen.sure < UNSURE and not sought(evidence):
        _, begin, end = clause(line.text, begin, end)
        begin, end = (begin, end) if end - begin <= len(carrying.text) else (chosen.begin, chosen.end)
    return readable(line.text[begin:end]), carrying
