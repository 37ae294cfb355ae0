"""An adapter file finds the installed model it was made for, and no other."""

import json

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.numpy import load_file as load_arrays
from safetensors.numpy import save_file as save_arrays

from model import adapter
from model.families import infini_config
from model.finding import ADAPTER
from model.fingerprints import base_fingerprint
from model.interface import ModelError
from model.loading import check_adapter, load_base, load_config
from model.sharing import FORMAT, OPTIONS, base_of, options, put
from tests.model.making import folder, network, plain


@pytest.fixture
def models(tmp_path):
    for i, name in enumerate(("one", "two")):
        folder(tmp_path / "models" / name, seed=i)
    return tmp_path / "models"


@pytest.fixture
def stranger(tmp_path):
    """A stranger's model with an adapter that fits."""
    place = plain(tmp_path / "plain")
    made = load_base(place, infini_config(load_config(place)), torch.float32)
    adapter.save(made, base_fingerprint(place), place / ADAPTER)
    return place


def adapter_for(place, file):
    adapter.save(network(), base_fingerprint(place), file)
    return file


def test_an_adapter_is_put_beside_its_base(models, tmp_path):
    file = adapter_for(models / "two", tmp_path / "shared.safetensors")
    assert base_of(file, models) == models / "two"
    check_adapter(file, models / "two")
    put(file, models / "two")
    assert (models / "two" / ADAPTER).read_bytes() == file.read_bytes()
    assert sorted(one.name for one in models.rglob("*adapter*")) == [ADAPTER]


def test_an_adapter_without_its_base_is_refused_and_nothing_stays(models, tmp_path):
    file = adapter_for(models / "one", tmp_path / "shared.safetensors")
    config = models / "one" / "config.json"
    config.write_text(config.read_text().replace('"segment_length": 16', '"segment_length": 17'))
    with pytest.raises(ModelError, match="None of the installed models"):
        base_of(file, models)
    assert list(models.rglob("*adapter*")) == []


@pytest.mark.parametrize("how", ["no safetensors", "another file", "another format", "no base", "no options"])
def test_what_is_no_adapter_is_a_sentence(how, models, tmp_path):
    file = tmp_path / "shared.safetensors"
    about = {"format": FORMAT, "base": "x", "options": dict.fromkeys(OPTIONS)}
    if how == "no safetensors":
        file.write_bytes(b"hello")
    elif how == "another file":
        file.write_bytes((models / "one" / "model.safetensors").read_bytes())
    else:
        if how == "another format":
            about["format"] = 99
        else:
            del about[how.removeprefix("no ")]
        save_arrays({"a": np.zeros(1)}, file, {"lectern": json.dumps(about)})
    with pytest.raises(ModelError, match="adapter"):
        options(file, "x")
    with pytest.raises(ModelError, match="adapter"):
        base_of(file, models)


@pytest.mark.parametrize("how", ["another weight", "no weight", "another size", "an option that is none"])
def test_an_adapter_that_does_not_fit_its_base_is_a_sentence(how, stranger, tmp_path):
    about = json.loads(safe_open(stranger / ADAPTER, "np").metadata()["lectern"])
    arrays = load_arrays(stranger / ADAPTER)
    first = next(iter(arrays))
    if how == "another weight":
        arrays["model.layers.0.self_attn.gate.more"] = np.zeros(1)
    elif how == "no weight":
        del arrays[first]
    elif how == "another size":
        arrays[first] = np.zeros(3)
    else:
        about["options"]["memory_rank"] = "many"
    check_adapter(stranger / ADAPTER, stranger)
    save_arrays(arrays, tmp_path / "wrong.safetensors", {"lectern": json.dumps(about)})
    with pytest.raises(ModelError, match="adapter"):
        check_adapter(tmp_path / "wrong.safetensors", stranger)
