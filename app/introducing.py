"""Answering "Who is X?": the words with which a book introduces somebody.

No training question asks so often enough to learn from it; the phrases in which it is done are few.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile
from typing import TypedDict

from app.evidence import Evidence
from app.words import WORD, stem

_ASKS = re.compile(
    r"\W*who(?:\s+(?:is|was|are|were)|[’']s)\s+(?P<name>\w.*?)[\W_]*", re.IGNORECASE | re.DOTALL
)
_TITLE = """
    mr mrs ms miss dr doctor sir dame lady lord st saint captain colonel general major professor prince princess king
    queen count countess baron duke duchess father mother brother sister uncle aunt
"""
_TITLES = frozenset(_TITLE.split())

LONGEST = 100
"""A question of more characters names nobody."""

_A = r"(?:an?|the|one\s+of)"
_WHOSE = r"(?:his|her|their|my|our|your|its|[A-Z]\w+[’']s|[A-Z]\w+s[’'])"
_REST = r"\s+[^,;:.!?—“”\"()]+?(?=\s+(?:who|which|whose|that|when|until)\b|[,;:.!?—“”\"()])"
_NEVER = r"(?!(?:an?\s+(?:little|bit|good|great\s+deal|moment|few)|the\s+(?:first|last|only|more|less|same|next))\b)"
_BE = r"(?:is|was|were|are|had\s+been)"


class Words(TypedDict):
    """Where words stand: the passage, the sentence, and begin and end in it."""

    passage: int
    line: int
    begin: int
    end: int


def introduced(evidence: Evidence) -> Words | None:
    """Give the words that say who somebody is; None if a question does not ask so, or nobody is introduced."""
    asks = _ASKS.fullmatch(evidence.asked.question.text[: LONGEST + 1])
    said = WORD.findall(asks["name"]) if asks else []
    names = list(dropwhile(_TITLES.__contains__, (word.lower() for word in said)))
    if (
        not names
        or len(evidence.asked.question.text) > LONGEST
        or not all(stem(name) in evidence.asked.names for name in names)
    ):
        return None
    sentences = list(_naming(evidence, names))
    for pattern in _patterns(names):
        for passage, line, text in sentences:
            found = pattern.search(text)
            if found:
                return Words(passage=passage, line=line, begin=found.start("who"), end=found.end("who"))
    return None


def _naming(evidence: Evidence, names: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Give the sentences that hold one of the names, in the order of the book."""
    wanted = frozenset(map(stem, names))
    for passage, cut in enumerate(evidence.sentences):
        for line, one in enumerate(cut):
            if not wanted.isdisjoint(one.roots):
                yield passage, line, one.text


def _patterns(names: Sequence[str]) -> Iterator[re.Pattern[str]]:
    """Give the phrases that introduce somebody, the surest first: by all names, by one; last what else is said."""
    whole = r"\s+".join(map(re.escape, names))
    for name in dict.fromkeys((whole, re.escape(names[-1]), re.escape(names[0]))):
        yield from map(re.compile, _phrases(rf"(?i:{name})\b"))
    yield re.compile(rf"(?P<who>\b(?i:{whole})\s+{_BE}\b{_REST})")


def _phrases(name: str) -> Iterator[str]:
    after, before = rf"\b{name}(?:\s+[A-Z]\w+)?", rf"(?:[A-Z]\w+\.?\s+)?{name}"
    called = r"(?:named|called|whose\s+name\s+(?:is|was)|by\s+the\s+name\s+of)"
    yield rf"(?P<who>\b(?i:{_A})(?:\s+\w+){{1,5}}?),?\s+(?:who\s+{_BE}\s+)?{called}\s+{before}"
    yield rf"{after},\s+(?P<who>(?:{_A}|{_WHOSE}){_REST})"
    yield rf"{after}\s+{_BE}\s+{_NEVER}(?P<who>(?:{_A}|{_WHOSE}|[A-Z]\w+\s+of){_REST})"
    yield rf"(?P<who>\b(?i:{_WHOSE})(?:\s+[a-z][\w-]*){{1,3}})(?:\s+{before}|,\s+{before}(?=[,;.]))"
