"""What is said of each word of a sentence, and of a question, before the words that answer are selected.

`benchmarks/fit_selecting.py` learns from these rows of numbers, `app.selecting` uses them; a change asks for a new fit.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.evidence import Evidence
from app.features import FEATURES, Asked, Line
from app.likeness import Vector, vectors, width
from app.question import Kind, asking_clause
from app.quoting import Ranked
from app.words import STOP, WORD, bare, stem

_GAPS = (
    r"^\s+$",
    r",",
    r"[;:—–]|--",
    r"[“«]|(?:^|\s)[\"'‘]\S*$",
    r"[”»]|[\"'’](?:\s|$)",
    r"[.!?…]",
    r"[()\[\]]",
)
_GAP = tuple(re.compile(pattern) for pattern in _GAPS)
_NUMBER = re.compile(
    r"\d|^(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety|hundred|thousand|million|dozen|once|twice)$",
    re.IGNORECASE,
)
KINDS: tuple[Kind, ...] = (
    "person", "time", "place", "number", "reason", "manner", "feeling", "speech", "colour", "event", "thing",
)  # fmt: skip
_ASKING = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bwho\b|\bwhom\b",
        r"\bwhose\b",
        r"\bwhat\b",
        r"\bwhich\b",
        r"\bwhere\b",
        r"\bwhen\b",
        r"\bwhy\b",
        r"\bhow\b",
        r"\bhow (many|much)\b",
        r"\bhow (long|old|far|often)\b",
        r"\bhow (did|do|does|will|was|were|is) .*\b(feel|felt|feeling)\b",
        r"\bwhat (happened|happens|will happen|did happen|became)\b",
        r"\bwhat (did|does|do|will|would|had|was|were|is) .*\b(do|doing|done)\b",
        r"\bwhat (did|does|do) .*\b(say|ask|tell|reply|answer|promise|think|want|wish)\b",
        r"\bwhat (is|was|are|were) (the )?name|\bcalled|\bnamed",
        r"\bwhat (kind|sort|type)\b",
        r"\bwhat (is|was|are|were)\b",
        r"\bwho (is|was|are|were)\b",
        r"\bwho (did|does|do|will|would|had)\b",
        r"\blook(ed)? like\b|\bdescribe",
        r"\bafter\b",
        r"\bbefore\b",
        r"\bbecause\b|\bas a result\b|\bcause\b",
        r"\bwill\b|\bwould\b",
        r"\b(to|for|with|from|of|in|on|at|by|about)\s*\?*\s*$",
    )
)
_WORDS_OF_QUESTION = 5
"""How many words of a question are told one by one: the asking word and those behind it."""

ASKED_WORDS = _WORDS_OF_QUESTION + 3
"""So many words' likenesses end a question's row: those, its last one, its last that carries meaning, and the mean."""


@dataclass(frozen=True)
class Described:
    """The best sentences of the evidence as numbers. `tokens` has a row for each word, sentence after sentence."""

    question: Vector
    tokens: Vector
    sentence: "np.ndarray[tuple[int], np.dtype[np.int64]]"  # which sentence each word belongs to
    lines: Vector  # a row for each sentence
    words: list[str]
    places: list[tuple[int, int]]  # begin and end of each word in its sentence
    gaps: list[str]  # what stands before each word, and after the last of all


def gaps_of(line: Line) -> tuple[list[tuple[int, int]], list[str]]:
    """Give where each word of a sentence stands, and what stands before each and after the last."""
    places = [match.span() for match in WORD.finditer(line.text)]
    edges = [0, *(edge for place in places for edge in place), len(line.text)]
    return places, [line.text[edges[at] : edges[at + 1]] for at in range(0, len(edges), 2)]


def question_row(asked: Asked) -> Vector:
    """Describe a question: how it asks, and what its words are like."""
    text = asked.question.text[-1000:]
    said = [bare(word) for word in WORD.findall(text)][-60:]
    at = next((i for i, w in enumerate(said) if w in _WH), 0)
    first = said[at : at + _WORDS_OF_QUESTION]
    first += [""] * (_WORDS_OF_QUESTION - len(first))
    carry = [word for word in said if word not in STOP]
    flags = [asked.question.kind == kind for kind in KINDS] + [
        pattern.search(text) is not None for pattern in _ASKING
    ]
    flags += [at == 0, at > 3, len(said) > 8, len(said) > 14]
    known = vectors([*first, said[-1] if said else "", carry[-1] if carry else ""])
    middle = vectors(carry or [""]).mean(axis=0)
    return np.concatenate([np.array(flags, np.float32), known.ravel(), middle])


_WH = frozenset(["who", "whom", "whose", "what", "which", "where", "when", "why", "how"])


def describe(evidence: Evidence, best: Sequence[Ranked]) -> Described:
    """Describe the best sentences, best first."""
    asked, matcher = evidence.asked, Matcher(evidence.asked)
    tokens, owner, said, places, gaps = [], list[int](), list[str](), list[tuple[int, int]](), list[str]()
    for at, one in enumerate(best):
        line = evidence.sentences[one.passage][one.line]
        where, between = gaps_of(line)
        if not where:
            continue
        tokens.append(matcher.rows(line, between))
        owner += [at] * len(where)
        said += line.tokens
        places += where
        gaps += between[:-1]
    table = np.concatenate(tokens) if tokens else np.zeros((0, width() + SIGNS), np.float32)
    rows = np.array([_line_row(evidence, best, at, matcher) for at in range(len(best))], np.float32)
    return Described(question_row(asked), table, np.array(owner, np.int64), rows, said, places, gaps)


_PRONOUN = frozenset(
    ("he", "she", "it", "they", "his", "her", "their", "him", "them", "this", "these", "that", "those")
)


def _line_row(evidence: Evidence, best: Sequence[Ranked], at: int, matcher: "Matcher") -> list[float]:
    """Describe a sentence as a whole: its features, its place among the best, and what is beside it."""
    one, first = best[at], best[0]
    cut = evidence.sentences[one.passage]
    line, prior, later = cut[one.line], cut[max(0, one.line - 1) : one.line], cut[one.line + 1 : one.line + 2]
    beside = one.line - first.line if one.passage == first.passage else 9
    told = [matcher.near(line), matcher.near(*prior), matcher.near(*later)]
    return [
        *evidence.features[one.passage][one.line],
        min(5.0, (first.score - one.score) / 2),
        1.0 / (1 + at),
        float(at == 0),
        *told,
        matcher.near(*cut),
        *matcher.covers(line),
        *matcher.covers(*prior),
        *matcher.covers(*later),
        *matcher.covers(*cut[max(0, one.line - 4) : one.line]),
        float(bool(line.tokens) and bare(line.tokens[0]) in _PRONOUN),
        float(any(bare(token) in _PRONOUN for token in line.tokens)),
        float(bool(prior) and prior[0].text.rstrip().endswith("?")),
        one.line / max(1, len(cut)),
        float(beside == 1),
        float(beside == -1),
        float(one.passage == first.passage),
        min(4.0, first.score / 5),
        evidence.absent,
        float(line.text[:1] in "\"“‘'"),
    ]


LINE_WIDTH = len(FEATURES) + 25

NEAR = (len(FEATURES) + 3, len(FEATURES) + 6)
"""Where in a sentence's row it stands how near it comes to the question, and where how near its passage does."""


SIGNS = 43
"""How many numbers describe a word beside what it is like."""


class Matcher:
    """Describes words by what they are like, where they stand, and what they share with the question."""

    def __init__(self, asked: Asked) -> None:
        said = [bare(word) for word in WORD.findall(asked.question.text[-1000:])]
        self._asked = asked
        self._said = frozenset(said)
        self._all = frozenset(stem(word) for word in said if word not in STOP)
        main = frozenset(map(stem, map(bare, WORD.findall(asking_clause(asked.question.text[-1000:])))))
        self._main, self._under = self._all & main, self._all - main
        self._total = sum(asked.weights.values()) or 1.0
        carry = [word for word in said if word not in STOP] or [""]
        self._carry = vectors(carry)
        self._weights = (
            np.array([asked.weights.get(stem(word), 0.0) for word in carry], np.float32) / self._total
        )
        focus = next((i for i, word in enumerate(said) if word in _WH), -1)
        self._focus = vectors([next((w for w in said[focus + 1 :] if w not in STOP), "")])[0]
        self._verb = vectors([carry[-1]])[0]

    def covers(self, *lines: Line) -> list[float]:
        """Say what share of the clause that asks, and of those that say when or why, some sentences hold."""
        roots = {root for line in lines for root in line.roots}
        return [self._share(roots, wanted) for wanted in (self._main, self._under)]

    def _share(self, roots: set[str], wanted: frozenset[str]) -> float:
        whole = sum(self._asked.weights.get(root, 0.0) for root in sorted(wanted))
        return sum(self._asked.weights.get(root, 0.0) for root in sorted(wanted & roots)) / (whole or 1.0)

    def near(self, *lines: Line) -> float:
        """Say how near in meaning to the question's words some sentences come."""
        said = [bare(token) for line in lines for token in line.tokens]
        if not said:
            return 0.0
        return float((vectors(said) @ self._carry.T).max(axis=0).clip(0.0) @ self._weights)

    def rows(self, line: Line, gaps: Sequence[str]) -> Vector:
        """Give a row for each word of a sentence."""
        said = [bare(token) for token in line.tokens]
        like = vectors(said)
        near = like @ self._carry.T
        soft = np.maximum(near, 0.0)
        parts = [
            like,
            soft.max(axis=1, keepdims=True),
            (soft**2 @ self._weights[:, None]),
            (like @ self._focus)[:, None],
            (like @ self._verb)[:, None],
            self._places(line, said),
            self._marks(line, said),
            _signs(gaps),
        ]
        return np.concatenate(parts, axis=1).astype(np.float32)

    def _marks(self, line: Line, said: Sequence[str]) -> Vector:
        """Say what a word is by its looks, and whether the question has it."""
        held = self._asked.weights
        return np.array(
            [
                [
                    root in self._all,
                    held.get(root, 0.0) / self._total,
                    root in self._main,
                    root in self._under,
                    word in self._said,
                    word in STOP,
                    token[0].isupper() and at > 0,
                    token[0].isupper(),
                    root in self._asked.names,
                    _NUMBER.search(token) is not None,
                    word.endswith("ly"),
                    word.endswith("ed"),
                    word.endswith("ing"),
                    word.endswith("s"),
                ]
                for at, (token, word, root) in enumerate(zip(line.tokens, said, line.roots, strict=True))
            ],
            np.float32,
        )

    def _places(self, line: Line, said: Sequence[str]) -> Vector:
        """Say where in the sentence a word stands, and how far from the question's words."""
        n = len(said)
        hits = np.array([root in self._all for root in line.roots])
        weight = np.array(
            [self._asked.weights.get(r, 0.0) / self._total if r in self._all else 0.0 for r in line.roots]
        )
        at = np.arange(n)
        where = np.flatnonzero(hits)
        before = np.full(n, 12.0)
        after = np.full(n, 12.0)
        for hit in where:
            ahead = at - hit
            before = np.where(ahead > 0, np.minimum(before, ahead), before)
            after = np.where(ahead < 0, np.minimum(after, -ahead), after)
        left = np.cumsum(weight) - weight
        table = [
            at == 0,
            at == n - 1,
            at / n,
            np.minimum(before, 12) / 12,
            before == 1,
            before > 11,
            np.minimum(after, 12) / 12,
            after == 1,
            after > 11,
            left,
            weight.sum() - left - weight,
        ]
        return np.stack(table, axis=1).astype(np.float32)


def _signs(gaps: Sequence[str]) -> Vector:
    """Say what stands before and after each word: nothing, a comma, a longer pause, quotation marks, an end."""
    seen = np.array([[pattern.search(gap) is not None for pattern in _GAP] for gap in gaps], np.float32)
    return np.concatenate([seen[:-1], seen[1:]], axis=1)
