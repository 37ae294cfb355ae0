"""Adapter files that people give one another: read without torch, and put beside the base that they were made for."""

import json
import shutil
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open

from model.finding import ADAPTER, installed
from model.fingerprints import base_fingerprint
from model.interface import ModelError

FORMAT = 3
"""1: before adapters told which layers and heads write, and how sparingly; 2: before some layers alone had one."""
OPTIONS = (
    "memory_rule", "gate", "shift", "write_gate", "write_floor", "sparing_heads", "memories",
    "first_memory_layer", "memory_layers", "mix", "memory_rank", "keys_ask", "segment_length",
)  # fmt: skip
"""The options of InfiniConfig with which an adapter was trained, and is read."""
SINCE = {"memories": 1}
"""What earlier adapters do not tell: in these a layer has one memory."""


def options(file: Path, base: str) -> dict[str, Any]:
    """Give the options of an adapter for the base with this fingerprint.

    Raise ModelError when it is damaged, of another format, or for another base.
    """
    about = _told(file)
    if about["base"] != base:
        raise ModelError(f"The adapter {file} was made for another model. Delete it, or adapt this one.")
    told = SINCE | about["options"]
    return {name: told[name] for name in OPTIONS}


def base_of(file: Path, models: Path) -> Path:
    """Find the installed model that an adapter was made for.

    Raise ModelError when the file is no adapter or its base is not installed.
    """
    base = _told(file)["base"]
    for folder in installed(models):
        if _base(folder) == base:
            return folder
    raise ModelError(
        f"None of the installed models is the one that the adapter {file.name} was made for. "
        "Install that one first (`lectern models add` or `models get`)."
    )


def put(file: Path, folder: Path) -> None:
    """Put an adapter beside its base; one that lay there is replaced whole or not at all."""
    part = folder / f".{ADAPTER}.part"
    try:
        shutil.copyfile(file, part)
        part.replace(folder / ADAPTER)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ModelError(f"The adapter cannot be copied to {folder} ({error.strerror}).") from error


def _told(file: Path) -> dict[str, Any]:
    """Give what an adapter says of itself: `base`, `options`; raise ModelError when it is no adapter, or damaged."""
    try:
        with safe_open(file, "np") as held:
            about: dict[str, Any] = json.loads(held.metadata()["lectern"])
        format_, _ = about["format"], about["base"]
    except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"The file {file} is no adapter, or a damaged adapter. Get it again, or delete it."
        ) from error
    if format_ != FORMAT:
        raise ModelError(f"The adapter {file} has a format that this version does not know. Delete it.")
    if not isinstance(about.get("options"), dict) or set(OPTIONS) - SINCE.keys() - about["options"].keys():
        raise damaged(file)
    return about


def damaged(file: Path) -> ModelError:
    """Say that what an adapter tells of itself is no adapter's."""
    return ModelError(f"The adapter {file} is damaged. Get it again, or delete it.")


def _base(folder: Path) -> str | None:
    """Give an installed model's fingerprint; None where it cannot be used."""
    try:
        return base_fingerprint(folder)
    except (ModelError, OSError):
        return None
