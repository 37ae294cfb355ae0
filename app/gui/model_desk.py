"""What the page of models looks up and does: `app.models` as work for a lane."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.values import Work

if TYPE_CHECKING:
    from app.models import ModelRow
    from app.recommending import Recommended


@dataclass(frozen=True)
class Models:
    """The installed models, and those to recommend."""

    installed: tuple["ModelRow", ...]
    recommended: tuple["Recommended", ...]


def listed(place: Path) -> Work[Models]:
    """List what is installed, and what is not but could be."""
    from app.models import models
    from app.recommending import recommended

    yield from ()
    rows = models(place)
    have = {row.name for row in rows}
    others = tuple(one for one in recommended() if one.repo.rpartition("/")[2] not in have)
    return Models(tuple(rows), others)


def use(place: Path, name: str) -> Work[str]:
    """Choose a model; return what the settings now call it."""
    from app import models, settings

    yield from ()
    models.use(place, name)
    return settings.load(place).model


def remove(place: Path, name: str) -> Work[str]:
    """Remove a model; return what the settings now call the one in use."""
    from app import models, settings

    yield from ()
    models.remove(place, name)
    return settings.load(place).model


def add(place: Path, folder: Path) -> Work[object]:
    """Copy a model's folder into the library."""
    from app import models

    return (yield from models.add(place, folder))


def get(place: Path, repo: str) -> Work[object]:
    """Fetch a model from the hub."""
    from app import models

    return (yield from models.get(place, repo))
