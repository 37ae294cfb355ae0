"""The arithmetic and the tables of the comparisons."""

import pytest
import torch

from benchmarks.comparing import cost, table
from benchmarks.readers import Ours, do, missing
from benchmarks.shapes import OWN, Shape, ours, rival, useful_flops


def test_the_cost_of_a_cache_grows_with_the_square_and_of_a_memory_in_line():
    depths = [0, 10, 20, 30]
    assert cost(depths, [5.0] * 4, 100, 10) == pytest.approx(50)
    quadratic = cost(depths, [5 + 0.1 * depth for depth in depths], 100, 10)
    assert quadratic == pytest.approx(sum(5 + 0.1 * depth for depth in range(0, 100, 10)))


def test_a_table_is_markdown_of_even_columns():
    told = table(("who", "n"), (("ours", "12"), ("theirs", "3")))
    assert told.splitlines() == ["| who    |  n |", "|--------|---:|", "| ours   | 12 |", "| theirs |  3 |"]


def test_a_rival_that_is_not_installed_is_named(monkeypatch):
    monkeypatch.setattr("benchmarks.readers.find_spec", lambda name: None)
    assert missing("llama.cpp F16") == "llama_cpp"
    assert missing("ours float32") is None


def test_what_is_written_goes_on_from_what_was_written_without_a_new_prompt():
    reader = Ours("default", "float32")
    do(reader, {"read": 256})
    do(reader, {"write": 2})
    line = reader.line
    do(reader, {"write": 2})
    assert reader.line is line is not None


def test_ours_has_the_rivals_weights_and_their_arithmetic_is_counted():
    small = {
        "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 1, "head_dim": 8, "vocab_size": 64,
        "num_attention_heads": 4, "num_key_value_heads": 2, "tie_word_embeddings": True,
    }  # fmt: skip
    shape = Shape(small, {**OWN, "segment_length": 16})
    network, llama = ours(shape), rival(shape)
    torch.testing.assert_close(
        network.model.layers[0].mlp.up_proj.weight, llama.model.layers[0].mlp.up_proj.weight
    )
    layers = 32 * (32 + 16 + 16 + 32 + 3 * 64) + 32 * (4 + 2)  # projections and feed-forward, gates
    assert useful_flops(network) == 2 * (layers + 2 * 32 * 8.5 + (4 + 2 * 2) * 64)
