"""An adapter: what a base model learnt about using its memory, in one small file bound to that base by fingerprint.

A safetensors file of the memory path's own parameters, in float32, with one line of metadata: format, the base's
fingerprint, and the options of InfiniConfig with which it was trained. It lies in the base model's folder.
"""

import json
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from model.finding import ADAPTER
from model.interface import ModelError
from model.network import InfiniForCausalLM

FORMAT = 1
OWN = ("gate", "beta", "write", "shift", "low_rank", "read_norm")
"""The parts of an attention that its base model does not have."""
OPTIONS = ("memory_rule", "gate", "shift", "write_gate", "mix", "memory_rank", "keys_ask", "segment_length")


def is_own(name: str) -> bool:
    """Say whether a parameter belongs to the memory path."""
    return "self_attn." in name and name.split("self_attn.")[-1].split(".")[0] in OWN


def widen(network: InfiniForCausalLM) -> None:
    """Hold the memory path's own parameters in float32, whatever the rest has."""
    for name, parameter in network.named_parameters():
        if is_own(name):
            parameter.data = parameter.data.float()


def save(network: InfiniForCausalLM, base: str, file: Path) -> None:
    """Write an adapter for the base with this fingerprint; the file is replaced whole or not at all."""
    own = {n: p.detach().cpu().contiguous() for n, p in network.named_parameters() if is_own(n)}
    options = {name: getattr(network.config, name) for name in OPTIONS}
    about = json.dumps({"format": FORMAT, "base": base, "options": options}, sort_keys=True)
    part = file.with_suffix(".part")
    save_file(own, part, {"lectern": about})
    part.replace(file)


def options(folder: Path, base: str) -> dict[str, Any]:
    """Give the options of the adapter in a base model's folder; none when there is no adapter.

    Raise ModelError when it is damaged, of another format, or for another base.
    """
    file = folder / ADAPTER
    if not file.is_file():
        return {}
    try:
        with safe_open(file, "pt") as held:
            about = json.loads(held.metadata()["lectern"])
        chosen = {name: about["options"][name] for name in OPTIONS}
    except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"The adapter {file} is damaged. Get it again, or delete it.") from error
    if about.get("format") != FORMAT:
        raise ModelError(f"The adapter {file} has a format that this version does not know. Delete it.")
    if about.get("base") != base:
        raise ModelError(f"The adapter {file} was made for another model. Delete it, or adapt this one.")
    return chosen


def apply(network: InfiniForCausalLM, folder: Path) -> None:
    """Put the adapter of a folder, if there is one, into its base model's network."""
    file = folder / ADAPTER
    if not file.is_file():
        return
    own = {name: parameter for name, parameter in network.named_parameters() if is_own(name)}
    with safe_open(file, "pt") as held, torch.no_grad():
        names = set(held.keys())
        if names != set(own) or any(tuple(held.get_slice(n).get_shape()) != own[n].shape for n in names):
            raise ModelError(f"The adapter {file} does not fit the model. Delete it, or adapt this one.")
        for name in names:
            own[name].copy_(held.get_tensor(name))
