"""Shifts and write gates learn at their own rate; shifts do not decay, gates more than all else; what was kept of them
is gone on with."""

import pytest
import torch

from model.interface import ModelError
from model.training.optimizer import GATE_DECAY, GATES, QUICKER, make_optimizer, make_optimizers, restore
from tests.model.making import network


def test_each_parameter_is_in_one_group_with_its_rate():
    net = network(gate="token", shift="all")
    names = {id(parameter): name for name, parameter in net.named_parameters()}
    groups = make_optimizer(net, 1e-3).param_groups
    found = {names[id(p)]: group for group in groups for p in group["params"]}
    assert sorted(found) == sorted(names.values())
    for name, group in found.items():
        own = name.split("self_attn.")[-1].split(".")[0]
        quick = QUICKER.get(own, 1.0) if "self_attn" in name else 1.0
        decay = GATE_DECAY if "self_attn" in name and own in GATES else 0.01 if quick == 1 else 0.0
        assert (group["base"], group["weight_decay"]) == (
            1e-3 * quick,
            0.0 if "norm" in name or "bias" in name else decay,
        )
    assert "mlp.gate_proj" in " ".join(name for name, group in found.items() if group["base"] == 1e-3)


def trained(rate):
    net = network(gate="token", shift="all")
    optimizers = make_optimizers(net, rate)
    for parameter in net.parameters():
        parameter.grad = torch.ones_like(parameter)
    for one in optimizers:
        one.step()
    return optimizers


def test_what_was_kept_is_gone_on_with_at_todays_rate():
    kept = [one.state_dict() for one in trained(1e-3)]
    now = make_optimizers(network(gate="token", shift="all"), 5e-4)
    restore(now, kept)
    assert all(len(one.state) == len(state["state"]) > 0 for one, state in zip(now, kept, strict=True))
    bases = {group["base"] for one in now for group in one.param_groups}
    assert bases == {5e-4, 5e-4 * QUICKER["shift"], 5e-4 * QUICKER["write"]}


def test_a_state_of_other_groups_is_a_sentence():
    kept = [one.state_dict() for one in trained(1e-3)]
    with pytest.raises(ModelError, match="another version"):
        restore(make_optimizers(network(gate="head", shift="none"), 1e-3), kept)
