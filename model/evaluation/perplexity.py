"""Perplexity along held-out books by position: with the memory, and with it emptied at every segment.

python -m model.evaluation.perplexity --model default --data ../shared/data [--books 5] [--json]
"""

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F

from model.evaluation.text import Ids, held_out
from model.loading import load
from model.memory import Memory
from model.network import InfiniForCausalLM

BOUNDS = (0, 2_048, 8_192, 32_768, 131_072, 10**9)
SEGMENTS_AT_ONCE = 32


class Row(NamedTuple):
    """Perplexity a token from position `start` on, up to `end`, over `tokens` tokens."""

    start: int
    end: int
    memory: float
    emptied: float
    tokens: int


def rows(network: InfiniForCausalLM, books: Sequence[Ids]) -> Iterator[Row]:
    """Measure every stretch of positions over all books."""
    sums = np.zeros((len(BOUNDS) - 1, 3))
    for ids in books:
        kept = _losses(network, ids, emptied=False)
        lost = _losses(network, ids, emptied=True)
        where = np.searchsorted(BOUNDS, _positions(len(ids), network), side="right") - 1
        for i in range(len(sums)):
            here = where == i
            sums[i] += kept[here].sum(), lost[here].sum(), here.sum()
    for i, (with_memory, without, tokens) in enumerate(sums):
        if tokens:
            end = BOUNDS[i + 1]
            yield Row(BOUNDS[i], end, math.exp(with_memory / tokens), math.exp(without / tokens), int(tokens))


@torch.inference_mode()
def _losses(network: InfiniForCausalLM, ids: Ids, emptied: bool) -> np.ndarray:
    """Loss in nats of each token of a book but the first of every segment (which the emptied one cannot know)."""
    segment = int(network.config.segment_length)
    whole = torch.from_numpy(ids[: len(ids) // segment * segment]).to(network.device)
    memory: Memory | None = None
    losses = []
    for part in whole.split(segment * SEGMENTS_AT_ONCE):
        shaped = part.view(-1, segment) if emptied else part[None]
        out = network(shaped, None if emptied else memory, logits_to_keep=0)
        memory = out.memory
        hidden = out.hidden.view(-1, segment, out.hidden.shape[-1])[:, :-1]
        wanted = part.view(-1, segment)[:, 1:]
        for h, y in zip(hidden.split(8), wanted.split(8), strict=True):
            loss = F.cross_entropy(network.lm_head(h).float().flatten(0, 1), y.flatten(), reduction="none")
            losses.append(loss.cpu().numpy())
    return np.concatenate(losses)


def _positions(tokens: int, network: InfiniForCausalLM) -> Ids:
    """Where the tokens that are scored stand in their book."""
    segment = int(network.config.segment_length)
    every = np.arange(tokens // segment * segment)
    scored: Ids = every[every % segment > 0]
    return scored


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Perplexity by position, with and without memory.")
    parser.add_argument("--model", default="default")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--books", type=int, default=19)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    reader = load(options.model, options.device)
    books = [
        ids for ids, _ in zip(held_out(options.data, reader.tokenizer), range(options.books), strict=False)
    ]
    for row in rows(reader.network, books):
        if options.json:
            print(json.dumps(row._asdict()), flush=True)
        else:
            change = row.memory / row.emptied - 1
            print(
                f"from {row.start:8,}: with memory {row.memory:8.2f}  emptied {row.emptied:8.2f}"
                f"  ({change:+.1%}, {row.tokens:,} tokens)",
                flush=True,
            )


if __name__ == "__main__":
    main()
