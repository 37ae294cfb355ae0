"""The network: parallel equals sequential, nothing leaks from the future, and the known mistakes are not made."""

import math

import pytest
import torch
from transformers import AutoModelForCausalLM

from model.memory import Memory, blank
from model.memory_path import LATE
from model.network import SHUT, InfiniForCausalLM, Pass
from model.window import Window
from tests.model.making import RULES, ids, network

SHIFTS = ("none", "memory", "sparing", "half", "all")
TWO = {"memories": 2, "mix": "add", "shift": "memory", "memory_rank": 4}
SPARING = {"sparing_heads": 1, "first_memory_layer": 1, "write_floor": 0.3}


def one_by_one(net, tokens, length=16):
    memory, logits = None, []
    for at in range(0, tokens.shape[1], length):
        out = net(tokens[:, at : at + length], memory)
        memory = out.memory
        logits.append(out.logits)
    return torch.cat(logits, 1), memory


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("shift", SHIFTS)
@pytest.mark.parametrize("gate", ["head", "token"])
@torch.inference_mode()
def test_segments_in_parallel_equal_one_by_one(rule, shift, gate):
    some = SPARING if shift == "sparing" else TWO if shift == "memory" else {}
    net = network(**{"memory_rule": rule, "shift": shift, "gate": gate} | some)
    tokens = ids(16 * 5 + 7, batch=2)
    parallel = net(tokens)
    logits, memory = one_by_one(net, tokens)
    torch.testing.assert_close(parallel.logits, logits, atol=1e-4, rtol=1e-4)
    for a, b in zip(parallel.memory.layers, memory.layers, strict=True):
        torch.testing.assert_close(a, b, atol=1e-4, rtol=1e-4)
    assert parallel.memory.tokens == memory.tokens == 87


def opened(net, share):
    """Open every write gate so far, whatever comes."""
    for layer in net.model.layers:
        layer.self_attn.write.weight.zero_()
        layer.self_attn.write.bias.fill_(math.log(share / (1 - share)))
    return net


@torch.no_grad()
def test_under_the_write_floor_a_token_leaves_no_trace_and_above_it_counts_from_there():
    before = opened(network(), 0.5)(ids(32)).memory
    shut = opened(network(write_floor=0.3), 0.29)
    assert shut(ids(16), before).memory.layers[0].M.equal(before.layers[0].M)
    above = opened(network(write_floor=0.3), 0.65)(ids(16), before).memory
    torch.testing.assert_close(above.layers[0].M, opened(network(), 0.5)(ids(16), before).memory.layers[0].M)


@torch.no_grad()
def test_only_the_sparing_heads_have_a_floor():
    before = opened(network(), 0.5)(ids(32)).memory
    net = opened(network(write_floor=0.3, sparing_heads=1), 0.29)
    for old, new in zip(before.layers, net(ids(16), before).memory.layers, strict=True):
        assert new.M[:, :1].equal(old.M[:, :1])
        assert not new.M[:, 1:].equal(old.M[:, 1:])


@torch.no_grad()
def test_of_two_memories_only_the_sparing_one_has_a_floor():
    net = opened(network(write_floor=0.3, sparing_heads=2, **TWO), 0.29)
    for layer in net(ids(16)).memory.layers:
        assert [bool(head.any()) for head in layer.M[0]] == [False, False, True, True]


@torch.no_grad()
def test_two_memories_add_what_each_adds_alone():
    seen = []
    for shut in ([], [0], [1], [0, 1]):  # memories that nothing is heard of
        attention = network(**TWO).model.layers[0].self_attn
        for one in shut:
            for parameter in (attention.gate.weight, attention.gate.bias):
                parameter.chunk(2)[one].zero_()
        attention.o_proj.register_forward_pre_hook(lambda _, given: seen.append(given[0]))
        x = torch.randn(1, 4, 16, 48, generator=torch.Generator().manual_seed(1))
        by = torch.ones(16, 1, 16), torch.zeros(16, 1, 16)  # no turning
        attention(x, Pass(by, None, True, True), blank(1, 4, 16), None)
    both, second, first, none = seen
    assert min((one - none).abs().max() for one in (first, second)) > 0.01
    torch.testing.assert_close(both - none, (first - none) + (second - none), atol=1e-5, rtol=1e-4)


def test_where_memories_add_a_gate_below_nothing_is_shut_but_where_it_serves_the_text_learns_on():
    attention = network(sparing_heads=2, **TWO).model.layers[0].self_attn
    torch.nn.init.constant_(attention.gate.bias, -0.5)
    x = torch.zeros(1, 2, 16, 48)
    shut = attention.eval().gates(x)
    assert shut.allclose(torch.tensor(SHUT * math.tanh(-0.5)))
    learning = attention.train().gates(x)
    assert learning.allclose(shut)
    learning.mean().backward()
    keeping, serving = attention.gate.bias.grad.chunk(2)
    torch.testing.assert_close(serving * SHUT, keeping)


@torch.no_grad()
@pytest.mark.parametrize("options", [{"shift": "sparing", "sparing_heads": 1}, {"shift": "half"}])
def test_only_some_heads_are_shifted(options):
    still, shifted = network(shift="none"), network(**options)
    shifted.load_state_dict(still.state_dict(), strict=False)
    x, attention = torch.randn(1, 1, 16, 48), shifted.model.layers[0].self_attn
    q, k, v = (u(x).view(1, 1, 16, -1, attention.size).transpose(2, 3)
               for u in (attention.q_proj, attention.k_proj, attention.v_proj))  # fmt: skip
    after = attention.shift((q, k, v), None)
    for u, new, heads in zip((q, k, v), after, (attention.group, 1, 1), strict=True):
        assert new[:, :, heads:].equal(u[:, :, heads:])
        assert not new[:, :, :heads].allclose(u[:, :, :heads])


@torch.no_grad()
@pytest.mark.parametrize(("where", "without"), [({"first_memory_layer": 1}, 0), ({"memory_layers": 1}, 1)])
def test_layers_without_a_memory_have_nothing_to_learn_for_one(where, without):
    net = network(**where)
    memory = net(ids(64)).memory
    assert len(memory.layers) == len(net.model.blank().layers) == net.config.memory_layers == 1
    names = [name for name, _ in net.named_parameters() if f"layers.{without}.self_attn" in name]
    assert not [name for name in names if any(own in name for own in ("write", "gate", "beta", "read_norm"))]
    changed = ids(64)
    changed[0, 3] = 9  # seen again through the other layer's memory alone
    assert (net(changed).logits[:, 48:] - net(ids(64)).logits[:, 48:]).abs().max() > 1e-5


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("sparing_heads", 9),
        ("memories", 0),
        ("memories", 2),
        ("first_memory_layer", 2),
        ("memory_layers", 3),
        ("memory_layers", 0),
    ],
)
def test_what_no_network_can_have_is_refused(option, value):
    with pytest.raises(ValueError, match=r"[Ss]paring|memor"):
        network(**{option: value})


@pytest.mark.parametrize("floor", [-0.1, 1.0])
def test_a_write_floor_is_a_share(floor):
    with pytest.raises(ValueError, match="floor"):
        network(write_floor=floor)


@torch.inference_mode()
def test_a_write_gate_under_the_floor_writes_nothing_and_one_above_it_counts_from_there():
    attention = network(write_floor=0.3).model.layers[0].self_attn
    x = 3 * torch.randn(2, 3, 5, 48)
    open_ = attention.write(x).transpose(2, 3).sigmoid()
    wanted = ((open_ - 0.3) / 0.7).clamp(min=0)
    torch.testing.assert_close(attention.writing(x)[..., 0], wanted, atol=1e-6, rtol=1e-5)
    assert 0 < (wanted == 0).float().mean() < 1


@pytest.mark.parametrize("shift", SHIFTS)
@torch.inference_mode()
def test_a_segment_written_token_by_token_equals_one_read_at_once(shift):
    net = network(shift=shift, **(SPARING if shift == "sparing" else {}))
    memory = net(ids(32)).memory
    rest, window, logits = ids(9, seed=3), Window(0, ()), []
    for at, end in ((0, 4), (4, 5), (5, 9)):
        out = net(rest[:, at:end], memory, window)
        window = out.window
        logits.append(out.logits)
        assert out.memory is memory
    torch.testing.assert_close(torch.cat(logits, 1), net(rest, memory).logits, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("rule", RULES)
@torch.inference_mode()
def test_nothing_leaks_from_the_future(rule):
    net, tokens = network(memory_rule=rule), ids(64)
    before = net(tokens).logits
    for t in (5, 16, 31, 40, 63):
        changed = tokens.clone()
        changed[0, t] = 9
        after = net(changed).logits
        torch.testing.assert_close(after[:, :t], before[:, :t], atol=1e-5, rtol=1e-5)
        assert (after[:, t:] - before[:, t:]).abs().max() > 1e-4


@pytest.mark.parametrize("rule", RULES)
@torch.inference_mode()
def test_an_earlier_segment_is_remembered_by_a_later_one(rule):
    net, tokens = network(memory_rule=rule), ids(64)
    changed = tokens.clone()
    changed[0, 3] = 9
    assert (net(changed).logits[:, 48:] - net(tokens).logits[:, 48:]).abs().max() > 1e-5


@torch.inference_mode()
def test_a_shut_gate_leaves_a_plain_causal_transformer():
    net = network(gate="head", shift="memory", memory_rule="linear")
    for layer in net.model.layers:
        layer.self_attn.beta.fill_(-1e4)
    tokens = ids(48)
    alone = torch.cat([net(tokens[:, at : at + 16]).logits for at in (0, 16, 32)], 1)
    torch.testing.assert_close(net(tokens).logits, alone, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("rule", RULES)
@torch.inference_mode()
def test_the_first_segment_is_not_scaled_by_the_gate(rule):
    net = network(gate="head", memory_rule=rule)
    tokens = ids(16)
    half_open = net(tokens).logits
    for layer in net.model.layers:
        layer.self_attn.beta.fill_(3.0)
    assert torch.equal(net(tokens).logits, half_open)


@torch.inference_mode()
def test_query_heads_read_the_memory_of_their_own_key_value_head():
    net = network(shift="none", gate="head", memory_rule="linear", num_hidden_layers=1)
    attention = net.model.layers[0].self_attn
    attention.o_proj.weight.copy_(torch.eye(64, 64)[:48])  # what a head gives stays visible
    memory = net(ids(16)).memory
    only_first = memory.layers[0].M.clone()
    only_first[:, 1] = 0
    x = torch.randn(1, 1, 16, 48)
    shared = _shared(net)
    full, _, _ = attention(x, shared, memory.layers[0], None)
    first, _, _ = attention(x, shared, memory.layers[0]._replace(M=only_first), None)
    differs = (full - first).abs().amax((0, 1, 2)).view(3, 16).amax(-1) > 1e-6  # query heads 0, 1 | 2
    assert differs.tolist() == [False, False, True]


def _shared(net):
    from model.arithmetic import rotary
    from model.network import Pass

    positions = torch.arange(16)[None]
    return Pass(
        rotary(*net.model.rotary_emb(torch.zeros(1, 1, 16, 48), positions)), None, empty=False, absorb=True
    )


@torch.inference_mode()
def test_the_memory_meets_keys_and_queries_without_positions():
    net = network(shift="none", num_hidden_layers=1, memory_rule="linear", write_gate=False)
    tokens = ids(16)
    turned = tokens.flip(-1)
    a, b = net(tokens).memory.layers[0], net(turned).memory.layers[0]
    torch.testing.assert_close(a, b, atol=1e-4, rtol=1e-4)  # a sum over tokens, in whatever order


@pytest.mark.parametrize("rule", RULES)
def test_the_gradient_reaches_through_the_memory(rule):
    net = network(memory_rule=rule).train()
    embedded = {}
    net.model.embed_tokens.register_forward_hook(lambda *a: embedded.update(x=a[2]) or a[2].retain_grad())
    tokens = ids(48)
    labels = torch.full_like(tokens, -100)
    labels[:, -4:] = tokens[:, -4:]
    net(tokens, labels=labels).loss.backward()
    assert embedded["x"].grad[:, 0].abs().max() > 0  # writing is learnt from what later segments read
    for name, parameter in net.named_parameters():
        assert parameter.grad is not None, name
        assert parameter.grad.isfinite().all(), name


def test_a_segments_last_token_predicts_the_next_segments_first():
    net, tokens = network(), ids(32)
    labels = torch.full_like(tokens, -100)
    labels[0, 16] = tokens[0, 16]
    expected = torch.nn.functional.cross_entropy(net(tokens).logits[:, 15], tokens[:, 16])
    torch.testing.assert_close(net(tokens, labels=labels).loss, expected)


@torch.inference_mode()
def test_bfloat16_weights_keep_a_float32_memory_and_no_nan():
    net = network().to(torch.bfloat16)
    memory = net(ids(160), logits_to_keep=0).memory
    assert {t.dtype for layer in memory.layers for t in layer} == {torch.float32}
    assert net(ids(160), memory).logits.isfinite().all()


@torch.inference_mode()
def test_streams_do_not_leak_into_each_other():
    net = network()
    both, alone = net(ids(64, batch=2)), net(ids(64, batch=2)[1:])
    torch.testing.assert_close(both.logits[1:], alone.logits, atol=1e-5, rtol=1e-5)
    fresh = net(ids(16)).logits
    net(ids(64, seed=9))
    assert torch.equal(net(ids(16)).logits, fresh)  # nothing stays in the module between books


def test_gradient_checkpointing_changes_nothing():
    net, tokens = network().train(), ids(48)
    net(tokens, labels=tokens).loss.backward()
    plain = {name: p.grad.clone() for name, p in net.named_parameters()}
    net.zero_grad()
    net.activation_checkpointing_enable()
    net(tokens, labels=tokens).loss.backward()
    for name, parameter in net.named_parameters():
        torch.testing.assert_close(parameter.grad, plain[name])


@torch.inference_mode()
def test_it_is_saved_and_loaded_as_the_ecosystem_does(tmp_path):
    net = network()
    net.save_pretrained(tmp_path)
    again = AutoModelForCausalLM.from_pretrained(tmp_path).eval()
    assert isinstance(again, InfiniForCausalLM)
    assert torch.equal(again(ids(40)).logits, net(ids(40)).logits)


def test_new_parameters_missing_from_a_checkpoint_start_as_they_should(tmp_path):
    network(gate="token", shift="none").save_pretrained(tmp_path)
    again = InfiniForCausalLM.from_pretrained(tmp_path, gate="head", shift="memory")
    attention = again.model.layers[0].self_attn
    assert attention.beta.tolist() == [0.0] * 4  # half open: a shut gate would never learn
    assert attention.shift.k.unique().tolist() == [LATE]


def test_a_blank_memory_has_read_nothing():
    blank = network().model.blank(3)
    assert isinstance(blank, Memory)
    assert blank.tokens == 0
    assert blank.layers[0].M.shape == (3, 2, 16, 16)
