"""Gates are the network's own, and a head's kind is what its gate makes it."""

from types import SimpleNamespace

import pytest
import torch

from model.evaluation import gates
from model.evaluation.gates import counted, kind, measure
from model.evaluation.text import Filler
from model.prompts import Prompts
from tests.model.evaluation.watching import cells
from tests.model.making import network, tokenizer


def reader(**changes):
    marks = tokenizer()
    return SimpleNamespace(
        network=network(segment_length=64, **changes), tokenizer=marks, prompts=Prompts(marks)
    )


@pytest.mark.parametrize("mix", ["convex", "add"])
@pytest.mark.parametrize("gate", ["head", "token"])
def test_gates_are_those_that_the_network_applies(gate, mix):
    attention = network(gate=gate, mix=mix).model.layers[0].self_attn
    x = torch.randn(1, 3, 5, 48)

    def shape(u):
        return torch.where(u > 0, u.tanh(), 0.01 * u.tanh()) if mix == "add" else u.sigmoid()

    beta = attention.beta[:, None].expand(-1, 15) if gate == "head" else attention.gate(x).flatten(0, 2).T
    torch.testing.assert_close(gates.gate(attention, x), shape(beta))
    torch.testing.assert_close(gates.writing(attention, x), attention.write(x).flatten(0, 2).T.sigmoid())


@torch.no_grad()
def test_every_head_is_listed_with_what_it_does():
    one = reader(gate="head")
    betas = [(-9.0, 9.0, 0.0, -1.0), (9.0, 9.0, 0.1, -9.0)]
    for layer, beta in zip(one.network.model.layers, betas, strict=True):
        layer.self_attn.beta.copy_(torch.tensor(beta))
        layer.self_attn.write.weight.zero_()
        layer.self_attn.write.bias.copy_(torch.tensor([-9.0, 9.0]))
    measured = cells(measure(one, Filler("repeat", None, one.tokenizer, 0), trials=1))
    assert [(cell.layer, cell.head) for cell in measured] == [(a, b) for a in range(2) for b in range(4)]
    assert [cell.kind for cell in measured[:4]] == ["local", "memory", "mixer", "mixer"]
    assert counted(measured) == {
        0: {"local": 1, "mixer": 2, "memory": 1},
        1: {"local": 1, "mixer": 1, "memory": 2},
    }
    for cell in measured:  # query heads 0 and 1 read the first key/value head's memory
        assert cell.write_needle == pytest.approx(float(cell.head > 1), abs=1e-3)
        assert cell.gate == pytest.approx(cell.question, abs=1e-6)  # the paper's gate is the same everywhere


def test_needle_and_filler_are_told_apart():
    """With a write gate that knows digits from all else, only the needle's digits are written."""
    one = reader(gate="token")
    digits = [i for i in range(320) if one.tokenizer.decode([i]).strip().isdigit()]
    seen = []

    def note(attention, x):
        seen.append(x.shape[1] * x.shape[2])
        return torch.isin(note.ids[0, -seen[-1] :], torch.tensor(digits)).double().expand(2, -1)

    own = one.network.forward

    def forward(ids, *rest, **named):
        note.ids = ids
        return own(ids, *rest, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gates, "writing", note)
        patch.setattr(one.network, "forward", forward)
        measured = cells(measure(one, Filler("repeat", None, one.tokenizer, 0), trials=2))
    assert {(cell.write_needle, cell.write_filler) for cell in measured} == {(1.0, 0.0)}


def test_rules_without_a_write_gate_have_none():
    one = reader(memory_rule="linear", write_gate=False)
    (first, *_) = cells(measure(one, Filler("repeat", None, one.tokenizer, 0), trials=1))
    assert (first.write_needle, first.write_filler) == (None, None)


def test_kinds():
    assert [kind(g) for g in (0.0, 0.19, 0.5, 0.81, 1.0, -0.1)] == [
        "local", "local", "mixer", "memory", "memory", "local",
    ]  # fmt: skip
