"""What this machine can hold, and what is chosen for it: plain tables, no torch."""

import ctypes
import os
import sys
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


def chosen_quantization(wish: str, device: str, parameters: int) -> str:
    """Choose how weights are held; `auto` is int8 for a large model and none for a small one.

    On CPU int8 saves memory, not time; on a GPU the memory that it saves is room for longer steps.
    """
    if wish != "auto":
        return wish
    return "int8" if parameters >= LARGE else "none"


def needed_memory(parameters: int, embedding: int, width: int, quantization: str) -> int:
    """Estimate the bytes a model takes when it reads.

    `embedding` of its parameters stay as they are whatever the quantization, at `width` bytes each.
    """
    each = width if quantization == "none" else BYTES[quantization]
    return int((parameters - embedding) * each + embedding * width + WORKING)


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
