"""A folder becomes a reader, or a sentence says why not."""

import json
import logging

import pytest
import torch

from model.interface import ModelError
from model.loading import choose_device, load
from tests.model.making import TEXT, folder, plain


def test_a_saved_model_reads(tmp_path):
    reader = load(str(folder(tmp_path)), "cpu")
    state = list(reader.read(TEXT, reader.blank()))[-1]
    assert state.tokens == reader.count(TEXT)
    assert reader.name == tmp_path.name


def test_the_fingerprint_follows_weights_and_quantization(tmp_path):
    a, b = folder(tmp_path / "a", seed=1), folder(tmp_path / "b", seed=2)
    prints = {load(str(a)).fingerprint, load(str(b)).fingerprint, load(str(a), "cpu", "int8").fingerprint}
    assert len(prints) == 3
    assert load(str(a)).fingerprint in prints


def test_int8_weights_read_nearly_the_same(tmp_path):
    place = str(folder(tmp_path))
    full, narrow = load(place), load(place, "cpu", "int8")
    assert narrow.network.model.layers[0].mlp.up_proj.weight.dtype == torch.int8
    a, b = (list(r.read(TEXT, r.blank()))[-1].layers[0].M.flatten() for r in (full, narrow))
    assert torch.cosine_similarity(a, b, 0) > 0.99


def test_a_memory_of_another_quantization_is_refused(tmp_path):
    place = str(folder(tmp_path))
    full, narrow = load(place), load(place, "cpu", "int8")
    with pytest.raises(ModelError, match="another model"):
        narrow.unpack(full.pack(full.blank()))


def test_an_ordinary_llama_checkpoint_reads(tmp_path):
    reader = load(str(plain(tmp_path)))
    assert list(reader.read(TEXT, reader.blank()))[-1].tokens == reader.count(TEXT)


def test_a_missing_device_is_said_aloud(caplog):
    if torch.cuda.is_available():
        pytest.skip("there is a CUDA device here")
    with caplog.at_level(logging.WARNING):
        assert choose_device("cuda").type in ("cpu", "mps")
    assert "cuda is not available" in caplog.text


@pytest.mark.parametrize("name", ["no-such-folder", "pickled", "cut", "nothing"])
def test_what_is_no_model_is_refused_with_a_sentence(name, tmp_path):
    place = tmp_path / name
    if name in ("pickled", "cut"):
        folder(place)
    if name == "pickled":
        (place / "model.safetensors").rename(place / "pytorch_model.bin")
    if name == "cut":
        weights = place / "model.safetensors"
        weights.write_bytes(weights.read_bytes()[:5000])
    if name == "nothing":
        place.mkdir()
    with pytest.raises(ModelError, match=r"no model|no weights|damaged"):
        load(str(place))


def test_an_unknown_quantization_or_device_is_refused(tmp_path):
    with pytest.raises(ModelError, match="int3"):
        load(str(folder(tmp_path)), "cpu", "int3")
    with pytest.raises(ModelError, match="tpu"):
        load(str(tmp_path), "tpu")


def test_a_models_own_code_never_runs(tmp_path, monkeypatch):
    place = folder(tmp_path / "small")
    settings = json.loads((place / "tokenizer_config.json").read_text())
    settings |= {"auto_map": {"AutoTokenizer": ["own.Own", None]}, "tokenizer_class": "Own"}
    (place / "tokenizer_config.json").write_text(json.dumps(settings))
    (place / "own.py").write_text("raise SystemExit('own code ran')")
    monkeypatch.setattr("builtins.input", lambda *_: pytest.fail("it was asked whether code may run"))
    with pytest.raises(ModelError, match="cannot be loaded"):
        load(str(place))
