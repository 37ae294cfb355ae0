"""Adapter files that people give one another: read without torch, and put beside the base that they were made for."""

import json
import shutil
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open

from model.finding import ADAPTER
from model.fingerprints import base_fingerprint
from model.installing import installed
from model.interface import ModelError

FORMAT = 3
"""1: before adapters told which layers and heads write, and how sparingly; 2: before some layers alone had one."""


def told(file: Path) -> dict[str, Any]:
    """Give what an adapter says of itself: `base`, `options`; raise ModelError when it is no adapter, or damaged."""
    try:
        with safe_open(file, "np") as held:
            about: dict[str, Any] = json.loads(held.metadata()["lectern"])
        known = {name: about[name] for name in ("format", "base")}
    except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"The file {file} is no adapter, or a damaged adapter. Get it again, or delete it."
        ) from error
    if known["format"] != FORMAT:
        raise ModelError(f"The adapter {file} has a format that this version does not know. Delete it.")
    return about


def share_in(file: Path, models: Path) -> Path:
    """Put an adapter beside its base among the installed models; give the base's folder.

    Raise ModelError when the file is no adapter or its base is not installed. An adapter that lay there is replaced.
    """
    base = told(file)["base"]
    for folder in installed(models):
        if _base(folder) == base:
            part = folder / f".{ADAPTER}.part"
            shutil.copyfile(file, part)
            part.replace(folder / ADAPTER)
            return folder
    raise ModelError(
        f"None of the installed models is the one that the adapter {file.name} was made for. "
        "Install that one first (`lectern models add` or `models get`)."
    )


def _base(folder: Path) -> str | None:
    """Give an installed model's fingerprint; None where it cannot be used."""
    try:
        return base_fingerprint(folder)
    except (ModelError, OSError):
        return None
