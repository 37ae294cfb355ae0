"""The mean of two models' weights is a model that loads; models of other sizes have none."""

import pytest
import torch

from model.interface import ModelError
from model.network import InfiniForCausalLM
from model.training.averaging import average
from tests.model.making import folder


def test_each_weight_is_the_mean_of_two(tmp_path):
    ours, theirs = folder(tmp_path / "a", 0), folder(tmp_path / "b", 1)
    average(ours, theirs, tmp_path / "out")
    a, b, mean = (
        dict(InfiniForCausalLM.from_pretrained(one).named_parameters())
        for one in (ours, theirs, tmp_path / "out")
    )
    for name, weight in mean.items():
        torch.testing.assert_close(weight, (a[name] + b[name]) / 2)


def test_models_of_other_sizes_have_no_mean(tmp_path):
    ours = folder(tmp_path / "a")
    theirs = folder(tmp_path / "b", hidden_size=64)
    with pytest.raises(ModelError, match="other sizes"):
        average(ours, theirs, tmp_path / "out")
    assert not (tmp_path / "out").exists()
