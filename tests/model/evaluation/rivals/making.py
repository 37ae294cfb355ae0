"""Small rivals, made in a moment; weights are random but large enough to matter."""

import torch

from model.evaluation.rivals.catalogue import Sizes, make
from model.evaluation.rivals.network import Rival

SEGMENT = 16
SIZES = Sizes(vocabulary=64, hidden=32, inner=64, layers=2, heads=2, segment=SEGMENT)


def rival(name: str, seed: int = 0) -> Rival:
    torch.manual_seed(seed)
    made = make(name, SIZES).eval()
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.1)
    return made


def ids(tokens: int, batch: int = 1, seed: int = 0) -> torch.Tensor:
    return torch.randint(0, 64, (batch, tokens), generator=torch.Generator().manual_seed(seed))


def changed(tokens: torch.Tensor, at: int) -> torch.Tensor:
    other = tokens.clone()
    other[:, at] = (other[:, at] + 1) % 64
    return other
