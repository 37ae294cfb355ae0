"""The pass key: how one is told and asked for in plain words, and the filler of the paper.

Training and evaluation both take their wording from here, so that what is measured is what was taught.

    told      "The pass key is 48213."            or  "The pass key of the lamp is 48213."
    asked     "What is the pass key? The pass key is"  (followed by " 48213.")

A key is a string of five digits; a name is a plain noun, or "" where there is one key only.
"""

from typing import NamedTuple

import numpy as np
from tokenizers import Tokenizer

DIGITS = 5
REPEATED = "The grass is green. The sky is blue. The sun is yellow. Here we go. There and back again. "
"""The paper's filler: this line again and again."""
NAMES = (
    "lamp", "window", "garden", "ship", "table", "river", "castle", "horse", "letter", "mirror", "bridge", "candle",
    "forest", "kitchen", "island", "doctor", "church", "market", "winter", "basket", "coat", "clock", "ring",
    "stable", "bell", "tower", "road", "mill", "chair", "knife", "bottle", "picture", "piano", "carriage", "harbour",
    "desert", "palace", "soldier", "priest", "captain", "mountain", "village", "orchard", "library", "prison",
    "theatre", "hammer", "blanket", "needle", "feather", "lantern", "saddle", "anchor", "violin", "ladder", "barrel",
    "cottage", "meadow", "statue", "curtain", "drawer", "fountain", "chimney", "pocket",
)  # fmt: skip


def draw_key(rng: np.random.Generator) -> str:
    """Draw five digits, each as likely as the others."""
    return f"{int(rng.integers(0, 10**DIGITS)):0{DIGITS}}"


def told(key: str, name: str = "") -> str:
    """Tell a key, as a paragraph of its own."""
    return f"\n\nThe pass key{_of(name)} is {key}.\n\n"


def asked(name: str = "") -> str:
    """Ask for the key; what follows is `answer(key)`."""
    return f"\n\nWhat is the pass key{_of(name)}? The pass key is"


def answer(key: str) -> str:
    """Give what follows `asked`."""
    return f" {key}."


class Asked(NamedTuple):
    """A question with its answer as ids.

    The key's own tokens are `ids[start:stop]`. The answer begins at `begin`: before `start` if the blank before the
    key is a token of its own.
    """

    ids: list[int]
    start: int
    stop: int
    begin: int


def told_ids(tokenizer: Tokenizer, key: str, name: str = "") -> list[int]:
    """Give `told` as ids."""
    return list(tokenizer.encode(told(key, name), add_special_tokens=False).ids)


def asked_ids(tokenizer: Tokenizer, key: str, name: str = "") -> Asked:
    """Give `asked` and the answer as ids, up to the last token that holds a digit of the key."""
    question = asked(name)
    whole = tokenizer.encode(question + answer(key), add_special_tokens=False)
    first = len(question) + 1  # after the space
    tokens = [i for i, (a, b) in enumerate(whole.offsets) if b > first and a < first + len(key)]
    start, stop = tokens[0], tokens[-1] + 1
    begin = next(i for i, (_, b) in enumerate(whole.offsets) if b > len(question))
    return Asked(list(whole.ids[:stop]), start, stop, begin)


def _of(name: str) -> str:
    return f" of the {name}" if name else ""
