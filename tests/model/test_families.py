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
    SmolLM3Config,
)

from model.adapter import is_own, widen
from model.families import FAMILIES, infini_config
from model.interface import ModelError
from model.looking import READABLE
from model.network import InfiniForCausalLM
from tests.model.making import ids

SMALL = {
    "vocab_size": 320, "hidden_size": 48, "intermediate_size": 96, "num_hidden_layers": 2,
    "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 16, "max_position_embeddings": 512,
    "bos_token_id": 1, "eos_token_id": 2,
}  # fmt: skip
LLAMA3 = {"rope_type": "llama3", "rope_theta": 10000.0, "factor": 4.0, "low_freq_factor": 1.0,
          "high_freq_factor": 4.0, "original_max_position_embeddings": 64}  # fmt: skip
YARN = {"rope_type": "yarn", "rope_theta": 10000.0, "factor": 4.0, "original_max_position_embeddings": 128}
BASES = {
    "llama": LlamaConfig(**SMALL),
    "llama with biases": LlamaConfig(**SMALL, attention_bias=True, mlp_bias=True),
    "llama with scaled rope": LlamaConfig(**SMALL, rope_parameters=LLAMA3),
    "llama, tied": LlamaConfig(**SMALL, tie_word_embeddings=True),
    "llama with linear rope": LlamaConfig(
        **SMALL, rope_parameters={"rope_type": "linear", "rope_theta": 10000.0, "factor": 2.0}
    ),
    "llama with yarn": LlamaConfig(**SMALL, rope_parameters=YARN),
    "mistral": MistralConfig(**SMALL),
    "qwen2": Qwen2Config(**{k: v for k, v in SMALL.items() if k != "head_dim"}),
    "qwen3": Qwen3Config(**SMALL),
    "qwen3 with yarn": Qwen3Config(**SMALL, rope_parameters=YARN),
    "smollm3": SmolLM3Config(**SMALL, pad_token_id=0, no_rope_layers=[1, 0]),
    "qwen3, tied": Qwen3Config(**SMALL, tie_word_embeddings=True),
}


def both(name, place, dtype):
    """Save a random checkpoint; load it as transformers does, and as we do."""
    torch.manual_seed(0)
    base = AutoModelForCausalLM.from_config(BASES[name])
    for parameter in base.parameters():  # biases and norms start as nothing: make them matter
        parameter.data.add_(0.1 * torch.randn_like(parameter))
    base.to(dtype).save_pretrained(place)
    base = AutoModelForCausalLM.from_pretrained(place, dtype=dtype).eval()
    config = infini_config(AutoConfig.from_pretrained(place), segment_length=64)
    net = InfiniForCausalLM.from_pretrained(place, config=config, dtype=dtype).eval()
    widen(net)
    return base, net


@pytest.mark.parametrize("name", BASES)
@torch.inference_mode()
def test_the_logits_are_transformers_own(name, tmp_path):
    base, net = both(name, tmp_path, torch.float32)
    tokens = ids(64, batch=2)
    torch.testing.assert_close(net(tokens).logits, base(tokens).logits, atol=1e-4, rtol=1e-4)
    # unadapted, several segments are several plain inputs
    parts = torch.cat([base(part).logits for part in tokens.split(16, 1)], 1)
    torch.testing.assert_close(net(tokens, segment_length=16).logits, parts, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("name", BASES)
@torch.inference_mode()
def test_the_logits_are_transformers_own_in_bf16(name, tmp_path):
    """No nearer than bf16 is to float32: the two may round in another order."""
    base, net = both(name, tmp_path, torch.bfloat16)
    exact = base.float()
    tokens = ids(64, batch=2)
    for length in (64, 16):
        wanted = torch.cat([exact(part).logits for part in tokens.split(length, 1)], 1)
        given = net(tokens, segment_length=length).logits
        assert given.dtype == torch.bfloat16
        assert (given.float() - wanted).std() < 0.03 * wanted.std()


@torch.inference_mode()
def test_the_memorys_own_parameters_stay_in_float32(tmp_path):
    _, net = both("qwen3", tmp_path, torch.bfloat16)
    for name, parameter in net.named_parameters():
        assert parameter.dtype == (torch.float32 if is_own(name) else torch.bfloat16), name
    assert net(ids(64)).memory.layers[0].M.dtype == torch.float32


@pytest.mark.parametrize("kind", ["dynamic", "longrope"])
def test_positions_that_change_with_the_length_are_refused(kind):
    base = LlamaConfig(**SMALL)
    base.rope_parameters = {"rope_type": kind, "rope_theta": 10000.0, "factor": 2.0}
    with pytest.raises(ModelError, match=kind):
        infini_config(base)


def test_every_family_is_known_without_torch():
    assert set(READABLE) == {"infini", *FAMILIES}


def test_another_kind_of_model_is_refused():
    with pytest.raises(ModelError, match="gpt2"):
        infini_config(GPT2Config())


def test_a_segment_is_never_longer_than_the_base_models_window():
    assert infini_config(MistralConfig(**SMALL, sliding_window=128)).segment_length == 128


@pytest.mark.parametrize(("layers", "remembering"), [(28, range(7, 12)), (6, range(1, 2)), (1, range(0, 1))])
def test_a_sixth_of_the_layers_has_memories_from_a_quarter_on(layers, remembering):
    assert infini_config(LlamaConfig(**SMALL | {"num_hidden_layers": layers})).remembering == remembering


def test_the_first_of_two_memories_keeps_what_was_told():
    config = infini_config(LlamaConfig(**SMALL))
    assert config.memory_heads == 2 * config.sparing_heads == 2 * SMALL["num_key_value_heads"]
