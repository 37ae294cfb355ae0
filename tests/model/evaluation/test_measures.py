"""The measurements, on a network whose answers are known beforehand."""

import numpy as np
import pytest
import torch

from model.evaluation.perplexity import rows as perplexities
from model.evaluation.recall import _matches, _trial, rows
from model.evaluation.text import held_out
from model.interface import ModelError
from model.training.lessons import Vocabulary
from tests.model.making import ids, network
from tests.model.training.conftest import data, shards, tokenizer  # noqa: F401 (fixtures)


def test_a_trial_tells_once_and_asks_at_the_end(tokenizer):  # noqa: F811
    vocabulary = Vocabulary(tokenizer)
    text = np.array(tokenizer.encode("Some plain filler. " * 900).ids)
    stream, size = _trial(vocabulary, text, 2048, 0.5, "plain", np.random.default_rng(0))
    value = tokenizer.decode(stream[-size:].tolist())
    assert tokenizer.decode(stream.tolist()).count(value) == 2
    assert len(stream) == 2048
    told = stream[:1024].tolist()
    assert any(told[i : i + 5] == stream[-5:].tolist() for i in range(len(told)))


def test_an_untrained_network_recalls_nothing(tokenizer):  # noqa: F811
    net = network(vocab_size=512, segment_length=64)
    text = np.array(tokenizer.encode("Some plain filler. " * 900).ids)
    measured = list(rows(net, Vocabulary(tokenizer), text, [2048], 4))
    assert [(row.wording, row.depth) for row in measured][:3] == [
        ("marked", d) for d in ("start", "middle", "end")
    ]
    assert all(row.exact == 0 for row in measured if row.wording == "plain")


@torch.inference_mode()
def test_matches_compare_each_token_of_the_value():
    net, tokens = network(), ids(12)
    logits = net(tokens).logits
    tokens[0, -1] = logits[0, -2].argmax()
    assert _matches(net, tokens, None, 2)[0, 1]


@torch.inference_mode()
def test_perplexity_is_the_networks_own():
    net = network()
    book = ids(64)[0].numpy()
    (row,) = perplexities(net, [book])
    logits = net(torch.from_numpy(book)[None]).logits[0, :-1]
    loss = torch.nn.functional.cross_entropy(logits, torch.from_numpy(book)[1:], reduction="none")
    inside = [t for t in range(63) if (t + 1) % 16]  # a segment's first token is left out
    assert row.memory == pytest.approx(loss[inside].mean().exp().item(), rel=1e-3)
    assert row.memory != row.emptied


def test_held_out_books_that_are_missing_are_said(tmp_path):
    with pytest.raises(ModelError, match="evaluation books"):
        next(held_out(tmp_path, None))
