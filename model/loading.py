"""A model's folder becomes a reader: found, checked, put on a device, quantized if wished, fingerprinted."""

import hashlib
import logging
from pathlib import Path
from typing import Literal

import torch
from safetensors import SafetensorError
from transformers import AutoConfig, AutoTokenizer
from transformers.utils.logging import disable_progress_bar

from model.config import InfiniConfig
from model.families import infini_config
from model.finding import DEFAULT, find
from model.interface import ModelError
from model.network import InfiniForCausalLM
from model.reader import Reader

log = logging.getLogger(__name__)

Quantization = Literal["none", "int8"]


def load(name: str = DEFAULT, device: str = "auto", quantization: str = "none") -> Reader:
    """Load a model by name or folder; raise ModelError with a sentence when that cannot be done."""
    disable_progress_bar()
    folder = find(name)
    chosen = choose_device(device)
    try:
        config = AutoConfig.from_pretrained(folder, local_files_only=True)
        if not isinstance(config, InfiniConfig):
            config = infini_config(config)
        network = InfiniForCausalLM.from_pretrained(
            folder, config=config, local_files_only=True, dtype=torch.float32, use_safetensors=True
        )
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError, RuntimeError, KeyError, SafetensorError) as error:
        raise ModelError(f"The model in {folder} cannot be loaded ({error}). Install it again.") from error
    if quantization == "int8":
        quantize(network)
    elif quantization != "none":
        raise ModelError(f"There is no quantization {quantization!r}: choose none or int8.")
    try:
        network = network.to(chosen)
    except torch.OutOfMemoryError as error:
        raise ModelError(
            f"The model does not fit in the memory of {chosen}. Choose a smaller one, or cpu."
        ) from error
    return Reader(
        folder.name if name != DEFAULT else DEFAULT, fingerprint(folder, quantization), network, tokenizer
    )


def choose_device(wish: str) -> torch.device:
    """Choose the device: what is wished if it is there, the best there is for `auto`; say so when they differ."""
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if wish != "auto" and wish not in there:
        raise ModelError(f"There is no device {wish!r}: choose auto, cuda, mps or cpu.")
    best = next(name for name, is_there in there.items() if is_there)
    if wish != "auto" and not there[wish]:
        log.warning("The device %s is not available on this machine; using %s instead.", wish, best)
    return torch.device(wish if there.get(wish) else best)


def quantize(network: InfiniForCausalLM) -> None:
    """Make the weights of the large linear layers int8; memory, gates, norms and embeddings stay as they are."""
    from torchao.quantization import Int8WeightOnlyConfig, quantize_

    large = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
    quantize_(network, Int8WeightOnlyConfig(), filter_fn=lambda _, name: name.rsplit(".", 1)[-1] in large)


def fingerprint(folder: Path, quantization: str) -> str:
    """Hash weights, configuration, tokenizer and quantization: memories fit where this is equal."""
    parts = hashlib.sha256(quantization.encode())
    for file in sorted([*folder.glob("*.safetensors"), folder / "config.json", folder / "tokenizer.json"]):
        if file.exists():
            parts.update(file.name.encode())
            with file.open("rb") as stream:
                parts.update(hashlib.file_digest(stream, "sha256").digest())
    return parts.hexdigest()
