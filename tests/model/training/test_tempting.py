"""What forgetting costs has a gradient where a word is written whole; places that tempted come again in lessons."""

import numpy as np
import pytest
import torch

from model.training.planting import Stage
from model.training.tempting import AFTER, BEFORE, KEPT, Tempting, forgetting, written
from tests.model.making import ids, network
from tests.model.training.test_planting import ours, planting  # noqa: F401 (fixtures)


def test_what_is_forgotten_is_what_a_read_under_the_same_key_has_less():
    write = torch.tensor([0.0, 0.3, 0.9])
    left = (-forgetting(write)).exp()
    torch.testing.assert_close(left, 1 - write)


def test_a_word_that_is_written_whole_costs_and_learns_and_one_that_is_not_does_neither():
    gates = torch.tensor([6.0, -30.0], requires_grad=True)
    write = gates.sigmoid() * torch.tensor([1.0, 0.0])
    cost = forgetting(write)
    cost.sum().backward()
    assert cost[0] > 5
    assert gates.grad[0] > 0.9
    assert (cost[1], gates.grad[1]) == (0, 0)


def lesson(wrote):
    """Give 2 rows of 200 words of which the second half is planted, and what 3 heads wrote of them."""
    rng = np.random.default_rng(0)
    own = np.arange(200)[None].repeat(2, 0) < 150
    write = np.zeros((2, 200, 3), np.float32)
    for row, at, head in wrote:
        write[row, at, head] = 0.9
    return rng.integers(0, 99, (2, 200)), own, write


def test_a_place_is_kept_with_what_stands_around_it():
    tempting = Tempting(np.random.default_rng(1))
    assert tempting.draw() is None
    words, own, write = lesson([(1, 100, 2)])
    tempting.note(words, own, write)
    assert np.array_equal(tempting.draw(), words[1, 100 - BEFORE : 100 + AFTER])


@pytest.mark.parametrize(
    "at", [BEFORE - 1, 150 - AFTER + 1, 180], ids=["too early", "planted after", "planted"]
)
def test_a_place_that_is_not_wholly_a_books_is_not_kept(at):
    tempting = Tempting(np.random.default_rng(1))
    tempting.note(*lesson([(0, at, 0)]))
    assert tempting.draw() is None


def test_a_head_that_writes_seldom_is_shown_its_places_as_often_as_one_that_writes_much():
    tempting = Tempting(np.random.default_rng(1))
    words, own, write = lesson([(0, at, 0) for at in range(60, 120)] + [(1, 99, 2)])
    for _ in range(3):
        tempting.note(words, own, write)
    assert len(tempting.places[0]) == KEPT
    drawn = [np.array_equal(tempting.draw(), words[1, 99 - BEFORE : 99 + AFTER]) for _ in range(200)]
    assert 70 < sum(drawn) < 130


def test_lessons_show_the_places_among_the_books_own_words(planting):  # noqa: F811
    place = np.arange(BEFORE + AFTER) % 7 + 50
    planting.tempting.places[0] = [place]
    stage = Stage(1, 4, 256, ("key 5",))
    shown = 0
    for _ in range(10):
        made = planting.lesson(stage, 4, planting.rows(1))
        assert made.ids.shape == (1, 1024)
        for at in range(1024 - len(place)):
            if np.array_equal(made.ids[0, at : at + len(place)], place):
                assert made.text[0, at : at + len(place)].all()
                shown += 1
    assert 3 < shown < 25


def test_a_write_gate_under_its_floor_learns_but_writes_nothing():
    net = network(write_floor=0.5).train()
    for one in net.model.remembering:
        torch.nn.init.constant_(one.write.bias, -2.0)
        torch.nn.init.zeros_(one.write.weight)
    out = net(ids(64), segment_length=16)
    wrote = written(net.model, 64)
    assert not wrote.any()
    out.logits.square().mean().backward()
    assert all(one.write.bias.grad.abs().sum() > 0 for one in net.model.remembering)
