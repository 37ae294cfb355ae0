"""Choosing the sentences that answer a question, and saying when none does.

The weights were fitted by `benchmarks/fit_quoting.py` on questions over whole tales, articles and plots
(FairytaleQA, SQuAD 2 and NarrativeQA, `*_train` alone, two thirds of the titles). In the other third the
first sentence holds a gold answer word for word for 33 % of FairytaleQA's questions (45 % one of the
first three; 63 % at most, the rest is not said in those words), 49 % (60 %; 68 %) of NarrativeQA's, 76 %
(87 %; 99 %) of SQuAD's. `app.selecting` looks for the words that are asked for in the best of them, and
decides anew which sentence answers.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.evidence import Evidence
from app.features import FEATURES, Asked, Line
from app.words import content, stem, words
from ingest.book import Locator

WEIGHTS: dict[str, float] = {
    "cover": 4.09,
    "cover squared": -0.21,
    "before": 0.88,
    "after": -0.28,
    "rest": -2.19,
    "rarest": -0.11,
    "names": 0.32,
    "names near": 0.86,
    "reason before": 1.39,
    "reason after": 2.02,
    "event before": 2.16,
    "event after": -1.18,
    "feeling before": -0.27,
    "feeling after": -1.61,
    "pairs": 1.52,
    "passage": 5.56,
    "news": -0.1,
    "length": 0.24,
    "short": -0.52,
    "asks": -0.09,
    "clues": 0.0,
    "person": 1.42,
    "time": 2.99,
    "place": 0.95,
    "number": 4.03,
    "reason": 1.09,
    "manner": 0.4,
    "feeling": 3.54,
    "speech": 1.76,
    "colour": 1.95,
}

SUPPORT: dict[str, float] = {
    "always": -4.8,
    "absent": 0.84,  # share of the question's weight in words that the book does not have
    "unknown": -1.53,  # whether the book lacks a name that the question has
    "cover": 3.74,  # share of the question's weight in the best sentence ...
    "near": 2.46,  # ... in its neighbours ...
    "rest": 0.93,  # ... and in the rest of its passage
    "names": 0.89,  # share of the question's names in the sentence or before it
    "pairs": 0.5,
    "lead": 0.5,  # how far it is ahead of the best sentence of another passage
    "terms": 0.35,
}

THRESHOLD = 0.4
"""How likely an answer must be to be given. On held-out titles, among which it was chosen, books as long
as novels: of questions that were written for another book 94 % are refused, of those answered rightly 94
% are kept. Where words are selected, `app.evident.FOUND` decides instead."""

BESIDE = 0.5
"""How little worse the neighbouring sentence must be to be quoted too (a guess, not measured)."""

LONGEST = 320
"""A longer sentence is cut to the clauses that answer; two sentences together are not longer either."""


_CLAUSE = re.compile(
    r"[;:—–]\s*|\s*\n+|,[\"”’]?\s+(?=(?:and|but|or|for|so|yet|which|who|when|while|because|as|where|then)\b)"
)


@dataclass(frozen=True)
class Ranked:
    """A sentence of the evidence and how well it answers."""

    passage: int
    line: int
    score: float


@dataclass(frozen=True)
class Quote:
    """Words of the book, and where they begin."""

    start: Locator
    text: str


def rank(evidence: Evidence, weights: Sequence[float] = tuple(WEIGHTS.values())) -> list[Ranked]:
    """Order the sentences, best first (of equals the earlier)."""
    found = [
        Ranked(passage, line, math.fsum(map(float.__mul__, weights, row)))
        for passage, cut in enumerate(evidence.features)
        for line, row in enumerate(cut)
    ]
    return sorted(found, key=lambda one: (-round(one.score, 9), one.passage, one.line))


def support_row(evidence: Evidence, order: Sequence[Ranked]) -> list[float]:
    """Describe how well the best sentence carries an answer, by the names of `SUPPORT`."""
    if not order:
        return [1.0] * 3 + [0.0] * (len(SUPPORT) - 3)
    best = order[0]
    row = dict(zip(FEATURES, evidence.features[best.passage][best.line], strict=True))
    there = 1.0 - evidence.absent
    other = next((one.score for one in order if one.passage != best.passage), best.score - 3.0)
    names = row["names"] + row["names near"] if evidence.asked.names else 0.5
    return [
        1.0,
        evidence.absent,
        float(bool(evidence.asked.names - evidence.asked.weights.keys())),
        row["cover"] * there,
        (row["before"] + row["after"]) * there,
        row["rest"] * there,
        names,
        row["pairs"],
        min(3.0, best.score - other),
        math.log1p(len(evidence.asked.question.terms)),
    ]


def support(evidence: Evidence, order: Sequence[Ranked]) -> float:
    """Say how likely it is that the best sentence answers the question."""
    total = math.fsum(map(float.__mul__, SUPPORT.values(), support_row(evidence, order)))
    return 1.0 / (1.0 + math.exp(-total))


def carried(evidence: Evidence, order: Sequence[Ranked]) -> bool:
    """Say whether the evidence answers the question at all."""
    return bool(order) and support(evidence, order) >= THRESHOLD


def quote(evidence: Evidence, order: Sequence[Ranked]) -> Quote:
    """Give the words that answer best: a sentence, with its neighbour if that answers nearly as well."""
    best = order[0]
    cut = evidence.sentences[best.passage]
    line = cut[best.line]
    if len(line.text) > LONGEST:
        return trimmed(evidence.asked, line)
    beside = [
        one
        for one in order
        if one.passage == best.passage and abs(one.line - best.line) == 1 and one.score >= best.score - BESIDE
    ]
    if beside:
        first, last = sorted((cut[best.line], cut[beside[0].line]), key=lambda one: one.start)
        begin = first.start.offset - evidence.passages[best.passage].start.offset
        end = last.start.offset - evidence.passages[best.passage].start.offset + len(last.text)
        if end - begin <= LONGEST:
            return Quote(first.start, evidence.passages[best.passage].text[begin:end])
    return Quote(line.start, line.text)


def trimmed(asked: Asked, line: Line) -> Quote:
    """Cut a long sentence to the neighbouring clauses that hold most of the question's words."""
    ends = [match.end() for match in _CLAUSE.finditer(line.text)] + [len(line.text)]
    begins = [0, *ends[:-1]]
    best, share = (0, 0), -1.0
    for at, begin in enumerate(begins):
        end = max((end for end in ends[at:] if end - begin <= LONGEST), default=0)
        end = end or line.text.rfind(" ", begin, begin + LONGEST)  # one clause, and longer than that
        if end > begin:
            cover = asked.cover({stem(word) for word in words(line.text[begin:end])} & asked.weights.keys())
            if cover > share + 1e-9:
                best, share = (begin, end), cover
    begin, end = best if best[1] else (0, LONGEST)
    part = line.text[begin:end]
    return Quote(Locator(line.start.chapter, line.start.offset + begin), part.rstrip(" ,;:—–") or part)


def around(line: Line, begin: int, end: int) -> Quote:
    """Quote the sentence that holds `text[begin:end]`; of a long one, those words and the clauses beside them."""
    if len(line.text) <= LONGEST:
        return Quote(line.start, line.text)
    cuts, first, last = clause(line.text, begin, end)
    first, last = _narrowed(line.text, first, last, begin, end)
    while True:
        wider = [(cut, last) for cut in cuts if cut < first][-1:] + [
            (first, cut) for cut in cuts if cut > last
        ][:1]
        wider = [pair for pair in wider if pair[1] - pair[0] <= LONGEST]
        if not wider:
            break
        first, last = min(wider, key=lambda pair: pair[1] - pair[0])
    part = line.text[first:last]
    shown = part[: max(end - first, len(part.rstrip(" ,;:—–\n")))]
    return Quote(Locator(line.start.chapter, line.start.offset + first), shown)


def clause(text: str, begin: int, end: int) -> tuple[list[int], int, int]:
    """Give where a sentence's clauses begin and end, and the first and last of these around `text[begin:end]`."""
    cuts = [0, *(match.end() for match in _CLAUSE.finditer(text)), len(text)]
    return cuts, max(cut for cut in cuts if cut <= begin), min(cut for cut in cuts if cut >= end)


def _narrowed(text: str, first: int, last: int, begin: int, end: int) -> tuple[int, int]:
    """Cut a clause that is all too long at spaces around the words that answer."""
    if last - first <= LONGEST:
        return first, last
    room = max(0, LONGEST - (end - begin)) // 2
    left, right = max(first, begin - room), min(last, end + room)
    if left > first:
        left = 1 + text.find(" ", left, begin) or begin
    if right < last:
        right = max(end, text.rfind(" ", end, right))
    return left, right


def supporting(evidence: Evidence, passages: Sequence[int], said: str, most: int = 3) -> list[Quote]:
    """Find the sentences that carry what a model wrote: together at least half of its own words."""
    own = set(content(said)) - evidence.asked.weights.keys() or set(content(said))
    wanted, quotes = set(own), list[Quote]()
    while len(quotes) < most:
        candidates = [line for at in passages for line in evidence.sentences[at]]
        best = max(candidates, key=lambda line: len(wanted & set(line.roots)), default=None)
        if best is None or not wanted & set(best.roots):
            break
        wanted -= set(best.roots)
        quotes.append(
            trimmed(evidence.asked, best) if len(best.text) > LONGEST else Quote(best.start, best.text)
        )
    return quotes if len(wanted) * 2 <= len(own) else []
