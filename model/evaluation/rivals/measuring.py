"""Perplexity of a rival by position along held-out books, and the table of all of them."""

import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F

from model.evaluation.perplexity import BOUNDS
from model.evaluation.rivals.loading import told_of
from model.evaluation.rivals.network import Rival, State
from model.evaluation.text import Ids

TOKENS_AT_ONCE = 4_096


@torch.inference_mode()
def losses(rival: Rival, ids: Ids, emptied: bool = False) -> npt.NDArray[np.float64]:
    """Give the loss in nats of ids[1:] (T − 1,) of one book, read in order from an empty memory.

    With `emptied` the memory is emptied at every segment.
    """
    length, device = rival.config.segment_length, rival.head.device
    filled = np.pad(
        ids, (0, -len(ids) % length)
    )  # what fills the last segment comes after all that is scored
    state: State | None = None
    found = []
    for at in range(0, len(filled), max(1, TOKENS_AT_ONCE // length) * length):
        part = torch.from_numpy(filled[at : at + max(1, TOKENS_AT_ONCE // length) * length]).to(device)
        hidden, state = rival.read(
            part.view(-1, length) if emptied else part[None], None if emptied else state
        )
        wanted = torch.from_numpy(ids[at + 1 : at + 1 + len(part)]).to(device)
        logits = F.linear(hidden.flatten(0, 1)[: len(wanted)], rival.head).float()
        found.append(F.cross_entropy(logits, wanted, reduction="none").double().cpu().numpy())
    return np.concatenate(found)


def perplexities(rival: Rival, books: Sequence[Ids], emptied: bool = False) -> list[dict[str, Any]]:
    """Measure every stretch of positions over all books: `start`, `end` (None: none), `perplexity`, `tokens`."""
    sums = np.zeros((len(BOUNDS), 2))
    for ids in books:
        lost = losses(rival, ids, emptied)
        where = np.searchsorted(BOUNDS, np.arange(1, len(lost) + 1), side="right") - 1
        np.add.at(sums, where, np.stack((lost, np.ones_like(lost)), 1))
    return [
        {"start": start, "end": end, "perplexity": math.exp(loss / n), "tokens": int(n)}
        for start, end, (loss, n) in zip(BOUNDS, (*BOUNDS[1:], None), sums, strict=True)
        if n
    ]


def measured(folder: Path, rival: Rival, books: Sequence[Ids]) -> dict[str, Any]:
    """Give what was measured of a trained rival on these books, measuring it only if it was not yet.

    `beyond_8k` is the perplexity of all tokens from position 8,192 on.
    """
    run = told_of(folder)
    asked = {"step": run["progress"]["step"], "books": len(books), "tokens": sum(map(len, books))}
    file = folder / "measured.json"
    if file.exists() and (told := json.loads(file.read_text()))["asked"] == asked:
        return dict(told)
    rows = perplexities(rival, books)
    told = {
        "rival": folder.name,
        "memory_values": rival.memory_values,
        "parameters": sum(p.numel() for p in rival.parameters()),
        "trained_tokens": _trained(run),
        "seconds": round(run["progress"]["seconds"], 1),
        "rows": rows,
        "beyond_8k": together(row for row in rows if row["start"] >= 8_192),
        "all": together(rows),
        "asked": asked,
    }
    part = file.with_suffix(".part")
    part.write_text(json.dumps(told))
    part.replace(file)
    return told


def _trained(run: dict[str, Any]) -> int:
    recipe = run["recipe"]
    per_step = recipe["readers"] * recipe["segments"] * run["sizes"]["segment"]
    return int(run["progress"]["step"] * per_step)


def together(rows: Iterable[dict[str, Any]]) -> float | None:
    """Give the perplexity of all tokens of some rows; None where there are none."""
    every = list(rows)
    tokens = sum(row["tokens"] for row in every)
    return (
        math.exp(sum(row["tokens"] * math.log(row["perplexity"]) for row in every) / tokens)
        if tokens
        else None
    )


def table(told: Sequence[dict[str, Any]]) -> str:
    """Give the table of some rivals as Markdown, in their order."""
    starts = sorted({row["start"] for one in told for row in one["rows"]})
    head = [
        "rival",
        "memory values",
        "parameters",
        *(f"from {start:,}" for start in starts),
        "beyond 8K",
        "s",
    ]
    lines = [head, ["---"] * len(head)]
    for one in told:
        at = {row["start"]: f"{row['perplexity']:.2f}" for row in one["rows"]}
        beyond = f"{one['beyond_8k']:.2f}" if one["beyond_8k"] else ""
        lines.append([
            one["rival"], f"{one['memory_values']:,}", f"{one['parameters']:,}",
            *(at.get(start, "") for start in starts), beyond, f"{one['seconds']:.0f}",
        ])  # fmt: skip
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
