"""A model's folder becomes a reader: found, checked, put on a device, quantized if wished, fingerprinted."""

import logging
from pathlib import Path
from typing import cast

import torch
from huggingface_hub.errors import StrictDataclassError
from safetensors import SafetensorError
from transformers import AutoConfig, AutoTokenizer, PreTrainedConfig, PreTrainedTokenizerBase
from transformers.utils.logging import disable_progress_bar, set_verbosity_error

from model import adapter
from model.config import InfiniConfig
from model.families import infini_config
from model.finding import ADAPTER, DEFAULT, find
from model.fingerprints import base_fingerprint, fingerprint
from model.interface import ModelError
from model.looking import Look, check_tokenizer, look
from model.machine import (
    WORKING,
    chosen_quantization,
    computed_width,
    free_memory,
    keep_freed_memory,
    needed_memory,
    too_large,
)
from model.network import InfiniForCausalLM
from model.reader import Reader
from model.sharing import damaged, options

log = logging.getLogger(__name__)

DAMAGE = (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError)
"""What transformers raises, one or the other, where a model's files are not what they should be."""


def load(name: str = DEFAULT, device: str = "auto", quantization: str = "none") -> Reader:
    """Load a model by name or folder; raise ModelError with a sentence when that cannot be done.

    `quantization` is one that the device supports, or `auto`: what suits the model's size.
    """
    disable_progress_bar()
    keep_freed_memory()
    folder = find(name)
    chosen, seen = choose_device(device), look(folder)
    check_tokenizer(folder)
    how = chosen_quantization(quantization, chosen.type, seen.parameters)
    if how != "none":
        from model.quantizing import allowed  # torchao takes its time, and most never need it

        how = allowed(how, chosen.type)
    _fits(seen, how, chosen)
    print_ = fingerprint(folder, how)
    try:
        network = _network(folder, how, print_, _dtype(seen, how, chosen.type), chosen)
        tokenizer = load_tokenizer(folder)
        network = network.to(chosen)
        if how != "none" and chosen.type == "cpu":
            from model.packed import pack

            network = pack(network)
    except torch.OutOfMemoryError as error:
        raise ModelError(
            f"The model does not fit in the memory of {chosen}. Choose a smaller one, or cpu."
        ) from error
    except (*DAMAGE, RuntimeError, SafetensorError) as error:
        raise _unloaded(folder, error) from error
    return Reader(folder.name if name != DEFAULT else DEFAULT, print_, network, tokenizer)


def _network(
    folder: Path, how: str, print_: str, dtype: torch.dtype, device: torch.device
) -> InfiniForCausalLM:
    """Load the network with its adapter, quantized if wished; narrow weights that were kept are used again."""
    config = _reading_config(folder, folder / ADAPTER)
    if how != "none":
        from model import quantizing

        kept = quantizing.saved(folder, how, print_)
        network = quantizing.restore(config, kept)
        if network is not None:
            return network
    network = (
        load_base(folder, config, dtype)
        if how == "none"
        else quantizing.narrowed(folder, config, how, dtype, device)
    )
    adapter.apply(network, folder / ADAPTER)
    if how == "none":
        adapter.Lora(folder / ADAPTER).merge(network)
    if how != "none" and folder != find(DEFAULT):  # that one lies in the program, and is small
        quantizing.save(network, kept)
    return network


def check_adapter(file: Path, folder: Path) -> None:
    """Raise ModelError unless an adapter fits the base model in a folder, weight by weight."""
    try:
        with torch.device("meta"):
            network = InfiniForCausalLM(_reading_config(folder, file))
    except DAMAGE as error:
        raise damaged(file) from error
    adapter.apply(network, file)
    adapter.Lora(file).merge(network)


def _reading_config(folder: Path, file: Path) -> InfiniConfig:
    """Give the configuration that a folder's model is read with: a stranger's with its adapter's options."""
    config = load_config(folder)
    if isinstance(config, InfiniConfig):
        return config
    return infini_config(config, **(options(file, base_fingerprint(folder)) if file.is_file() else {}))


def load_config(folder: Path) -> PreTrainedConfig:
    """Load a model's configuration, never its own code; raise ModelError when it is none."""
    try:
        return AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except (*DAMAGE, StrictDataclassError) as error:
        raise _unloaded(folder, error) from error


def load_tokenizer(folder: Path) -> PreTrainedTokenizerBase:
    """Load a model's tokenizer, never its own code; raise ModelError when it is none."""
    try:
        return AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except DAMAGE as error:
        raise _unloaded(folder, error) from error


def _unloaded(folder: Path, error: Exception) -> ModelError:
    """Say that what lies in a model's folder is no model, as its loading found."""
    told = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return ModelError(f"The model in {folder} cannot be loaded ({told}). Install it again.")


def load_base(folder: Path, config: InfiniConfig, dtype: torch.dtype) -> InfiniForCausalLM:
    """Load a folder's own weights; the memory path of a stranger's model starts anew.

    Raise ModelError when other weights are missing, which transformers would make up.
    """
    set_verbosity_error()  # its table of what is missing would only puzzle a reader
    network, told = InfiniForCausalLM.from_pretrained(
        folder,
        config=config,
        local_files_only=True,
        dtype=dtype,
        use_safetensors=True,
        output_loading_info=True,
    )
    ours = config.architectures == ["InfiniForCausalLM"]
    missing = sorted(name for name in told["missing_keys"] if ours or not adapter.is_own(name))
    if missing:
        raise ModelError(f"The model in {folder} is not whole: it lacks {missing[0]}. Get it again.")
    adapter.widen(network)
    return cast(InfiniForCausalLM, network)


def _dtype(seen: Look, how: str, device: str) -> torch.dtype:
    """Say how wide weights are held: as suits the device."""
    width = computed_width(seen.width, how, device, seen.parameters)
    return torch.bfloat16 if width == 2 or how == "int4" else torch.float32


def _fits(seen: Look, how: str, device: torch.device) -> None:
    free = torch.cuda.mem_get_info(device)[0] if device.type == "cuda" else free_memory()
    width = computed_width(seen.width, how, device.type, seen.parameters)
    needed = needed_memory(seen.parameters, seen.embedding, width, how) - WORKING
    if free is not None and needed > free:
        raise ModelError(too_large(seen.name, needed, free, how))


def choose_device(wish: str) -> torch.device:
    """Choose the device: what is wished if it is there, the best there is for `auto`; say so when they differ."""
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if wish != "auto" and wish not in there:
        raise ModelError(f"There is no device {wish!r}: choose auto, cuda, mps or cpu.")
    best = next(name for name, is_there in there.items() if is_there)
    if wish != "auto" and not there[wish]:
        log.warning("The device %s is not available on this machine; using %s instead.", wish, best)
    return torch.device(wish if there.get(wish) else best)
