"""What a question asks for: the words to look up, and the kind of thing that would answer it."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import Literal

from app.words import STOP, WORD, bare, forms, stem

Kind = Literal[
    "person", "time", "place", "number", "reason", "manner", "feeling", "speech", "colour", "event", "thing"
]

MOST_TERMS = 64
"""How many different words of a question are looked up; a question of 10,000 characters has more."""

# Tried in order; the first that matches says what is asked for.
_PATTERNS: dict[Kind, str] = {
    "number": r"\bhow (many|much|old|long|far|often|tall|big|large|deep|high)\b"
    r"|\bwhat (number|percentage|age)\b",
    "colour": r"\bwhat colou?rs?\b",
    "reason": r"\bwhy\b|\bwhat (is|was|were|are) the (reason|cause)s?\b|\bfor what reason\b|\bhow come\b",
    "person": r"\bwho(m|se)?\b|\bwhat (is|was) the name of\b|\bwhat (man|woman|person|king|queen)\b",
    "time": r"\bwhen\b|\b(what|which) (year|day|month|time|date|century|decade|season|hour)\b",
    "place": r"\bwhere\b|\b(what|which) (place|city|town|country|village|island|river|house|street|state)\b",
    "speech": r"\bwhat (did|does|do|had|has) .*\b(say|says|said|ask|tell|call|reply|answer|promise|shout)\b",
    "feeling": r"\bhow\b.*\b(feel|felt|feels|feeling|mood)\b|\bwhat (was|were|is) .*\b(mood|feelings?)\b",
    "event": r"\bwhat (will |would |did |had |has )?(happen|occur|became|become)"
    r"|\bwhat\b.*\b(do|does|doing|done)\b\W*$",
    "manner": r"\bhow\b",
}
_KINDS = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _PATTERNS.items()}

# Words that only form the question, beside the stop words.
_ASKING = frozenset({"many", "name", "kind", "type", "happened", "happen"})


@dataclass(frozen=True)
class Term:
    """One word of a question: its stem, the spellings to look up, and whether it is written like a name."""

    stem: str
    forms: tuple[str, ...]
    name: bool


@dataclass(frozen=True)
class Question:
    """A question as evidence finding sees it; `pairs` are stems of neighbouring content words."""

    text: str
    kind: Kind
    terms: tuple[Term, ...]
    pairs: frozenset[tuple[str, str]]

    @cached_property
    def paired(self) -> frozenset[str]:
        """The stems that have a neighbour."""
        return frozenset(chain.from_iterable(self.pairs))


def understand(text: str, before: str = "") -> Question:
    """Find what a question asks for, and by which words: its own, and those of the question that it follows."""
    found: dict[str, Term] = {}
    order: list[str] = []
    whole = f"{before} {text}".strip() if before else text
    for at, match in enumerate(WORD.finditer(whole.replace("\0", " "))):
        word = bare(match.group())
        if word in STOP or word in _ASKING or not word:
            continue
        root = stem(word)
        order.append(root)
        if root not in found:
            name = at > 0 and match.group()[0].isupper()
            found[root] = Term(root, forms(word), name)
        if len(found) == MOST_TERMS:
            break
    pairs = frozenset(pairwise(order))
    return Question(whole, kind_of(text), tuple(found.values()), pairs)


def kind_of(text: str) -> Kind:
    """Say what kind of thing would answer the question."""
    head = asking_clause(text[:1000])  # patterns with `.*` must not wander through it, however long
    return next((kind for kind, pattern in _KINDS.items() if pattern.search(head)), "thing")


_WH = r"\b(?:who|whom|whose|what|which|where|when|why|how)\b"
_ASKED_LATE = re.compile(
    rf"^\W*(?:when|while|after|before|where|as|if|once|since)\b.*?,\s*(?=(?:\w+\s)?{_WH})", re.I
)
_UNDER = re.compile(r"\s(?:when|while|after|before|because|if|once|until|since)\s", re.I)
ASKS = re.compile(_WH, re.I)


def asking_clause(text: str) -> str:
    """Give the clause of a question that asks, without those that say when or under which condition."""
    late = _ASKED_LATE.match(text)
    text = text[late.end() :] if late else text
    asks = ASKS.search(text)
    under = _UNDER.search(text, asks.end() + 1 if asks else 0)
    return text[: under.start()] if under else text


_ABOUT = re.compile(
    r"what(?:'s|’s| is| was)? (?:this |the )?(?:whole )?(?P<a>book|novel|story|tale|paper|text|article|it|chapter)"
    r"(?: (?P<n>\d{1,4}))?(?: is| was)?(?: all)? about|"
    r"what happens in (?:this |the )?(?:whole )?(?:book|novel|story|chapter(?: (?P<n2>\d{1,4}))?)|"
    r"(?:please )?(?:summari[sz]e|sum up)(?: (?:this|the|it))?(?: (?:whole )?(?:book|novel|story|paper|text|article"
    r"|chapter(?: (?P<n3>\d{1,4}))?))?|(?:give me )?a? ?summary(?: of (?:this|the) (?:book|novel|story|paper))?|"
    r"(?:这|本|这本|这部)(?:书|小说|文章|论文)?(?:讲|说|写)(?:了|的|的是|了些)?什么|总结(?:一下)?(?:这本书|全书)?",
    re.IGNORECASE,
)


def summary_wanted(text: str) -> int | None:
    """Say whether a question asks what it is all about: 0 of all that may be known, N of chapter N, None if not."""
    plain = " ".join(text.split()).strip(" ?？.。!！")
    match = _ABOUT.fullmatch(plain)
    if match is None:
        return None
    number = match["n"] or match["n2"] or match["n3"]
    return int(number) if number else 0


_FOLLOWS = re.compile(
    r"^\W*(?:and|but|then|so|why|how so|how come|what then|when was that|where was that)\b"
    r"|\b(?:he|she|they|him|her|his|hers|them|their|theirs)\b",
    re.IGNORECASE,
)


def follows_on(text: str) -> bool:
    """Say whether a question only makes sense after another: it names nobody, and speaks of "him", or asks "why?"."""
    terms = understand(text).terms
    return len(terms) <= 2 and not any(term.name for term in terms) and bool(_FOLLOWS.search(text))
