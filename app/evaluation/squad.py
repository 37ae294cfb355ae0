"""SQuAD's measures: exact match and F1 of words, after its normalisation (Rajpurkar et al., 2016)."""

import re
import string
from collections import Counter
from collections.abc import Iterable

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_SIGNS = str.maketrans("", "", string.punctuation + "“”‘’—–…")


def normalised(text: str) -> list[str]:
    """Give the words of an answer: lower case, without signs and articles."""
    return _ARTICLES.sub(" ", text.lower().translate(_SIGNS)).split()


def exact(said: str, answers: Iterable[str]) -> float:
    """Say (1 or 0) whether what was said is one of the answers."""
    return float(any(normalised(said) == normalised(answer) for answer in answers))


def f1(said: str, answers: Iterable[str]) -> float:
    """Give the F1 of the words of what was said, with the answer nearest to it."""
    return max((_f1(normalised(said), normalised(answer)) for answer in answers), default=0.0)


def _f1(said: list[str], answer: list[str]) -> float:
    if not said or not answer:
        return float(said == answer)
    shared = sum((Counter(said) & Counter(answer)).values())
    return 2 * shared / (len(said) + len(answer))


def decided(right: int, claimed: int, real: int) -> tuple[float, float, float]:
    """Give precision, recall and F1 (percent) of a decision: `right` of `claimed`, where `real` were to be claimed."""
    precision, recall = right / claimed if claimed else 0.0, right / real if real else 0.0
    both = precision + recall
    return 100 * precision, 100 * recall, 200 * precision * recall / both if both else 0.0
