"""What the rest of the program may know of a model: plain values and one protocol, and no torch.

A real model is `model.reader.Reader`, made by `model.loading.load`; a fake one can stand in for tests.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol


class ModelError(Exception):
    """A model or a memory cannot be used; the message is a sentence that a reader can act on."""


@dataclass(frozen=True)
class MemoryState:
    """The memory after `tokens` tokens, made by the model with fingerprint `model`; opaque outside `model`."""

    model: str
    tokens: int
    layers: Any = field(repr=False, compare=False)


@dataclass(frozen=True)
class Sampling:
    """How tokens are chosen: temperature 0 takes the likeliest; `limit` is the most tokens of an answer."""

    temperature: float = 0.0
    top_p: float = 0.9
    limit: int = 160
    seed: int = 0


@dataclass(frozen=True)
class Token:
    """The next piece of a streamed answer."""

    text: str


@dataclass(frozen=True)
class LayerPortrait:
    """How a layer remembers, the network's `number`th, in numbers from 0 to 1.

    `fill`, a key/value head: the share of the memory's directions in use. `gates`, a query head: 0 listens to the
    page alone, 1 to the memory alone. Of several memories of a layer the heads come one memory after the other.
    """

    number: int
    fill: tuple[float, ...]
    gates: tuple[float, ...]


class ReadingModel(Protocol):
    """A model that reads text into a memory of fixed size and answers from it."""

    @property
    def name(self) -> str:
        """The name a person knows it by."""

    @property
    def fingerprint(self) -> str:
        """Weights, configuration, quantization and tokenizer in one hash: whose memories fit."""

    @property
    def device(self) -> str:
        """The device that is really used: `cuda`, `mps` or `cpu`."""

    @property
    def writes(self) -> bool:
        """Whether it is large enough to write freely; a small one answers with the book's own words."""

    @property
    def tokens_read(self) -> int:
        """How many tokens `read` has taken in since the model was loaded (a count, for honesty)."""

    def blank(self) -> MemoryState:
        """Give the memory of one who has read nothing."""

    def count(self, text: str) -> int:
        """Count the tokens that `read` would take in for this text."""

    def read(self, text: str, memory: MemoryState, skip: int = 0) -> Iterator[MemoryState]:
        """Read one chapter, a segment a step; yield the memory after each.

        `skip` tokens of this text are in `memory` already (a sum of whole steps of an earlier, interrupted
        read of the same text); the result is bit-identical to that of an uninterrupted read.
        """

    def pack(self, memory: MemoryState) -> bytes:
        """Turn a memory into bytes for the library."""

    def unpack(self, data: bytes) -> MemoryState:
        """Turn bytes back into a memory; raise ModelError if they do not fit or are damaged."""

    def clues(self, question: str, memory: MemoryState, limit: int = 8) -> tuple[str, ...]:
        """Draft, from the memory alone, the words that it holds likely to belong to the answer."""

    def gain(self, texts: Sequence[str], memory: MemoryState) -> tuple[float, ...]:
        """Say for each text how much the memory raises its likelihood (nats a token)."""

    def answer(
        self, question: str, evidence: Sequence[str], memory: MemoryState, sampling: Sampling
    ) -> Iterator[Token]:
        """Write an answer token by token from memory, evidence and question; the memory is not changed."""

    def portrait(self, memory: MemoryState) -> tuple[LayerPortrait, ...]:
        """Measure how full a memory is, and how far each head listens to it; nothing is read into it."""
