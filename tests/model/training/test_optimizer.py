"""Write gates and shifts learn at their own rate and do not decay; a gate a token learns as all else does."""

from model.training.optimizer import QUICKER, make_optimizer
from tests.model.making import network


def test_each_parameter_is_in_one_group_with_its_rate():
    net = network(gate="token", shift="all")
    names = {id(parameter): name for name, parameter in net.named_parameters()}
    groups = make_optimizer(net, 1e-3).param_groups
    found = {names[id(p)]: group for group in groups for p in group["params"]}
    assert sorted(found) == sorted(names.values())
    for name, group in found.items():
        own = name.split("self_attn.")[-1].split(".")[0]
        if "self_attn" in name and own in QUICKER:
            assert (group["base"], group["weight_decay"]) == (1e-3 * QUICKER[own], 0.0)
        elif "norm" in name or "bias" in name:
            assert group["weight_decay"] == 0.0
        else:
            assert (group["base"], group["weight_decay"]) == (1e-3, 0.01)
    assert "mlp.gate_proj" in " ".join(name for name, group in found.items() if group["base"] == 1e-3)
