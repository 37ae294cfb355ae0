"""Writing: a generator of tokens from a memory and a prompt."""

from collections.abc import Iterator, Sequence
from typing import cast

import torch
from torch import Tensor
from transformers import PreTrainedTokenizerBase

from model.interface import Sampling, Token
from model.memory import Memory
from model.network import InfiniForCausalLM
from model.step import Segment, prepared
from model.window import Window


class Line:
    """A stream being written: a memory and the unfinished segment. A full segment is absorbed and a new one begun.

    What begins a segment, as a prompt does, the network reads at once; what goes on from there is taken token by
    token, by the network's step where it has one.
    """

    def __init__(self, network: InfiniForCausalLM, memory: Memory) -> None:
        self._network, self._memory = network, memory
        self._length = int(network.config.segment_length)
        self._held: list[int] = []
        self._window = Window(0, ())
        self._segment: Segment | None = None

    def extend(self, ids: Sequence[int]) -> Tensor:
        """Take in tokens, at least one; give the logits (V,) of the next."""
        for at in range(0, len(ids), self._length):
            logits = self._extend(ids[at : at + self._length])
        return logits

    def _extend(self, ids: Sequence[int]) -> Tensor:
        room = self._length - len(self._held)
        if not room:
            self._absorb()
        elif len(ids) > room:
            self._extend(ids[:room])
            ids = ids[room:]
            self._absorb()
        logits = self._go_on(ids) if self._going() else self._read(ids)
        self._held += ids
        return logits

    def _going(self) -> bool:
        """Whether the segment is one that goes on by steps; begin so where it can."""
        if self._held and self._segment is None and (step := prepared(self._network)):
            self._segment = Segment(step, self._memory, self._window)
        return self._segment is not None

    def _go_on(self, ids: Sequence[int]) -> Tensor:
        for token in ids:
            logits = cast(Segment, self._segment).go(token)
        return logits

    def _read(self, ids: Sequence[int]) -> Tensor:
        out = self._network(self._tensor(ids), self._memory, self._window, logits_to_keep=1)
        self._window = out.window
        logits: Tensor = out.logits[0, -1].float()
        return logits

    def _absorb(self) -> None:
        out = self._network(self._tensor(self._held), self._memory, logits_to_keep=0)
        self._memory, self._held = out.memory, []
        self._window, self._segment = Window(0, ()), None

    def _tensor(self, ids: Sequence[int]) -> Tensor:
        return torch.tensor([ids], device=self._network.device)


def choose(logits: Tensor, sampling: Sampling, generator: torch.Generator) -> int:
    """Choose the next token from logits (V,): the likeliest, or drawn from the top_p most likely mass."""
    if sampling.temperature <= 0:
        return int(logits.argmax())
    p, order = (logits.cpu() / sampling.temperature).softmax(-1).sort(descending=True)
    p[p.cumsum(-1) - p > sampling.top_p] = 0
    return int(order[torch.multinomial(p, 1, generator=generator)])


def write(
    network: InfiniForCausalLM,
    tokenizer: PreTrainedTokenizerBase,
    prompt: Sequence[int],
    memory: Memory,
    sampling: Sampling,
) -> Iterator[Token]:
    """Write from a prompt until an end token, a blank line or the limit; text is given as soon as it is whole."""
    told = network.config.eos_token_id  # one, some (a chat model has several) or none
    ends = {tokenizer.eos_token_id, *(told if isinstance(told, list) else [told])}
    line = Line(network, memory)
    generator = torch.Generator().manual_seed(sampling.seed)
    written: list[int] = []
    given = ""
    with torch.inference_mode():
        logits = line.extend(prompt)
    while len(written) < sampling.limit:
        token = choose(logits, sampling, generator)
        if token in ends:
            break
        written.append(token)
        text = tokenizer.decode(written, skip_special_tokens=True)
        if "\n\n" in text.lstrip():
            break
        if not text.endswith("\ufffd"):  # half a character
            yield Token(text[len(given) :])
            given = text
        with torch.inference_mode():
            logits = line.extend([token])
