"""Perplexity a token along held-out books, by position: with the memory, with it emptied, and of any rival.

What is measured is a `Scorer`: anything that gives the loss of each token after all before it. The first token of a
segment is left out for every scorer, since one whose memory is emptied has nothing before it; so all are compared on
the same tokens.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor
from transformers import PreTrainedTokenizerBase

from model.evaluation import Step
from model.evaluation.streams import AT_ONCE
from model.evaluation.text import Ids
from model.interface import ModelError
from model.memory import Memory
from model.network import InfiniForCausalLM

BOUNDS = (0, 2_048, 8_192, 32_768, 131_072)
"""Where the stretches of positions begin; the last has no end."""
Losses = npt.NDArray[np.float32]


class Scorer(Protocol):
    """A language model that reads a book once, in segments, and may keep something of what it has read."""

    @property
    def name(self) -> str:
        """How its rows are labelled."""

    @property
    def segment(self) -> int:
        """Tokens of a segment."""

    @property
    def memory_values(self) -> int:
        """Numbers carried from one segment to the next, all layers together; 0: none."""

    def losses(self, ids: Ids) -> Losses:
        """Give the loss (T,) in nats of each token of a book after all before it; the first may be anything."""


@dataclass(frozen=True)
class Cell:
    """A model's perplexity from position `start` to `end` (None: to the books' ends) over `tokens` tokens."""

    model: str
    memory: str  # kept, emptied, or none
    start: int
    end: int | None
    perplexity: float
    tokens: int
    memory_values: int


def measure(scorers: Sequence[Scorer], books: Iterable[Ids]) -> Iterator[Step | tuple[Cell, ...]]:
    """Measure every scorer over all books; give the cells of each together."""
    held = [ids for ids in books if len(ids) > 1]
    if not held:
        raise ModelError("The evaluation books have no two tokens in a row; get them again.")
    segments = sorted({scorer.segment for scorer in scorers})
    for scorer in scorers:
        sums = np.zeros((len(BOUNDS), 2))
        for done, ids in enumerate(held):
            yield Step(done, len(held), f"{scorer.name}, book {done + 1} of {len(held)}")
            positions = np.arange(len(ids))
            scored = np.all([positions % segment > 0 for segment in segments], 0)
            where = np.searchsorted(BOUNDS, positions[scored], side="right") - 1
            losses = scorer.losses(ids)[scored]
            sums += np.stack([np.bincount(where, w, len(BOUNDS)) for w in (losses, None)], 1)
        yield tuple(_cells(scorer, sums))


def check_tokenizer(folder: Path, tokenizer: PreTrainedTokenizerBase) -> None:
    """Raise ModelError if rivals were trained with another vocabulary: perplexities a token could not be compared."""
    file = folder / "tokenizer.json"
    if not file.is_file():
        raise ModelError(f"There are no trained rivals in {folder}: it has no tokenizer.json.")
    if Tokenizer.from_file(str(file)).get_vocab() != tokenizer.get_vocab():
        raise ModelError(
            f"The rivals in {folder} were trained with another tokenizer; a perplexity a token cannot be "
            "compared with theirs. Give a model of the same tokenizer with --model."
        )


def _cells(scorer: Scorer, sums: npt.NDArray[np.float64]) -> Iterator[Cell]:
    emptied = getattr(scorer, "emptied", False)
    memory = "emptied" if emptied else "kept" if scorer.memory_values else "none"
    for i, (loss, tokens) in enumerate(sums.tolist()):
        if tokens:
            end = BOUNDS[i + 1] if i + 1 < len(BOUNDS) else None
            perplexity = math.exp(loss / tokens)
            yield Cell(scorer.name, memory, BOUNDS[i], end, perplexity, int(tokens), scorer.memory_values)


def changed(kept: Sequence[Cell], emptied: Sequence[Cell], start: int = BOUNDS[2]) -> float | None:
    """Say by what share a memory changes the perplexity from `start` on; None if no text is as long."""

    def loss(cells: Sequence[Cell]) -> float:
        some = [cell for cell in cells if cell.start >= start]
        return sum(math.log(cell.perplexity) * cell.tokens for cell in some) / sum(
            cell.tokens for cell in some
        )

    if not any(cell.start >= start for cell in kept):
        return None
    return math.exp(loss(kept) - loss(emptied)) - 1


@dataclass(frozen=True)
class InfiniScorer:
    """An Infini-Transformer; `emptied` empties its memory before every segment."""

    network: InfiniForCausalLM
    name: str
    emptied: bool = False

    @property
    def segment(self) -> int:
        """Tokens of a segment."""
        return int(self.network.config.segment_length)

    @property
    def memory_values(self) -> int:
        """Values of M, and of z where the rule has one."""
        c = self.network.config
        head = c.head_dim * c.head_dim + (0 if c.memory_rule == "token-delta" else c.head_dim)
        return 0 if self.emptied else int(c.memory_layers * c.memory_heads * head)

    @torch.inference_mode()
    def losses(self, ids: Ids) -> Losses:
        """Read a book, many segments a step."""
        whole = torch.from_numpy(ids).to(self.network.device)
        step = max(1, AT_ONCE[self.network.device.type] // self.segment) * self.segment
        memory: Memory | None = None
        before: Tensor | None = None  # what the last token of the step before has to say of the next
        losses = [np.zeros(1, np.float32)]
        for part in whole.split(step):
            hidden, memory = self._read(part, memory)
            told = hidden[:-1] if before is None else torch.cat((before, hidden[:-1]))
            losses.append(self._scored(told, part[1:] if before is None else part))
            before = hidden[-1:]
        return np.concatenate(losses)

    def _read(self, part: Tensor, memory: Memory | None) -> tuple[Tensor, Memory | None]:
        """Read ids (T,); give hidden states (T, E) and the memory after them."""
        if not self.emptied:
            out = self.network(part[None], memory, logits_to_keep=0)
            return out.hidden[0], out.memory
        full = len(part) // self.segment * self.segment
        rows = [part[:full].view(-1, self.segment)] if full else []
        rows += [part[full:][None]] if full < len(part) else []
        read = [self.network(one, None, absorb=False, logits_to_keep=0).hidden.flatten(0, 1) for one in rows]
        return torch.cat(read), None

    def _scored(self, hidden: Tensor, wanted: Tensor) -> Losses:
        """Give the loss of each wanted token (T,) after its hidden state (T, E); the vocabulary is large."""
        parts = zip(hidden.split(2048), wanted.split(2048), strict=True)
        some = [
            F.cross_entropy(self.network.lm_head(h).float(), y, reduction="none").cpu().numpy()
            for h, y in parts
        ]
        return np.concatenate(some) if some else np.zeros(0, np.float32)
