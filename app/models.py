"""The models of a library: listing, installing, choosing and removing them. Nothing here needs torch."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from app import settings
from app.values import Progress, Work
from model import fetching, installing
from model.finding import DEFAULT, find, installed
from model.interface import ModelError
from model.looking import Look, look
from model.machine import chosen_quantization, computed_width, free_memory, needed_memory, too_large

R = TypeVar("R")


@dataclass(frozen=True)
class ModelRow:
    """A model as it is listed; `look` is None and `problem` a sentence when it cannot be used."""

    name: str
    folder: Path
    in_use: bool
    look: Look | None
    quantization: str
    memory: int
    free: int | None
    problem: str = ""

    @property
    def fits(self) -> bool | None:
        """Whether the estimated memory is free; None when nobody knows."""
        return None if self.free is None or self.look is None else self.memory <= self.free


def models_folder(place: Path) -> Path:
    """Give the folder of the library's installed models."""
    return place / "models"


def models(place: Path, chosen: settings.Settings | None = None) -> list[ModelRow]:
    """List the default model, those that are installed, and the one in use wherever it lies.

    `chosen`, here and below, are the settings of this call of the program; else those of the library.
    """
    chosen = chosen or settings.load(place)
    folders = {DEFAULT: find(DEFAULT)} | {one.name: one for one in installed(models_folder(place))}
    if chosen.model not in folders and Path(chosen.model).resolve() not in map(
        Path.resolve, folders.values()
    ):
        folders[chosen.model] = Path(chosen.model)
    return [_row(name, folder, chosen) for name, folder in folders.items()]


def add(
    place: Path, folder: Path, name: str | None = None, chosen: settings.Settings | None = None
) -> Work[ModelRow]:
    """Copy a model's folder into the library."""
    return _row_of(place, chosen, (yield from _told(installing.install(folder, models_folder(place), name))))


def add_adapter(place: Path, file: Path, chosen: settings.Settings | None = None) -> ModelRow:
    """Put an adapter that somebody shared beside the installed model it was made for, when it fits."""
    from model import sharing  # listing, which needs no adapter's contents, must be quick

    folder = sharing.base_of(file, models_folder(place))
    from model.loading import check_adapter  # torch, which takes its time

    check_adapter(file, folder)
    sharing.put(file, folder)
    return _row_of(place, chosen, look(folder))


def get(
    place: Path, repo: str, name: str | None = None, chosen: settings.Settings | None = None
) -> Work[tuple[ModelRow, str]]:
    """Get a model from the hub; return its row and its licence."""
    fetched = yield from _told(fetching.fetch(repo, models_folder(place), name))
    return _row_of(place, chosen, fetched.look), fetched.licence


def use(place: Path, name: str, chosen: settings.Settings | None = None) -> ModelRow:
    """Choose the model that reads; one that cannot be used is refused, and the one before stays."""
    folder = find(name, models_folder(place))
    installing.check(folder)
    # the whole path, so that the window, which knows no models folder, finds it too
    model = name if name == DEFAULT else str(folder.absolute())
    kept = settings.load(place)
    row = _row(name, folder, replace(chosen or kept, model=model))
    if row.fits is False:
        raise ModelError(too_large(name, row.memory, row.free or 0, row.quantization))
    settings.save(place, replace(kept, model=model))
    return row


def remove(place: Path, name: str) -> bool:
    """Remove an installed model; if it was in use the default one is, and True is returned.

    One in use whose folder is gone is only no longer in use.
    """
    chosen, folder = settings.load(place), models_folder(place) / name
    gone = chosen.model == name and name != DEFAULT and not folder.is_dir()
    if not gone:
        installing.remove(models_folder(place), name)
    used = _same(chosen.model, name, folder)
    if used:
        settings.save(place, replace(chosen, model=DEFAULT))
    return used


def _told(work: Generator[installing.Step, None, R]) -> Work[R]:
    """Give another layer's steps as progress, and its result."""
    try:
        while True:
            step = next(work)
            yield Progress(step.done, step.total, step.what)
    except StopIteration as end:
        result: R = end.value
        return result
    finally:
        work.close()


def _row_of(place: Path, chosen: settings.Settings | None, found: Look) -> ModelRow:
    return _row(found.name, found.folder, chosen or settings.load(place))


def _row(name: str, folder: Path, chosen: settings.Settings) -> ModelRow:
    in_use, free = _same(chosen.model, name, folder), free_memory()
    try:
        found = look(find(str(folder)))
    except ModelError as error:
        return ModelRow(name, folder, in_use, None, "", 0, free, str(error))
    device = "cpu" if chosen.device == "auto" else chosen.device
    how = chosen_quantization(chosen.quantization, device, found.parameters)
    width = computed_width(found.width, how, device, found.parameters)
    memory = needed_memory(found.parameters, found.embedding, width, how)
    return ModelRow(name, folder, in_use, found, how, memory, free)


def _same(chosen: str, name: str, folder: Path) -> bool:
    return chosen == name or (chosen != DEFAULT and Path(chosen).resolve() == folder.resolve())
