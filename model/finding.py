"""Where models lie: the default one in resources, those a person installed, any folder. No torch is needed to look."""

from importlib.resources import files
from pathlib import Path

from model.interface import ModelError

DEFAULT = "default"
ADAPTER = "adapter.safetensors"
"""What was learnt beside a base model's own weights; it lies in the base model's folder (model.adapter)."""


def find(name: str, models: Path | None = None) -> Path:
    """Find a model's folder: the default one, one of that name in `models`, or a folder.

    Raise ModelError when it holds no model that can be read.
    """
    folder = Path(str(files("resources"))) / "default-model" if name == DEFAULT else Path(name)
    if models and name != DEFAULT and Path(name).name == name and (models / name).is_dir():
        folder = models / name
    if not (folder / "config.json").is_file():
        raise ModelError(f"There is no model in {folder}. Give the folder of one, or use the default.")
    weight_files(folder)
    return folder


def installed(models: Path) -> list[Path]:
    """Give the folders of the installed models, by name."""
    if not models.is_dir():
        return []
    return sorted(one for one in models.iterdir() if one.is_dir() and not one.name.startswith("."))


def weight_files(folder: Path) -> list[Path]:
    """Give the files of a model's weights in order; raise ModelError when there are none that may be read.

    They have the names that transformers gives them: beside them may lie the same weights as their makers name them.
    """
    every = sorted(folder.glob("model*.safetensors"))
    if every:
        return every
    told = f"The model in {folder} has no weights in safetensors form, the only form that is read"
    if [file for ending in ("bin", "pt", "pth", "ckpt") for file in folder.glob(f"*.{ending}")]:
        raise ModelError(
            f"{told}: pickled weights can run programs. Get the model's safetensors files instead."
        )
    raise ModelError(f"{told}. Get the model's safetensors files.")
