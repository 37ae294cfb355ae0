"""Streams that share a filler are read as each would be alone."""

import numpy as np
import pytest
import torch

from model.evaluation import streams
from model.evaluation.streams import Plant, memories, taken
from tests.model.evaluation.watching import result
from tests.model.making import RULES, ids, network


def alone(net, filler, stream):
    """Write a stream out and read it segment by segment, the first one short."""
    whole = filler.copy()
    for plant in stream:
        whole[plant.at : plant.at + len(plant.ids)] = plant.ids
    memory, at, length = net.model.blank(), 0, net.config.segment_length
    while at < len(whole):
        to = at + ((len(whole) - at) % length or length)
        memory = net(torch.from_numpy(whole[at:to])[None], memory, logits_to_keep=0).memory
        at = to
    return memory


@torch.inference_mode()
@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("length", [160, 173])
def test_every_stream_has_the_memory_that_it_would_have_alone(rule, length, monkeypatch):
    monkeypatch.setitem(streams.AT_ONCE, "cpu", 100)  # some segments a step
    net, filler = network(memory_rule=rule), ids(length)[0].numpy()
    needles = ids(9, batch=5, seed=1).numpy()
    told = [
        [Plant(151, needles[0])],  # ends on the filler's end, or before it
        [Plant(0, needles[1])],
        [Plant(75, needles[2]), Plant(20, needles[3])],  # over the end of a segment; not in order
        [Plant(100, needles[4])],
        [Plant(75, needles[0])],
    ]
    memory = result(memories(net, filler, told, ""))
    for i, stream in enumerate(told):
        expected = alone(net, filler, stream)
        assert memory.tokens == expected.tokens == length
        for got, wanted in zip(taken(memory, slice(i, i + 1)).layers, expected.layers, strict=True):
            torch.testing.assert_close(got.M, wanted.M, rtol=1e-3, atol=1e-4)
            torch.testing.assert_close(got.z, wanted.z, rtol=1e-3, atol=1e-3)


def test_what_is_common_is_read_once(monkeypatch):
    net, filler = network(), ids(320)[0].numpy()
    read = 0
    own = type(net).forward

    def count(self, input_ids, *rest, **named):
        nonlocal read
        read += input_ids.numel()
        return own(self, input_ids, *rest, **named)

    monkeypatch.setattr(type(net), "forward", count)
    late = [[Plant(310, np.array([7, 8]))] for _ in range(6)]
    result(memories(net, filler, late, ""))
    assert read == 304 + 6 * 16
