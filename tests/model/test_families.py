"""Checkpoints of the Llama family load by name and give transformers' own logits within a segment."""

import pytest
import torch
from transformers import (
    AutoConfig,
    AutoModelForCausalLM,
    GPT2Config,
    LlamaConfig,
    MistralConfig,
    Qwen2Config,
    Qwen3Config,
)

from model.families import infini_config
from model.interface import ModelError
from model.network import InfiniForCausalLM
from tests.model.making import ids

SMALL = {
    "vocab_size": 320, "hidden_size": 48, "intermediate_size": 96, "num_hidden_layers": 2,
    "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 16, "max_position_embeddings": 512,
    "bos_token_id": 1, "eos_token_id": 2,
}  # fmt: skip
LLAMA3 = {"rope_type": "llama3", "rope_theta": 10000.0, "factor": 4.0, "low_freq_factor": 1.0,
          "high_freq_factor": 4.0, "original_max_position_embeddings": 64}  # fmt: skip
BASES = {
    "llama": LlamaConfig(**SMALL),
    "llama with biases": LlamaConfig(**SMALL, attention_bias=True, mlp_bias=True),
    "llama with scaled rope": LlamaConfig(**SMALL, rope_parameters=LLAMA3),
    "llama, tied": LlamaConfig(**SMALL, tie_word_embeddings=True),
    "mistral": MistralConfig(**SMALL),
    "qwen2": Qwen2Config(**{k: v for k, v in SMALL.items() if k != "head_dim"}),
    "qwen3": Qwen3Config(**SMALL),
    "qwen3, tied": Qwen3Config(**SMALL, tie_word_embeddings=True),
}


@pytest.mark.parametrize("name", BASES)
@torch.inference_mode()
def test_the_logits_are_transformers_own(name, tmp_path):
    torch.manual_seed(0)
    base = AutoModelForCausalLM.from_config(BASES[name]).eval()
    for parameter in base.parameters():  # biases and norms start as nothing: make them matter
        parameter.add_(0.1 * torch.randn_like(parameter))
    base.save_pretrained(tmp_path)
    config = infini_config(AutoConfig.from_pretrained(tmp_path), segment_length=64)
    net = InfiniForCausalLM.from_pretrained(tmp_path, config=config).eval()
    tokens = ids(64, batch=2)
    torch.testing.assert_close(net(tokens).logits, base(tokens).logits, atol=1e-4, rtol=1e-4)
    for layer in net.model.layers:  # with the gate shut, several segments are several plain inputs
        layer.self_attn.beta.fill_(-1e4)
    parts = torch.cat([base(part).logits for part in tokens.split(16, 1)], 1)
    torch.testing.assert_close(net(tokens, segment_length=16).logits, parts, atol=1e-4, rtol=1e-4)


def test_another_kind_of_model_is_refused():
    with pytest.raises(ModelError, match="gpt2"):
        infini_config(GPT2Config())


def test_a_segment_is_never_longer_than_the_base_models_window():
    assert infini_config(MistralConfig(**SMALL, sliding_window=128)).segment_length == 128
