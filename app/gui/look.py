"""How the window looks and what it had open: kept in one small file beside the library."""

import json
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

APPEARANCES = ("system", "light", "sepia", "dark")


@dataclass(frozen=True)
class Look:
    """What a person chose for the pages; `width` is a line's length in letters."""

    appearance: str = "system"
    size: int = 14
    width: int = 66
    line_height: int = 155
    follow_reading: bool = True


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
    sort: str = "added"


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


def _filled(default: Kept, given: dict[str, Any]) -> Kept:
    known = {one.name: type(getattr(default, one.name)) for one in fields(default)}
    return replace(
        default, **{name: value for name, value in given.items() if known.get(name) is type(value)}
    )
