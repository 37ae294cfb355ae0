"""A transformers Llama as a GGUF file, so that llama.cpp runs the same weights (`pip install gguf`)."""

from pathlib import Path

import numpy as np
import torch
from transformers import LlamaForCausalLM

NAMES = {
    "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down", "input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm",
}  # fmt: skip


def export(network: LlamaForCausalLM, file: Path, kind: str) -> None:
    """Write a network of tied embeddings with weights of this kind: `F32`, `F16` or `Q8_0`; norms stay F32."""
    import gguf

    c, writer = network.config, gguf.GGUFWriter(file, "llama")
    writer.add_context_length(c.max_position_embeddings)
    writer.add_embedding_length(c.hidden_size)
    writer.add_feed_forward_length(c.intermediate_size)
    writer.add_block_count(c.num_hidden_layers)
    writer.add_head_count(c.num_attention_heads)
    writer.add_head_count_kv(c.num_key_value_heads)
    writer.add_key_length(c.head_dim)
    writer.add_value_length(c.head_dim)
    writer.add_rope_dimension_count(c.head_dim)
    writer.add_rope_freq_base(c.rope_parameters["rope_theta"])
    writer.add_layer_norm_rms_eps(c.rms_norm_eps)
    writer.add_vocab_size(c.vocab_size)
    writer.add_tokenizer_model("no_vocab")
    wanted = gguf.GGMLQuantizationType[kind]
    for name, tensor in network.model.state_dict().items():
        weight = _turned(name, tensor.float(), c.head_dim).numpy()
        if weight.ndim > 1 and kind != "F32":
            writer.add_tensor(_name(name), gguf.quantize(weight, wanted), raw_dtype=wanted)
        else:
            writer.add_tensor(_name(name), np.ascontiguousarray(weight))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _name(name: str) -> str:
    """Give a weight's name in GGUF."""
    if name == "embed_tokens.weight":
        return "token_embd.weight"
    if name == "norm.weight":
        return "output_norm.weight"
    _, layer, rest = name.split(".", 2)
    return f"blk.{layer}.{NAMES[rest.removesuffix('.weight')]}.weight"


def _turned(name: str, weight: torch.Tensor, size: int) -> torch.Tensor:
    """Order the rows of query and key heads as llama.cpp turns them: a pair side by side, not half a head apart."""
    if not name.endswith(("q_proj.weight", "k_proj.weight")):
        return weight
    return weight.view(-1, 2, size // 2, weight.shape[1]).transpose(1, 2).reshape(weight.shape)
