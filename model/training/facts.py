"""The facts that lessons tell and ask for: marked pairs, pass keys in plain words, and what happens in a world.

Every kind draws a `Fact`: the tokens that tell it, and the tokens that ask for it and answer. What is asked for is
random, so only who remembers the telling can answer.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from tokenizers import Tokenizer

from model import passkey
from model.tokens import ANSWER, ASK, END, FACT, QUESTION

WORD_STARTS = ("Ġ", "▁")
SIGNS = {FACT: "#", ASK: "?"}
"""Our marks, and what stands for them where a stranger's tokenizer has none."""
NAMELESS = "key "
"""The key of the pass key that has no name: there is one of it."""
REPEATING = 0.2
"""How often a pass key is made of two or three digits alone."""


class Fact(NamedTuple):
    """What is told, what is asked, and where in `asked` the answer begins; a later fact of a key replaces it."""

    key: str
    told: list[int]
    asked: list[int]
    answer: int


class Facts:
    """Draws facts of a kind: `marked`, `key N` and `named N` (a pass key of N digits, without a name or with one)."""

    def __init__(self, tokenizer: Tokenizer, rng: np.random.Generator, repeating: float = REPEATING) -> None:
        self.tokenizer, self.rng, self.repeating = tokenizer, rng, repeating
        known = tokenizer.get_vocab()
        words = {
            t[1:]: i for t, i in known.items() if t[:1] in WORD_STARTS and t[1:].isalpha() and len(t) > 4
        }
        self.words = sorted(words.values())
        self.names = sorted({*(word for word in words if word.islower()), *passkey.NAMES})
        self.fact, self.ask = (known[m] if m in known else self._ids(sign)[-1] for m, sign in SIGNS.items())
        self.marks = [known[m] for m in (QUESTION, ANSWER, END)] if QUESTION in known else None
        self.kinds: dict[str, Callable[[int], Fact]] = {
            "marked": self._marked, "key": self._key, "named": self._named,
        }  # fmt: skip

    def draw(self, kind: str) -> Fact:
        """Draw one fact of a kind."""
        name, _, digits = kind.partition(" ")
        return self.kinds[name](int(digits or 1))

    def tell(self, sentence: str) -> list[int]:
        """Write what happened in a world behind other text."""
        return self._ids(f" {sentence}")

    def question(self, question: str, answer: str) -> Fact:
        """Ask about a world as the program asks."""
        return self._prompt("", [], question, answer)

    def _marked(self, _: int) -> Fact:
        key, value = (self.words[int(i)] for i in self.rng.integers(0, len(self.words), 2))
        return Fact(f"marked {key}", [self.fact, key, value], [self.ask, key, value], 2)

    def _key(self, digits: int) -> Fact:
        return self._pass_key(digits, "")

    def _named(self, digits: int) -> Fact:
        return self._pass_key(digits, self._one(self.names))

    def _pass_key(self, digits: int, name: str) -> Fact:
        """Write a fact as a paragraph of its own or, as often, in the midst of one."""
        value, key = self._digits(digits), f"key {name}"
        told, question = passkey.told(value, name).strip(), passkey.asked(name).strip()
        before, after = ("\n\n", "\n\n") if self.rng.random() < 0.5 else (" ", "")
        ids = self._ids(before + told + after)
        if self.marks and self.rng.random() < 0.2:
            return self._prompt(key, ids, question.partition("?")[0] + "?", value)
        whole = self.tokenizer.encode(f"{before}{question} {value}", add_special_tokens=False)
        start = len(before + question)  # the blank is a token of its own, and part of the answer
        first = next(i for i, (_, end) in enumerate(whole.offsets) if end > start)
        return Fact(key, ids, list(whole.ids), first)

    def _digits(self, number: int) -> str:
        """Draw digits that often repeat: each must be known by its place, for what follows a digit is not one thing."""
        several = passkey.draw_key(self.rng)[: int(self.rng.integers(2, 4))]
        drawn = passkey.draw_key(self.rng)[:number]
        return "".join(self._one(several) for _ in drawn) if self.rng.random() < self.repeating else drawn

    def _prompt(self, key: str, told: list[int], question: str, answer: str) -> Fact:
        """Ask as the program asks."""
        assert self.marks
        ask, reply, end = self.marks
        asked = [ask, *self._ids(question), reply]
        return Fact(key, told, [*asked, *self._ids(answer), end], len(asked))

    def _ids(self, text: str) -> list[int]:
        return list(self.tokenizer.encode(text, add_special_tokens=False).ids)

    def _one(self, some: Sequence[str]) -> str:
        return some[int(self.rng.integers(0, len(some)))]
