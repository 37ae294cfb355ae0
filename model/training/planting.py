"""Book text in which facts are told and, segments or whole lessons later, asked for.

One kind of lesson teaches both: the loss of the answers teaches to write, keep and recall, that of the book's own
words teaches the language, and neither can be learnt at the other's cost. A row reads its book in order; it may go
on from lesson to lesson with the memory of the last (random state passing, RESEARCH.md §2), and may then be asked
for what it was told lessons ago.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from model.training.facts import NAMELESS, Fact, Facts
from model.training.happening import Happening
from model.training.tempting import Tempting

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

SAME = 0.25
"""How often a question is about a fact of its own segment, where there is one."""
REPEATED = 0.12
"""How often a row's text is the paper's filler, the same line again and again, and not a book."""
NEWS = 0.75
"""Share of a segment after which nothing more happens in it: with a small vocabulary sentences are long."""
AGAIN, FARTHEST = 0.04, 2048
"""How often a segment's text is some that was read before, at most so many tokens ago: copying back needs memory."""
REPLACED = 0.15
"""How often a fact is told that replaces one of the same key which was not asked for yet."""
CARRIED, GOING_ON = 8, 0.95
"""The segments from which a stage's lesson may go on with the memory of the last one, and how often it does."""
TEMPTED = 0.3
"""How often a segment shows a place that tempted a head to write (`Tempting`)."""
REMEMBERED = 64
"""How many facts of a row may still be asked for; older ones are not."""


@dataclass(frozen=True)
class Stage:
    """A stage of the curriculum: `told` facts and about as many questions a segment, at most `segments` of `length`.

    `kinds` are the kinds of `Facts.draw`, each as likely as it is often named. Also about `world` things happen in
    a segment in a small world of the row's own, or nothing does; and some are asked about. The stage is passed when the
    last answers' mean loss is under `passed`, in nats a token.
    """

    told: float
    segments: int
    length: int
    kinds: tuple[str, ...]
    world: int = 0
    passed: float = 0.25


class Lesson(NamedTuple):
    """Ids (B, T), and which of them are answers, answers that need an earlier segment, and a book's own words."""

    ids: Ids
    answers: Mask
    far: Mask
    text: Mask


@dataclass
class Row:
    """One reader: its text, its place in it, tokens read so far, and what it was told and may be asked for."""

    text: npt.NDArray[np.integer]
    at: int
    own: bool
    world: Happening
    read: int = 0
    facts: dict[str, Fact] = field(default_factory=dict)


class Planting:
    """Makes lessons of a stage for some rows, which may go on from where their last lesson ended."""

    def __init__(
        self,
        shards: Sequence[npt.NDArray[np.integer]],
        filler: npt.NDArray[np.integer],
        facts: Facts,
        rng: np.random.Generator,
    ) -> None:
        self.shards, self.filler, self.facts, self.rng = shards, filler, facts, rng
        self.tempting = Tempting(rng)

    def rows(self, size: int) -> list[Row]:
        """Start `size` rows, each at a place of its own, with nothing to remember."""
        return [self._row() for _ in range(size)]

    def _row(self) -> Row:
        if self.rng.random() < REPEATED:
            return Row(self.filler, int(self.rng.integers(0, len(self.filler))), False, Happening(self.rng))
        shard = self.shards[int(self.rng.integers(0, len(self.shards)))]
        return Row(shard, int(self.rng.integers(0, len(shard))), True, Happening(self.rng))

    def lesson(self, stage: Stage, segments: int, rows: Sequence[Row]) -> Lesson:
        """Give every row its next `segments` segments."""
        made = [_joined([self._segment(stage, row) for _ in range(segments)]) for row in rows]
        return Lesson(*(np.stack(some) for some in zip(*made, strict=True)))

    def _segment(self, stage: Stage, row: Row) -> Lesson:
        """Make one segment (T,): text with facts at random places, and questions at its end."""
        told = self._told(stage, row)
        asked = self._asked(stage, row, told)
        news, questions = self._happening(stage, row) if stage.world else ([], [])
        parts = [_question(fact, far) for fact, far in asked] + questions
        room = stage.length - sum(len(ids) for ids in [*news, *(fact.told for fact in told.values())])
        while sum(len(part.ids) for part in parts) > room:
            parts.pop()
        room -= sum(len(part.ids) for part in parts)
        for fact, _ in asked:
            row.facts.pop(fact.key, None)
        self._remember(row, [fact for fact in told.values() if all(fact is not one for one, _ in asked)])
        said = [
            _words(np.array(ids, np.int64), own=False)
            for ids in (*(fact.told for fact in told.values()), *news)
        ]
        place = self.tempting.draw() if row.own and self.rng.random() < TEMPTED else None
        if place is not None and len(place) < room:
            said.insert(int(self.rng.integers(0, len(said) + 1)), _words(place, own=True))
            room -= len(place)
        return _joined([*self._body(row, room, said), *parts])

    def _body(self, row: Row, room: int, said: list[Lesson]) -> list[Lesson]:
        """Put what is said, in order, at random places of the row's next `room` tokens, or of some it read before."""
        at = row.at
        if row.read and self.rng.random() < AGAIN:
            at -= int(self.rng.integers(room, max(room + 1, min(row.read, FARTHEST))))
        else:
            row.at, row.read = (row.at + room) % len(row.text), row.read + room
        body = np.take(row.text, np.arange(at, at + room), mode="wrap").astype(np.int64)
        parts, at = [], 0
        cuts = np.sort(self.rng.integers(0, room + 1, len(said)))
        for one, cut in zip(said, cuts.tolist(), strict=True):
            parts += [_words(body[at:cut], row.own), one]
            at = cut
        return [*parts, _words(body[at:], row.own)]

    def _remember(self, row: Row, told: list[Fact]) -> None:
        """Keep what may be asked for later, the newest of each key."""
        for fact in told:
            row.facts.pop(fact.key, None)
            row.facts[fact.key] = fact
        for key in list(row.facts)[:-REMEMBERED]:
            del row.facts[key]

    def _happening(self, stage: Stage, row: Row) -> tuple[list[list[int]], list[Lesson]]:
        """Go on with the row's world, and ask about it as it stands; far is what stood so before this segment."""
        still = stage.segments > 1 and row.world.still()
        acts = 0 if still else int(self.rng.integers(1, 2 * stage.world))
        news: list[list[int]] = []
        while len(news) < acts and sum(map(len, news)) < NEWS * stage.length:
            news.append(self.facts.tell(row.world.act()))
        if still and not row.world.asks():
            return news, []
        asked = (row.world.ask() for _ in range(max(2, stage.world // 2)))
        return news, [_question(self.facts.question(*one), far=still) for one in asked if one]

    def _told(self, stage: Stage, row: Row) -> dict[str, Fact]:
        """Draw the facts of a segment, as many as fit in half of it; mostly none that replaces an unasked one."""
        told: dict[str, Fact] = {}
        room = stage.length * (0.3 if stage.world else 0.55)
        for _ in range(self._number(stage.told)):
            fact = self.facts.draw(stage.kinds[int(self.rng.integers(0, len(stage.kinds)))])
            room -= len(fact.told)
            if room < 0:
                break
            if fact.key not in row.facts or self.rng.random() < REPLACED:
                told[fact.key] = fact
        return told

    def _asked(self, stage: Stage, row: Row, told: dict[str, Fact]) -> list[tuple[Fact, bool]]:
        """Draw the questions of a segment: each fact is asked for once at most."""
        earlier = [fact for key, fact in row.facts.items() if key not in told]
        now = list(told.values())
        asked = []
        for _ in range(self._number(stage.told)):
            some = now if stage.segments == 1 or self.rng.random() < SAME else earlier
            if some:
                single = [i for i, fact in enumerate(some) if fact.key == NAMELESS]
                at = single[0] if single and self.rng.random() < 0.4 else int(self.rng.integers(0, len(some)))
                asked.append((some.pop(at), some is earlier))
        return asked

    def _number(self, mean: float) -> int:
        return int(mean) + int(self.rng.random() < mean % 1)


def _joined(parts: Sequence[Lesson]) -> Lesson:
    return Lesson(*(np.concatenate(some) for some in zip(*parts, strict=True)))


def _words(ids: Ids, own: bool) -> Lesson:
    nothing = np.zeros(len(ids), bool)
    return Lesson(ids, nothing, nothing, np.full(len(ids), own))


def _question(fact: Fact, far: bool) -> Lesson:
    ids, nothing = np.array(fact.asked, np.int64), np.zeros(len(fact.asked), bool)
    answers = np.arange(len(ids)) >= fact.answer
    return Lesson(ids, answers, answers & far, nothing)
