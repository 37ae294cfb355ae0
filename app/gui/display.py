"""Whether this system has what Qt needs to show a window: without it Qt would end the program with a riddle."""

import os
import sys
from collections.abc import Mapping

NEEDED = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""What Qt loads on X11 and does not bring itself, and how Debian and Ubuntu call it."""


def trouble(environment: Mapping[str, str] = os.environ) -> str:
    """Say in a sentence why no window can be shown, and what to do; nothing if it can."""
    if sys.platform != "linux" or environment.get("QT_QPA_PLATFORM", "xcb") != "xcb":
        return ""
    if environment.get("WAYLAND_DISPLAY"):
        return ""
    if not environment.get("DISPLAY"):
        return "There is no screen to show the window on; “lectern --help” tells what the terminal can do."
    missing = [package for library, package in NEEDED.items() if not _there(library)]
    if not missing:
        return ""
    return (
        f"The window needs what this system lacks: {', '.join(missing)}. "
        f"On Debian and Ubuntu: apt install {' '.join(missing)}"
    )


def _there(library: str) -> bool:
    from ctypes import CDLL

    try:
        CDLL(library)
    except OSError:
        return False
    return True
