"""Causal softmax attention inside a segment, in the form that the device is quickest in.

torch's kernel serves everywhere but on a CPU in bfloat16: there it does a tenth of what the processor's bfloat16
products could (benchmarks/NOTES.md), so attention is written as products over blocks of queries. A block meets the
keys up to its end, hence half of the square is never computed; its softmax is that of the whole row.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from model.machine import bfloat16_units

BLOCK = 128
"""Queries of one product: fewer make small products, more compute what is masked (measured for 256 to 2,048)."""


def attended(q: Tensor, k: Tensor, v: Tensor, past: int = 0) -> Tensor:
    """Attend from q (B, heads, N, D) to k and v (B, key/value heads, past + N, D), each token to those up to itself."""
    new, grouped, device = q.shape[2], q.shape[1] > k.shape[1], q.device.type
    dtype = torch.get_autocast_dtype(device) if torch.is_autocast_enabled(device) else q.dtype
    causal = not past and new > 1
    if causal and device == "cpu" and dtype == torch.bfloat16 and bfloat16_units():
        return _in_blocks(q.to(dtype), k.to(dtype), v.to(dtype))
    mask = (
        torch.ones(new, past + new, dtype=torch.bool, device=q.device).tril(past)
        if past and new > 1
        else None
    )
    return F.scaled_dot_product_attention(q, k, v, mask, is_causal=causal, enable_gqa=grouped)


def _in_blocks(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """The same as products: the query heads of a key/value head stand in one product, below one another."""
    B, heads, N, D = q.shape
    rows, group = B * k.shape[1], heads // k.shape[1]
    q = (q * D**-0.5).reshape(rows, group, N, D)
    keys, v = k.reshape(rows, N, D).mT, v.reshape(rows, N, D)
    later = torch.full((min(BLOCK, N),) * 2, float("-inf"), dtype=q.dtype).triu(1)
    parts = []
    for start in range(0, N, BLOCK):
        end = min(N, start + BLOCK)
        size = end - start
        scores = torch.bmm(q[:, :, start:end].reshape(rows, group * size, D), keys[:, :, :end])
        scores.view(rows, group, size, end)[..., start:].add_(later[:size, :size])
        parts.append(torch.bmm(scores.softmax(-1), v[:, :end]).view(rows, group, size, D))
    return torch.cat(parts, 2).view(B, heads, N, D)
