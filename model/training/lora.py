"""LoRA on the base model's own projections, where its frozen weights alone recall too little (peft, optional)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from torch import nn

from model.adapter import ALPHA
from model.interface import ModelError
from model.network import InfiniForCausalLM

TARGETS = ("q_proj", "k_proj", "v_proj", "o_proj")


def add(network: InfiniForCausalLM, rank: int) -> None:
    """Add a LoRA of this rank to every attention's projections; raise ModelError without peft."""
    try:
        from peft import LoraConfig, inject_adapter_in_model
    except ImportError as error:
        raise ModelError("LoRA needs peft: install it with `pip install lectern[lora]`.") from error
    frozen = {name for name, parameter in network.named_parameters() if not parameter.requires_grad}
    config = LoraConfig(r=rank, lora_alpha=int(ALPHA * rank), target_modules=list(TARGETS))
    inject_adapter_in_model(config, network)
    for name, parameter in network.named_parameters():  # peft freezes all but its own
        parameter.requires_grad_(name.replace(".base_layer", "") not in frozen)
        if "lora_" in name:
            parameter.data = parameter.data.float()


@contextmanager
def without(network: nn.Module) -> Iterator[None]:
    """Let the network be its base model for a while."""
    layers: list[Any] = [module for module in network.modules() if hasattr(module, "lora_A")]
    for layer in layers:
        layer.enable_adapters(False)
    try:
        yield
    finally:
        for layer in layers:
            layer.enable_adapters(True)
