"""A saved memory comes back bit for bit, or is refused with a sentence."""

import pickle

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from model.interface import MemoryState, ModelError
from model.state import pack, unpack
from tests.model.making import RULES, ids, network

SHAPE = (2, 2, 16, 16)
CPU = torch.device("cpu")


def state(rule="token-delta", tokens=40):
    with torch.inference_mode():
        memory = network(memory_rule=rule)(ids(tokens), logits_to_keep=0).memory
    return MemoryState("me", memory.tokens, memory.layers)


SAVED = pack(state(), "token-delta")


@pytest.mark.parametrize("rule", RULES)
def test_a_memory_comes_back_bit_for_bit(rule):
    before = state(rule)
    after = unpack(pack(before, rule), "me", rule, SHAPE, CPU)
    assert after == before
    for a, b in zip(after.layers, before.layers, strict=True):
        assert torch.equal(a.M, b.M)
        assert torch.equal(a.z, b.z)


def test_equal_memories_give_equal_bytes():
    assert pack(state(), "token-delta") == SAVED


def test_its_size_does_not_depend_on_what_was_read():
    assert len(pack(state(tokens=400), "token-delta")) == len(SAVED)


@given(cut=st.integers(0, len(SAVED) - 1))
@settings(max_examples=50, deadline=None)
def test_a_truncated_memory_is_refused(cut):
    with pytest.raises(ModelError, match="damaged"):
        unpack(SAVED[:cut], "me", "token-delta", SHAPE, CPU)


@given(at=st.integers(0, len(SAVED) - 1), bit=st.integers(0, 7))
@settings(max_examples=50, deadline=None)
def test_a_flipped_bit_is_refused(at, bit):
    data = bytearray(SAVED)
    data[at] ^= 1 << bit
    with pytest.raises(ModelError, match="damaged"):
        unpack(bytes(data), "me", "token-delta", SHAPE, CPU)


@pytest.mark.parametrize(
    ("model", "rule", "shape"),
    [("you", "token-delta", SHAPE), ("me", "delta", SHAPE), ("me", "token-delta", (2, 2, 8, 8))],
)
def test_a_memory_of_another_model_is_refused(model, rule, shape):
    with pytest.raises(ModelError, match=r"another model|does not fit"):
        unpack(SAVED, model, rule, shape, CPU)


def test_a_pickle_with_a_right_checksum_is_refused_unopened():
    import hashlib

    body = pickle.dumps({"M": 1})
    with pytest.raises(ModelError, match="not a memory"):
        unpack(hashlib.sha256(body).digest() + body, "me", "token-delta", SHAPE, CPU)
