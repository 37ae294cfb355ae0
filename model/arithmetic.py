"""Small arithmetic of a layer, arranged so that a CPU passes over its values as seldom as it can."""

from typing import Any, cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

Rotary = tuple[Tensor, Tensor]
"""Cos of the positions and sin, negative for the half of a head that is turned backward: each (N, 1, D)."""


def rotary(cos: Tensor, sin: Tensor) -> Rotary:
    """Make it of the cos and sin (1, N, D) that transformers gives."""
    half = sin.shape[-1] // 2
    return cos[0][:, None], torch.cat((-sin[0, :, :half], sin[0, :, half:]), -1)[:, None]


def rotated(x: Tensor, by: Rotary) -> Tensor:
    """Turn x (·, heads, N, D) by its positions; in storage the heads of a token stay side by side."""
    cos, sin = by
    x = x.transpose(1, 2)
    return torch.addcmul(x * cos, torch.roll(x, x.shape[-1] // 2, -1), sin).transpose(1, 2)


def normed(x: Tensor, norm: nn.Module) -> Tensor:
    """Apply an RMSNorm in the width of x, computed in float32.

    On a CPU the library's own takes a third longer, two and a half times as long when it learns, in bfloat16 ten times.
    """
    if not isinstance(norm, nn.RMSNorm):
        return cast(Tensor, norm(x))
    if x.device.type != "cpu":
        return F.rms_norm(x, norm.normalized_shape, norm.weight.to(x.dtype), norm.eps)
    eps = cast(float, norm.eps)
    if torch.is_grad_enabled():
        return cast(Tensor, _Normed.apply(x, norm.weight, eps))  # type: ignore[no-untyped-call]
    return _normed(x.float(), norm.weight, eps)[0].to(x.dtype)


def _normed(x: Tensor, weight: Tensor, eps: float) -> tuple[Tensor, Tensor]:
    """Give y = w ⊙ x / rms(x) of x (..., D), and 1 / rms(x) (..., 1)."""
    size = torch.linalg.vector_norm(x, dim=-1, keepdim=True)
    scale = size.square_().mul_(1 / x.shape[-1]).add_(eps).rsqrt_()
    return (x * scale).mul_(weight), scale


class _Normed(torch.autograd.Function):
    """The same with its gradient: dx = (g − h · mean(g ⊙ h)) / rms(x), with h = x / rms(x) and g = w ⊙ dy."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, eps: float) -> Tensor:
        y, scale = _normed(x.float(), weight, eps)
        ctx.save_for_backward(x, weight, scale)
        return y.to(x.dtype)

    @staticmethod
    def backward(ctx: Any, *slopes: Tensor) -> tuple[Tensor, Tensor, None]:
        x, weight, scale = ctx.saved_tensors
        h, slope = x.float() * scale, slopes[0].float()
        of_weight = (slope * h).flatten(0, -2).sum(0)
        g = slope * weight
        shared = (g * h).mean(-1, keepdim=True)
        return torch.addcmul(g, h, shared, value=-1).mul_(scale).to(x.dtype), of_weight.to(weight.dtype), None


def narrow_linear(layer: nn.Linear, x: Tensor) -> Tensor:
    """Apply a layer of few outputs in float32, whatever its width: (B, S, N, E) to (B, S, out, N)."""
    return (layer.weight.float() @ x.float().mT) + layer.bias.float()[:, None]
