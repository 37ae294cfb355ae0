"""Trained rivals from their folder, as `model.evaluation.rivals.train` leaves them."""

import json
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load_model

from model.evaluation.rivals.catalogue import RIVALS, Sizes, make
from model.evaluation.rivals.network import Rival
from model.interface import ModelError

TOKENIZER, RUN = "tokenizer.json", "run.json"


def trained(folder: Path) -> list[Path]:
    """Find the rivals in a folder that are trained to the end, in the catalogue's order.

    Raise ModelError where there is none, or what one says of itself cannot be read.
    """
    found = [folder / name for name in RIVALS if (folder / name / RUN).is_file() and _is_done(folder / name)]
    if not found:
        raise ModelError(f"There are no trained rivals in {folder}; run model.evaluation.rivals.train first.")
    return found


def _is_done(folder: Path) -> bool:
    told = told_of(folder)
    return bool(told["progress"].get("step", 0) >= told["recipe"].get("steps", 0))


def told_of(folder: Path) -> dict[str, Any]:
    """Read the sizes, recipe and progress of a rival; raise ModelError where they cannot be read."""
    try:
        told = json.loads((folder / RUN).read_text())
        return {key: dict(told[key]) for key in ("sizes", "recipe", "progress")}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"What {folder / RUN} says cannot be read; train this rival anew.") from error


def load_rival(folder: Path, device: str = "cpu") -> Rival:
    """Load a trained rival, named as its folder; raise ModelError where it is missing or damaged."""
    told = told_of(folder)
    weights = folder / f"{told['progress'].get('step')}.safetensors"
    try:
        rival = make(folder.name, Sizes(**told["sizes"]))
        load_model(rival, weights)
    except (OSError, SafetensorError, RuntimeError, TypeError) as error:
        raise ModelError(f"The weights {weights} are missing or damaged; train this rival anew.") from error
    return rival.to(device).eval()
