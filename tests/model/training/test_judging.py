"""What an adapter does to held-out text is measured on the same tokens with it and without; worse is worse."""

import numpy as np
import pytest
import torch

from model.families import MEMORY
from model.training.judging import Verdict, held_out, judge
from model.training.pupil import Pupil
from tests.model.making import ids, network

CPU = torch.device("cpu")


def pupil(**changes):
    return Pupil(network(**(MEMORY | {"memory_rank": 2} | changes)).eval())


def test_an_adapter_without_effect_is_its_base():
    made = pupil()
    with torch.no_grad():
        for name, parameter in made.named_parameters():
            if ".gate." in name:
                parameter.zero_()
    verdict = judge(made, ids(2000)[0].numpy(), 16, CPU)
    assert verdict.inside == pytest.approx(verdict.inside_base, rel=1e-5)
    assert verdict.beyond == pytest.approx(verdict.beyond_base, rel=1e-5)
    assert not verdict.worse


def test_a_memory_changes_later_windows_alone():
    verdict = judge(pupil(), ids(2000)[0].numpy(), 16, CPU)
    assert verdict.inside == pytest.approx(verdict.inside_base, rel=1e-5)
    assert verdict.beyond != pytest.approx(verdict.beyond_base, rel=1e-3)


def test_perplexities_are_those_of_the_tokens_one_by_one():
    made, text = pupil(), ids(160)
    verdict = judge(made, text[0].numpy(), 16, CPU)  # 10 windows, every token of them counts
    with torch.inference_mode():
        logits = made.network(text, segment_length=16).logits[0, :-1].log_softmax(-1)
    said = -logits.gather(-1, text[0, 1:, None])[:, 0]
    places = np.arange(1, 160)
    assert verdict.inside == pytest.approx(said[places < 16].mean().exp().item(), rel=1e-4)
    later = (places >= 16) & (places % 16 > 0)
    assert verdict.beyond == pytest.approx(said[later].mean().exp().item(), rel=1e-4)


def test_worse_is_what_is_more_than_chance():
    assert Verdict(30.0, 31.0, 30.0, 28.0).worse
    assert Verdict(30.0, 30.0, 30.0, 31.0).worse
    assert not Verdict(30.0, 30.2, 30.0, 30.2).worse
    assert "31.0 against 30.0" in str(Verdict(30.0, 30.0, 30.0, 31.0)).replace("the base's ", "")


def test_what_is_held_out_is_not_learnt_from():
    held, learnt = held_out(np.arange(1000), 16)
    assert len(held) == 50
    assert np.array_equal(np.concatenate((learnt, held)), np.arange(1000))
