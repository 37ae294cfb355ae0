"""A row's small world in its lessons: what happens, for how long nothing does, and what is asked about it.

An answer once given stands in the text and may be copied from there, so a question is asked again only when its
answer has changed. A world ends and another begins, so that stories are short and long.
"""

from dataclasses import dataclass, field

import numpy as np

from model.babi import World

STILL, LONG = 0.4, 0.1
"""How often nothing happens in a segment of many, so that what is asked about lies before it; and how often of these
a long quiet begins."""
LONGEST = 128
"""Segments that a quiet lasts at most, short ones as likely as those of twice the length."""
STORY = (4, 64)
"""Things that happen in a world before another begins: at least and at most, few as likely as twice as many."""
TASKS = (0, 1, 2, 2, 2, 3, 3)
"""What is asked about, each as likely as it is often named: 0 who holds a thing, 1 to 3 as in `model.babi`."""
DRAWS = 6
"""Tasks that are drawn for one question, where the world has none of the first."""
QUESTIONS = 6
"""Questions in all of a long quiet, about."""


@dataclass
class Happening:
    """One row's world, and what its reader was already told of it in answers."""

    rng: np.random.Generator
    world: World = field(init=False)
    most: int = field(init=False)
    quiet: int = 0
    share: float = 1.0  # of the segments of this quiet in which something is asked
    given: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self.world, self.given = World(self.rng), {}
        self.most = self._log_uniform(*STORY)

    def still(self) -> bool:
        """Say whether nothing happens in the next segment; call once a segment."""
        if self.quiet:
            self.quiet -= 1
            return True
        if not self.world.facts or self.rng.random() >= STILL:
            return False
        lasts = self._log_uniform(2, LONGEST) if self.rng.random() < LONG else 1
        self.quiet, self.share = lasts - 1, min(1.0, QUESTIONS / lasts)
        return True

    def act(self) -> str:
        """Let something happen, in another world when this one's story is long enough; give its sentence."""
        if len(self.world.facts) >= self.most:
            self._begin()
        self.world.act(moves_only=False)
        return self.world.facts[-1]

    def ask(self) -> tuple[str, str] | None:
        """Draw a question whose answer was not yet given, and its answer; None where there is none now."""
        for _ in range(DRAWS):
            task = TASKS[int(self.rng.integers(0, len(TASKS)))]
            every = self.world.asked(task)
            new = [(question, answer) for question, answer in every if self.given.get(question) != answer]
            if new:
                question, answer = new[int(self.rng.integers(0, len(new)))]
                self.given[question] = answer
                return question, answer
        return None

    def asks(self) -> bool:
        """Say whether a still segment asks: rarely in a long quiet, so that its questions come late as well."""
        return bool(self.rng.random() < self.share)

    def _log_uniform(self, least: int, most: int) -> int:
        return int(2 ** self.rng.uniform(np.log2(least), np.log2(most)))
