"""Where the model runs, and why there, in words."""

from app.gui.language import tr
from app.gui.mind import Loaded


def device_in_words(model: Loaded) -> str:
    """Say which model runs on which device, and why that one."""
    return tr("The model “{}” runs on {}: {}").format(
        model.name, names().get(model.device, model.device), why(model)
    )


def why(model: Loaded) -> str:
    """Say why this device is used."""
    if model.wanted == "auto":
        if model.device == "cpu":
            return tr("no graphics card that it can use was found.")
        return tr("it is the fastest that was found.")
    if model.wanted == model.device:
        return tr("you chose it.")
    return tr("{} was chosen, but is not available on this machine.").format(
        names().get(model.wanted, model.wanted)
    )


def short(device: str) -> str:
    """Name a device in a word."""
    return {"cpu": tr("processor"), "cuda": tr("graphics card"), "mps": tr("graphics card")}.get(
        device, device
    )


def names() -> dict[str, str]:
    """Give the names of the devices."""
    return {
        "auto": tr("The best there is"),
        "cpu": tr("the processor"),
        "cuda": tr("the graphics card (CUDA)"),
        "mps": tr("the graphics of this Mac"),
    }
