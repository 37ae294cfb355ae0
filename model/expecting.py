"""What the weights of a Llama-family checkpoint must be, as its config.json says. No torch is needed."""

from collections.abc import Iterator
from typing import Any

from model.interface import ModelError

ROPES = ("default", "linear", "llama3", "yarn")
"""Rotary scalings that are the same for every length; `dynamic` and `longrope` change with the input's."""

Shape = tuple[int | None, ...]


def check_positions(ropes: dict[str, Any] | None, partial: float = 1.0) -> None:
    """Raise ModelError when positions are scaled in a way that is not known; `ropes` as config.json has them."""
    ropes = ropes or {}
    kind = ropes.get("rope_type", ropes.get("type", "default"))
    if kind not in ROPES or ropes.get("partial_rotary_factor", partial) != 1.0:
        raise ModelError(
            f"The model's positions are scaled in a way ({kind}) that cannot be read with; "
            f"known are {', '.join(ROPES)}."
        )


def misfit(about: dict[str, Any], shapes: dict[str, list[int]]) -> str:
    """Name the first weight that a configuration asks for and that is missing or of another shape; "" if none."""
    for name, wanted in _expected(about):
        held = shapes.get(name)
        if held is None:
            return f"{name} is missing"
        if len(held) != len(wanted) or any(
            w is not None and w != h for w, h in zip(wanted, held, strict=True)
        ):
            return f"{name} is {held}"
    return ""


def _expected(about: dict[str, Any]) -> Iterator[tuple[str, Shape]]:
    """Give each layer's weights with their shapes; None where the configuration leaves a size to its family."""
    hidden, inner, heads, groups, size = (
        _whole(about.get(name))
        for name in (
            "hidden_size", "intermediate_size", "num_attention_heads", "num_key_value_heads", "head_dim",
        )
    )  # fmt: skip
    if size is None and hidden and heads and about.get("model_type") != "qwen3":
        size = hidden // heads
    queries = heads * size if heads and size else None
    keys = groups * size if groups and size else None
    matrices: dict[str, Shape] = {
        "self_attn.q_proj": (queries, hidden), "self_attn.k_proj": (keys, hidden),
        "self_attn.v_proj": (keys, hidden), "self_attn.o_proj": (hidden, queries),
        "mlp.gate_proj": (inner, hidden), "mlp.up_proj": (inner, hidden), "mlp.down_proj": (hidden, inner),
        "input_layernorm": (hidden,), "post_attention_layernorm": (hidden,),
    }  # fmt: skip
    for layer in range(_whole(about.get("num_hidden_layers")) or 0):
        for name, shape in matrices.items():
            yield f"model.layers.{layer}.{name}.weight", shape
    yield "model.norm.weight", (hidden,)


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
