"""Llama's relatives: an ordinary checkpoint's configuration becomes an InfiniConfig, its weights load by name.

Within a segment the network then computes what the base model computes. The memory's own parameters are new and add
nothing (InfiniConfig.mix), so later segments are the base model's bare window, until they are adapted.
"""

from collections.abc import Callable
from typing import Any

from transformers import PreTrainedConfig

from model.config import InfiniConfig
from model.expecting import check_positions
from model.interface import ModelError

KEPT = (
    "vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads",
    "num_key_value_heads", "head_dim", "hidden_act", "max_position_embeddings", "initializer_range",
    "rms_norm_eps", "tie_word_embeddings", "rope_parameters", "pad_token_id", "bos_token_id", "eos_token_id",
)  # fmt: skip

Options = dict[str, Any]

MEMORY = {
    "gate": "token", "shift": "memory", "mix": "add", "memory_rank": 16, "keys_ask": False, "write_floor": 0.1,
    "memories": 2,
}  # fmt: skip
FIRST, REMEMBERING = 0.25, 1 / 6
"""The share of the layers, from the first on, without a memory (what is absorbed above them has seen its context), and
the share of the next that have two: few layers of a high rank recall more than many of a low one. The first memory
keeps what was told, the second serves the book's own words (ADAPTING.md)."""
SEGMENT = 2048


def _llama(base: PreTrainedConfig) -> Options:
    return {
        "attention_bias": base.attention_bias,
        "output_bias": base.attention_bias,
        "mlp_bias": base.mlp_bias,
    }


def _qwen3(base: PreTrainedConfig) -> Options:
    return {"attention_bias": base.attention_bias, "output_bias": base.attention_bias, "qk_norm": True}


def _smollm3(base: PreTrainedConfig) -> Options:
    return _llama(base) | {"no_rope_layers": base.no_rope_layers}


FAMILIES: dict[str, Callable[[PreTrainedConfig], Options]] = {
    "llama": _llama,
    "mistral": lambda _: {},
    "qwen2": lambda _: {"attention_bias": True},
    "qwen3": _qwen3,
    "smollm3": _smollm3,
}


def infini_config(base: PreTrainedConfig, **memory: Any) -> InfiniConfig:
    """Translate a base model's configuration; `memory` are options of InfiniConfig's second group.

    Raise ModelError for a family or a scaling of positions that is not known.
    """
    if base.model_type not in FAMILIES:
        known = ", ".join(sorted(FAMILIES))
        raise ModelError(
            f"Models of the kind {base.model_type!r} cannot be read with; choose one of {known}."
        )
    check_positions(base.rope_parameters)
    kept = {name: getattr(base, name, None) for name in KEPT}
    given = {name: value for name, value in kept.items() if value is not None}
    longest = getattr(base, "sliding_window", None) or base.max_position_embeddings
    layers = base.num_hidden_layers
    where: Options = {
        "first_memory_layer": int(FIRST * layers),
        "memory_layers": max(1, round(REMEMBERING * layers)),
    }
    chosen = {"segment_length": min(SEGMENT, longest)} | MEMORY | where | memory
    keeping = {"sparing_heads": base.num_key_value_heads}
    return InfiniConfig(**given, **FAMILIES[base.model_type](base), **(keeping | chosen))
