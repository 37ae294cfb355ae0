"""Narrower weights: the large linear layers in 8 or 4 bits; memory, gates, norms and embeddings stay as they are.

Quantizing happens once: the narrow weights lie in the model's folder under `quantized`, named by fingerprint and by
the version of torchao that made them, in safetensors form.
"""

import json
import logging
from pathlib import Path
from typing import Any, cast

import torch
import torchao
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import nn
from torchao.prototype.safetensors.safetensors_support import (
    flatten_tensor_state_dict,
    unflatten_tensor_state_dict,
)
from torchao.quantization import (
    Int4WeightOnlyConfig,
    Int8DynamicActivationInt8WeightConfig,
    Int8WeightOnlyConfig,
    quantize_,
)
from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding

from model import adapter
from model.config import InfiniConfig
from model.finding import ADAPTER, weight_files
from model.interface import ModelError
from model.looking import unfit
from model.machine import QUANTIZATIONS
from model.network import InfiniForCausalLM

log = logging.getLogger(__name__)

GROUP = 32
"""Weights of 4 bits that share a scale: the default model's perplexity rises by 3.5 % so, by 5.2 % in groups of 64."""
LARGE = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
"""The layers that are quantized, by name; the memory's own have other names."""


def allowed(quantization: str, device: str) -> str:
    """Check that a device supports a quantization; raise ModelError when it does not."""
    known = QUANTIZATIONS["cuda"]
    if quantization not in known:
        raise ModelError(f"There is no quantization {quantization!r}: choose auto, {', '.join(known)}.")
    there = QUANTIZATIONS.get(device, ("none",))
    if quantization not in there:
        raise ModelError(f"Weights cannot be {quantization} on {device}: choose {' or '.join(there)}.")
    return quantization


def narrowed(
    folder: Path, config: InfiniConfig, quantization: str, dtype: torch.dtype, device: torch.device
) -> InfiniForCausalLM:
    """Load a folder's weights and make those of the large layers narrower one by one: they never stand whole.

    Raise ModelError when weights of the base model are missing.
    """
    with torch.device("meta"):
        network = InfiniForCausalLM(config)
    recipe, known, lora = _recipe(quantization), network.state_dict().keys(), adapter.Lora(folder / ADAPTER)
    for file in weight_files(folder):
        with safe_open(file, "pt") as held:
            for name in [one for one in held.keys() if one in known and not _tied(network, one)]:  # noqa: SIM118
                where, _, leaf = name.rpartition(".")
                layer = network.get_submodule(where)
                weight = lora.added(name, held.get_tensor(name))
                if weight.shape != layer.get_parameter(leaf).shape:
                    raise unfit(folder, f"{name} is {[*weight.shape]}")
                weight = weight.to(device, torch.float32 if adapter.is_own(name) else dtype)
                setattr(layer, leaf, nn.Parameter(weight, requires_grad=False))
                if leaf == "weight" and large(layer, where):
                    quantize_(layer, recipe)
    network.tie_weights()
    network.model.rotary_emb = LlamaRotaryEmbedding(config).to(device)  # its buffers are never saved
    missing = sorted(name for name, parameter in network.named_parameters() if parameter.is_meta)
    if some := [name for name in missing if not adapter.is_own(name)]:
        raise ModelError(f"The model in {folder} is not whole: it lacks {some[0]}. Get it again.")
    _begin(network, missing, device)
    return network


def _begin(network: InfiniForCausalLM, missing: list[str], device: torch.device) -> None:
    """Start the memory path's own parameters, which a stranger's checkpoint does not have."""
    modules = {name.rpartition(".")[0] for name in missing}
    for where in sorted(modules):
        module = network.get_submodule(where)
        if any(name == f"{where}.beta" for name in missing):  # one of a module that has been loaded
            module.beta = nn.Parameter(torch.zeros(module.beta.shape, device=device))
            continue
        module.to_empty(device=device)
        network._init_weights(module)  # noqa: SLF001 (the network's own way to start a module)
        module.requires_grad_(False)


def saved(folder: Path, quantization: str, fingerprint: str) -> Path:
    """Say where a model's narrow weights lie, or will."""
    return (
        folder / "quantized" / f"{quantization}-{fingerprint[:16]}-torchao{torchao.__version__}.safetensors"
    )


def save(network: InfiniForCausalLM, file: Path) -> None:
    """Keep narrow weights for the next time; where nothing can be written they are made anew each time."""
    weights = {
        name: tensor.contiguous() for name, tensor in network.state_dict().items() if not _tied(network, name)
    }
    tensors, about = flatten_tensor_state_dict(weights)
    part = file.with_suffix(".part")
    try:
        file.parent.mkdir(exist_ok=True)
        for old in file.parent.glob("*"):
            if old.name.split("-")[0:-2] == file.name.split("-")[0:-2]:
                old.unlink()  # of weights or an adapter that are no more
        save_file(tensors, part, {"lectern": json.dumps(about)})
        part.replace(file)
    except OSError as error:
        log.info("The quantized weights could not be kept in %s: %s", file.parent, error)
        part.unlink(missing_ok=True)


def restore(config: InfiniConfig, file: Path) -> InfiniForCausalLM | None:
    """Make a network of narrow weights that were kept; None when there are none, or they cannot be used."""
    if not file.is_file():
        return None
    try:
        with safe_open(file, "pt") as held:
            about: dict[str, Any] = json.loads(held.metadata()["lectern"])
            tensors = {name: held.get_tensor(name) for name in held.keys()}  # noqa: SIM118 (no dict)
        weights, _ = unflatten_tensor_state_dict(tensors, about)
        with torch.device("meta"):
            network = InfiniForCausalLM(config)
        network.load_state_dict(weights, strict=False, assign=True)
    except (OSError, SafetensorError, ValueError, KeyError, TypeError, RuntimeError) as error:
        log.info("The quantized weights in %s cannot be used, and are made anew: %s", file, error)
        return None
    network.tie_weights()
    network.model.rotary_emb = LlamaRotaryEmbedding(config)  # its buffers are never saved
    if any(parameter.is_meta for parameter in network.parameters()):
        return None
    network.requires_grad_(False)
    return network


def _recipe(quantization: str) -> Any:
    if quantization == "int4":  # a CUDA kernel of its own, in bf16
        return Int4WeightOnlyConfig(group_size=GROUP, int4_packing_format="tile_packed_to_4d")
    return {"int8": Int8WeightOnlyConfig(), "int8-dynamic": Int8DynamicActivationInt8WeightConfig()}[
        quantization
    ]


def large(module: nn.Module, name: str) -> bool:
    """Say whether a module of this name is one of the large layers."""
    return isinstance(module, nn.Linear) and name.rsplit(".", 1)[-1] in LARGE


def _tied(network: InfiniForCausalLM, name: str) -> bool:
    return cast(bool, network.config.tie_word_embeddings) and name == "lm_head.weight"
