"""The language of a text that does not say: the most frequent at once, others by a library that takes a second."""

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENOUGH = 5_000  # characters that the library looks at
_FEWEST = 40  # letters; of fewer nobody can tell
_SURE = 0.8  # probability
_SAMPLE = 40_000  # characters
_WORDS = {
    "en": "the and of to in that was he his with it had for not you her she they from",
    "de": "der die und das nicht ist ein eine den von zu mit sich auf dem für wir auch als",
    "fr": "le la les et des une est pas que dans il qui pour elle sur avec du au ce",
    "es": "el la los las que y una por con para su del se como pero más al era",
    "it": "il che di e la una per non con si gli della sono come ma più era nel",
    "pt": "o que de e uma não para com os se por mais como mas foi da do ao",
    "nl": "de het een en van dat niet zijn met voor op te was hij zij ook maar",
}
_LEAST = 0.12  # share of the words that must belong to the language


def guess_language(text: str) -> str | None:
    """Return the likeliest language of a text, or nothing if it is in doubt."""
    counts = Counter(re.findall(r"[^\W\d_]+", text[:_SAMPLE].lower()))
    total = sum(counts.values())
    if total < 20:
        return None
    shares = {name: sum(counts[word] for word in words.split()) / total for name, words in _WORDS.items()}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= _LEAST else None


def detect_language(text: str) -> str | None:
    """Return the language of a text of whatever kind, of 97, or nothing if it is in doubt.

    The model that it needs is loaded from a temporary file, so it cannot be used in the cage.
    """
    letters = sum(map(str.isalpha, text[:ENOUGH]))
    if letters < _FEWEST:
        return None
    found, sureness = _identifier().classify(text[:ENOUGH])
    return str(found) if sureness > _SURE else None


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
