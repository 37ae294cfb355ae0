"""What speaks for a sentence as the answer to a question: a row of numbers, weighed in `app.quoting`."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.question import Kind, Question
from app.words import STOP, WORD, bare, stem
from ingest import sentences
from ingest.book import Locator, Passage

FEATURES = (
    "cover",  # share of the question's weight that the sentence holds
    "cover squared",
    "before",  # share that only the sentence before it holds, ...
    "after",  # ... only the one after it, ...
    "rest",  # ... only the rest of the passage: a pronoun may stand for what was named there
    "rarest",  # whether it holds the question's rarest word
    "names",  # share of the question's names that it holds, ...
    "names near",  # ... or that the passage holds before it
    "reason before",
    "reason after",
    "event before",
    "event after",
    "feeling before",
    "feeling after",
    "pairs",  # share of the question's neighbouring words that are near each other in it
    "passage",  # how well the whole passage covers the question, against the best passage
    "news",  # how much it says that the question does not
    "length",
    "short",  # fewer than five words
    "asks",  # a question seldom answers one
    "clues",  # share of the memory's clues that it holds
    "person",
    "time",
    "place",
    "number",
    "reason",
    "manner",
    "feeling",
    "speech",
    "colour",
)

_TELLING: tuple[Kind, ...] = ("reason", "event", "feeling")
"""Kinds whose answer often stands beside the sentence that the question speaks of."""

_NUMBERS = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand
    million dozen half once twice both
"""
_TIMES = """
    morning evening night noon midnight day days week weeks month months year years hour hours minute
    minutes o'clock spring summer autumn winter monday tuesday wednesday thursday friday saturday sunday
    january february march april june july august september october november december century yesterday
    tomorrow when after before until while during
"""
_COLOURS = """
    black white red green blue yellow brown grey gray golden purple crimson scarlet pink violet silver
"""
_FEELINGS = """
    afraid amazed amused angry anger anxious ashamed astonished awe bitter bored brave calm cheerful confused content
    cross curious delight delighted despair desperate determined disappointed disgusted distress distressed dread
    eager ecstatic embarrassed enraged envious envy excited fear fearful fond frightened furious glad gloomy grateful
    gratitude greedy grief grieved guilty happy happiness hate hatred helpless hope hopeful horror horrified hungry
    hurt impatient indignant irritated jealous joy joyful joyous kind lonely lonesome love mad melancholy merry
    miserable mournful nervous offended pain pity pleased pleasure proud pride rage regret relieved remorse sad
    sadness satisfied scared shame shocked shy sick sorrow sorrowful sorry spiteful startled surprise surprised
    suspicious tears terrified terror thankful thirsty tired triumphant troubled uneasy unhappy upset vexed weary wept
    wonder worried wrath wretched
"""


def _either(listed: str) -> str:
    return "|".join(listed.split())


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


SHAPES: Mapping[Kind, re.Pattern[str]] = {
    "time": _any(rf"\b({_either(_TIMES)})\b", r"\b1\d{3}\b|\b20\d\d\b"),
    "place": _any(
        r"\b(in|at|on|into|to|near|from|under|behind|beside|through|towards?|across)"
        r" (the|an?|his|her|their)\b"
    ),
    "number": _any(r"\d", rf"\b({_either(_NUMBERS)})\b"),
    "reason": _any(r"\b(because|since|for|so that|so|therefore|in order|as|lest|thus|due to)\b"),
    "manner": _any(r"\b(by|with|through|using|as|like)\b", r"\w{3,}ly\b"),
    "feeling": _any(rf"\b({_either(_FEELINGS)})\b"),
    "speech": _any(r"[\"“”«»]|(?:^|\s)['‘]\w|\b(that|said|told|asked|cried|replied|answered)\b"),
    "colour": _any(rf"\b({_either(_COLOURS)})\b"),
}


@dataclass(frozen=True)
class Line:
    """A sentence of a passage, with its words cut to stems."""

    start: Locator
    text: str
    tokens: tuple[str, ...]
    roots: tuple[str, ...]


def lines(passage: Passage) -> tuple[Line, ...]:
    """Cut a passage into its sentences."""
    return tuple(_line(passage, offset, text) for offset, text in sentences(passage.text))


def _line(passage: Passage, offset: int, text: str) -> Line:
    tokens = tuple(WORD.findall(text))
    start = Locator(passage.start.chapter, passage.start.offset + offset)
    return Line(start, text, tokens, tuple(stem(bare(token)) for token in tokens))


@dataclass(frozen=True)
class Asked:
    """A question with what the book says of its words: their weights (rare ones weigh more) and names."""

    question: Question
    weights: Mapping[str, float]
    names: frozenset[str]
    clues: frozenset[str]

    def cover(self, roots: Iterable[str]) -> float:
        """Say what share of the question's weight these words hold (of what the book has at all)."""
        return sum(self.weights[root] for root in sorted(roots)) / (sum(self.weights.values()) or 1.0)


def names_among(question: Question, passages: Sequence[Sequence[Line]]) -> frozenset[str]:
    """Find which of the question's words are names: so written there, or in the book inside a sentence."""
    capital = dict.fromkeys((term.stem for term in question.terms), 0)
    for line in (line for passage in passages for line in passage):
        for token, root in zip(line.tokens[1:], line.roots[1:], strict=True):
            if root in capital:
                capital[root] += 1 if token[0].isupper() else -1
    return frozenset(
        term.stem
        for term in question.terms
        if capital[term.stem] > 0 or (term.name and capital[term.stem] == 0)
    )


def rows(asked: Asked, passages: Sequence[Sequence[Line]]) -> list[list[list[float]]]:
    """Describe every sentence of every passage by its `FEATURES`."""
    wanted = asked.weights.keys()
    held = [[frozenset(line.roots) & wanted for line in passage] for passage in passages]
    covers = [asked.cover(frozenset[str]().union(*hits)) for hits in held]
    best = max(covers, default=0.0) or 1.0
    return [
        [
            _words_row(asked, hits, at) + _own_row(asked, line, hits[at], cover / best)
            for at, line in enumerate(passage)
        ]
        for passage, hits, cover in zip(passages, held, covers, strict=True)
    ]


def _words_row(asked: Asked, held: Sequence[frozenset[str]], at: int) -> list[float]:
    """Describe where in the passage the question's words are, seen from one sentence."""
    here = held[at]
    prior = held[at - 1] - here if at else frozenset[str]()
    later = held[at + 1] - here - prior if at + 1 < len(held) else frozenset[str]()
    earlier = frozenset[str]().union(*held[:at])
    rest = earlier.union(*held[at:]) - here - prior - later
    cover, before, after = asked.cover(here), asked.cover(prior), asked.cover(later)
    named = len(asked.names) or 1
    return [
        cover,
        cover * cover,
        before,
        after,
        asked.cover(rest),
        float(bool(here) and max(asked.weights, key=lambda root: (asked.weights[root], root)) in here),
        len(asked.names & here) / named,
        len((asked.names - here) & earlier) / named,
        *(share * (asked.question.kind == kind) for kind in _TELLING for share in (before, after)),
    ]


def _own_row(asked: Asked, line: Line, here: frozenset[str], share: float) -> list[float]:
    """Describe the sentence itself."""
    news = sum(bare(token) not in STOP for token in line.tokens) - len(here)
    return [
        _pairs(asked.question, line),
        share,
        math.log1p(max(0, news)),
        math.log1p(len(line.tokens)),
        float(len(line.tokens) < 5),
        float(line.text.rstrip("\"”'’ ").endswith("?")),
        len(asked.clues & frozenset(line.roots)) / (len(asked.clues) or 1),
        *_shapes(asked, line),
    ]


def _shapes(asked: Asked, line: Line) -> list[float]:
    """Say, for the kind that is asked for alone, whether the sentence holds a thing of that kind."""
    kind = asked.question.kind
    person = kind == "person" and any(
        token[0].isupper() and bare(token) not in STOP and root not in asked.weights
        for token, root in zip(line.tokens[1:], line.roots[1:], strict=True)
    )
    return [float(person)] + [
        float(kind == shape and pattern.search(line.text) is not None) for shape, pattern in SHAPES.items()
    ]


def _pairs(question: Question, line: Line) -> float:
    """Say what share of the question's neighbouring words stand within three words of each other."""
    paired = question.paired
    held = [(at, root) for at, root in enumerate(line.roots) if root in paired]
    near = {(one, other) for (here, one), (there, other) in pairwise(held) if there - here <= 3}
    if not near:
        return 0.0
    return sum(pair in near or pair[::-1] in near for pair in question.pairs) / len(question.pairs)
