"""Lessons for a stranger's model: its tokenizer has none of our marks, so facts are told with its own tokens.

What is in the segment is the base model's own business: it can do that already. So every lesson has an earlier
segment, and what is learnt from is known from there alone: facts that are asked for, passages that come again, and
text whose far past the full attention of the same model sees.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from model import passkey
from model.interface import ModelError
from model.memory import Memory
from model.training.facts import Facts
from model.training.planting import CARRIED, GOING_ON, Ids, Lesson, Mask, Planting, Row, Stage

MARKED, SHORT = ("marked",), ("key 1", "key 3", "named 1", "named 3")
PLAIN = ("marked", "marked", "key 3", "key 5", "key 5", "named 3")
CURRICULUM = (
    Stage(8, 2, 64, MARKED), Stage(4, 2, 128, (*MARKED, *SHORT)), Stage(4, 4, 128, (*MARKED, *SHORT)),
    Stage(3, 4, 128, PLAIN), Stage(3, 8, 128, PLAIN), Stage(2, 16, 128, PLAIN), Stage(1, 16, 256, PLAIN),
)  # fmt: skip
POOL = 64
"""Different words of the first stage; each later stage has twice as many: a few are told apart before all are."""
KNOWN = 4
"""Tokens of a passage that comes again after which the rest can be known."""


@dataclass
class Asked:
    """A lesson of questions: `wanted` (B, T) are the answers from earlier segments, `text` the book's words.

    Of these `own` are learnt from: those that have an earlier segment.

    `memory` is the last lesson's of its stage, or None; `rows` are its readers.
    """

    ids: Ids
    length: int
    wanted: Mask
    own: Mask
    text: Mask
    stage: int
    memory: Memory | None = None
    rows: list[Row] = field(default_factory=list)


class Course:
    """The lessons of an adaptation, drawn from the tokens of all books."""

    def __init__(self, ids: npt.NDArray[np.integer], tokenizer: Tokenizer, seed: int) -> None:
        self.ids, self.rng = ids, np.random.default_rng(seed)
        self.facts = Facts(tokenizer, self.rng)
        if len(self.facts.words) < POOL:
            raise ModelError("The model's tokenizer has too few whole words to make lessons of.")
        self.words: list[int] = np.random.default_rng(0).permutation(self.facts.words).tolist()
        filler = np.array(tokenizer.encode(passkey.REPEATED, add_special_tokens=False).ids)
        self.planting = Planting([ids], filler, self.facts, self.rng)
        self.going: dict[int, tuple[list[Row], Memory]] = {}
        longest = max(s.length * s.segments for s in CURRICULUM)
        if len(ids) <= longest:
            raise ModelError(f"There are only {len(ids):,} tokens to learn from; give more books.")

    def asked(self, at: int, tokens: int) -> Asked:
        """Give questions of stage `at`, or now and then of one before."""
        if self.rng.random() > 0.75:
            at = int(self.rng.integers(0, at + 1))
        stage = CURRICULUM[at]
        self.facts.words = self.words[: POOL << at]
        rows, memory = self._begun(at, stage, tokens)
        segments = int(self.rng.integers(max(2, stage.segments // 2), stage.segments + 1))
        lesson: Lesson = self.planting.lesson(stage, segments, rows)
        own = lesson.text.copy()
        if memory is None:
            own[:, : stage.length] = False
        return Asked(lesson.ids, stage.length, lesson.far, own, lesson.text, at, memory, rows)

    def _begun(self, at: int, stage: Stage, tokens: int) -> tuple[list[Row], Memory | None]:
        """Go on from the stage's last lesson (random state passing), or start with an empty memory."""
        if at in self.going and self.rng.random() < GOING_ON:
            return self.going[at]
        return self.planting.rows(max(1, tokens // (stage.segments * stage.length))), None

    def passed_on(self, lesson: Asked, memory: Memory) -> None:
        """Keep the memory at a lesson's end for the next of its stage."""
        if CURRICULUM[lesson.stage].segments >= CARRIED:
            self.going[lesson.stage] = lesson.rows, memory.detached()

    def copied(self, tokens: int, longest: int) -> tuple[Ids, int, Mask]:
        """Give stretches of text in which a passage comes again, segments later; and where it can be known."""
        length = int(self.rng.choice([32, 64, 128]))
        segments = max(2, min(int(self.rng.integers(2, 17)), tokens // length, longest // length))
        ids = self._drawn(length * segments, tokens)
        wanted = np.zeros(ids.shape, bool)
        for row in range(len(ids)):
            size = int(self.rng.integers(2 * KNOWN, length + 1))
            to = int(self.rng.integers(length, ids.shape[1] - size + 1))
            at = int(self.rng.integers(0, to // length * length - size + 1))
            ids[row, to : to + size] = ids[row, at : at + size].copy()
            wanted[row, to + KNOWN : to + size] = True
        return ids, length, wanted

    def text(self, tokens: int, longest: int) -> tuple[Ids, int]:
        """Give stretches of text (B, T) of at most `longest` tokens, and a random length of segments."""
        length = int(2 ** self.rng.uniform(7, np.log2(max(128, min(longest, tokens, len(self.ids) // 2)))))
        segment = int(2 ** self.rng.uniform(5, np.log2(length / 2)))
        return self._drawn(length, tokens), segment

    def _drawn(self, length: int, tokens: int) -> Ids:
        starts = self.rng.integers(0, len(self.ids) - length, max(1, tokens // length))
        return np.stack([self.ids[at : at + length] for at in starts]).astype(np.int64)
