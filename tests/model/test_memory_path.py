"""What stands between a layer and its memory: without effect at the start, the same token by token."""

import torch

from model.adapter import widen
from model.config import InfiniConfig
from model.memory_path import LowRank
from model.window import Window
from tests.model.making import ids, network

ADDED = {"mix": "add", "memory_rank": 4, "gate": "token", "shift": "memory"}


def test_low_rank_additions_start_at_nothing():
    x, qkv = torch.randn(1, 2, 3, 256), tuple(torch.randn(1, 2, h, 3, 64) for h in (4, 2, 2))
    made = LowRank(InfiniConfig(num_key_value_heads=2, memory_rank=4))
    assert all(torch.equal(a, b) for a, b in zip(made(x, qkv), qkv, strict=True))
    made = LowRank(InfiniConfig(num_key_value_heads=2, memory_rank=4, keys_ask=True))
    assert torch.equal(made(x, qkv)[0][:, :, 1], qkv[1][:, :, 0])


@torch.inference_mode()
def test_what_is_added_is_the_same_segment_by_segment_and_token_by_token():
    for keys_ask in (False, True):
        net = network(**ADDED, keys_ask=keys_ask)
        tokens = ids(40)
        whole = net(tokens).logits
        memory, parts = None, []
        for part in tokens.split(16, 1):
            out = net(part, memory)
            memory = out.memory
            parts.append(out.logits)
        torch.testing.assert_close(torch.cat(parts, 1), whole, atol=1e-4, rtol=1e-4)
        memory = net(tokens[:, :32], logits_to_keep=0).memory
        window, single = Window(0, ()), []
        for token in tokens[:, 32:].split(1, 1):
            out = net(token, memory, window)
            window = out.window
            single.append(out.logits)
        torch.testing.assert_close(torch.cat(single, 1), whole[:, 32:], atol=1e-4, rtol=1e-4)


@torch.inference_mode()
def test_a_bfloat16_base_goes_on_from_a_window_as_it_reads_whole():
    net = network(**ADDED).to(torch.bfloat16)
    widen(net)
    tokens = ids(40)
    memory, window, single = net(tokens[:, :32], logits_to_keep=0).memory, Window(0, ()), []
    for token in tokens[:, 32:].split(1, 1):
        out = net(token, memory, window)
        window = out.window
        single.append(out.logits)
    whole = net(tokens[:, 32:], memory).logits.float()
    assert (torch.cat(single, 1).float() - whole).norm() < 0.03 * whole.norm()


def test_a_gate_that_adds_nothing_learns_all_the_same():
    net = network(**ADDED)
    for layer in net.model.layers:
        torch.nn.init.zeros_(layer.self_attn.gate.weight)
        torch.nn.init.zeros_(layer.self_attn.gate.bias)
    before = net(ids(32), labels=ids(32)).loss
    before.backward()
    assert all(layer.self_attn.gate.weight.grad.abs().max() > 0 for layer in net.model.layers)


def test_local_attention_is_dropped_in_later_segments_alone():
    net = network(**ADDED)
    whole = net(ids(48)).logits
    for layer in net.model.layers:
        layer.self_attn.dropped = 1.0
    net.train()
    dropped = net(ids(48)).logits
    torch.testing.assert_close(dropped[:, :16], whole[:, :16])
    assert not torch.allclose(dropped[:, 16:], whole[:, 16:], atol=1e-2)
