"""What is measured: each token's own loss, put together by where the token stands."""

import math

import numpy as np
import pytest
import torch

from model.evaluation.rivals import measuring
from model.evaluation.rivals.measuring import losses, perplexities, table, together
from tests.model.evaluation.rivals.making import SEGMENT, ids, rival

BOOK = ids(5 * SEGMENT + 3)[0].numpy()


@pytest.mark.parametrize("name", ["none", "compressive", "rmt", "infini-ours"])
@torch.inference_mode()
def test_losses_are_the_networks_own_whatever_is_read_at_once(name, monkeypatch):
    net = rival(name)
    whole = torch.from_numpy(BOOK[: 5 * SEGMENT])[None]
    logits = net.read(whole)[0][0] @ net.head.T
    wanted = torch.nn.functional.cross_entropy(
        logits, torch.from_numpy(BOOK[1 : 5 * SEGMENT + 1]), reduction="none"
    )
    for at_once in (SEGMENT, 3 * SEGMENT, 4096):
        monkeypatch.setattr(measuring, "TOKENS_AT_ONCE", at_once)
        found = losses(net, BOOK)
        assert found.shape == (len(BOOK) - 1,)
        np.testing.assert_allclose(found[: 5 * SEGMENT], wanted, atol=2e-4)


def test_emptied_is_each_segment_alone():
    net = rival("transformer-xl")
    emptied = losses(net, BOOK, emptied=True)
    kept = losses(net, BOOK)
    np.testing.assert_allclose(emptied[: SEGMENT - 1], kept[: SEGMENT - 1], atol=1e-5)
    assert np.abs(emptied - kept)[SEGMENT:].max() > 1e-3
    alone = losses(net, BOOK[2 * SEGMENT : 3 * SEGMENT])
    np.testing.assert_allclose(emptied[2 * SEGMENT : 3 * SEGMENT - 1], alone, atol=1e-5)


def test_each_token_is_counted_where_it_stands(monkeypatch):
    monkeypatch.setattr(measuring, "BOUNDS", (0, 20, 40))
    net = rival("none")
    found = perplexities(net, [BOOK, BOOK[:30]])
    assert [(row["start"], row["tokens"]) for row in found] == [(0, 38), (20, 30), (40, len(BOOK) - 40)]
    assert [row["end"] for row in found] == [20, 40, None]
    lost = losses(net, BOOK)
    assert found[2]["perplexity"] == pytest.approx(math.exp(lost[39:].mean()))
    both = together(found)
    assert both == pytest.approx(math.exp(np.concatenate((lost, losses(net, BOOK[:30]))).mean()))


def test_a_table_has_a_column_a_stretch():
    told = {
        "rival": "none", "memory_values": 0, "parameters": 1234, "seconds": 61.2, "beyond_8k": None,
        "rows": [{"start": 0, "perplexity": 12.345}, {"start": 2048, "perplexity": 11.0}],
    }  # fmt: skip
    lines = table([told]).splitlines()
    assert lines[0].count("|") == lines[2].count("|")
    assert "12.35" in lines[2] or "12.34" in lines[2]
    assert "1,234" in lines[2]
