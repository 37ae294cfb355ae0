"""A stranger's keys address its memory without what all of them share, and nothing else of the model changes."""

import numpy as np
import pytest
import torch

from model.families import MEMORY
from model.network import InfiniForCausalLM
from model.training.centring import centre
from tests.model.making import ids, network


def made(**changes) -> InfiniForCausalLM:
    """Make a network whose keys have much in common, as those of trained models have."""
    net = network(
        **(MEMORY | {"memory_rank": 2, "attention_bias": True, "first_memory_layer": 1} | changes)
    ).eval()
    with torch.no_grad():
        net.model.embed_tokens.weight.normal_()
        net.model.embed_tokens.weight[:, 0] = 2.0  # something of x is the same for every token
        for layer in net.model.layers:
            layer.self_attn.k_proj.bias.normal_(std=3.0)
            layer.self_attn.q_proj.bias.normal_(std=3.0)
    return net


def memorys(net, text):
    """Give the queries and keys (heads, tokens, D) with which the last layer meets its memory."""
    kept = []
    low = net.model.layers[-1].self_attn.low_rank
    hook = low.register_forward_hook(lambda _, __, out: kept.append(out))
    with torch.inference_mode():
        net.model(text, absorb=False)
    hook.remove()
    return [u[0, 0] for u in kept[0][:2]]


def shared(u):
    """Give the part of the length of u (heads, tokens, D) that its mean has."""
    return (u.mean(1).square().sum(-1) / u.square().sum(-1).mean(1)).max().item()


@pytest.mark.parametrize("qk_norm", [False, True])
def test_what_all_keys_share_is_taken_away(qk_norm):
    net, text = made(qk_norm=qk_norm), ids(4000, seed=7)[0].numpy()
    unseen = ids(64, seed=8)
    before = [shared(u) for u in memorys(net, unseen)]
    centre(net, text)
    after = [shared(u) for u in memorys(net, unseen)]
    assert min(before) > 0.5
    assert max(after) < 0.2


def test_local_attention_stays_as_it_was():
    net, unseen = made(), ids(64, seed=8)
    with torch.inference_mode():
        before = net(unseen, absorb=False).logits
        centre(net, ids(4000, seed=7)[0].numpy())
        torch.testing.assert_close(net(unseen, absorb=False).logits, before, rtol=1e-4, atol=1e-4)


def test_a_short_text_is_enough():
    net = made()
    centre(net, np.arange(100) % 50)
    assert all(torch.isfinite(p).all() for p in net.parameters())
