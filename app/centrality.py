"""Which sentences stand for a text: LexRank's centrality, and what makes a sentence fit to stand alone.

Centrality is that of Erkan and Radev (2004): the chance of meeting a sentence on a walk from each to a
similar one, where two are similar by the cosine of their weighted words.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.words import STOP, WORD, bare, content
from ingest import sentences
from ingest.book import Chapter, Locator

Vector = npt.NDArray[np.float64]

BLOCK = 800
"""How many sentences are compared with each other; a chapter of a whole book is compared block by block."""

_LEANING = """
    he she it they this that these those his her their its him them there here and but or so then for
    yet nor however therefore thus also besides moreover such another both either neither still yes no
    oh ah well
"""
_DANGLING = frozenset(_LEANING.split())
_ENDED = re.compile(r"[^\w\s]’")
_SPOKEN = re.compile(r"[\"“”«»]|[.,!?—]’|(?:^|\s)['‘]\w")


LEANING = 0.65
"""A sentence fit to stand alone no better than this leans on what was before it, or is spoken by somebody."""


@dataclass(frozen=True)
class Sentence:
    """A sentence that a summary could take; `spoken` says that it stands inside somebody's speech."""

    start: Locator
    text: str
    spoken: bool = False


def sentences_of(chapter: Chapter) -> list[Sentence]:
    """Cut a chapter into its sentences."""
    return [sentence_at(chapter, offset, text) for offset, text in sentences(chapter.text)]


def sentence_at(chapter: Chapter, offset: int, text: str) -> Sentence:
    """Make a sentence; it is spoken if it has a quotation mark, or one is open before it."""
    before = chapter.text[max(chapter.text.rfind("\n\n", 0, offset), 0) : offset]
    opened = (
        before.count("“") > before.count("”")
        or before.count('"') % 2 == 1
        or before.count("‘") > len(_ENDED.findall(before))  # ’ is an apostrophe too
    )
    return Sentence(Locator(chapter.index, offset), text, opened or _SPOKEN.search(text) is not None)


def vectors(texts: Sequence[str]) -> Vector:
    """Give each text as a row of weighted words, of length one; a column for each word met twice."""
    bags = [Counter(content(text)) for text in texts]
    spread = Counter(root for bag in bags for root in bag)
    known = {root: at for at, root in enumerate(sorted(root for root, n in spread.items() if n > 1))}
    table = np.zeros((len(texts), len(known) or 1))
    for row, bag in enumerate(bags):
        for root, n in bag.items():
            if root in known:
                table[row, known[root]] = (1 + np.log(n)) * np.log((len(texts) + 1) / spread[root])
    norms = np.linalg.norm(table, axis=1, keepdims=True)
    return np.asarray(table / np.where(norms > 0, norms, 1.0))


def centrality(texts: Sequence[str]) -> Vector:
    """Say how central each sentence is among those around it; 1 is usual."""
    blocks = [_block(texts[at : at + BLOCK]) for at in range(0, len(texts), BLOCK)]
    return np.concatenate(blocks) if blocks else np.zeros(0)


def _block(texts: Sequence[str], damping: float = 0.85, steps: int = 30) -> Vector:
    table = vectors(texts)
    alike = table @ table.T
    np.fill_diagonal(alike, 0.0)
    alike[alike < 0.05] = 0.0
    sums = alike.sum(axis=1, keepdims=True)
    walk = np.divide(alike, sums, out=np.full_like(alike, 1 / len(texts)), where=sums > 0)
    rank = np.full(len(texts), 1 / len(texts))
    for _ in range(steps):
        rank = (1 - damping) / len(texts) + damping * rank @ walk
    return rank * len(texts)


def stands_alone(sentence: Sentence) -> float:
    """Say from 0 to 1 how well a sentence can be read without what is around it."""
    text, tokens = sentence.text, WORD.findall(sentence.text)
    ends = text.rstrip("\"”'’) ")[-1:]
    if len(tokens) < 5 or ends not in {".", "!", "…"} or text.isupper() or "\n" in text.strip():
        return 0.0
    fit = 1.0
    if bare(tokens[0]) in _DANGLING or text[0] == "(":
        fit -= 0.4
    if sentence.spoken:
        fit -= 0.6
    if len(tokens) < 9 or len(tokens) > 40:
        fit -= 0.3 if len(tokens) < 60 else 0.6
    if ends == "!":
        fit -= 0.2
    return max(0.0, fit)


def standing_alone(found: Sequence[Sentence], enough: int) -> list[int]:
    """Give which sentences can be read by themselves: none that leans on another or is spoken, if there are enough.

    ROUGE is the same with those and without (16.3 on 50 stories), a reader's understanding is not.
    """
    fits = [stands_alone(one) for one in found]
    well = [at for at, fit in enumerate(fits) if fit > LEANING]
    return well if len(well) >= enough else [at for at, fit in enumerate(fits) if fit > 0]


def names(text: str) -> float:
    """Say how many names a sentence holds, up to three, as a share."""
    tokens = WORD.findall(text)[1:]
    return min(3, len({token for token in tokens if token[0].isupper() and bare(token) not in STOP})) / 3


def standard(values: Sequence[float] | Vector) -> Vector:
    """Give values in standard deviations from their mean."""
    table = np.asarray(values, dtype=float)
    return np.asarray((table - table.mean()) / (table.std() or 1.0)) if len(table) else table


def spread(texts: Sequence[str], scores: Vector, most: int, near: float = 1.0) -> list[int]:
    """Choose sentences of high score that are neither alike (MMR) nor close; give them in order.

    `near` is what a sentence loses, in standard deviations of the score, that stands beside a chosen one.
    """
    table, chosen = vectors(texts), list[int]()
    room = max(1.0, len(texts) / max(1, most))
    penalty = np.zeros(len(texts))
    for _ in range(min(most, len(texts))):
        worth = scores - penalty
        worth[chosen] = -np.inf
        best = int(np.argmax(np.round(worth, 9)))
        chosen.append(best)
        alike = table @ table[best]
        close = np.maximum(0.0, 1 - np.abs(np.arange(len(texts)) - best) / room)
        penalty = np.maximum(penalty, ALIKE * alike + near * close)
    return sorted(chosen)


ALIKE = 3.0
"""What a sentence loses that says the same as a chosen one, in standard deviations of the score."""
