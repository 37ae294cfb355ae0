"""Where models lie: the default one in resources, or a folder of the person's own. No torch is needed to look."""

from importlib.resources import files
from pathlib import Path

from model.interface import ModelError

DEFAULT = "default"


def find(name: str) -> Path:
    """Find a model's folder by name or path; raise ModelError when it holds no model that can be read."""
    folder = Path(str(files("resources"))) / "default-model" if name == DEFAULT else Path(name)
    if not (folder / "config.json").is_file():
        raise ModelError(f"There is no model in {folder}. Give the folder of one, or use the default.")
    if not list(folder.glob("*.safetensors")):
        raise ModelError(
            f"The model in {folder} has no weights in safetensors form, the only form that is read."
        )
    return folder
