"""The compressive memory: what is kept of all earlier segments, and the rules that recall and absorb.

Equations: Infini-attention (arXiv 2404.07143, eq. 3-5) for `linear` and `delta`; the per-token delta rule in its
exact chunkwise form for `token-delta` (DESIGN.md §4). All is computed in float32, σ(x) = ELU(x) + 1.

Recall comes before absorb: segment s reads the memory of segments before s. Over many segments at once only the
small M and z are scanned: every rule is an affine map M ← A M + B a segment (or a chunk of one), and A and B of all
segments are computed in one batch.

Shapes: B batch, S segments, N tokens of a segment, H key/value heads, G query heads a key/value head, D head size.
"""

from dataclasses import dataclass
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

EPSILON = 1e-6
CHUNK = 64
"""Tokens of one triangular solve of `token-delta`: its cost grows with the square, the scan's with the inverse."""

MANY = 0.75
"""Where a head writes a larger share of a segment than this, none of its tokens are left out."""


class LayerMemory(NamedTuple):
    """One layer's memory: the matrix M (B, H, D, D) and the normaliser z (B, H, D, 1), both float32."""

    M: Tensor
    z: Tensor


@dataclass(frozen=True)
class Memory:
    """The memory of a whole network after `tokens` tokens of a stream."""

    tokens: int
    layers: tuple[LayerMemory, ...]

    def detached(self) -> "Memory":
        """Give the same memory without its history, for passing on between training batches."""
        return Memory(self.tokens, tuple(LayerMemory(m.M.detach(), m.z.detach()) for m in self.layers))

    def spread(self, batch: int) -> "Memory":
        """Give the memory of one stream to each row of a batch."""
        layers = (LayerMemory(*(t.expand(batch, -1, -1, -1) for t in layer)) for layer in self.layers)
        return Memory(self.tokens, tuple(layers))


class Read(NamedTuple):
    """What the queries recalled, (B, S, H, G, N, D), and the memory after the last segment."""

    recalled: Tensor
    memory: LayerMemory


def blank(batch: int, heads: int, size: int, device: torch.device | None = None) -> LayerMemory:
    """Give one layer's empty memory."""
    return LayerMemory(
        torch.zeros(batch, heads, size, size, device=device),
        torch.zeros(batch, heads, size, 1, device=device),
    )


def feature(x: Tensor) -> Tensor:
    """σ(x) = ELU(x) + 1, which is positive."""
    return F.elu(x) + 1


def recall(rule: str, q: Tensor, memory: LayerMemory) -> Tensor:
    """Read from a memory without absorbing: q (B, S, H, G, N, D) to (B, S, H, G, N, D)."""
    M, z = memory.M[:, None, :, None], memory.z[:, None, :, None]
    if rule == "token-delta":
        return F.normalize(q, dim=-1) @ M
    s = feature(q)
    return (s @ M) / (s @ z + EPSILON)


def stream(rule: str, q: Tensor, k: Tensor, v: Tensor, write: Tensor, memory: LayerMemory) -> Read:
    """Recall with and absorb S segments in order.

    q (B, S, H, G, N, D) and write (B, S, H, N, 1) in [0, 1] in float32, k and v (B, S, H, N, D). A token with write 0
    leaves no trace.
    """
    if rule == "token-delta":
        return _token_delta(q, k, v, write, memory)
    return _segment_rules(q, feature(k.float()), v.float(), write, memory, corrected=rule == "delta")


def _segment_rules(
    q: Tensor, s: Tensor, v: Tensor, write: Tensor, memory: LayerMemory, corrected: bool
) -> Read:
    written = _transposed(s * write)  # (B, S, H, D, N)
    z_after = memory.z[:, None] + torch.cumsum(written.sum(-1, keepdim=True), 1)  # (B, S, H, D, 1)
    z = torch.cat((memory.z[:, None], z_after[:, :-1]), 1)  # before each segment
    added = written @ v
    if corrected:
        kept = _identity(s) - written @ (s / (s @ z + EPSILON))
        M, last = _scan(kept, added, memory.M)
    else:
        after = memory.M[:, None] + torch.cumsum(added, 1)
        M, last = torch.cat((memory.M[:, None], after[:, :-1]), 1), after[:, -1]
    a = feature(q)
    recalled = (a @ M[:, :, :, None]) / (a @ z[:, :, :, None] + EPSILON)
    return Read(recalled, LayerMemory(last, z_after[:, -1]))


def _token_delta(q: Tensor, k: Tensor, v: Tensor, write: Tensor, memory: LayerMemory) -> Read:
    if k.device.type == "cpu" and not torch.is_grad_enabled():
        k, v, write = _written(k, v, write)
    k, v = k.float(), v.float()
    B, S, H, N, D = k.shape
    chunks = -(-N // CHUNK)
    k = _chunked(F.normalize(k, dim=-1), chunks)
    write = _chunked(write, chunks)
    k, written = k.contiguous(), k * write  # (S·C, B, H, n, D)
    both = torch.cat((written, _chunked(v, chunks) * write), -1).flatten(0, 2)
    k = k.flatten(0, 2)
    # T [K V] of T = (I + tril(diag(b) K̂K̂ᵀ, −1))⁻¹ diag(b): of the left side only what is under the diagonal is read
    solved = torch.linalg.solve_triangular(
        torch.bmm(both[..., :D], k.mT), both, upper=False, unitriangular=True
    )
    steps = torch.bmm(_transposed(k), solved).view(S * chunks, B * H, D, 2 * D)  # K̂ᵀT [K V]
    M, before = memory.M.flatten(0, 1), []
    for i, step in enumerate(steps.unbind()):
        if i % chunks == 0:
            before.append(M)  # what this segment recalls from
        M = torch.baddbmm(M + step[..., D:], step[..., :D], M, alpha=-1)
    asked = F.normalize(q, dim=-1).transpose(0, 1).reshape(S * B * H, -1, D)  # (S·B·H, G·N, D)
    recalled = torch.bmm(asked, torch.cat(before)).view(S, B, *q.shape[2:]).transpose(0, 1)
    return Read(recalled, LayerMemory(M.view(B, H, D, D), memory.z))


def _written(k: Tensor, v: Tensor, write: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Leave out tokens that leave no trace, in order: as many stay as the head has that writes most of a segment."""
    some = write > 0
    most = max(1, int(some.sum(3).max()))
    if most > MANY * k.shape[3]:
        return k, v, write
    at = some.byte().sort(dim=3, descending=True, stable=True).indices[:, :, :, :most]  # (B, S, H, most, 1)
    wide = at.expand(-1, -1, -1, -1, k.shape[-1])
    return k.gather(3, wide), v.gather(3, wide), write.gather(3, at)


def _chunked(x: Tensor, chunks: int) -> Tensor:
    """(B, S, H, N, ·) to (S·chunks, B, H, n, ·): each segment cut in equal chunks; the filling is never written."""
    size = -(-x.shape[3] // chunks)
    if size * chunks > x.shape[3]:
        x = F.pad(x, (0, 0, 0, size * chunks - x.shape[3]))
    cut: Tensor = x.unflatten(3, (chunks, size))
    return cut.permute(1, 3, 0, 2, 4, 5).flatten(0, 1)


def _scan(kept: Tensor, added: Tensor, M: Tensor) -> tuple[Tensor, Tensor]:
    """M ← kept_s M + added_s in order; the M before each step (B, S, H, D, D), and the last."""
    before = []
    for A, B in zip(kept.unbind(1), added.unbind(1), strict=True):
        before.append(M)
        M = B + A @ M
    return torch.stack(before, 1), M


def _identity(like: Tensor) -> Tensor:
    return torch.eye(like.shape[-1], device=like.device)


def _transposed(x: Tensor) -> Tensor:
    """Transpose into fresh storage: on MPS a product whose left side is a transposed view can be silently wrong."""
    return x.mT.contiguous() if x.device.type == "mps" else x.mT
