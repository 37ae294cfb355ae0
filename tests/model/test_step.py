"""A step gives what the network's own forward gives, whatever the network is made of, and changes nothing else."""

import copy
import gc
import weakref

import pytest
import torch
from torchao.quantization import Int8DynamicActivationInt8WeightConfig, Int8WeightOnlyConfig, quantize_

from model import product
from model.packed import pack
from model.product import Own
from model.quantizing import large
from model.step import Segment, Step, prepared
from model.window import Window
from model.writing import Line
from tests.model.making import RULES, ids, network

KINDS = {
    "plain": {},
    "all layers shifted, a gate a head": {"shift": "all", "gate": "head"},
    "not shifted, adding": {"shift": "none", "mix": "add"},
    "the memory alone is shifted": {"shift": "memory", "gate": "head", "mix": "add"},
    "some heads shifted, from a middle layer on": {"shift": "sparing", "sparing_heads": 1, "first_memory_layer": 1},
    "biases": {"attention_bias": True, "output_bias": True, "mlp_bias": True},
    "norms on queries and keys": {"qk_norm": True},
    "norms, no positions in one layer": {"qk_norm": True, "no_rope_layers": [1, 0]},
    "no positions": {"no_rope_layers": [0, 0], "shift": "none"},
    "more by low rank": {"memory_rank": 4, "shift": "none", "mix": "add"},
    "two memories": {"memories": 2, "mix": "add", "shift": "none"},
    "two memories, low rank, shifted": {"memories": 2, "memory_rank": 4, "mix": "add", "shift": "memory"},
    "low rank, keys ask, shifted": {"memory_rank": 4, "keys_ask": True, "shift": "memory", "qk_norm": True},
    "a key/value head a query head": {"num_key_value_heads": 4},
    "one key/value head": {"num_key_value_heads": 1},
    "another activation, head of its own": {"hidden_act": "gelu", "tie_word_embeddings": False},
    "scaled positions": {
        "rope_parameters": {
            "rope_type": "yarn", "rope_theta": 10000.0, "factor": 4.0, "original_max_position_embeddings": 128,
        }
    },
}  # fmt: skip


def begun(net, memory, count=4, seed=3):
    """Begin a segment of 12 tokens; give the rest of it and the window after the first."""
    tokens = ids(12, seed=seed)
    return tokens[0, count:].tolist(), net(tokens[:, :count], memory, Window(0, ()), logits_to_keep=0).window


def both(net, memory):
    """Give the logits of a segment's tokens after its fourth: those of a step's, and of the network's own."""
    rest, window = begun(net, memory)
    segment = Segment(Step(net), memory, window)
    stepped = torch.stack([segment.go(token) for token in rest])
    return stepped, net(ids(12, seed=3), memory, absorb=False).logits[0, 4:].float()


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("kind", KINDS)
@torch.inference_mode()
def test_a_step_gives_the_networks_own_logits(kind, rule):
    net = network(memory_rule=rule, **KINDS[kind])
    for memory in (net(ids(40)).memory, net.model.blank()):
        stepped, own = both(net, memory)
        torch.testing.assert_close(stepped, own, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("kind", KINDS)
@torch.inference_mode()
def test_a_network_that_is_not_copied_is_multiplied_by_its_own_layers(kind, monkeypatch):
    monkeypatch.setattr(product, "COPIED", 0)
    net = network(**KINDS[kind])
    assert isinstance(Step(net).head, Own)
    stepped, own = both(net, net(ids(40)).memory)
    torch.testing.assert_close(stepped, own, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("copied", [0, product.COPIED])
@torch.inference_mode()
def test_bfloat16_weights_give_what_they_give_in_float32_and_nearer_than_bfloat16_does(copied, monkeypatch):
    monkeypatch.setattr(product, "COPIED", copied)
    narrow = network(qk_norm=True).to(torch.bfloat16)
    wide = copy.deepcopy(narrow).float()
    memory = wide(ids(40)).memory
    stepped, own = both(narrow, memory)
    exact = wide(ids(12, seed=3), memory, absorb=False).logits[0, 4:]
    assert (stepped - exact).norm() < (0.5 if copied else 1.0) * (own - exact).norm()


@pytest.mark.parametrize("recipe", [Int8WeightOnlyConfig, Int8DynamicActivationInt8WeightConfig])
@pytest.mark.parametrize(("packs", "copied"), [(False, 0), (True, 0), (True, product.COPIED)])
@torch.inference_mode()
def test_narrow_weights_give_what_the_narrow_network_gives(recipe, packs, copied, monkeypatch):
    monkeypatch.setattr(product, "COPIED", copied)
    net = network(qk_norm=True, attention_bias=True)
    with torch.inference_mode(mode=False):
        quantize_(net, recipe(), filter_fn=large)
    net = pack(net) if packs else net
    memory = net(ids(40)).memory
    rest, window = begun(net, memory)
    segment = Segment(Step(net), memory, window)
    for token in rest:  # one at a time: more at once are rounded in another way
        out = net(torch.tensor([[token]]), memory, window)
        window, own, stepped = out.window, out.logits[0, -1], segment.go(token)
        assert (stepped - own).norm() < 0.03 * own.norm()


@torch.inference_mode()
def test_what_goes_on_from_a_window_leaves_it_and_others_that_do_as_they_are():
    net = network()
    memory = net(ids(40)).memory
    rest, window = begun(net, memory)
    kept = copy.deepcopy(window)
    one, other = (Segment(Step(net), memory, window) for _ in range(2))
    logits = one.go(rest[0])
    for token in rest[1:]:
        one.go(token)
    assert torch.equal(other.go(rest[0]), logits)
    for a, b in zip(window.layers, kept.layers, strict=True):
        assert all(torch.equal(u, v) for u, v in zip((a.k, a.v, *a.last), (b.k, b.v, *b.last), strict=True))


@torch.inference_mode()
def test_a_query_of_nothing_recalls_nothing():
    net = network(shift="none")
    for layer in net.model.layers:
        layer.self_attn.q_proj.weight.zero_()
    stepped, own = both(net, net(ids(40)).memory)
    torch.testing.assert_close(stepped, own, atol=1e-4, rtol=1e-4)


def test_a_step_is_made_once_and_again_when_weights_have_changed():
    net = network()
    made = prepared(net)
    assert prepared(net) is made
    with torch.no_grad():
        net.model.layers[1].mlp.up_proj.weight.mul_(2)
    again = prepared(net)
    assert again is not made
    assert prepared(net.to(torch.bfloat16)) is not again


def test_a_network_that_learns_has_no_step_nor_one_on_another_device():
    assert prepared(network().train()) is None
    assert prepared(network().to("meta")) is None


@pytest.mark.parametrize("copied", [0, product.COPIED])
def test_a_step_does_not_keep_its_network(copied, monkeypatch):
    monkeypatch.setattr(product, "COPIED", copied)
    net = network()
    prepared(net)
    gone = weakref.ref(net)
    del net
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize("first", [1, 16, 20])
@torch.inference_mode()
def test_a_line_goes_on_by_steps_over_segments_ends(first):
    net, tokens, passes = network(), ids(40, seed=4)[0].tolist(), []
    net.model.register_forward_pre_hook(lambda _, given: passes.append(given[0].shape[1]))
    line = Line(net, net.model.blank())
    given = [line.extend(tokens[:first]), *(line.extend([token]) for token in tokens[first:])]
    assert sum(size == 1 for size in passes) <= 3  # the first token of each segment
    own = network()(torch.tensor([tokens])).logits[0, first - 1 :]
    torch.testing.assert_close(torch.stack(given), own, atol=1e-4, rtol=1e-4)
