"""A model without a network, for tests of `app`: its memory is the multiset of the words that it has read."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from model.interface import LayerPortrait, MemoryState, ModelError, Sampling, Token

WORD = re.compile(r"\w+")


@dataclass
class FakeModel:
    """Reads `segment` words a step; finds likely what shares words with what it remembers."""

    name: str = "fake"
    fingerprint: str = "fake-1"
    device: str = "cpu"
    writes: bool = False
    segment: int = 50
    tokens_read: int = 0

    def blank(self) -> MemoryState:
        return MemoryState(self.fingerprint, 0, ())

    def count(self, text: str) -> int:
        return len(WORD.findall(text))

    def read(self, text: str, memory: MemoryState, skip: int = 0) -> Iterator[MemoryState]:
        words = WORD.findall(text.lower())
        for at in range(skip, len(words), self.segment):
            part = words[at : at + self.segment]
            self.tokens_read += len(part)
            counts = Counter(dict(memory.layers)) + Counter(part)
            memory = MemoryState(self.fingerprint, memory.tokens + len(part), tuple(sorted(counts.items())))
            yield memory

    def pack(self, memory: MemoryState) -> bytes:
        return json.dumps([memory.model, memory.tokens, memory.layers]).encode()

    def unpack(self, data: bytes) -> MemoryState:
        try:
            model, tokens, layers = json.loads(data)
        except ValueError as error:
            raise ModelError("This memory is damaged; read the book again.") from error
        if model != self.fingerprint:
            raise ModelError("This memory belongs to another model; read the book again.")
        return MemoryState(model, tokens, tuple((word, count) for word, count in layers))

    def clues(self, question: str, memory: MemoryState, limit: int = 8) -> tuple[str, ...]:
        return ()

    def gain(self, texts: Sequence[str], memory: MemoryState) -> tuple[float, ...]:
        known = dict(memory.layers)
        return tuple(
            sum(word in known for word in WORD.findall(text.lower())) / max(1, self.count(text))
            for text in texts
        )

    def answer(
        self, question: str, evidence: Sequence[str], memory: MemoryState, sampling: Sampling
    ) -> Iterator[Token]:
        words = evidence[0].split(" ") if evidence else [word for word, _ in memory.layers[:10]]
        for word in words[: sampling.limit]:
            yield Token(word + " ")

    def portrait(self, memory: MemoryState) -> tuple[LayerPortrait, ...]:
        fill = len(memory.layers) / (len(memory.layers) + 50)
        return (LayerPortrait(1, (fill,), (0.25, 0.75)), LayerPortrait(2, (fill / 2,), (0.5, 0.9)))
