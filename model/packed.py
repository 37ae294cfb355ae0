"""Products of 8-bit integers on a CPU, as its own instructions do them, for networks whose weights are int8.

torchao in eager mode makes such weights, or all of their products, wider first, which takes longer than float32 does
(benchmarks/NOTES.md). Here as in its int8-dynamic a row of weights has a scale, and each token has one.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torchao.quantization import Int8Tensor

from model.network import InfiniForCausalLM

ROWS = 256
"""Tokens multiplied at once: what lies between two steps then stays in the processor's cache."""

FEW, BLOCK = 4, 16
"""Up to so many tokens are not rounded to 8 bits: to read the weights is then all the work. And the inputs of which
that kernel takes whole multiples alone."""


class PackedLinear(nn.Module):
    """A linear layer of int8 weights (out, in) and scales (out,); each token is rounded by a scale of its own."""

    def __init__(self, weight: Tensor, scale: Tensor, bias: Tensor | None) -> None:
        super().__init__()
        self.weight = nn.Parameter(weight, requires_grad=False)
        self.scale = nn.Parameter(scale.float().flatten(), requires_grad=False)
        self.bias = bias
        self.ones = torch.ones(len(weight), dtype=torch.bfloat16)

    def forward(self, x: Tensor) -> Tensor:
        """(..., in) to (..., out), in the dtype of x."""
        if x.requires_grad and torch.is_grad_enabled():
            return F.linear(x, (self.weight * self.scale[:, None]).to(x.dtype), self.bias)
        rows = x.reshape(-1, x.shape[-1])
        if len(rows) <= FEW and self.weight.shape[1] % BLOCK == 0:
            y = torch._weight_int8pack_mm(rows.bfloat16(), self.weight, self.ones).to(torch.float32)  # noqa: SLF001
            return self._scaled(y).to(x.dtype).view(*x.shape[:-1], -1)
        y = torch.empty(rows.shape[0], self.weight.shape[0])
        for some, out in zip(rows.split(ROWS), y.split(ROWS), strict=True):
            self._multiply(some.float(), out)
        return y.to(x.dtype).view(*x.shape[:-1], -1)

    def _multiply(self, x: Tensor, out: Tensor) -> None:
        largest = torch.linalg.vector_norm(x, float("inf"), -1, keepdim=True).clamp_(min=1e-12)
        rounded = (x * (127 / largest)).round_().to(torch.int8)
        torch.mul(torch._int_mm(rounded, self.weight.t()), largest.div_(127), out=out)  # noqa: SLF001 (no other name)
        self._scaled(out)

    def _scaled(self, out: Tensor) -> Tensor:
        out.mul_(self.scale)
        return out if self.bias is None else out.add_(self.bias)


def pack(network: InfiniForCausalLM) -> InfiniForCausalLM:
    """Put a PackedLinear in the place of every layer whose weights torchao holds in 8 bits; give the network."""
    for module in list(network.modules()):
        for name, layer in list(module.named_children()):
            if isinstance(layer, nn.Linear) and isinstance(layer.weight, Int8Tensor):
                setattr(module, name, PackedLinear(layer.weight.qdata, layer.weight.scale, layer.bias))
    return network
