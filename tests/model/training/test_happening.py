"""A row's world: answers are true and given once, worlds end, quiet lasts and still asks now and then."""

import numpy as np
import pytest

from model.training import happening
from model.training.happening import LONGEST, STORY, Happening


def new(seed=0):
    return Happening(np.random.default_rng(seed))


def true_answers(world):
    return {pair for task in range(4) for pair in world.asked(task)}


def test_what_is_asked_is_true_now_and_is_asked_again_only_when_it_changed():
    one, given = new(), {}
    for _ in range(300):
        before = one.world
        one.act()
        if one.world is not before:
            given = {}
        asked = one.ask()
        if asked:
            question, answer = asked
            assert asked in true_answers(one.world)
            assert given.get(question) != answer
            given[question] = answer
    assert len(given) > 5


def test_every_kind_of_question_is_asked():
    one, asked = new(), []
    for _ in range(400):
        one.act()
        asked.append(one.ask())
    questions = [pair[0] for pair in asked if pair]
    assert any(question.startswith("Who has") for question in questions)
    assert any("before" in question for question in questions)
    assert any(question.startswith("Where is the") for question in questions)
    assert any(question.split()[-1] in ("Mary?", "John?") for question in questions)


def test_a_world_ends_and_another_begins():
    one, lengths = new(), []
    for _ in range(3000):
        before = one.world
        one.act()
        if one.world is not before:
            lengths.append(len(before.facts))
    assert min(lengths) >= STORY[0]
    assert max(lengths) <= STORY[1]
    assert len(set(lengths)) > 10


def test_a_quiet_begins_only_after_something_happened_and_may_be_long():
    one = new()
    assert not any(one.still() for _ in range(50))
    one.act()
    runs, now = [], 0
    for _ in range(20_000):
        if one.still():
            now += 1
        elif now:
            runs.append(now)
            now = 0
    assert max(runs) > LONGEST // 2
    assert np.median(runs) < 4  # most last a segment or two


@pytest.mark.parametrize("lasts", [1, 4, 100])
def test_a_quiet_asks_a_few_times_however_long_it_is(lasts, monkeypatch):
    monkeypatch.setattr(happening, "STILL", 1.0)
    monkeypatch.setattr(happening, "LONG", 1.0)
    monkeypatch.setattr(Happening, "_log_uniform", lambda self, least, most: lasts)
    one = new()
    one.act()
    asks = sum(one.still() and one.asks() for _ in range(lasts))
    assert asks <= lasts
    assert asks == lasts if lasts <= happening.QUESTIONS else 0 < asks < 3 * happening.QUESTIONS
