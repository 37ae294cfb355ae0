"""Saying whether the words that were selected answer the question, or nothing that was found does.

A small network weighs how well the sentence, what stands beside it and the whole book speak of what is asked, and how
sure the selectors are. `benchmarks/fit_support.py` fits it, on questions of which half have no answer: another book's,
SQuAD 2's impossible ones, and a book's own, with what answers them cut out of it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from app.evidence import Evidence
from app.features import FEATURES, SHAPES, Line
from app.likeness import Vector, vectors
from app.question import asking_clause
from app.quoting import Ranked, support_row
from app.tokens import KINDS
from app.words import STOP, WORD, bare, stem

FILE = Path(str(files("resources"))) / "answering" / "evident.npz"

FOUND = 0.35
"""How likely it must be that the selected words answer, for them to be given: this keeps nine tenths of the answers'
F1, three quarters in novels. On held-out titles "not found" has F1 83 for questions of other tales (half as many as a
tale has of its own), 68 for a tale's own questions with what answers them cut out (as many), 53 for these where eight
tales are one book, 64 for another novel's, and 31 for SQuAD 2's impossible ones (`benchmarks/ANSWERING.md`)."""


@dataclass(frozen=True)
class Selected:
    """Words of a sentence of the evidence, `text[begin:end]`, that answer.

    `sure` is the F1 to be expected of them, if anything answers; `score` what the networks gave them.
    """

    passage: int
    line: int
    begin: int
    end: int
    sure: float
    score: float = 0.0
    near: float = 0.0  # how near in meaning the sentence comes to the question's words, ...
    nearby: float = 0.0  # ... and its passage
    margin: float = (
        0.0  # by how much more is expected of them than of the best words that share little with them
    )
    here: float = 0.0  # how likely the answer stands in this sentence, if in any
    agreed: float = 0.0  # how much of them every network alone would select
    split: float = 0.0  # how far apart the networks' scores are


def evident_row(evidence: Evidence, order: Sequence[Ranked], chosen: Selected) -> Vector:
    """Describe how well the selected words carry an answer."""
    return np.array(
        [
            *support_row(evidence, order),
            *_place(evidence, order, chosen),
            *_meant(evidence, chosen),
            *_said(evidence, chosen),
            *(float(evidence.asked.question.kind == kind) for kind in KINDS),
        ],
        np.float32,
    )


def _place(evidence: Evidence, order: Sequence[Ranked], chosen: Selected) -> list[float]:
    """Say how sure the selection is, and where its sentence is among the best."""
    row = dict(zip(FEATURES, evidence.features[chosen.passage][chosen.line], strict=True))
    score = next(one.score for one in order if (one.passage, one.line) == (chosen.passage, chosen.line))
    there = 1.0 - evidence.absent
    return [
        chosen.sure,
        chosen.score / 5,
        chosen.near,
        chosen.nearby,
        chosen.margin,
        chosen.here,
        chosen.agreed,
        chosen.split,
        float(score == order[0].score),
        min(3.0, order[0].score - score),
        score / 5,
        order[0].score / 5,
        row["cover"] * there,
        (row["before"] + row["after"]) * there,
        row["names"] if evidence.asked.names else 0.5,
        row["names near"] if evidence.asked.names else 0.5,
        row["rarest"],
        row["pairs"],
        row["passage"],
        row["short"],
        row["asks"],
    ]


def _meant(evidence: Evidence, chosen: Selected) -> list[float]:
    """Say how near the question's words come in meaning to a word of the sentence, and of its neighbours.

    On the whole, at worst, of the first word, of the last (mostly the verb), and how rare a word is that is missing.
    """
    asked, cut = evidence.asked, evidence.sentences[chosen.passage]
    said = [bare(word) for word in WORD.findall(asking_clause(asked.question.text[-1000:]))]
    most = max(asked.weights.values(), default=1.0)
    words = (
        [w for w in dict.fromkeys(said) if w not in STOP and stem(w) not in asked.names] or said[-1:] or [""]
    )
    rare = np.array([asked.weights.get(stem(word), most + 0.5) for word in words], np.float32)
    weight = rare / (rare.sum() or 1.0)
    made = list[Any]()
    for reach in (0, 1, len(cut)):
        near = _nearest(words, cut[max(0, chosen.line - reach) : chosen.line + reach + 1])
        made += [near @ weight, near.min(), near[0], near[-1], ((1 - near) * rare).max() / 3]
    return [*map(float, made), len(words) / 5]


def _nearest(words: Sequence[str], lines: Sequence[Line]) -> Vector:
    """Give for each word how near the nearest of some sentences comes to it; 1 where one is the same."""
    said = list(dict.fromkeys(bare(token) for token in chain.from_iterable(line.tokens for line in lines)))
    roots = {root for line in lines for root in line.roots}
    like = (vectors(list(words)) @ vectors(said or [""]).T).max(axis=1).clip(0.0, 1.0)
    return np.where([stem(word) in roots for word in words], 1.0, like)


def _said(evidence: Evidence, chosen: Selected) -> list[float]:
    """Say what the selected words are like: of the kind that is asked for, new, many."""
    asked, line = evidence.asked, evidence.sentences[chosen.passage][chosen.line]
    text = line.text[chosen.begin : chosen.end]
    tokens = WORD.findall(text)
    own = [bare(token) for token in tokens if bare(token) not in STOP]
    shape = SHAPES.get(asked.question.kind)
    names = asked.names
    held = {root for near in evidence.sentences[chosen.passage] for root in near.roots}
    focus = _focus(asked.question.text)
    return [
        float(shape is not None and shape.search(text) is not None),
        float(any(token[0].isupper() and (at or chosen.begin) for at, token in enumerate(tokens))),
        sum(stem(word) in asked.weights for word in own) / (len(own) or 1),
        math.log1p(len(tokens)),
        float(not own),
        float((vectors(own or [""]) @ vectors([focus])[0]).max()) if focus else 0.0,
        len(names - asked.weights.keys()) / (len(names) or 1),
        len(names & held) / (len(names) or 1),
        min(3.0, len(names)),
        sum(term.stem not in asked.weights for term in asked.question.terms) / 3,
    ]


def _focus(question: str) -> str:
    """Give the word that says what kind of thing is asked for: what COLOUR, which SCHOOL, how MANY."""
    said = [bare(word) for word in WORD.findall(question[-1000:])]
    at = next((i for i, word in enumerate(said) if word in ("what", "which", "how", "whose")), len(said))
    return next(iter(said[at + 1 : at + 2]), "")


@cache
def weights() -> Mapping[str, Vector]:
    """Read the network's weights."""
    with np.load(FILE) as kept:
        return {name: kept[name].astype(np.float32) for name in kept.files}


def evident(evidence: Evidence, order: Sequence[Ranked], chosen: Selected) -> float:
    """Say how likely it is that the selected words answer."""
    return float(chances(evident_row(evidence, order, chosen)[None], weights())[0])


def chances(rows: Vector, by: Mapping[str, Vector]) -> Vector:
    """Say for each row how likely the words that it describes answer."""
    x = ((rows - by["middle"]) / by["spread"]).clip(-3, 3)
    hidden = np.maximum(x @ by["first"] + by["offset"], 0)
    return np.asarray(1 / (1 + np.exp(-(hidden @ by["last"] + x @ by["straight"] + by["always"]))))
