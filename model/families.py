"""Llama's relatives: an ordinary checkpoint's configuration becomes an InfiniConfig, its weights load by name.

Within a segment the network then computes what the base model computes; the memory's own parameters are new and
must be adapted before what they recall is of use.
"""

from collections.abc import Callable
from typing import Any

from transformers import PreTrainedConfig

from model.config import InfiniConfig
from model.interface import ModelError

KEPT = (
    "vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads",
    "num_key_value_heads", "head_dim", "hidden_act", "max_position_embeddings", "initializer_range",
    "rms_norm_eps", "tie_word_embeddings", "rope_parameters", "pad_token_id", "bos_token_id", "eos_token_id",
)  # fmt: skip

Options = dict[str, Any]


def _llama(base: PreTrainedConfig) -> Options:
    return {
        "attention_bias": base.attention_bias,
        "output_bias": base.attention_bias,
        "mlp_bias": base.mlp_bias,
    }


def _qwen3(base: PreTrainedConfig) -> Options:
    return {"attention_bias": base.attention_bias, "output_bias": base.attention_bias, "qk_norm": True}


FAMILIES: dict[str, Callable[[PreTrainedConfig], Options]] = {
    "llama": _llama,
    "mistral": lambda _: {},
    "qwen2": lambda _: {"attention_bias": True},
    "qwen3": _qwen3,
}


def infini_config(base: PreTrainedConfig, **memory: Any) -> InfiniConfig:
    """Translate a base model's configuration; `memory` are options of InfiniConfig's second group.

    Raise ModelError for a family that is not known.
    """
    if base.model_type not in FAMILIES:
        known = ", ".join(sorted(FAMILIES))
        raise ModelError(
            f"Models of the kind {base.model_type!r} cannot be read with; choose one of {known}."
        )
    kept = {name: getattr(base, name, None) for name in KEPT}
    given = {name: value for name, value in kept.items() if value is not None}
    longest = getattr(base, "sliding_window", None) or base.max_position_embeddings
    chosen = {"segment_length": min(2048, longest), "gate": "head", "shift": "memory"} | memory
    return InfiniConfig(**given, **FAMILIES[base.model_type](base), **chosen)
