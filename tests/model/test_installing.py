"""A model is installed whole or not at all."""

import json

import pytest
import torch
from safetensors.torch import load_file, save_file

from model.finding import ADAPTER, find, installed
from model.installing import install, remove
from model.interface import ModelError
from model.sharing import FORMAT, OPTIONS
from tests.model.making import folder


def drive(work):
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


@pytest.fixture
def source(tmp_path):
    return folder(tmp_path / "small")


def test_a_model_is_copied_found_and_removed(source, tmp_path):
    (source / "modeling.py").write_text("raise SystemExit")
    found = drive(install(source, tmp_path / "models"))
    assert (found.name, found.family, found.adapted) == ("small", "infini", True)
    assert find("small", tmp_path / "models") == tmp_path / "models" / "small"
    assert not (tmp_path / "models" / "small" / "modeling.py").exists()
    remove(tmp_path / "models", "small")
    assert list((tmp_path / "models").iterdir()) == []


def test_an_interrupted_copy_leaves_nothing(source, tmp_path):
    work = install(source, tmp_path / "models")
    next(work)
    work.close()
    assert list((tmp_path / "models").iterdir()) == []


def test_a_name_that_is_taken_or_none_is_refused(source, tmp_path):
    drive(install(source, tmp_path / "models"))
    with pytest.raises(ModelError, match="already"):
        drive(install(source, tmp_path / "models"))
    with pytest.raises(ModelError, match="comes with Lectern"):
        drive(install(source, tmp_path / "models", "default"))
    spaced = source.rename(tmp_path / "my small model")
    assert drive(install(spaced, tmp_path / "models")).name == "my-small-model"
    spaced.rename(source)
    for name in ("../up", "", ".hidden"):
        with pytest.raises(ModelError, match="cannot be named"):
            drive(install(source, tmp_path / "models", name or "/"))
    with pytest.raises(ModelError, match="no installed model"):
        remove(tmp_path / "models", "../small")


ANOTHERS = {"format": FORMAT, "base": "another", "options": dict.fromkeys(OPTIONS)}


def spoil(place, how):
    weights, config, words = place / "model.safetensors", place / "config.json", place / "tokenizer.json"
    about = json.loads(config.read_text())
    changes = {
        "truncated": lambda: weights.write_bytes(weights.read_bytes()[:-100]),
        "no safetensors at all": lambda: weights.write_bytes(b"hello, this is not what it should be"),
        "pickled": lambda: weights.rename(place / "pytorch_model.bin"),
        "unknown kind": lambda: config.write_text(json.dumps(about | {"model_type": "mamba"})),
        "quantized": lambda: config.write_text(json.dumps(about | {"quantization_config": {}})),
        "config is no json": lambda: config.write_text("{"),
        "config is a list": lambda: config.write_text("[]"),
        "other weights": lambda: config.write_text(json.dumps(about | {"vocab_size": 999})),
        "too few layers": lambda: config.write_text(json.dumps(about | {"num_hidden_layers": 99})),
        "another inner size": lambda: config.write_text(json.dumps(about | {"intermediate_size": 9})),
        "positions that change": lambda: config.write_text(
            json.dumps(about | {"rope_parameters": {"rope_type": "dynamic", "factor": 2.0}})
        ),
        "no tokenizer": words.unlink,
        "broken tokenizer": lambda: words.write_text('{"model": 3}'),
        "another tokenizer": lambda: words.write_text(words.read_text().replace('"id": 8', '"id": 5000')),
        "a shard is missing": lambda: (place / "model.safetensors.index.json").write_text(
            json.dumps({"weight_map": {"a": "model.safetensors", "b": "model-2.safetensors"}})
        ),
        "no config": config.unlink,
        "no head": lambda: config.write_text(json.dumps(about | {"tie_word_embeddings": False})),
        "no bias": lambda: config.write_text(json.dumps(about | {"attention_bias": True})),
        "more layers than told": lambda: config.write_text(json.dumps(about | {"num_hidden_layers": 1})),
        "no size": lambda: config.write_text(json.dumps({k: about[k] for k in about if k != "vocab_size"})),
        "a size in words": lambda: config.write_text(json.dumps(about | {"num_attention_heads": "4"})),
        "an unknown activation": lambda: config.write_text(json.dumps(about | {"hidden_act": "sine"})),
        "positions in a word": lambda: config.write_text(json.dumps(about | {"rope_parameters": "linear"})),
        "positions without a factor": lambda: config.write_text(
            json.dumps(about | {"rope_parameters": {"rope_type": "yarn"}})
        ),
        "positions scaled by a list": lambda: config.write_text(
            json.dumps(about | {"rope_parameters": {"rope_type": ["yarn"]}})
        ),
        "positions in half a head": lambda: config.write_text(
            json.dumps(about | {"partial_rotary_factor": 0.5})
        ),
        "a tokenizer of another model": lambda: config.write_text(json.dumps(about | {"vocab_size": 3000})),
        "broken settings of the tokenizer": lambda: (place / "tokenizer_config.json").write_text("{"),
        "weights of eight bits": lambda: save_file(
            {name: one.to(torch.int8) for name, one in load_file(weights).items()}, weights
        ),
        "another's adapter": lambda: (
            config.write_text(json.dumps(about | {"model_type": "llama"})),
            save_file({}, place / ADAPTER, {"lectern": json.dumps(ANOTHERS)}),
        ),
    }
    changes[how]()


TOLD = {
    "truncated": "damaged", "no safetensors at all": "damaged", "pickled": "pickled", "unknown kind": "mamba",
    "quantized": "quantized already", "config is no json": "cannot be read", "config is a list": "no configuration",
    "too few layers": "layers.*self_attn.q_proj.weight is missing", "another inner size": "gate_proj.weight is",
    "positions that change": "dynamic", "other weights": "do not fit",
    "no tokenizer": "no tokenizer", "broken tokenizer": "cannot be read",
    "another tokenizer": "does not match", "a shard is missing": "model-2.safetensors is missing",
    "no config": "no model", "no head": "lm_head.weight is missing", "no bias": "q_proj.bias is missing",
    "more layers than told": "layers.1.* one too many", "no size": "no vocab_size",
    "a size in words": "num_attention_heads .*'4'", "an unknown activation": "sine",
    "positions in a word": "positions", "positions without a factor": "lacks factor",
    "positions scaled by a list": "scaled in a way",
    "positions in half a head": "part of each", "weights of eight bits": "quantized already",
    "broken settings of the tokenizer": "tokenizer_config.json", "another's adapter": "another model",
    "a tokenizer of another model": "do not fit",
}  # fmt: skip


@pytest.mark.parametrize("how", TOLD)
def test_what_is_no_model_is_refused_and_nothing_stays(how, source, tmp_path):
    spoil(source, how)
    with pytest.raises(ModelError, match=TOLD[how]):
        drive(install(source, tmp_path / "models"))
    assert installed(tmp_path / "models") == []


def test_a_tokenizer_of_far_too_few_words_is_not_the_models(tmp_path):
    place = folder(tmp_path / "large", vocab_size=4000)
    with pytest.raises(ModelError, match="does not match"):
        drive(install(place, tmp_path / "models"))


def test_two_programs_do_not_install_one_model_at_once(source, tmp_path):
    first = install(source, tmp_path / "models")
    next(first)
    with pytest.raises(ModelError, match="being installed already"):
        drive(install(source, tmp_path / "models"))
    assert drive(first).name == "small"
    assert [one.name for one in (tmp_path / "models").iterdir()] == ["small"]


def test_the_same_weights_by_another_name_are_left_alone(source, tmp_path):
    (source / "consolidated.safetensors").write_bytes((source / "model.safetensors").read_bytes())
    found = drive(install(source, tmp_path / "models"))
    assert found.size == (source / "model.safetensors").stat().st_size
    assert not (tmp_path / "models" / "small" / "consolidated.safetensors").exists()
