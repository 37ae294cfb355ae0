"""Perplexity is the network's own, over the same tokens for all that are compared."""

from dataclasses import dataclass

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from model.evaluation import perplexity, streams
from model.evaluation.perplexity import Cell, InfiniScorer, changed, check_tokenizer, measure
from model.interface import ModelError
from tests.model.evaluation.watching import cells
from tests.model.making import RULES, ids, network, tokenizer


def own_losses(net, book, emptied):
    """The losses by the plainest way: all at once, or segment by segment with nothing before."""
    whole, length = torch.from_numpy(book)[None], net.config.segment_length
    parts = whole.split(length, 1) if emptied else [whole]
    logits = torch.cat([net(part).logits[0] for part in parts])
    return F.cross_entropy(logits[:-1], whole[0, 1:], reduction="none").numpy()


@torch.inference_mode()
@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("emptied", [False, True])
def test_losses_are_those_of_the_network_over_steps_and_segments(rule, emptied, monkeypatch):
    monkeypatch.setitem(streams.AT_ONCE, "cpu", 40)
    net, book = network(memory_rule=rule), ids(150)[0].numpy()
    given = InfiniScorer(net, "it", emptied).losses(book)
    assert given.shape == (150,)
    np.testing.assert_allclose(given[1:], own_losses(net, book, emptied), rtol=2e-3, atol=2e-3)


@torch.inference_mode()
def test_stretches_hold_the_perplexity_of_their_positions(monkeypatch):
    monkeypatch.setattr(perplexity, "BOUNDS", (0, 32, 64))
    net, books = network(), [ids(n, seed=n)[0].numpy() for n in (150, 40)]
    kept, emptied = (InfiniScorer(net, "it", one) for one in (False, True))
    measured = [cell for row in cells(measure([kept, emptied], books)) for cell in row]
    assert [(cell.memory, cell.start, cell.end) for cell in measured] == [
        (memory, *ends) for memory in ("kept", "emptied") for ends in ((0, 32), (32, 64), (64, None))
    ]
    inside = [t for t in range(32, 64) if t % 16]  # a segment's first token is left out
    losses = [own_losses(net, book, False)[[t - 1 for t in inside if t < len(book)]] for book in books]
    assert measured[1].perplexity == pytest.approx(np.exp(np.concatenate(losses).mean()), rel=1e-3)
    assert measured[1].tokens == len(inside) + 7
    assert [cell.memory_values for cell in measured] == [2 * 2 * 16 * 16] * 3 + [0] * 3
    assert all(a.perplexity != b.perplexity for a, b in zip(measured[:3], measured[3:], strict=True))


def test_what_the_memory_changes_is_weighed_by_tokens():
    def row(*figures):
        return [Cell("it", "kept", start, None, value, n, 0) for start, value, n in figures]

    kept, emptied = (
        row((0, 9, 5), (8192, 20, 100), (32768, 10, 300)),
        row((0, 1, 5), (8192, 40, 100), (32768, 10, 300)),
    )
    assert changed(kept, emptied) == pytest.approx(0.5**0.25 - 1)
    assert changed(row((0, 9, 5)), row((0, 8, 5))) is None


def test_the_normaliser_counts_as_memory():
    assert InfiniScorer(network(memory_rule="delta"), "it").memory_values == 2 * 2 * (16 * 16 + 16)


@dataclass
class Rival:
    name: str = "a rival"
    segment: int = 24
    memory_values: int = 7

    def losses(self, ids):
        return np.where(np.arange(len(ids)) % 24 == 0, 1e9, np.log(5)).astype(np.float32)


def test_all_are_compared_on_the_same_tokens():
    measured = [
        row[0] for row in cells(measure([InfiniScorer(network(), "it"), Rival()], [ids(100)[0].numpy()]))
    ]
    scored = [t for t in range(100) if t % 16 and t % 24]
    assert [(cell.model, cell.memory, cell.tokens) for cell in measured] == [
        ("it", "kept", len(scored)),
        ("a rival", "kept", len(scored)),
    ]
    assert measured[1].perplexity == pytest.approx(5)


def test_rivals_of_another_tokenizer_are_refused(tmp_path):
    marks = tokenizer()
    with pytest.raises(ModelError, match="no trained rivals"):
        check_tokenizer(tmp_path, marks)
    marks.backend_tokenizer.save(str(tmp_path / "tokenizer.json"))
    check_tokenizer(tmp_path, marks)
    other = tokenizer()
    other.add_tokens(["another"])
    with pytest.raises(ModelError, match="another tokenizer"):
        check_tokenizer(tmp_path, other)
