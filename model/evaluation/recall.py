"""Recall by length and depth: one fact in unseen book text, asked for at its very end, exact match.

    python -m model.evaluation.recall --model default --data ../shared/data [--lengths 4096,131072] [--json]

Two wordings: `marked` (a mark, a key word, a value word) and `plain` ("The pass key of the lamp is 48213."). The
fact always lies in an earlier segment than the question. `emptied` is the same with the memory emptied before the
last segment: what remains is guessing.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch

from model.evaluation.text import Ids, held_out
from model.loading import load
from model.memory import Memory
from model.network import InfiniForCausalLM
from model.training.lessons import Vocabulary

DEPTHS = {"start": 0.0, "middle": 0.5, "end": 0.95}
TOKENS_AT_ONCE = 32_768


@dataclass(frozen=True)
class Row:
    """Share of `n` trials recalled whole (`exact`), and of their tokens (`token`)."""

    wording: str
    length: int
    depth: str
    exact: float
    token: float
    emptied: float
    n: int


def rows(
    network: InfiniForCausalLM, vocabulary: Vocabulary, text: Ids, lengths: list[int], trials: int
) -> Iterator[Row]:
    """Measure every length, depth and wording; fewer trials where the text is long."""
    rng = np.random.default_rng(7)
    for wording in ("marked", "plain"):
        for length in lengths:
            n = max(4, min(trials, 4_194_304 // length))
            for name, depth in DEPTHS.items():
                made = [_trial(vocabulary, text, length, depth, wording, rng) for _ in range(n)]
                ids, size = np.stack([one[0] for one in made]), made[0][1]
                full, none = _recalled(network, ids, size)
                yield Row(wording, length, name, full.all(1).mean(), full.mean(), none.all(1).mean(), n)


def _trial(
    vocabulary: Vocabulary, text: Ids, length: int, depth: float, wording: str, rng: np.random.Generator
) -> tuple[Ids, int]:
    """Make one stream with its fact and, at the end, its question and value; and how long the value is."""
    key = rng.choice(vocabulary.words, 1).tolist()
    if wording == "plain":
        value = rng.choice(vocabulary.digits, 5).tolist()
        told, _ = vocabulary.word((vocabulary.tell[0], 0), key, value)
        before, between, _ = vocabulary.demand[0]
        asked = [*before, *key, *between, *value]
    else:
        value = rng.choice(vocabulary.words, 1).tolist()
        told, asked = [vocabulary.fact, *key, *value], [vocabulary.ask, *key, *value]
    stream = np.resize(np.roll(text, -int(rng.integers(0, len(text)))), length).copy()
    at = int(depth * (length - 1024))
    stream[at : at + len(told)] = told
    stream[-len(asked) :] = asked
    return stream, len(value)


@torch.inference_mode()
def _recalled(network: InfiniForCausalLM, ids: Ids, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Which tokens of the value are the likeliest (n, size): with the memory, and with it emptied at the end."""
    segment = int(network.config.segment_length)
    last = (ids.shape[1] - size - 1) // segment * segment
    full, emptied = [], []
    for row in torch.from_numpy(ids).to(network.device).split(max(1, TOKENS_AT_ONCE // ids.shape[1])):
        memory = None
        for part in row[:, :last].split(TOKENS_AT_ONCE // segment * segment, 1):
            memory = network(part, memory, logits_to_keep=0).memory
        full.append(_matches(network, row[:, last:], memory, size))
        emptied.append(_matches(network, row[:, last:], None, size))
    return np.concatenate(full), np.concatenate(emptied)


def _matches(network: InfiniForCausalLM, end: torch.Tensor, memory: Memory | None, size: int) -> np.ndarray:
    logits = network(end, memory, logits_to_keep=size + 1).logits[:, :-1]
    matches: np.ndarray = (logits.argmax(-1) == end[:, -size:]).cpu().numpy()
    return matches


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Recall by length and depth.")
    parser.add_argument("--model", default="default")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--lengths", default="1024,4096,16384,65536")
    parser.add_argument("--trials", type=int, default=32)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    reader = load(options.model, options.device)
    text = np.concatenate(list(held_out(options.data, reader.tokenizer)))
    vocabulary = Vocabulary(reader.tokenizer.backend_tokenizer)
    lengths = [int(length) for length in options.lengths.split(",")]
    for row in rows(reader.network, vocabulary, text, lengths, options.trials):
        if options.json:
            print(json.dumps(asdict(row)), flush=True)
        else:
            print(
                f"{row.wording:7} {row.length:8,} {row.depth:7} exact {row.exact:6.1%}  tokens {row.token:6.1%}"
                f"  memory emptied {row.emptied:6.1%}  ({row.n})",
                flush=True,
            )


if __name__ == "__main__":
    main()
