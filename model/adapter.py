"""An adapter: what a base model learnt about using its memory, in one small file bound to that base by fingerprint.

A safetensors file of the memory path's own parameters, in float32, with one line of metadata: format, the base's
fingerprint, and the options of InfiniConfig with which it was trained. It lies in the base model's folder. It may
hold a LoRA of the base model's projections too, which is added to their weights when they are loaded.
"""

import json
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor
from torch.distributed.tensor import DTensor

from model.config import InfiniConfig
from model.interface import ModelError
from model.network import InfiniForCausalLM
from model.sharing import FORMAT, OPTIONS

OWN = ("gate", "beta", "write", "shift", "low_rank", "read_norm")
"""The parts of an attention that its base model does not have."""
ALPHA = 2.0
"""A LoRA counts ALPHA times over (peft's lora_alpha is ALPHA times the rank)."""


def is_own(name: str) -> bool:
    """Say whether a parameter belongs to the memory path."""
    return "self_attn." in name and name.split("self_attn.")[-1].split(".")[0] in OWN


def is_lora(name: str) -> bool:
    """Say whether a parameter belongs to a LoRA."""
    return ".lora_A." in name or ".lora_B." in name


def widen(network: InfiniForCausalLM) -> None:
    """Hold the memory path's own parameters in float32, whatever the rest has."""
    for name, parameter in network.named_parameters():
        if is_own(name):
            parameter.data = parameter.data.float()


def parts(network: InfiniForCausalLM) -> dict[str, Tensor]:
    """Give what was learnt, on the CPU: the memory path's own parameters and, if there is one, the LoRA's.

    Where parameters lie spread over several processes all must call this together.
    """
    given = {}
    for name, parameter in network.named_parameters():
        if is_own(name) or is_lora(name):
            whole = parameter.full_tensor() if isinstance(parameter, DTensor) else parameter
            given[name.replace(".default", "")] = whole.detach().cpu().contiguous()
    return given


def save(network: InfiniForCausalLM, base: str, file: Path) -> None:
    """Write an adapter for the base with this fingerprint; the file is replaced whole or not at all."""
    write(parts(network), network.config, base, file)


def write(own: dict[str, Tensor], config: InfiniConfig, base: str, file: Path) -> None:
    """Write parts as an adapter for the base with this fingerprint; the file is replaced whole or not at all."""
    chosen = {name: getattr(config, name) for name in OPTIONS}
    about = json.dumps({"format": FORMAT, "base": base, "options": chosen}, sort_keys=True)
    part = file.with_suffix(".part")
    save_file(own, part, {"lectern": about})
    part.replace(file)


def apply(network: InfiniForCausalLM, file: Path) -> None:
    """Put an adapter, if the file is there, into its base model's network; not its LoRA (see `Lora`).

    Raise ModelError when it does not fit.
    """
    if not file.is_file():
        return
    own = {name: parameter for name, parameter in network.named_parameters() if is_own(name)}
    with safe_open(file, "pt") as held, torch.no_grad():
        names = {name for name in held.keys() if not is_lora(name)}  # noqa: SIM118 (no dict)
        if names != set(own) or any(tuple(held.get_slice(n).get_shape()) != own[n].shape for n in names):
            raise ModelError(f"The adapter {file} does not fit the model. Delete it, or adapt this one.")
        for name in names:
            own[name].copy_(held.get_tensor(name))


class Lora:
    """What an adapter's LoRA adds to the base model's weights, so that it costs nothing when reading."""

    def __init__(self, file: Path) -> None:
        self.held: dict[str, Tensor] = {}
        if file.is_file():
            with safe_open(file, "pt") as held:
                self.held = {n: held.get_tensor(n) for n in held.keys() if is_lora(n)}  # noqa: SIM118

    def added(self, name: str, weight: Tensor) -> Tensor:
        """Give the weight of this name with what is added to it; raise ModelError when it does not fit."""
        stem = name.removesuffix(".weight")
        down, up = (self.held.get(f"{stem}.lora_{part}.weight") for part in "AB")
        if down is None or up is None:
            return weight
        if (up.shape[0], down.shape[1]) != tuple(weight.shape) or up.shape[1] != down.shape[0]:
            raise ModelError(f"The adapter's part for {stem} does not fit the model. Adapt it again.")
        return (weight.float() + ALPHA * (up.float() @ down.float()).to(weight.device)).to(weight.dtype)

    def merge(self, network: InfiniForCausalLM) -> None:
        """Add it to all weights of a network."""
        if self.held:
            with torch.no_grad():
                for name, parameter in network.named_parameters():
                    parameter.copy_(self.added(name, parameter))
