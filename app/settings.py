"""What a person has chosen, kept beside the library: only what differs from the defaults is written."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from app.errors import LibraryError

DEVICES = ("auto", "cuda", "mps", "cpu")
QUANTIZATIONS = ("auto", "none", "int8", "int8-dynamic", "int4")
CHOICES = {"device": DEVICES, "quantization": QUANTIZATIONS}


@dataclass(frozen=True)
class Settings:
    """The choices, with their defaults; `limit` is the most tokens of an answer.

    `ocr_language` is that of text in pictures, by Tesseract's names or two letters: de, deu+eng; or the book's own.
    """

    model: str = "default"
    device: str = "auto"
    quantization: str = "auto"
    temperature: float = 0.0
    top_p: float = 0.9
    limit: int = 160
    seed: int = 0
    ocr_language: str = "auto"


def load(folder: Path) -> Settings:
    """Read the settings of the library in `folder`; the defaults where nothing is written."""
    file = folder / "settings.json"
    try:
        given = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        raise LibraryError(
            f"The settings file {file} cannot be read ({error}); mend or delete it."
        ) from error
    if not isinstance(given, dict):
        raise LibraryError(f"The settings file {file} holds no object of settings; mend or delete it.")
    return Settings(**{name: _checked(file, name, value) for name, value in given.items()})


def save(folder: Path, settings: Settings) -> None:
    """Write what differs from the defaults; the file is replaced whole or not at all."""
    chosen = {name: value for name, value in asdict(settings).items() if value != getattr(Settings(), name)}
    file, draft = folder / "settings.json", folder / "settings.json.new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(chosen, indent=2) + "\n", encoding="utf-8")
        draft.replace(file)
    except OSError as error:
        raise LibraryError(f"The settings file {file} cannot be written ({error.strerror}).") from error


def _checked(file: Path, name: str, value: Any) -> Any:
    kinds = {field.name: type(field.default) for field in fields(Settings)}
    if name not in kinds:
        raise LibraryError(
            f"The settings file {file} has an unknown setting “{name}”; known are {', '.join(kinds)}."
        )
    if kinds[name] is float and type(value) is int:
        value = float(value)
    if type(value) is not kinds[name]:
        raise LibraryError(
            f"The setting “{name}” in {file} cannot be {json.dumps(value)}; mend or remove it."
        )
    if name in CHOICES and value not in CHOICES[name]:
        raise LibraryError(f"The setting “{name}” in {file} must be one of {', '.join(CHOICES[name])}.")
    return value
