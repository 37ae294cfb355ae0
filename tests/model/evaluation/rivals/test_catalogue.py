"""What every rival must be: causal, exact across calls, and remembering as far as its memory reaches, no further."""

import pytest
import torch

from model.evaluation.rivals.catalogue import RIVALS, make
from model.interface import ModelError
from model.network import InfiniForCausalLM
from tests.model.evaluation.rivals.making import SEGMENT, SIZES, changed, ids, rival

NONE = [name for name in RIVALS if name.startswith("none")]
REMEMBERING = [name for name in RIVALS if name not in NONE]
REACH = {"transformer-xl": SIZES.layers}
"""Segments back that a token can be seen through a cache: one a layer."""


@pytest.mark.parametrize("name", RIVALS)
@torch.inference_mode()
def test_a_later_token_cannot_change_an_earlier_state(name):
    net, tokens = rival(name), ids(4 * SEGMENT, batch=2)
    whole, _ = net.read(tokens)
    for at in (5, SEGMENT, 2 * SEGMENT + 7, 4 * SEGMENT - 1):
        other, _ = net.read(changed(tokens, at))
        torch.testing.assert_close(other[:, :at], whole[:, :at], atol=2e-5, rtol=0)
        assert (other[:, at] - whole[:, at]).abs().max() > 1e-3


@pytest.mark.parametrize("name", RIVALS)
@torch.inference_mode()
def test_reading_on_gives_what_reading_at_once_gives(name):
    net, tokens = rival(name), ids(9 * SEGMENT, batch=2)
    whole, end = net.read(tokens)
    parts, state = [], None
    for part in tokens.split([SEGMENT, 3 * SEGMENT, 5 * SEGMENT], 1):
        hidden, state = net.read(part, state)
        parts.append(hidden)
    torch.testing.assert_close(torch.cat(parts, 1), whole, atol=2e-4, rtol=1e-3)
    assert state.tokens == end.tokens == 9 * SEGMENT


def influence(name: str, segments: int) -> float:
    """How much a token of the first segment changes the states of the last of `segments`."""
    net, tokens = rival(name), ids(segments * SEGMENT)
    whole, _ = net.read(tokens)
    other, _ = net.read(changed(tokens, 3))
    return (other - whole)[:, -SEGMENT:].abs().max().item()


@pytest.mark.parametrize("name", RIVALS)
@torch.inference_mode()
def test_a_far_token_counts_exactly_as_far_as_the_memory_reaches(name):
    if name in NONE:
        assert influence(name, 2) == 0
        return
    reach = REACH.get(name, 7)
    assert influence(name, reach + 1) > 1e-6
    if name in REACH:
        assert influence(name, reach + 2) == 0


@pytest.mark.parametrize("name", REMEMBERING)
def test_the_memory_holds_as_many_values_as_is_said(name):
    net = rival(name)
    with torch.inference_mode():
        _, state = net.read(ids(66 * SEGMENT))
    held = sum(t.numel() for layer in state.layers for t in layer)
    if name == "compressive":  # it also holds the slots of the segment that is in the cache still
        held -= SIZES.layers * 2 * SEGMENT // 4 * SIZES.hidden
    if name in {"infini-token-delta", "infini-ours"}:  # this rule keeps no z
        held -= sum(layer[1].numel() for layer in state.layers)
    assert held == net.memory_values


@pytest.mark.parametrize("name", RIVALS)
def test_all_learn_and_every_parameter_has_a_gradient(name):
    net, tokens = make(name, SIZES), ids(5 * SEGMENT)
    optimizer = torch.optim.AdamW(net.parameters(), lr=2e-2)
    lost = []
    for _ in range(4):
        hidden, _ = net.read(tokens[:, :-SEGMENT])
        logits = hidden @ net.head.T
        loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), tokens[:, 1 : 1 - SEGMENT].flatten())
        loss.backward()
        assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in net.parameters())
        optimizer.step()
        optimizer.zero_grad()
        lost.append(loss.item())
    assert lost[-1] < lost[0] - 0.1


@torch.inference_mode()
def test_without_memory_it_is_our_network_with_its_memory_emptied():
    ours = InfiniForCausalLM(SIZES.config(memory_rule="linear")).eval()
    mine = make("none", SIZES).eval()
    told = mine.load_state_dict(ours.model.state_dict(), strict=False)
    assert not told.missing_keys
    assert all(key.endswith("beta") for key in told.unexpected_keys)
    tokens = ids(4 * SEGMENT)
    emptied = ours.model(tokens.view(4, SEGMENT)).hidden.flatten(0, 1)
    torch.testing.assert_close(mine.read(tokens)[0][0], emptied, atol=1e-5, rtol=1e-4)


def test_a_rival_of_no_known_name_is_said():
    with pytest.raises(ModelError, match="Choose from: none, transformer-xl"):
        make("lstm", SIZES)


def test_half_a_segment_is_refused():
    with pytest.raises(ValueError, match="whole segments"):
        rival("none").read(ids(SEGMENT + 3))
