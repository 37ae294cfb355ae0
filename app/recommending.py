"""Models to recommend, by machine: the table in resources/models.json against the memory that is free."""

import json
from dataclasses import dataclass
from importlib.resources import files

from model.machine import free_memory


@dataclass(frozen=True)
class Recommended:
    """A model of the hub: its size to fetch and to hold (bytes), its licence, and whether it fits; None: not known."""

    repo: str
    family: str
    parameters: int
    size: int
    memory: int
    quantization: str
    licence: str
    languages: str
    fits: bool | None


def recommended() -> list[Recommended]:
    """List the models of the table, small to large."""
    free = free_memory()
    table = json.loads((files("resources") / "models.json").read_text(encoding="utf-8"))["models"]
    return [
        Recommended(
            repo=row["repo"],
            family=row["family"],
            parameters=row["parameters"],
            size=int(row["gigabytes"] * 1e9),
            memory=int(row["memory"] * 1e9),
            quantization=row["quantization"],
            licence=row["licence"],
            languages=row["languages"],
            fits=None if free is None else row["memory"] * 1e9 <= free,
        )
        for row in table
    ]
