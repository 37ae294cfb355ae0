"""Whether an adapter does harm: the perplexity of held-out text with it, and of its base model without."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

Tokens = npt.NDArray[np.integer]
WINDOWS, ROWS, COUNTED = 16, 8, 512
"""At most so many windows a row, rows, and tokens of each kind that count in a row."""
WORSE = 1.01
"""How much higher a perplexity may be: less is chance."""


@dataclass(frozen=True)
class Verdict:
    """Perplexities of the same held-out tokens: in a first window, and in later ones, base and adapted."""

    inside_base: float
    inside: float
    beyond_base: float
    beyond: float

    @property
    def worse(self) -> bool:
        """Whether the base alone is better, anywhere."""
        return self.inside > WORSE * self.inside_base or self.beyond > WORSE * self.beyond_base

    def __str__(self) -> str:
        return (
            f"perplexity in the first window {self.inside:.1f} against the base's {self.inside_base:.1f}, "
            f"in later windows {self.beyond:.1f} against {self.beyond_base:.1f}"
        )


def held_out(ids: Tokens, window: int) -> tuple[Tokens, Tokens]:
    """Set the last of all tokens apart, at most a twentieth: (held out, to learn from)."""
    size = min(len(ids) // 20, WINDOWS * ROWS * window)
    return ids[len(ids) - size :], ids[: len(ids) - size]


@torch.inference_mode()
def judge(pupil: nn.Module, held: Tokens, window: int, device: torch.device) -> Verdict:
    """Measure an adapted network (a Pupil) and its base on held-out tokens, in windows of `window` tokens."""
    window = max(2, min(window, len(held) // 4))
    windows = max(2, min(WINDOWS, len(held) // window))
    rows = max(1, min(ROWS, len(held) // (window * windows)))
    rng, sums, pupil = np.random.default_rng(0), torch.zeros(4), pupil.eval()
    for row in np.asarray(held[: rows * windows * window]).reshape(rows, windows, window):
        ids = torch.from_numpy(row.astype(np.int64)).to(device)
        inside, beyond = _counted(rng, windows, window, device)
        bare = pupil(ids, window, inside, beyond, _none(device), None, True)
        flat = (one.reshape(1, -1) for one in (inside, beyond))
        kept = pupil(ids.reshape(1, -1), window, *flat, _none(device))
        sums += torch.tensor([one.sum() for said in (bare, kept) for one in (said.wanted, said.own)])
    counts = rows * min(COUNTED, window - 1), rows * min(COUNTED, (windows - 1) * (window - 1))
    base_in, base_far, inside_, far = (
        math.exp(s / n) for s, n in zip(sums.tolist(), (*counts, *counts), strict=True)
    )
    return Verdict(base_in, inside_, base_far, far)


def _counted(
    rng: np.random.Generator, windows: int, window: int, device: torch.device
) -> tuple[Tensor, Tensor]:
    """Draw the tokens that count, (windows, window): of the first window, and of the others; never a window's first."""
    inside, beyond = np.zeros((2, windows, window), bool)
    places = np.arange(windows * window).reshape(windows, window)[:, 1:]
    inside.flat[rng.permutation(places[0])[:COUNTED]] = True
    beyond.flat[rng.permutation(places[1:].ravel())[:COUNTED]] = True
    return torch.from_numpy(inside).to(device), torch.from_numpy(beyond).to(device)


def _none(device: torch.device) -> Tensor:
    return torch.zeros(0, dtype=torch.long, device=device)
