"""The proof of adapting at small scale: what a stranger's model recalls from beyond its window, and what text costs.

    python -m benchmarks.adapt_base --shards runs/data --out runs/stranger --minutes 45
    python -m benchmarks.adapt_toy books --shards runs/data --out runs/toy-books
    lectern models add runs/stranger && lectern models adapt stranger --books runs/toy-books --window 128
    python -m benchmarks.adapt_toy measure --shards runs/data --model LIBRARY/models/stranger --window 128

`measure` prints one JSON object; text is the end of the last shard, which neither base nor adapter has learnt from.
Keys are drawn at random (up to 2026-11-28 as in lessons, where a fifth repeats its digits: `--repeating 0.2`).
What came out is in model/training/ADAPTING.md.
"""

import argparse
import json
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

from benchmarks.adapt_base import HELD_OUT, ROW, stranger
from model.adapter import is_lora, is_own
from model.finding import ADAPTER
from model.loading import load
from model.network import InfiniForCausalLM
from model.training.facts import Facts
from model.training.planting import Ids
from model.training.strangers import POOL

KINDS = ("marked", "key 1", "key 3", "key 5", "named 3")
WINDOWS = (1, 2, 4, 16)
BOOKS = 1_500_000
"""Tokens that `books` writes out as text."""


def books(options: argparse.Namespace) -> None:
    """Write the beginning of the first shard as text files, as a person's folder of books would be."""
    tokenizer = stranger(options.shards / "tokenizer.json")
    ids = np.load(options.shards / "00.npy", mmap_mode="r")[:BOOKS]
    options.out.mkdir(parents=True, exist_ok=True)
    for i, part in enumerate(np.array_split(ids, 10)):
        (options.out / f"{i}.txt").write_text(tokenizer.decode(part.tolist()), encoding="utf-8")


def measure(options: argparse.Namespace) -> None:
    """Measure an installed model, adapted or not."""
    network = load(str(options.model), "cpu").network
    tokenizer = Tokenizer.from_file(str(options.model / "tokenizer.json"))
    last = sorted(options.shards.glob("[0-9][0-9].npy"))[-1]
    text = np.load(last, mmap_mode="r")[-HELD_OUT:].astype(np.int64)
    found: dict[str, object] = {}
    for kind in options.kinds:
        for windows in WINDOWS:
            exact, each = needle(network, tokenizer, text, kind, windows, options)
            found[f"{kind}, {windows} windows"] = [round(exact, 3), round(each, 3)]
            print(f"{kind}, {windows} windows: {exact:.3f} exact, {each:.3f} a token", flush=True)
    found |= perplexities(network, text, options)
    own = sum(p.numel() for name, p in network.named_parameters() if is_own(name) or is_lora(name))
    base = sum(p.numel() for p in network.parameters()) - own
    file = options.model / ADAPTER
    size = file.stat().st_size if file.exists() else 0
    print(json.dumps(found | {"parameters": base, "adapter's share": round(own / base, 4), "bytes": size}))


@torch.inference_mode()
def needle(
    network: InfiniForCausalLM,
    tokenizer: Tokenizer,
    text: Ids,
    kind: str,
    windows: int,
    o: argparse.Namespace,
) -> tuple[float, float]:
    """Tell a fact in the first of some windows, ask at the end of the last: (all of it right, tokens right)."""
    rng = np.random.default_rng(11)
    facts = Facts(tokenizer, rng, o.repeating)
    if o.easy:
        facts.words = np.random.default_rng(0).permutation(facts.words).tolist()[:POOL]
    right: list[list[bool]] = []
    for _ in range(0, o.trials, 8):
        rows, answers = [], []
        for _ in range(8):
            fact = facts.draw(kind)
            room = windows * o.window - len(fact.told) - len(fact.asked)
            at = int(rng.integers(0, len(text) - room))
            place = int(rng.integers(0, min(room, o.window - len(fact.told)) + 1))
            body = text[at : at + room].tolist()
            rows.append([*body[:place], *fact.told, *body[place:], *fact.asked])
            answers.append(len(fact.asked) - fact.answer)
        ids = torch.tensor(rows)
        hidden = network.model(ids, segment_length=o.window).hidden
        for row, n in zip(range(8), answers, strict=True):
            said = network.lm_head(hidden[row, -n - 1 : -1]).argmax(-1)
            right.append((said == ids[row, -n:]).tolist())
    return float(np.mean([all(one) for one in right])), float(np.mean([x for one in right for x in one]))


@torch.inference_mode()
def perplexities(network: InfiniForCausalLM, text: Ids, o: argparse.Namespace) -> dict[str, float]:
    """Perplexity in the first window and beyond it: with the memory, in bare windows, and of full attention."""
    window, rows = o.window, o.rows
    length = 16 * window
    ids = torch.from_numpy(text[: length * rows]).view(rows, length)
    counts = (torch.arange(length) % window > 0)[1:]
    first = (torch.arange(length) < window)[1:]
    found = {}
    for name in ("memory", "window"):
        parts = []
        for row in ids:
            some = row[None] if name == "memory" else row.view(-1, window)
            hidden = network.model(some, absorb=name == "memory", segment_length=window).hidden.flatten(0, 1)
            logits = network.lm_head(hidden)[:-1].float()
            parts.append(F.cross_entropy(logits, row[1:], reduction="none"))
        losses = torch.stack(parts)
        found[f"perplexity in the first window ({name})"] = _perplexity(losses[:, counts & first])
        found[f"perplexity beyond ({name})"] = _perplexity(losses[:, counts & ~first])
    rows_ = torch.from_numpy(text[: length * rows]).view(-1, ROW)  # as long as the base was trained for
    hidden = torch.cat([network.model(some, absorb=False).hidden for some in rows_.split(8)])
    losses = F.cross_entropy(
        network.lm_head(hidden[:, :-1]).float().flatten(0, 1), rows_[:, 1:].flatten(), reduction="none"
    )
    far = (torch.arange(ROW) >= window)[1:]
    found[f"perplexity beyond (full attention to {ROW})"] = _perplexity(losses.view(len(rows_), -1)[:, far])
    return found


def _perplexity(losses: torch.Tensor) -> float:
    return round(math.exp(losses.mean().item()), 2)


def main() -> None:
    """Do one of the two."""
    parser = argparse.ArgumentParser(description="Write the books of the proof, or measure a model.")
    parser.add_argument("what", choices=("books", "measure"))
    parser.add_argument("--shards", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--window", type=int, default=128)
    parser.add_argument("--trials", type=int, default=64)
    parser.add_argument("--rows", type=int, default=24, help="stretches of 16 windows for perplexity")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    parser.add_argument(
        "--repeating",
        type=float,
        default=0.0,
        help="share of keys that are made of two or three digits alone",
    )
    parser.add_argument("--easy", action="store_true", help="marked facts of the first lessons' few words")
    options = parser.parse_args()
    {"books": books, "measure": measure}[options.what](options)


if __name__ == "__main__":
    main()
