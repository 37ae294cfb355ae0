"""Which heads attend locally, which to the memory, which mix both; and what the write gate lets into the memory.

A head's gate is its mean over held-out text (its second segment on: the first has no memory), and, apart from that,
over the words that ask for a pass key. The write gate is compared on the tokens of a pass key's digits and on the
text around it. A query head is listed with the write gate of the key/value head whose memory it reads.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from model.evaluation import Step
from model.evaluation.passkey import places
from model.evaluation.text import Filler, Ids
from model.memory import Memory
from model.network import InfiniAttention, InfiniForCausalLM
from model.passkey import asked_ids, draw_key, told_ids
from model.reader import Reader

LOCAL, REMEMBERS = 0.2, 0.8
"""A head whose gate is below the first is local, above the second a memory head; between them it mixes."""
TRIALS, SEGMENTS = 8, 16


@dataclass(frozen=True)
class Cell:
    """One query head: its mean gate in text and where a key is asked for, and the write gate of its memory.

    Write gates are None for a rule without one.
    """

    layer: int
    head: int
    gate: float
    question: float
    kind: str
    write_needle: float | None
    write_filler: float | None


@dataclass
class _Seen:
    """What every layer's gates were on the tokens read: (layers, heads, T), and (layers, key/value heads, T)."""

    gates: list[Tensor] = field(default_factory=list)
    writes: list[Tensor] = field(default_factory=list)


def kind(gate: float) -> str:
    """Name what a head does."""
    return "local" if abs(gate) < LOCAL else "memory" if abs(gate) > REMEMBERS else "mixer"


def measure(reader: Reader, filler: Filler, trials: int = TRIALS, seed: int = 5) -> Iterator[Step | Cell]:
    """Read a few stretches of text with a pass key in each; give a cell for each head."""
    rng = np.random.default_rng(seed)
    parts = []
    for done in range(trials):
        yield Step(done, trials, "reading with an eye on the gates")
        parts.append(_trial(reader, filler, rng))
    text, question, needle, plain = (np.mean(some, 0) for some in zip(*parts, strict=True))
    network = reader.network
    group = network.config.num_attention_heads // network.config.num_key_value_heads
    written, layers = bool(network.config.write_gate), network.config.remembering
    for layer, head in np.ndindex(*text.shape):
        gate = float(text[layer, head])
        told, around = (float(of[layer, head // group]) if written else None for of in (needle, plain))
        yield Cell(layers[layer], head, gate, float(question[layer, head]), kind(gate), told, around)


def _trial(reader: Reader, filler: Filler, rng: np.random.Generator) -> tuple[npt.NDArray[np.float64], ...]:
    """Give the mean gates (layers, heads) in text and question, and the mean write gates on needle and filler."""
    network, tokenizer = reader.network, reader.tokenizer.backend_tokenizer
    segment = int(network.config.segment_length)
    ids, key = filler.stretch(SEGMENTS * segment, rng), draw_key(rng)
    needle, asked = np.array(told_ids(tokenizer, key)), asked_ids(tokenizer, key)
    (before,) = places(len(ids) - segment, [len(needle)], (0.0, 1.0), rng)
    ids[before : before + len(needle)] = needle
    digits = before + np.flatnonzero(_digits(reader, needle))
    with watched(network) as seen:
        memory = _read(network, ids[:-segment], None)
        last = ids[-segment:].copy()
        last[-len(asked.ids) :] = asked.ids
        _read(network, last, memory)
    gates, writes = (torch.cat(some, -1).double().cpu().numpy() for some in (seen.gates, seen.writes))
    plain = np.ones(len(ids), bool)
    plain[before : before + len(needle)] = plain[-len(asked.ids) :] = False
    text = plain & (np.arange(len(ids)) >= segment)
    # the tokens that are to say the key's digits: from the one before the first digit to the one before the last
    asking = slice(len(ids) - len(asked.ids) + asked.start - 1, len(ids) - 1)
    return (
        gates[..., text].mean(-1),
        gates[..., asking].mean(-1),
        writes[..., digits].mean(-1),
        writes[..., plain].mean(-1),
    )


def _digits(reader: Reader, needle: Ids) -> list[bool]:
    return [reader.tokenizer.decode([i]).strip().isdigit() for i in needle.tolist()]


@torch.inference_mode()
def _read(network: InfiniForCausalLM, ids: Ids, memory: Memory | None) -> Memory:
    given = torch.from_numpy(ids)[None].to(network.device)
    read: Memory = network(given, memory, logits_to_keep=0).memory
    return read


@contextmanager
def watched(network: InfiniForCausalLM) -> Iterator[_Seen]:
    """Note the gates of every layer that has a memory, while streams (B = 1) are read."""
    seen, inputs = _Seen(), list[tuple[InfiniAttention, Tensor]]()
    layers = network.model.remembering

    def note(attention: InfiniAttention, given: tuple[Tensor, ...]) -> None:
        inputs.append((attention, given[0]))
        if attention is layers[-1]:
            seen.gates.append(torch.stack([gate(*one) for one in inputs]))
            seen.writes.append(torch.stack([writing(*one) for one in inputs]))
            inputs.clear()

    hooks = [layer.register_forward_pre_hook(note) for layer in layers]
    try:
        yield seen
    finally:
        for hook in hooks:
            hook.remove()


def gate(attention: InfiniAttention, x: Tensor) -> Tensor:
    """Give the gates (heads, T) of the tokens of one stream, x (1, S, N, E): 0 attends locally, 1 to the memory."""
    return _along(attention.gates(x))


def writing(attention: InfiniAttention, x: Tensor) -> Tensor:
    """Give how much of each token of one stream is written: (key/value heads, T)."""
    return _along(attention.writing(x))


def _along(each: Tensor) -> Tensor:
    """Lay the segments of a stream one after another: (1, S, heads, N, 1) to (heads, T)."""
    return each[0, ..., 0].movedim(0, 1).flatten(1)


def counted(cells: Sequence[Cell]) -> dict[int, dict[str, int]]:
    """Count the heads of each kind, by layer."""
    layers = sorted({cell.layer for cell in cells})
    kinds = ("local", "mixer", "memory")
    return {
        layer: {name: sum(c.layer == layer and c.kind == name for c in cells) for name in kinds}
        for layer in layers
    }
