"""The reader: a network with its tokenizer, reading text into memory and answering from it.

It is what `model.interface.ReadingModel` promises. Every step of reading and of writing is short and changes nothing
that another step could see: memory is a value, and a question's own tokens never reach the memory that is saved.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from transformers import PreTrainedTokenizerBase

from model import state
from model.checking import sample_page
from model.encoding import encode, segments
from model.interface import LayerPortrait, MemoryState, ModelError, Sampling, Token
from model.memory import LayerMemory, Memory
from model.network import InfiniForCausalLM
from model.portrait import portrait
from model.prompts import Prompts
from model.scoring import clue_words, likelihoods
from model.writing import write

WRITES_FROM = 200_000_000
"""Parameters from which a model is trusted to write freely; a smaller one answers with the book's own words."""
TOKENS_AT_ONCE = {"cpu": 1, "cuda": 16_384, "mps": 16_384}
"""Tokens of one step, of one or more whole segments. A CPU reads a segment a step, for what a crash loses is a step
(four would be a tenth faster: benchmarks/NOTES.md); on a GPU many are as quick as one."""


@dataclass
class Reader:
    """A loaded model. `tokens_read` counts what `read` has taken in, for honesty."""

    name: str
    fingerprint: str
    network: InfiniForCausalLM
    tokenizer: PreTrainedTokenizerBase
    tokens_read: int = 0

    def __post_init__(self) -> None:
        self.network.eval()
        self.prompts = Prompts(self.tokenizer)

    @property
    def device(self) -> str:
        """The device that is really used."""
        return str(self.network.device.type)

    @property
    def writes(self) -> bool:
        """Whether the model is large enough to write freely."""
        return bool(self.network.num_parameters() >= WRITES_FROM)

    def blank(self) -> MemoryState:
        """Give the memory of one who has read nothing."""
        return self._state(self.network.model.blank())

    def count(self, text: str) -> int:
        """Count the tokens of a text."""
        return sum(map(len, encode(self.tokenizer, text)))

    @torch.inference_mode()
    def read(self, text: str, memory: MemoryState, skip: int = 0) -> Iterator[MemoryState]:
        """Read one chapter; yield the memory after each step (see ReadingModel.read)."""
        now = self._memory(memory)
        for ids in segments(self.tokenizer, text, step_of(self.network), skip):
            out = self.network(self._ids([ids]), now, logits_to_keep=0)
            now = out.memory
            self.tokens_read += len(ids)
            yield self._state(now)

    def pack(self, memory: MemoryState) -> bytes:
        """Turn a memory into bytes."""
        self._memory(memory)
        return state.pack(memory, self.network.config.memory_rule)

    def unpack(self, data: bytes) -> MemoryState:
        """Turn bytes back into a memory, or say why they do not fit."""
        c = self.network.config
        shape = (c.memory_layers, c.memory_heads, c.head_dim, c.head_dim)
        return state.unpack(data, self.fingerprint, c.memory_rule, shape, self.network.device)

    @torch.inference_mode()
    def clues(self, question: str, memory: MemoryState, limit: int = 8) -> tuple[str, ...]:
        """Draft words that the memory makes likelier as the beginning of the answer."""
        if not memory.tokens:
            return ()
        prompt = self.prompts.question(question)
        return clue_words(self.network, self.tokenizer, prompt, self._memory(memory), limit)

    @torch.inference_mode()
    def gain(self, texts: Sequence[str], memory: MemoryState) -> tuple[float, ...]:
        """Say how much the memory raises each text's likelihood (nats a token)."""
        pairs = [(self.prompts.start(), self.prompts.plain(text)) for text in texts]
        known = likelihoods(self.network, pairs, self._memory(memory))
        unknown = likelihoods(self.network, pairs, self.network.model.blank())
        return tuple(a - b for a, b in zip(known, unknown, strict=True))

    def answer(
        self, question: str, evidence: Sequence[str], memory: MemoryState, sampling: Sampling
    ) -> Iterator[Token]:
        """Write an answer token by token; the memory given is not changed."""
        prompt = self.prompts.question(question, evidence)
        yield from write(self.network, self.tokenizer, prompt, self._memory(memory), sampling)

    def portrait(self, memory: MemoryState) -> tuple[LayerPortrait, ...]:
        """Measure how full a memory is, and how far each head listens to it on a page of the sample novel."""
        ids = self.prompts.plain(sample_page())[: self.network.config.segment_length]
        return portrait(self.network, self._memory(memory), self._ids([ids]))

    def _ids(self, rows: Sequence[Sequence[int]]) -> Tensor:
        return torch.tensor(rows, device=self.network.device)

    def _state(self, memory: Memory) -> MemoryState:
        return MemoryState(self.fingerprint, memory.tokens, memory.layers)

    def _memory(self, memory: MemoryState) -> Memory:
        if memory.model != self.fingerprint:
            raise ModelError("This memory was made by another model. Read the book again with this one.")
        layers: tuple[LayerMemory, ...] = memory.layers
        return Memory(memory.tokens, layers)


def step_of(network: InfiniForCausalLM) -> int:
    """Say how many tokens are read at once: as many whole segments as the device does well with."""
    length, device = int(network.config.segment_length), str(network.device.type)
    return length * max(1, TOKENS_AT_ONCE[device] // length)
