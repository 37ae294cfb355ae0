"""What the weights of a Llama-family checkpoint must be, as its config.json says. No torch is needed."""

from collections.abc import Iterator
from typing import Any, cast

from model.interface import ModelError

ROPES = {
    "default": (),
    "linear": ("factor",),
    "llama3": ("factor", "low_freq_factor", "high_freq_factor", "original_max_position_embeddings"),
    "yarn": ("factor",),
}
"""Rotary scalings that are the same for every length, with what each must tell; `dynamic` and `longrope` change with
the input's."""
ACTS = ("silu", "swish", "gelu", "gelu_new", "gelu_pytorch_tanh", "relu")
"""Activations, by transformers' names."""
TIED = ("infini", "smollm3")
"""Families whose output layer is the embedding where config.json does not say."""

Shape = tuple[int | None, ...]


def check_positions(ropes: object, partial: object = 1.0) -> None:
    """Raise ModelError when positions are scaled in a way that is not known; `ropes` as config.json has them.

    `partial` is the share of a head's channels that bear positions.
    """
    if not isinstance(ropes or {}, dict):
        raise ModelError(
            f"The model's config.json says of its positions only {ropes!r}. Get the model again."
        )
    ropes = cast(dict[str, Any], ropes or {})
    kind = ropes.get("rope_type", ropes.get("type", "default"))
    if not isinstance(kind, str) or kind not in ROPES:
        raise ModelError(
            f"The model's positions are scaled in a way ({kind}) that cannot be read with; "
            f"known are {', '.join(ROPES)}."
        )
    if ropes.get("partial_rotary_factor", partial) not in (None, 1):
        raise ModelError(
            "Only a part of each of the model's heads bears positions, which cannot be read with."
        )
    for name in ROPES[kind]:
        if not (_number(ropes.get(name)) and ropes[name] > 0):
            raise ModelError(
                f"The model's positions are scaled ({kind}), but its config.json lacks {name}. Get it again."
            )


def check_sizes(about: dict[str, Any]) -> None:
    """Raise ModelError when a size that every model has is missing from its configuration, or is none."""
    sizes = "vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads"
    others = "num_key_value_heads", "head_dim", "max_position_embeddings"
    wanted = [*sizes, *(name for name in others if about.get(name) is not None)]
    for name in wanted:
        value = about.get(name)
        if type(value) is not int or value < 1:
            raise ModelError(
                f"The model's config.json has no {name} that can be ({value!r}). Get the model again."
            )
    if (act := about.get("hidden_act", ACTS[0])) not in ACTS:
        raise ModelError(
            f"Models with the activation {act!r} cannot be read with; known are {', '.join(ACTS)}."
        )


def misfit(about: dict[str, Any], tensors: dict[str, Any]) -> str:
    """Name the first weight that a configuration asks for and that is missing or of another shape; "" if none.

    `tensors` are those of the safetensors files' headers: dtype and shape by name.
    """
    for name, wanted in _expected(about):
        if name not in tensors:
            return f"{name} is missing"
        held = tensors[name]["shape"]
        if len(held) != len(wanted) or any(
            w is not None and w != h for w, h in zip(wanted, held, strict=True)
        ):
            return f"{name} is {held}"
    beyond = f"model.layers.{about['num_hidden_layers']}."
    return next((f"{name} is one too many" for name in tensors if name.startswith(beyond)), "")


def _expected(about: dict[str, Any]) -> Iterator[tuple[str, Shape]]:
    """Give all weights with their shapes; None where the configuration leaves a size to its family."""
    family, hidden, inner, heads = (
        about[name] for name in ("model_type", "hidden_size", "intermediate_size", "num_attention_heads")
    )
    groups, size = about.get("num_key_value_heads"), about.get("head_dim")
    if size is None and family != "qwen3":
        size = hidden // heads
    queries, keys = heads * size if size else None, groups * size if groups and size else None
    matrices: dict[str, Shape] = {
        "self_attn.q_proj": (queries, hidden), "self_attn.k_proj": (keys, hidden),
        "self_attn.v_proj": (keys, hidden), "self_attn.o_proj": (hidden, queries),
        "mlp.gate_proj": (inner, hidden), "mlp.up_proj": (inner, hidden), "mlp.down_proj": (hidden, inner),
    }  # fmt: skip
    norms: dict[str, Shape] = {"input_layernorm": (hidden,), "post_attention_layernorm": (hidden,)}
    if family == "qwen3" or about.get("qk_norm"):
        norms |= {"self_attn.q_norm": (size,), "self_attn.k_norm": (size,)}
    biased = [name for name in matrices if _has_bias(about, name)]
    yield "model.embed_tokens.weight", (about["vocab_size"], hidden)
    for layer in range(about["num_hidden_layers"]):
        where = f"model.layers.{layer}"
        for name, shape in (matrices | norms).items():
            yield f"{where}.{name}.weight", shape
        for name in biased:
            yield f"{where}.{name}.bias", matrices[name][:1]
    yield "model.norm.weight", (hidden,)
    if not about.get("tie_word_embeddings", family in TIED):
        yield "lm_head.weight", (about["vocab_size"], hidden)


def _has_bias(about: dict[str, Any], matrix: str) -> bool:
    """Say whether a family's projection of this name has a bias."""
    family, out = about["model_type"], matrix == "self_attn.o_proj"
    if matrix.startswith("mlp."):
        return family in ("infini", "llama", "smollm3") and bool(about.get("mlp_bias"))
    if family == "qwen2":
        return not out
    if family == "infini" and out:
        return bool(about.get("output_bias"))
    return family != "mistral" and bool(about.get("attention_bias"))


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
