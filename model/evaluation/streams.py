"""Reading long streams that share a filler and differ in what is planted in it: needles, facts.

All streams have the same filler. What comes before a stream's first plant is the same for all, so it is read once;
from there on each is a row of a batch of its own. The result is that of reading each stream alone.
"""

from collections.abc import Generator, Sequence
from typing import NamedTuple

import numpy as np
import torch

from model.evaluation import Step
from model.evaluation.text import Ids
from model.memory import LayerMemory, Memory
from model.network import InfiniForCausalLM

AT_ONCE = {"cuda": 131_072, "mps": 32_768, "cpu": 8_192}
"""Tokens of one step."""


class Plant(NamedTuple):
    """Ids that stand in the filler's place from `at` on."""

    at: int
    ids: Ids


Streams = Sequence[Sequence[Plant]]


@torch.inference_mode()
def memories(
    network: InfiniForCausalLM, filler: Ids, streams: Streams, what: str
) -> Generator[Step, None, Memory]:
    """Read every stream to its end; yield steps and return the memories, a row each in the order given.

    Every stream has a plant. Segments end on the filler's end: the first one takes what is left over.
    """
    segment, end = int(network.config.segment_length), len(filler)
    begins = [min(plant.at for plant in stream) for stream in streams]
    order = sorted(range(len(streams)), key=begins.__getitem__)
    memory, opened, at = network.model.blank(), 0, 0
    while at < end:
        width = segment if at or not end % segment else end % segment
        before = opened
        while opened < len(order) and begins[order[opened]] < at + width:
            opened += 1
        memory = _opened(memory, before, opened, opened < len(order))
        later = begins[order[opened]] if opened < len(order) else end
        rows = opened + (opened < len(order))
        to = at + width
        if width == segment:
            most = max(1, AT_ONCE[network.device.type] // (segment * rows))
            to = at + segment * max(1, min(most, (later - at) // segment))
        ids = _rows(filler, at, to, [streams[i] for i in order[:opened]], rows)
        memory = network(torch.from_numpy(ids).to(network.device), memory, logits_to_keep=0).memory
        at = to
        yield Step(at, end, what)
    back = torch.tensor(np.argsort(order), device=network.device)
    return taken(memory, back)


def _opened(memory: Memory, before: int, opened: int, more: bool) -> Memory:
    """Give each newly opened stream a copy of the filler's memory, which is the last row while `more` wait for it."""
    if before == opened:
        return memory
    rows = [*range(before), *([before] * (opened - before)), *([before] if more else [])]
    return taken(memory, torch.tensor(rows, device=memory.layers[0].M.device))


def taken(memory: Memory, rows: slice | torch.Tensor) -> Memory:
    """Give some rows of a batch of memories."""
    layers = (LayerMemory(layer.M[rows], layer.z[rows]) for layer in memory.layers)
    return Memory(memory.tokens, tuple(layers))


def _rows(filler: Ids, at: int, to: int, streams: Streams, rows: int) -> Ids:
    """Make the ids (rows, to − at) of one step, with what is planted in it."""
    ids = np.tile(filler[at:to], (rows, 1))
    for i, stream in enumerate(streams):
        for plant in stream:
            first, last = max(plant.at, at), min(plant.at + len(plant.ids), to)
            if first < last:
                ids[i, first - at : last - at] = plant.ids[first - plant.at : last - plant.at]
    return ids
