"""Writing: tokens stream, a full segment is absorbed as reading would absorb it, and limits hold."""

import pytest
import torch

from model import writing
from model.interface import Sampling
from model.writing import Line, choose, write
from tests.model.making import ids, network, tokenizer

NET, MARKS = network(eos_token_id=tokenizer().eos_token_id), tokenizer()


@pytest.mark.parametrize("steps", [True, False])
@pytest.mark.parametrize("parts", [[5, 5, 5], [16, 1], [40, 3], [15, 1, 1], [1] * 35, [3, 30, 1]])
@torch.inference_mode()
def test_a_line_gives_what_reading_gives_with_a_step_and_without(parts, steps, monkeypatch):
    if not steps:
        monkeypatch.setattr(writing, "prepared", lambda network: None)
    tokens = ids(sum(parts), seed=4)[0].tolist()
    line, at = Line(NET, NET.model.blank()), 0
    for part in parts:
        logits = line.extend(tokens[at : at + part])
        at += part
    torch.testing.assert_close(logits, NET(torch.tensor([tokens])).logits[0, -1], atol=1e-4, rtol=1e-4)


def test_the_limit_holds():
    tokens = list(write(NET, MARKS, [5, 6], NET.model.blank(), Sampling(limit=7)))
    assert len(tokens) <= 7


@pytest.mark.parametrize("several", [True, False])
def test_a_token_that_ends_a_turn_ends_the_writing(several, monkeypatch):
    first = next(write(NET, MARKS, [5, 6], NET.model.blank(), Sampling(limit=1))).text
    end = NET(torch.tensor([[5, 6]])).logits[0, -1].argmax().item()
    assert first
    monkeypatch.setattr(NET.config, "eos_token_id", [1, end] if several else end)
    assert list(write(NET, MARKS, [5, 6], NET.model.blank(), Sampling(limit=7))) == []


def test_temperature_zero_takes_the_likeliest():
    logits = torch.tensor([0.0, 3.0, 1.0])
    assert choose(logits, Sampling(), torch.Generator()) == 1


def test_top_p_leaves_the_unlikely_out():
    logits = torch.tensor([4.0, 3.9, -9.0])
    drawn = {
        choose(logits, Sampling(temperature=1.0, top_p=0.9), torch.Generator().manual_seed(i))
        for i in range(60)
    }
    assert drawn == {0, 1}
