"""Writing: a generator of tokens from a memory and a prompt."""

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor
from transformers import PreTrainedTokenizerBase

from model.interface import Sampling, Token
from model.memory import Memory
from model.network import InfiniForCausalLM
from model.window import Window


class Line:
    """A stream being written: a memory and the unfinished segment. A full segment is absorbed and a new one begun."""

    def __init__(self, network: InfiniForCausalLM, memory: Memory) -> None:
        self._network, self._memory = network, memory
        self._length = int(network.config.segment_length)
        self._held: list[int] = []
        self._window = Window(0, ())

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
        out = self._network(self._tensor(ids), self._memory, self._window, logits_to_keep=1)
        self._held += ids
        self._window = out.window
        logits: Tensor = out.logits[0, -1].float()
        return logits

    def _absorb(self) -> None:
        out = self._network(self._tensor(self._held), self._memory, logits_to_keep=0)
        self._memory, self._held, self._window = out.memory, [], Window(0, ())

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
    """Write from a prompt until the end token, a blank line or the limit; text is given as soon as it is whole."""
    line = Line(network, memory)
    generator = torch.Generator().manual_seed(sampling.seed)
    written: list[int] = []
    given = ""
    with torch.inference_mode():
        logits = line.extend(prompt)
    while len(written) < sampling.limit:
        token = choose(logits, sampling, generator)
        if token == tokenizer.eos_token_id:
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
