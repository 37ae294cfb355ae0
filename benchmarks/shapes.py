"""Networks to compare: a Llama of random weights in a few sizes, and ours with the same weights beside a memory."""

from dataclasses import dataclass
from typing import Any

import torch
from transformers import LlamaConfig, LlamaForCausalLM

from model.families import infini_config
from model.finding import DEFAULT
from model.loading import load
from model.network import InfiniForCausalLM

CONTEXT = 1 << 20
OWN = {"gate": "token", "shift": "all", "mix": "convex", "memory_rank": 0, "keys_ask": False, "memories": 1}
"""The memory of a model of our own; one of a stranger's model has what `model.families` gives it."""


@dataclass(frozen=True)
class Shape:
    """A size: Llama's options, and the options of the memory that ours has."""

    llama: dict[str, Any]
    memory: dict[str, Any]
    trained: bool = False
    """Whether ours is the default model itself."""


def _llama(hidden: int, inner: int, layers: int, heads: int, shared: int, vocabulary: int) -> dict[str, Any]:
    return {
        "hidden_size": hidden, "intermediate_size": inner, "num_hidden_layers": layers, "head_dim": 64,
        "num_attention_heads": heads, "num_key_value_heads": shared, "vocab_size": vocabulary,
        "max_position_embeddings": CONTEXT, "tie_word_embeddings": True, "rms_norm_eps": 1e-6,
    }  # fmt: skip


SHAPES = {
    "default": Shape(_llama(256, 704, 6, 4, 4, 4096), {}, trained=True),
    "30M": Shape(_llama(512, 1408, 8, 8, 8, 8192), {**OWN, "segment_length": 512}),
    "135M": Shape(_llama(576, 1536, 30, 9, 3, 49_152), {}),
    "0.5B": Shape(_llama(896, 4864, 24, 14, 2, 151_936), {}),
}


def rival(shape: Shape) -> LlamaForCausalLM:
    """Give the Llama of a size; the same weights each time."""
    torch.manual_seed(0)
    return LlamaForCausalLM(LlamaConfig(**shape.llama)).eval()


def ours(shape: Shape) -> InfiniForCausalLM:
    """Give our network of a size: the Llama's weights and a memory, or the default model."""
    if shape.trained:
        return load(DEFAULT, "cpu").network
    llama = rival(shape)
    network = InfiniForCausalLM(infini_config(llama.config, **shape.memory))
    network.load_state_dict(llama.state_dict(), strict=False, assign=True)
    network.tie_weights()
    return network.eval().requires_grad_(False)


def useful_flops(network: InfiniForCausalLM) -> float:
    """Give the arithmetic that one token of reading needs: 2 for each multiplication that cannot be left out.

    The large layers; causal attention to half a segment on average; and, a key/value head, the memory's recurrence:
    asked once, corrected and written once. What a quicker order computes beyond that is not counted.
    """
    c = network.config
    layers = sum(p.numel() for p in network.model.layers.parameters() if p.ndim == 2)
    attention = 2 * c.num_attention_heads * c.head_dim * (c.segment_length + 1) / 2
    memory = c.memories * (c.num_attention_heads + 2 * c.num_key_value_heads) * c.head_dim**2
    return 2.0 * (layers + c.num_hidden_layers * attention + c.memory_layers * memory)
