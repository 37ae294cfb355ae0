"""Measures of a model: what `lectern evaluate` prints. Each is a generator of cells, and of `Step`s in between."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """How far a measure is: `done` of `total` tokens (or other units), at what."""

    done: int
    total: int
    what: str
