"""Fit the network of `app.evident`, which says whether the selected words answer at all, and print what it is worth.

    python -m benchmarks.fit_support ../shared/data --selectors HELD  # a file of `fit_selecting --keep`

Only titles that `benchmarks.fit_selecting` held out are used, for the selectors are too sure of those that they were
fitted on. It is judged on each half of them by a network that was fitted on the other; what is saved is fitted on both.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from app.evaluation.squad import decided
from app.evident import FILE, chances
from app.likeness import Vector
from benchmarks.unanswered import Row, asked, data_asked, half

ASKED = (
    ("fairytale", 1, ("stranger", "cut"), 2600),
    ("fairytale", 8, ("stranger", "cut"), 800),
    ("squad", 1, ("impossible", "cut"), 700),
    ("narrative", 20, ("stranger", "cut"), 700),
    ("novel", 1, ("stranger",), 400),
)
"""What is asked: source, how many texts a book, what has no answer, how many questions."""

COUNTS = {"own": 1.0, "wrong": 0.4, "stranger": 0.5, "cut": 0.6, "impossible": 0.25}
"""What a question counts. That the book answers one which was answered wrongly counts little: it may be refused."""

RIGHT = 0.3
"""An answer of so much F1 is not wrong."""

HIDDEN = 8
SEEDS = 5
STEPS = 120
DECAY = 0.3

THRESHOLDS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)


class Network(nn.Module):
    """A hidden layer beside a straight sum."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first, self.straight = nn.Linear(width, HIDDEN), nn.Linear(width, 1)
        self.last = nn.Linear(HIDDEN, 1, bias=False)
        self.drop = nn.Dropout(0.2)

    def forward(self, x: Tensor) -> Tensor:
        """Give the log odds that a row's words answer."""
        x = self.drop(x)
        hidden: Tensor = self.last(self.drop(torch.relu(self.first(x)))) + self.straight(x)
        return hidden[:, 0]


def counted(rows: Sequence[Row]) -> tuple[Vector, Vector]:
    """Give for each row whether it is answered, and what it counts."""
    kinds = ["wrong" if row.kind == "own" and row.worth < RIGHT else row.kind for row in rows]
    answered = np.array([row.kind == "own" for row in rows], np.float32)
    counts = np.array([COUNTS[kind] for kind in kinds], np.float32)
    for side in (answered > 0, answered == 0):
        counts[side] *= len(rows) / 2 / counts[side].sum()
    return answered, counts


def fit(rows: Sequence[Row]) -> dict[str, Vector]:
    """Fit several networks by AdamW on all rows at once, and put them together as one: the mean of their log odds."""
    table = np.array([row.row for row in rows], np.float32)
    middle, spread = table.mean(axis=0), table.std(axis=0) + np.float32(0.05)
    x = torch.from_numpy(((table - middle) / spread).clip(-3, 3))
    answered, counts = map(torch.from_numpy, counted(rows))
    made = list[Network]()
    for seed in range(SEEDS):
        torch.manual_seed(seed)
        network = Network(table.shape[1])
        steps = torch.optim.AdamW(network.parameters(), lr=0.01, weight_decay=DECAY)
        for _ in range(STEPS):
            steps.zero_grad()
            nn.functional.binary_cross_entropy_with_logits(network(x), answered, counts).backward()
            steps.step()
        made.append(network)
    return {"middle": middle, "spread": spread} | together(made)


@torch.no_grad()
def together(made: Sequence[Network]) -> dict[str, Vector]:
    """Put networks side by side: the hidden ones of all, a share of what each makes of them."""
    parts = {
        "first": torch.cat([one.first.weight.T for one in made], 1),
        "offset": torch.cat([one.first.bias for one in made]),
        "last": torch.cat([one.last.weight[0] for one in made]) / len(made),
        "straight": torch.stack([one.straight.weight[0] for one in made]).mean(0),
        "always": torch.stack([one.straight.bias[0] for one in made]).mean(),
    }
    return {name: part.numpy() for name, part in parts.items()}


def judged(rows: Sequence[Row]) -> Vector:
    """Give each row's chance, from a network that was fitted on the half of the titles where its own is not."""
    part_of = np.array([half(row.title) for row in rows])
    table, chance = np.array([row.row for row in rows]), np.zeros(len(rows), np.float32)
    for part in (0, 1):
        by = fit([row for row, at in zip(rows, part_of, strict=True) if at != part])
        chance[part_of == part] = chances(table[part_of == part], by)
    return chance


def told(rows: Sequence[Row], chance: Vector) -> Iterator[str]:
    """Tell the decision's worth for each source and kind, half as many (as many of its own, if cut) to be refused."""
    for source, bind, wrongs, _ in ASKED:
        part = [
            (row, n) for row, n in zip(rows, chance, strict=True) if (row.source, row.bind) == (source, bind)
        ]
        own = [(row.worth, n) for row, n in part if row.kind == "own"]
        for wrong in wrongs:
            other = [n for row, n in part if row.kind == wrong]
            yield f"{source}, {bind} a book: {len(own)} own, {len(other)} {wrong}; threshold: precision, recall, F1; F1"
            yield f"  all answered: {100 * np.mean([worth for worth, _ in own]):.1f}"
            weight = 0.5 * len(own) / max(1, len(other)) if wrong == "stranger" else 1.0
            for threshold in THRESHOLDS:
                refused = weight * sum(n < threshold for n in other)
                missed = sum(n < threshold for _, n in own)
                marks = decided(round(refused), round(refused + missed), round(weight * len(other)))
                said = 100 * np.mean([worth * (n >= threshold) for worth, n in own])
                yield f"  {threshold:.2f}: {marks[0]:.0f} {marks[1]:.0f} {marks[2]:.1f}; {said:.1f}"


def main() -> None:
    """Ask, judge, fit and save."""
    data = data_asked(__doc__)
    rows = [row for one in ASKED for row in asked(data, *one)]
    for line in told(rows, judged(rows)):
        print(line)
    made: dict[str, Any] = fit(rows)
    np.savez_compressed(FILE, **made)
    print(f"{FILE}: {FILE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
