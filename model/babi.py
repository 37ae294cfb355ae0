"""Facts about who is where and who holds what, in the style of bAbI's tasks 1 to 3, and a question about them.

    1  one fact      "Mary moved to the bathroom."                              Where is Mary?
    2  two facts     "Mary got the milk there." "Mary went to the garden."      Where is the milk?
    3  three facts   ... and where the milk was before                          Where was the milk before the garden?

A small world is played at random, so every question has one right answer, the name of a place. Training and
evaluation both take their stories from here, with different seeds.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

TASKS = (1, 2, 3)
ACTORS = ("Mary", "John", "Daniel", "Sandra")
PLACES = ("bathroom", "bedroom", "garden", "hallway", "kitchen", "office")
OBJECTS = ("apple", "football", "milk")
MOVED = ("moved to", "went to", "went back to", "journeyed to", "travelled to")
GOT = ("got the {}", "got the {} there", "picked up the {}", "picked up the {} there", "took the {}",
       "took the {} there", "grabbed the {}", "grabbed the {} there")  # fmt: skip
LEFT = ("dropped the {}", "dropped the {} there", "put down the {}", "put down the {} there", "left the {}",
        "left the {} there", "discarded the {}", "discarded the {} there")  # fmt: skip
FACTS = {1: (2, 10), 2: (4, 16), 3: (6, 24)}
"""A story of a task has at least and at most so many facts."""


class Story(NamedTuple):
    """Sentences in order, a question after the last of them, and its answer in one word."""

    facts: tuple[str, ...]
    question: str
    answer: str


def story(task: int, rng: np.random.Generator) -> Story:
    """Play a story of task 1, 2 or 3."""
    least, most = FACTS[task]
    while True:
        world, wanted = World(rng), int(rng.integers(least, most + 1))
        while len(world.facts) < most:
            world.act(moves_only=task == 1)
            asked = world.asked(task) if len(world.facts) >= wanted else []
            if asked:
                return Story(tuple(world.facts), *asked[int(rng.integers(0, len(asked)))])


@dataclass
class World:
    """Who is where, who holds what, and where each thing was seen, in order."""

    rng: np.random.Generator
    facts: list[str] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)  # thing to actor
    trails: dict[str, list[str]] = field(default_factory=dict)
    lying: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lying = {thing: self._one(PLACES) for thing in OBJECTS}

    def act(self, moves_only: bool) -> None:
        """Let somebody move, take something or leave something."""
        actor = self._one(ACTORS)
        here = self.places.get(actor)
        near = [thing for thing, place in self.lying.items() if place == here]
        carried = [thing for thing, holder in self.held.items() if holder == actor]
        dice = self.rng.random()
        if not moves_only and near and dice < 0.7:
            self._take(actor, self._one(near))
        elif not moves_only and carried and dice < 0.15:
            self._leave(actor, self._one(carried))
        else:
            self._move(actor)

    def asked(self, task: int) -> list[tuple[str, str]]:
        """Give every question of a task that the facts so far answer, with its answer.

        Task 0, who holds what, is a step on the way to tasks 2 and 3; it is taught, and not measured.
        """
        if task == 0:
            return [(f"Who has the {thing}?", actor) for thing, actor in self.held.items()]
        if task == 1:
            return [(f"Where is {actor}?", place) for actor, place in self.places.items()]
        if task == 2:
            return [
                (f"Where is the {thing}?", trail[-1])
                for thing, trail in self.trails.items()
                if len(trail) > 1 or thing not in self.held
            ]
        return [
            (f"Where was the {thing} before the {trail[-1]}?", trail[-2])
            for thing, trail in self.trails.items()
            if len(trail) > 1 and trail.count(trail[-1]) == 1
        ]

    def _move(self, actor: str) -> None:
        place = self._one([place for place in PLACES if place != self.places.get(actor)])
        self.places[actor] = place
        for thing in (thing for thing, holder in self.held.items() if holder == actor):
            self.trails[thing].append(place)
        self.facts.append(f"{actor} {self._one(MOVED)} the {place}.")

    def _take(self, actor: str, thing: str) -> None:
        del self.lying[thing]
        self.held[thing] = actor
        self.trails.setdefault(thing, [self.places[actor]])
        self.facts.append(f"{actor} {self._one(GOT).format(thing)}.")

    def _leave(self, actor: str, thing: str) -> None:
        del self.held[thing]
        self.lying[thing] = self.places[actor]
        self.facts.append(f"{actor} {self._one(LEFT).format(thing)}.")

    def _one(self, of: "tuple[str, ...] | list[str]") -> str:
        return of[int(self.rng.integers(0, len(of)))]
