"""The picture of a memory: blank is 0, one thing is one direction, and reading fills it."""

import pytest
import torch

from model.interface import MemoryState
from model.loading import load
from model.memory import LayerMemory
from model.portrait import fill


@pytest.fixture(scope="module")
def reader():
    return load("default", "cpu")


def layer(M):
    return LayerMemory(M[None, None], torch.zeros(1, 1, M.shape[0], 1))


def test_fill_counts_the_directions_in_use():
    k = torch.randn(16)
    assert fill(layer(torch.zeros(16, 16))) == (0.0,)
    assert fill(layer(torch.outer(k, k)))[0] == pytest.approx(1 / 16, abs=1e-3)
    assert fill(layer(3 * torch.eye(16)))[0] == pytest.approx(1.0)


def test_reading_fills_the_real_models_memory_and_leaves_it_as_it_was(reader):
    *_, some = reader.read(
        "The lamp stood on the harbour wall. " * 40 + "The pass key is 48213.", reader.blank()
    )
    packed = reader.pack(some)
    blank, full = reader.portrait(reader.blank()), reader.portrait(some)
    config = reader.network.config
    numbers = [1 + layer for layer in config.remembering]
    assert [one.number for one in full] == numbers
    assert [max(one.fill) for one in blank] == [0.0] * len(numbers)
    shares = [share for one in full for share in one.fill]
    assert all(0 <= share <= 1 for share in shares)
    assert max(shares) > 0  # of the key: under the write floor a head may write nothing at all of a text
    heads = config.num_attention_heads
    assert all(len(one.gates) == heads and all(0 <= gate <= 1 for gate in one.gates) for one in full)
    assert reader.pack(some) == packed
    assert isinstance(some, MemoryState)
