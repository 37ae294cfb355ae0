"""What forgetting costs has a gradient where a word is written whole; places that tempted come again in lessons."""

import numpy as np
import pytest
import torch

from model.training.planting import Stage
from model.training.tempting import A_LESSON, AFTER, BEFORE, KEPT, MARGIN, Price, Tempting, forgotten
from tests.model.making import ids, network
from tests.model.training.test_planting import ours, planting  # noqa: F401 (fixtures)


def read(bias, floor=0.0, margin=0.0):
    """Read 64 tokens by a network whose write gates all have this logit; give it, and what its heads forgot."""
    net = network(write_floor=floor).train()
    for one in net.model.remembering:
        one.margin = margin
        torch.nn.init.constant_(one.write.bias, bias)
        torch.nn.init.zeros_(one.write.weight)
    out = net(ids(64), segment_length=16)
    return net, out, forgotten(net.model, 64)


def test_what_is_forgotten_is_what_is_left_under_a_words_key():
    _, _, nats = read(0.0)
    assert nats.shape[:2] == (1, 64)
    torch.testing.assert_close((-nats).exp(), torch.full_like(nats, 0.5))


@pytest.mark.parametrize("logit", [2.0, 15.0, 40.0])
def test_a_word_that_is_written_whole_costs_and_learns(logit):
    net, _, nats = read(logit, floor=0.3)
    nats.mean().backward()
    assert nats.min() > logit - 1
    assert all(one.write.bias.grad.min() > 0 for one in net.model.remembering)


def test_a_word_under_the_floor_is_not_written_and_costs_nothing_but_its_gate_can_open_again():
    net, out, nats = read(-2.0, floor=0.5)
    assert not nats.any()
    assert all(
        not one.writing(torch.zeros(1, 4, 16, net.config.hidden_size)).any() for one in net.model.remembering
    )
    out.logits.square().mean().backward()
    assert all(one.write.bias.grad.abs().sum() > 0 for one in net.model.remembering)


def test_a_word_that_is_not_far_enough_under_the_floor_costs_though_it_is_not_written():
    net, out, nats = read(-1.0, floor=0.3, margin=2.0)
    assert not any(layer.M.any() for layer in out.memory.layers)
    wider = read(1.0, floor=0.3)[2]
    torch.testing.assert_close(nats, wider)
    nats.mean().backward()
    assert all(one.write.bias.grad.min() > 0 for one in net.model.remembering)


def test_heads_that_keep_pay_all_and_others_a_share_and_of_a_books_words_alone():
    net = network(num_hidden_layers=1)
    price = Price(torch.tensor([[False, True]]), net.model, 0.1)
    assert net.model.remembering[0].margin.flatten().tolist() == [0.0, MARGIN]
    nats = torch.ones(1, 4, 2)
    own = torch.tensor([[True, True, False, False]])
    assert price.paid(nats, own).item() == pytest.approx(1.1 * 2 / 4)
    assert price.kept(nats).shape == (1, 4, 1)


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
    for _ in range(3 * KEPT):
        tempting.note(words, own, write)
    assert len(tempting.places[0]) == min(KEPT, 60)
    assert len(tempting.places[2]) == 1  # what tempts again is kept once
    drawn = [np.array_equal(tempting.draw(), words[1, 99 - BEFORE : 99 + AFTER]) for _ in range(200)]
    assert 70 < sum(drawn) < 130


def test_a_head_that_writes_all_is_noted_for_a_few_places_of_a_lesson():
    tempting = Tempting(np.random.default_rng(1))
    tempting.note(*lesson([(row, at, 1) for row in range(2) for at in range(60, 120)]))
    assert len(tempting.places[1]) == A_LESSON


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
