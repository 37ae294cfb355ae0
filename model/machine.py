"""What this machine can hold, and what is chosen for it: plain tables, no torch."""

import ctypes
import os
import sys
from functools import cache
from pathlib import Path

QUANTIZATIONS = {
    "cpu": ("none", "int8", "int8-dynamic"),
    "cuda": ("none", "int8", "int8-dynamic", "int4"),
    "mps": ("none", "int8"),
}
"""What each device supports (RESEARCH.md §5): every int4 packing of torchao fails on CPU; MPS lacks `_int_mm`."""
LARGE = 200_000_000
"""Parameters from which `auto` quantizes; below, the weights are small beside the program itself."""
BYTES = {"none": 4.0, "int8": 1.02, "int8-dynamic": 1.02, "int4": 0.56}
"""Bytes that a weight of the large layers takes, its share of the scales included."""
WORKING = 400_000_000
"""Bytes of the program, torch and one segment's activations of a small model."""
COPIED = 256_000_000
"""Bytes of weights that are held beside a network's own to write with (`model.product`), as far as these reach."""

MMAP_THRESHOLD, TRIM_THRESHOLD = -3, -1
"""What glibc's malloc.h calls M_MMAP_THRESHOLD and M_TRIM_THRESHOLD."""
MAPPED_FROM, KEPT_FREE = 32 << 20, 64 << 20
"""Bytes from which a tensor is mapped on its own (glibc allows no more), and of freed memory that are held."""


def chosen_quantization(wish: str, device: str, parameters: int) -> str:
    """Choose how weights are held; `auto` is int8 for a large model and none for a small one.

    On a CPU both kinds of int8 are `model.packed`: from 0.5B parameters on quicker than whole weights, or with
    bfloat16 units at 0.9 of their speed when reading and twice as quick when writing (QUANTIZING.md). On a GPU the
    memory that it saves is room for longer steps.
    """
    if wish != "auto":
        return wish
    return "int8" if parameters >= LARGE else "none"


def computed_width(saved: int, quantization: str, device: str, parameters: int) -> int:
    """Choose the bytes of the numbers a model computes in, and holds what is not quantized in: as it was saved, or 4.

    A CPU without bfloat16 units reads more than three times as fast in float32 (benchmarks/quantization.py); where
    that would double a large model's weights, they stay as they were saved. int8-dynamic is as fast in either. With
    such units a model saved in bfloat16 reads 1.9 (small) to 3.3 times (large) as fast as it would in float32.
    """
    slow = device == "cpu" and not bfloat16_units()
    doubles = quantization == "none" and parameters >= LARGE
    return 4 if slow and not doubles and quantization != "int8-dynamic" else saved


@cache
def bfloat16_units() -> bool:
    """Whether this machine's CPU multiplies bfloat16 in hardware, as far as the system says (Linux)."""
    try:
        told = Path("/proc/cpuinfo").read_text().split()
    except OSError:
        return False
    return not {"avx512_bf16", "amx_bf16", "bf16"}.isdisjoint(told)


@cache
def keep_freed_memory() -> bool:
    """Have glibc hold some freed memory for the next pass; say whether this system does. It holds for the process.

    Else each large tensor is new memory that the kernel has to map page by page, in a virtual machine a third of the
    time that reading takes (benchmarks/NOTES.md). Both must be set: either alone is slower than none.
    """
    if not sys.platform.startswith("linux"):
        return False
    change = getattr(ctypes.CDLL(None), "mallopt", None)  # other C libraries have none
    return bool(change and change(MMAP_THRESHOLD, MAPPED_FROM) and change(TRIM_THRESHOLD, KEPT_FREE))


def needed_memory(parameters: int, embedding: int, width: int, quantization: str) -> int:
    """Estimate the bytes a model takes when it reads.

    `embedding` of its parameters stay as they are whatever the quantization, at `width` bytes each.
    """
    each = width if quantization == "none" else BYTES[quantization]
    weights = int((parameters - embedding) * each + embedding * width)
    return weights + min(COPIED, weights) + WORKING


def too_large(name: str, needed: int, free: int, quantization: str) -> str:
    """Say that a model does not fit."""
    needs, there = f"{needed / 1e9:.1f}", f"{free / 1e9:.1f}"
    if quantization == "none":
        return (
            f"The model {name} needs about {needs} GB of memory, and {there} GB are free. Choose a smaller one, close "
            "other programs, or use --quantization int8."
        )
    return (
        f"The model {name} needs about {needs} GB of memory, and {there} GB are free. Choose a smaller one, or close "
        "other programs."
    )


def free_memory() -> int | None:
    """Give the bytes that a program can still take; None where the system does not say."""
    if sys.platform == "win32":
        return _windows()
    try:
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    try:  # macOS tells only how much there is; half of it is usually free or can be freed
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    except (OSError, ValueError):
        return None


def _windows() -> int | None:
    """Ask Windows: the third 8-byte field of MEMORYSTATUSEX is the free physical memory."""
    if sys.platform != "win32":
        return None
    status = (ctypes.c_uint64 * 8)(64)  # the first field holds the size and, in its upper half, the load
    told = ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))
    return int(status[2]) if told else None
