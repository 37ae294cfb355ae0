"""Heavy code beside a window: the lanes load it and run it, and the window goes on meanwhile.

Python's lock is what they share, and three things kept it from the window, beside garbage (`collecting`):

- Importing torch: loading its shared library takes a third of a second, and seconds from a cold disk. `fetch` lets
  the lock go meanwhile.
- Python's wish that a thread keeps the lock for 5 ms before another one's turn comes: a window that draws asks for it
  hundreds of times.
- PySide, that reads the source of every module imported after it, for a spelling of its names that is not used here:
  a fifth of the time that importing torch takes, and 117 MB.
"""

import builtins
import ctypes
import os
import sys
from importlib.util import find_spec
from pathlib import Path

SEARCHED = 0x1100
"""Where Windows looks for what a library needs: beside it, and where the program says."""

TURN = 0.0001
"""Seconds after which a thread gives Python's lock to one that waits for it."""


def lighten() -> None:
    """Let threads take short turns, and imports be Python's own; to be called when PySide is there."""
    sys.setswitchinterval(TURN)
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def fetch(package: str, name: str) -> bool:
    """Load the shared library `name` in the folder `lib` of a package, and what it needs, without Python's lock.

    Its import then finds it loaded. Give whether it was: if not, the import does all by itself, or says what is wrong.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return False
    file = Path(spec.origin).parent / "lib" / _called(name)
    if not file.is_file():
        return False
    if sys.platform == "win32":
        load = ctypes.windll.kernel32.LoadLibraryExW
        load.argtypes, load.restype = (ctypes.c_wchar_p, ctypes.c_void_p, ctypes.c_uint32), ctypes.c_void_p
        return bool(load(str(file), None, SEARCHED))
    load = ctypes.CDLL(None).dlopen  # called like this, and not through `ctypes.CDLL`, it lets the lock go
    load.argtypes, load.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
    return bool(load(os.fsencode(file), os.RTLD_NOW | os.RTLD_LOCAL))


def _called(name: str) -> str:
    """Give the file's name of a shared library on this system."""
    endings = {"win32": f"{name}.dll", "darwin": f"lib{name}.dylib"}
    return endings.get(sys.platform, f"lib{name}.so")
