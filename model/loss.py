"""Cross-entropy over a large vocabulary, a stretch of tokens at a time, so that the logits never stand whole."""

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.utils.checkpoint import checkpoint

TOKENS_AT_ONCE = 2048


def cross_entropy(hidden: Tensor, labels: Tensor, head: Tensor) -> Tensor:
    """Give the mean loss in nats of labels (B, T), −100 left out, under logits hidden (B, T, E) · head (V, E)ᵀ."""
    wanted = labels != -100
    hidden, labels = hidden[wanted], labels[wanted]  # (n, E), (n,)
    total = hidden.new_zeros((), dtype=torch.float32)
    for h, y in zip(hidden.split(TOKENS_AT_ONCE), labels.split(TOKENS_AT_ONCE), strict=True):
        total = total + checkpoint(_summed, h, y, head, use_reentrant=False)
    return total / max(1, len(labels))


def _summed(hidden: Tensor, labels: Tensor, head: Tensor) -> Tensor:
    return F.cross_entropy(F.linear(hidden, head.to(hidden.dtype)).float(), labels, reduction="sum")
