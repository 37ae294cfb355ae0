"""Products of one token's vector with layers' weights, arranged so that a CPU is quick in them.

A product of a single row takes as long as its weights take to arrive, and each one a few microseconds to begin. So
layers of the same input are merged, and the norm's weight before them is multiplied in, as far as there is room for a
second copy of weights; bfloat16 ones become float16, which a processor with FBGEMM multiplies float32 by.
"""

from collections.abc import Callable, Sequence
from typing import Any, cast

import torch
from torch import Tensor, nn

COPIED = 256_000_000
"""Bytes of weights that are held beside a network's own; what has no room in them is multiplied by as it is."""
HALF = "fbgemm" in torch.backends.quantized.supported_engines
"""Whether this processor multiplies float32 by float16, in which bfloat16 weights lose next to nothing."""

Product = Callable[[Tensor], Tensor]
"""Outputs (1, out) of x (1, in), both in float32."""


class Own:
    """Layers as the network holds them, whatever they are made of; their outputs stand side by side."""

    def __init__(self, layers: Sequence[nn.Module], before: Tensor | None) -> None:
        self._layers, self._before = layers, before
        held = cast(Tensor, layers[0].weight).dtype
        self._dtype = held if held.is_floating_point else torch.float32

    def __call__(self, x: Tensor) -> Tensor:
        """Multiply."""
        x = (x if self._before is None else x * self._before).to(self._dtype)
        given = [layer(x) for layer in self._layers]
        return (torch.cat(given, -1) if len(given) > 1 else given[0]).float()


class Whole:
    """Merged weights (out, in) in float32."""

    def __init__(self, weight: Tensor, bias: Tensor | None) -> None:
        self._weight = weight.t().contiguous()  # (in, out): so torch multiplies up to twice as fast
        self._bias = weight.new_zeros(len(weight)) if bias is None else bias

    def __call__(self, x: Tensor) -> Tensor:
        """Multiply."""
        return torch.addmm(self._bias, x, self._weight)


class Half:
    """Merged weights (out, in) in float16."""

    def __init__(self, weight: Tensor, bias: Tensor | None) -> None:
        self._packed: Any = torch.ops.quantized.linear_prepack_fp16(weight, bias)
        self._multiply: Any = torch.ops.quantized.linear_dynamic_fp16.default

    def __call__(self, x: Tensor) -> Tensor:
        """Multiply."""
        return cast(Tensor, self._multiply(x, self._packed))


class Merging:
    """How a network's layers are multiplied: as copies that are as wide as they are, as long as there is room."""

    def __init__(self) -> None:
        self._room = COPIED

    def __call__(self, layers: Sequence[nn.Linear], before: Tensor | None = None) -> Product:
        """Make the product of layers of one input, side by side; what the input is weighted with before is in it."""
        half = HALF and all(layer.weight.dtype.itemsize == 2 for layer in layers)
        plain = all(type(layer) is nn.Linear and type(layer.weight) is nn.Parameter for layer in layers)
        size = sum(layer.weight.numel() for layer in layers) * (2 if half else 4)
        if not plain or size > self._room:
            return Own(layers, before)
        self._room -= size
        return (Half if half else Whole)(*_merged(layers, before))


def _merged(layers: Sequence[nn.Linear], before: Tensor | None) -> tuple[Tensor, Tensor | None]:
    """Give the weight and the bias of layers of one input as those of one layer, in float32."""
    weight = torch.cat([layer.weight.detach().float() for layer in layers])
    some = [layer.bias.detach().float() for layer in layers if layer.bias is not None]
    return weight if before is None else weight.mul_(before), torch.cat(some) if some else None
