"""What a model remembers of a book, in figures: its snapshots, how full they are, and what they take on the disk."""

from dataclasses import dataclass
from pathlib import Path

from app.library import Library
from app.values import Progress, Work
from model.interface import LayerPortrait, ReadingModel


@dataclass(frozen=True)
class Snapshot:
    """A saved memory: at the end of which chapter (index), after how many tokens, how many bytes."""

    chapter: int
    tokens: int
    size: int


@dataclass(frozen=True)
class Portrait:
    """All snapshots, and the layers of the one at the end of `chapter` (None: nothing was read); bytes on the disk."""

    model: str
    snapshots: tuple[Snapshot, ...]
    chapter: int | None
    layers: tuple[LayerPortrait, ...]
    library_size: int


def portray(place: Path, book_id: str, model: ReadingModel, as_of: int | None = None) -> Work[Portrait]:
    """Measure the newest memory of a book, or the newest at or before the end of chapter `as_of`."""
    with Library(place) as library:
        rows = library.snapshots(book_id, model.fingerprint)
        saved = library.snapshot(book_id, model.fingerprint, as_of)
    yield Progress(0, 1, "recalling")
    layers = model.portrait(model.unpack(saved.state)) if saved else ()
    size = sum(file.stat().st_size for file in place.glob("lectern.db*"))
    snapshots = tuple(Snapshot(*row) for row in rows)
    return Portrait(model.name, snapshots, saved.chapter if saved else None, layers, size)
