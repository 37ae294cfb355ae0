"""`lectern models`: listing, installing, choosing and removing; one sentence for all that goes wrong."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app import settings
from app.terminal import main
from model import adapter, machine
from model.finding import ADAPTER
from model.fingerprints import base_fingerprint
from tests.model.making import folder, network


@pytest.fixture
def lectern(tmp_path, capsys):
    def run(*arguments):
        code = main(["--library", str(tmp_path / "library"), "models", *arguments, "--json"])
        out, err = capsys.readouterr()
        return code, [json.loads(line) for line in out.splitlines()], err

    return run


def test_the_default_model_is_listed_and_in_use(lectern):
    code, (row,), _ = lectern()
    assert code == 0
    assert (row["model"], row["in_use"], row["adapted"], row["fits"]) == ("default", True, True, True)


def test_a_model_is_added_used_checked_and_removed(lectern, tmp_path):
    source = folder(tmp_path / "small")
    assert lectern("add", str(source))[1][0]["in_use"] is False
    assert lectern("use", "small")[1][0]["in_use"] is True
    assert [(row["model"], row["in_use"]) for row in lectern()[1]] == [("default", False), ("small", True)]
    code, (figures,), _ = lectern("check")
    assert (code, figures["model"], figures["sound"]) == (0, "small", True)
    assert figures["tokens"] > 0
    assert lectern("remove", "small")[0] == 0
    assert [(row["model"], row["in_use"]) for row in lectern()[1]] == [("default", True)]


def test_a_shared_adapter_is_added_to_its_base(lectern, tmp_path):
    source = folder(tmp_path / "small")
    lectern("add", str(source))
    file = tmp_path / "shared.safetensors"
    adapter.save(network(), base_fingerprint(source), file)
    code, (row,), _ = lectern("add", str(file))
    assert (code, row["model"], row["adapted"]) == (0, "small", True)
    assert (tmp_path / "library" / "models" / "small" / ADAPTER).read_bytes() == file.read_bytes()
    lectern("remove", "small")
    code, rows, said = lectern("add", str(file))
    assert (code, rows) == (1, [])
    assert "made for" in said


def test_a_folder_that_is_used_where_it_lies_is_listed(lectern, tmp_path):
    source = folder(tmp_path / "small")
    assert lectern("use", str(source))[0] == 0
    assert [row["in_use"] for row in lectern()[1]] == [False, True]


def test_a_folder_that_has_vanished_can_be_left(lectern, tmp_path):
    source = folder(tmp_path / "small")
    lectern("use", str(source))
    shutil.rmtree(source)
    (_, row) = lectern()[1]
    assert row["problem"]
    assert lectern("remove", row["model"])[0] == 0
    assert [(row["model"], row["in_use"]) for row in lectern()[1]] == [("default", True)]


def test_an_adapter_that_does_not_fit_leaves_the_one_before(lectern, tmp_path):
    source = folder(tmp_path / "small")
    lectern("add", str(source))
    good, bad = tmp_path / "good.safetensors", tmp_path / "bad.safetensors"
    adapter.save(network(), base_fingerprint(source), good)
    adapter.save(network(num_hidden_layers=1), base_fingerprint(source), bad)
    lectern("add", str(good))
    code, rows, said = lectern("add", str(bad))
    assert (code, rows) == (1, [])
    assert "does not fit" in said
    assert (tmp_path / "library" / "models" / "small" / ADAPTER).read_bytes() == good.read_bytes()
    assert "no name of its own" in lectern("add", str(good), "--name", "other")[2]


def test_what_this_call_chooses_counts_in_the_list_too(lectern):
    assert lectern("--quantization", "int8")[1][0]["quantization"] == "int8"
    assert lectern()[1][0]["quantization"] == "none"


def test_the_last_good_model_stays(lectern, tmp_path, monkeypatch):
    lectern("add", str(folder(tmp_path / "small")))
    lectern("use", "small")
    for wrong in (("use", "nowhere"), ("add", str(tmp_path)), ("remove", "nowhere"), ("get", "nothing")):
        code, rows, said = lectern(*wrong)
        assert (code, rows, len(said.splitlines())) == (1, [], 1)
    monkeypatch.setattr("app.models.free_memory", lambda: 1000)
    code, _, said = lectern("use", "default")
    assert code == 1
    assert "needs about" in said
    assert Path(settings.load(tmp_path / "library").model).name == "small"


def test_a_damaged_model_is_listed_with_what_is_wrong(lectern, tmp_path):
    lectern("add", str(folder(tmp_path / "small")))
    (tmp_path / "library" / "models" / "small" / "config.json").write_text("{")
    assert "cannot be read" in lectern()[1][1]["problem"]


def test_listing_loads_no_torch(tmp_path):
    code = (
        "import sys; from app.terminal import main; main(['--library', sys.argv[1], 'models']); "
        "assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, capture_output=True)


def test_the_memory_that_is_free_is_known_here():
    assert (machine.free_memory() or 0) > 10_000_000


def test_large_models_are_quantized_by_themselves():
    assert machine.chosen_quantization("auto", "cpu", 10**9) == "int8"
    assert machine.chosen_quantization("auto", "cpu", 10**6) == "none"
    full, narrow = (machine.needed_memory(10**9, 10**8, 4, how) for how in ("none", "int8"))
    assert narrow < full / 2


def test_a_cpu_without_bfloat16_computes_in_float32_where_memory_allows(monkeypatch):
    monkeypatch.setattr(machine, "bfloat16_units", lambda: False)
    assert machine.computed_width(2, "int8", "cpu", 10**9) == 4
    assert machine.computed_width(2, "none", "cpu", 10**6) == 4
    assert machine.computed_width(2, "none", "cpu", 10**9) == 2  # it would double the weights
    assert machine.computed_width(2, "int8-dynamic", "cpu", 10**9) == 2
    assert machine.computed_width(2, "int8", "cuda", 10**9) == 2
    monkeypatch.setattr(machine, "bfloat16_units", lambda: True)
    assert machine.computed_width(2, "int8", "cpu", 10**9) == 2
