"""An adapter file finds the installed model it was made for, and no other."""

import json

import pytest
from safetensors.numpy import save_file as save_arrays

from model.finding import ADAPTER
from model.fingerprints import base_fingerprint
from model.interface import ModelError
from model.sharing import share_in, told
from tests.model.making import folder, network


@pytest.fixture
def models(tmp_path):
    for i, name in enumerate(("one", "two")):
        folder(tmp_path / "models" / name, seed=i)
    return tmp_path / "models"


def adapter_for(place, file):
    from model import adapter

    adapter.save(network(), base_fingerprint(place), file)
    return file


def test_an_adapter_is_put_beside_its_base(models, tmp_path):
    file = adapter_for(models / "two", tmp_path / "shared.safetensors")
    assert share_in(file, models) == models / "two"
    assert (models / "two" / ADAPTER).read_bytes() == file.read_bytes()
    assert sorted(one.name for one in models.rglob("*adapter*")) == [ADAPTER]


def test_an_adapter_without_its_base_is_refused_and_nothing_stays(models, tmp_path):
    file = adapter_for(models / "one", tmp_path / "shared.safetensors")
    config = models / "one" / "config.json"
    config.write_text(config.read_text().replace('"segment_length": 16', '"segment_length": 17'))
    with pytest.raises(ModelError, match="None of the installed models"):
        share_in(file, models)
    assert list(models.rglob("*adapter*")) == []


@pytest.mark.parametrize("how", ["no safetensors", "another file", "another format", "no base"])
def test_what_is_no_adapter_is_a_sentence(how, models, tmp_path):
    file = tmp_path / "shared.safetensors"
    about = {"format": 1, "base": "x"}
    if how == "no safetensors":
        file.write_bytes(b"hello")
    elif how == "another file":
        file.write_bytes((models / "one" / "model.safetensors").read_bytes())
    else:
        about = {"format": 99, "base": "x"} if how == "another format" else {"format": 1}
        import numpy as np

        save_arrays({"a": np.zeros(1)}, file, {"lectern": json.dumps(about)})
    with pytest.raises(ModelError, match="adapter"):
        told(file)
    with pytest.raises(ModelError):
        share_in(file, models)
