"""Products of one token's vector with layers' weights, arranged so that a CPU is quick in them.

A product of a single row takes as long as its weights take to arrive, and each one a few microseconds to begin. So
layers of the same input are merged, and the norm's weight before them is multiplied in, as far as there is room for a
second copy of weights. bfloat16 ones become float16, which a processor with FBGEMM multiplies float32 by; many 8-bit
ones are multiplied by 8-bit integers, few by bfloat16.
"""

import warnings
from collections.abc import Callable, Sequence
from typing import Any, cast

import torch
from torch import Tensor, nn

from model.machine import COPIED

_OPS = torch.ops.quantized
HALF = "fbgemm" in torch.backends.quantized.supported_engines and hasattr(_OPS, "linear_dynamic_fp16")
"""Whether this processor multiplies float32 by float16, in which bfloat16 weights lose next to nothing."""
BYTE = HALF and torch.cpu._is_vnni_supported() and hasattr(torch, "_make_per_channel_quantized_tensor")  # noqa: SLF001
"""Whether this processor has instructions for 8-bit integers (without them sums overflow), and torch the form."""
ROWS = 4096
"""Rows of the output layer that are rounded at once: all of it in float32 would be large."""
FEW, BLOCK = 380_000, 16
"""From so many weights in 8 bits on FBGEMM is quicker, which takes 10 µs to begin (benchmarks/NOTES.md); and the inputs
of which torch's own kernel takes whole multiples alone."""

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
        self._packed: Any = _OPS.linear_prepack_fp16(weight, bias)
        self._multiply: Any = _OPS.linear_dynamic_fp16.default

    def __call__(self, x: Tensor) -> Tensor:
        """Multiply."""
        return cast(Tensor, self._multiply(x, self._packed))


class Small:
    """Few merged weights (out, in) in 8 bits, of x rounded to bfloat16: begun in a third of `Byte`'s time."""

    def __init__(self, weight: Tensor, scale: Tensor, bias: Tensor | None, before: Tensor | None) -> None:
        self._weight, self._scale, self._bias, self._before = weight, scale.float(), bias, before
        self._ones = torch.ones(len(weight), dtype=torch.bfloat16)

    def __call__(self, x: Tensor) -> Tensor:
        """Multiply."""
        x = x if self._before is None else x * self._before
        y = torch._weight_int8pack_mm(x.bfloat16(), self._weight, self._ones) * self._scale  # noqa: SLF001
        return y if self._bias is None else y.add_(self._bias)


class Byte:
    """Many of them; x is rounded to 8 bits by a scale of its own, as many tokens are in `model.packed`."""

    def __init__(self, weight: Tensor, scale: Tensor, bias: Tensor | None, before: Tensor | None) -> None:
        nought = torch.zeros(len(weight), dtype=torch.long)
        with warnings.catch_warnings(
            action="ignore"
        ):  # torch means to give up this form, and has no other yet
            whole = torch._make_per_channel_quantized_tensor(weight, scale.double(), nought, 0)  # noqa: SLF001
        self._packed: Any = _OPS.linear_prepack(whole, bias)
        self._multiply: Any = _OPS.linear_dynamic.default
        self._before = before

    def __call__(self, x: Tensor) -> Tensor:
        """Multiply."""
        return cast(Tensor, self._multiply(x if self._before is None else x * self._before, self._packed))


class Merging:
    """How a network's layers are multiplied: as copies that are as wide as they are, as long as there is room.

    The output layer of a network whose others have 8 bits is copied in 8 bits too: it may be a third of all weights.
    """

    def __init__(self, narrow: bool = False) -> None:
        self._room, self._narrow = COPIED, narrow and BYTE

    def __call__(self, layers: Sequence[nn.Linear], before: Tensor | None = None) -> Product:
        """Make the product of layers of one input, side by side; what the input is weighted with before is in it."""
        width = _width(layers)
        if not self._takes(layers, width):
            return Own(layers, before)
        bias = _together([layer.bias for layer in layers])
        if width == 1:
            weight = torch.cat([layer.weight.detach() for layer in layers])
            scale = torch.cat([cast(Any, layer).scale.detach() for layer in layers])
            few = weight.numel() < FEW and weight.shape[1] % BLOCK == 0
            return (Small if few else Byte)(weight, scale, bias, before)
        weight = torch.cat([layer.weight.detach().float() for layer in layers])
        weight = weight if before is None else weight.mul_(before)
        return (Half if width == 2 else Whole)(weight, bias)

    def head(self, layer: nn.Linear, before: Tensor) -> Product:
        """Make the product of the output layer, which wants to be made first: it is the largest."""
        if not (self._narrow and self._takes([layer], 1)):
            return self([layer], before)
        parts = [_rounded(some.float() * before) for some in layer.weight.detach().split(ROWS)]
        weight, scale = (torch.cat(some) for some in zip(*parts, strict=True))
        return Byte(weight, scale, _together([layer.bias]), None)

    def _takes(self, layers: Sequence[nn.Linear], width: int) -> bool:
        """Take the room of a copy with so many bytes a weight, if there is any."""
        size = sum(layer.weight.numel() for layer in layers) * width
        if not 0 < size <= self._room:
            return False
        self._room -= size
        return True


def _rounded(weight: Tensor) -> tuple[Tensor, Tensor]:
    """Round weights (out, in) to 8 bits with a scale a row; give both."""
    scale = torch.linalg.vector_norm(weight, float("inf"), -1).clamp_(min=1e-12) / 127
    return (weight / scale[:, None]).round_().to(torch.int8), scale


def _width(layers: Sequence[nn.Linear]) -> int:
    """Give the bytes in which a weight of layers is copied; 0 where layers are of a kind that is left as it is."""
    weights = [layer.weight for layer in layers]
    if all(
        weight.dtype == torch.int8 for weight in weights
    ):  # model.packed has them, which is not always needed
        return int(BYTE)
    if not all(type(layer) is nn.Linear and type(layer.weight) is nn.Parameter for layer in layers):
        return 0
    return 2 if HALF and all(weight.dtype.itemsize == 2 for weight in weights) else 4


def _together(biases: Sequence[Tensor | None]) -> Tensor | None:
    some = [bias.detach().float() for bias in biases if bias is not None]
    return torch.cat(some) if some else None
