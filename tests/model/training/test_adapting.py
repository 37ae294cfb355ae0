"""A frozen base model learns to use its memory; what is learnt is a small file bound to its base."""

import pytest
import torch
from safetensors import safe_open
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from model.adapter import is_own
from model.finding import ADAPTER
from model.interface import ModelError
from model.loading import load
from model.training.adapting import Plan, adapt
from tests.model.making import ids

PLAN = Plan(steps=4, tokens=512, longest=512, rank=4)


@pytest.fixture
def base(tmp_path, tokenizer):
    torch.manual_seed(0)
    LlamaForCausalLM(
        LlamaConfig(
            vocab_size=tokenizer.get_vocab_size(), hidden_size=32, intermediate_size=48, num_hidden_layers=2,
            num_attention_heads=2, max_position_embeddings=512,
        )
    ).save_pretrained(tmp_path / "base")  # fmt: skip
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|end|>").save_pretrained(
        tmp_path / "base"
    )
    return tmp_path / "base"


@pytest.fixture
def texts(data):
    from model.training.prepare import shards_of
    from model.training.prepare import texts as books

    return [text for shard in shards_of(data) for text in books(shard)] * 8


def drive(work):
    events = []
    while True:
        try:
            events.append(next(work))
        except StopIteration as end:
            return end.value, events


@torch.inference_mode()
def logits(folder):
    network = load(str(folder), "cpu").network
    return network(ids(96), segment_length=32).logits


def test_adapting_changes_the_memory_alone(base, texts):
    before = logits(base)
    file, events = drive(adapt(base, texts, PLAN, "cpu"))
    assert [event.step for event in events] == [1, 2, 3, 4]
    with safe_open(file, "pt") as held:
        assert all(is_own(name) for name in held.keys())  # noqa: SIM118
    after = logits(base)
    assert torch.equal(before[:, :32], after[:, :32])
    assert not torch.allclose(before[:, 32:], after[:, 32:])
    assert not (base / "adapting").exists()


def test_adapting_goes_on_where_it_stopped(base, texts):
    work = adapt(base, texts, PLAN, "cpu")
    next(work)
    next(work)
    work.close()
    assert not (base / ADAPTER).exists()
    _, events = drive(adapt(base, [], PLAN, "cpu"))
    assert [event.step for event in events] == [3, 4]


def test_an_adapter_of_another_base_is_refused(base, texts):
    drive(adapt(base, texts, PLAN, "cpu"))
    config = base / "config.json"
    config.write_text(config.read_text().replace('"rms_norm_eps": 1e-06', '"rms_norm_eps": 1e-05'))
    with pytest.raises(ModelError, match="another model"):
        load(str(base), "cpu")
    (base / ADAPTER).write_bytes(b"cut")
    with pytest.raises(ModelError, match="adapter"):
        load(str(base), "cpu")


def test_the_fingerprint_follows_the_adapter(base, texts):
    before = load(str(base), "cpu").fingerprint
    drive(adapt(base, texts, PLAN, "cpu"))
    assert load(str(base), "cpu").fingerprint != before


def test_too_little_text_is_a_sentence(base):
    with pytest.raises(ModelError, match="give more books"):
        drive(adapt(base, ["A short text."], PLAN, "cpu"))
