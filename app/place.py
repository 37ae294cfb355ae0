"""Where the library is when nobody says: in the platform's folder for data, or where the person put it."""

from pathlib import Path

from app.errors import LibraryError

NOTE = "library-is-in.txt"
"""Beside the usual library: the folder that was chosen in its place."""


def chosen() -> Path:
    """Give the library's folder: the one that was chosen, as long as it is there, else the usual one."""
    elsewhere = _elsewhere()
    return elsewhere if elsewhere is not None and elsewhere.is_dir() else usual()


def gone(place: Path) -> Path | None:
    """Give the folder that was chosen, if the usual library is open because the chosen one is not there."""
    elsewhere = _elsewhere()
    return elsewhere if elsewhere is not None and place == usual() and not elsewhere.is_dir() else None


def choose(place: Path) -> None:
    """Keep the library in a folder from now on; what lies in the present one stays there."""
    note = usual() / NOTE
    try:
        if place == usual():
            note.unlink(missing_ok=True)
        else:
            note.parent.mkdir(parents=True, exist_ok=True)
            note.write_text(f"{place}\n", encoding="utf-8")
    except OSError as error:
        raise LibraryError(
            f"The choice of the folder cannot be written to {note} ({error.strerror})."
        ) from error


def usual() -> Path:
    """Give the folder that the platform keeps for a program's data."""
    from platformdirs import user_data_path

    return user_data_path("lectern", appauthor=False)


def _elsewhere() -> Path | None:
    try:
        return Path((usual() / NOTE).read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return None
