"""How the window looks and what it had open: kept in one small file beside the library."""

import json
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

STEPS = {"size": (10, 28, 1), "width": (44, 96, 4), "line_height": (125, 205, 10),
         "controls": (80, 160, 10)}  # fmt: skip
"""The least and the most of a field, and a step of it."""
APPEARANCES = ("system", "light", "sepia", "dark")


@dataclass(frozen=True)
class Look:
    """What a person chose for the window.

    `width` is a line's length in letters, `calm` asks for little motion, `controls` is how large buttons and menus
    are written, in percent of the desktop's letters.
    """

    appearance: str = "system"
    typeface: str = "Source Serif Pro"
    size: int = 15
    width: int = 66
    line_height: int = 155
    follow_reading: bool = True
    language: str = "system"
    calm: bool = False
    controls: int = 100
    downloads: bool = False


@dataclass(frozen=True)
class Desktop:
    """What comes back after a restart."""

    look: Look = field(default_factory=Look)
    geometry: str = ""
    book: str = ""
    contents: bool = True
    panel: bool = True
    panel_width: int = 380
    scope: str = "place"
    mode: str = "both"
    draft: str = ""  # a question that was not asked yet
    sort: str = "added"
    queue: str = ""
    paused: bool = False
    toured: bool = False
    printed: bool = True
    shelf: str = "grid"


Kept = TypeVar("Kept", Look, Desktop)


def load(folder: Path) -> Desktop:
    """Read the file; whatever cannot be read of it is as at the first start."""
    try:
        given = json.loads((folder / "window.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Desktop()
    if not isinstance(given, dict):
        return Desktop()
    look = given.pop("look", {})
    desktop = _filled(Desktop(), given)
    return replace(desktop, look=_filled(Look(), look if isinstance(look, dict) else {}))


def save(folder: Path, desktop: Desktop) -> None:
    """Write the file, whole or not at all; a folder that cannot be written keeps nothing, and that is all."""
    file, draft = folder / "window.json", folder / "window.json.new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(asdict(desktop), indent=2) + "\n", encoding="utf-8")
        draft.replace(file)
    except OSError:
        return


def stepped(look: Look, field: str, way: int) -> int:
    """Give the next value of a field, up or down, within its limits."""
    least, most, step = STEPS[field]
    value: int = getattr(look, field)
    return max(least, min(most, value + way * step))


def _filled(default: Kept, given: dict[str, Any]) -> Kept:
    known = {one.name: type(getattr(default, one.name)) for one in fields(default)}
    return replace(
        default, **{name: value for name, value in given.items() if known.get(name) is type(value)}
    )
