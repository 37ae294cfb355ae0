"""Lessons for a stranger's model: its tokenizer has none of our marks, so facts are told with its own tokens."""

import numpy as np
from tokenizers import Tokenizer

from model.interface import ModelError
from model.training.lessons import Ids, Lesson, Recall, Stage, Vocabulary, stage

CURRICULUM = (
    stage(6, 2), stage(6, 4), stage(3, 4), stage(3, 8), stage(2, 16), stage(1, 32),
    stage(2, 4, value=5, plain=True, length=128), stage(2, 16, value=5, plain=True, length=256),
)  # fmt: skip
"""Dense facts first; every stage has an earlier segment, for the segment itself is the base model's own business."""
WORD_STARTS = ("Ġ", "▁")
POOL = 64
"""Different words of the first stage; each later stage has twice as many: a few are told apart before all are."""
LEAST_WORDS = max(s.pairs * s.segments for s in CURRICULUM)


class StrangersVocabulary(Vocabulary):
    """Keys and values out of any tokenizer: whole words of one token, digits, and two signs in place of marks."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        pieces = tokenizer.get_vocab()
        words = [i for t, i in pieces.items() if t[:1] in WORD_STARTS and t[1:].isalpha() and len(t) > 4]
        self.words = np.array(sorted(words))
        if len(self.words) < LEAST_WORDS:
            raise ModelError("The model's tokenizer has too few whole words to make lessons of.")
        digits = [pieces.get(str(d)) for d in range(10)]
        self.digits = np.array([d for d in digits if d is not None])
        self.fact, self.ask = (self._ids(sign)[-1] for sign in ("#", "?"))
        self.tell = [self._split(text) for text in (
            "\n\nThe pass key of the{} is {}. Remember it.\n\n", " The number of the{} is {}.",
            " It was{} who had the number {}.",
        )]  # fmt: skip
        self.demand = [self._split(text) for text in (
            "\n\nWhat is the pass key of the{}? The pass key is {}.", " What is the number of the{}? It is {}.",
            " Which number had{}? It had {}.",
        )]  # fmt: skip

    def _ids(self, text: str) -> list[int]:
        return list(self.tokenizer.encode(text, add_special_tokens=False).ids)

    def _split(self, text: str) -> list[list[int]]:
        return [self._ids(part) for part in text.split("{}")]


class Course:
    """The lessons of an adaptation: where its recall stands, and random stretches of book text."""

    def __init__(self, ids: Ids, tokenizer: Tokenizer, seed: int) -> None:
        self.ids, self.rng = ids, np.random.default_rng(seed)
        self.vocabulary = StrangersVocabulary(tokenizer)
        self.words = np.random.default_rng(0).permutation(self.vocabulary.words)
        self.recall = Recall(ids, self.vocabulary, self.rng)
        plain = len(self.vocabulary.digits) == 10
        longest = max(s.length * s.segments for s in CURRICULUM)
        if len(ids) <= longest:
            raise ModelError(f"There are only {len(ids):,} tokens to learn from; give more books.")
        self.stages: list[Stage] = [s for s in CURRICULUM if plain or not s.plain]

    def asked(self, at: int, tokens: int) -> tuple[Lesson, int]:
        """Give questions of stage `at`, or now and then of one before; and the length of their segments."""
        now = self.stages[at if self.rng.random() < 0.75 else int(self.rng.integers(0, at + 1))]
        self.vocabulary.words = self.words[: POOL << at]
        segments = int(self.rng.integers(max(2, now.segments // 2), now.segments + 1))
        lesson = self.recall.batch(now, segments, max(1, tokens // (segments * now.length)))
        return lesson, now.length

    def text(self, tokens: int, longest: int) -> tuple[Ids, int]:
        """Give stretches of text (B, T) of at most `longest` tokens, and a random length of segments."""
        length = int(2 ** self.rng.uniform(8, np.log2(min(longest, tokens, len(self.ids) // 2))))
        starts = self.rng.integers(0, len(self.ids) - length, max(1, tokens // length))
        segment = int(2 ** self.rng.uniform(5, np.log2(length / 2)))
        return np.stack([self.ids[at : at + length] for at in starts]).astype(np.int64), segment
