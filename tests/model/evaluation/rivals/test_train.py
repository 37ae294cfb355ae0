"""Training rivals: the loss falls, a stopped run goes on as if it had not been, and all of it is measured."""

import json

import numpy as np
import pytest
import torch

from model.evaluation.perplexity import measure
from model.evaluation.rivals import train as training
from model.evaluation.rivals.loading import load_rival
from model.evaluation.rivals.measuring import measured
from model.evaluation.rivals.order import Order
from model.evaluation.rivals.scoring import scorers
from model.evaluation.rivals.train import Recipe, RivalTrainer, parse, train
from model.interface import ModelError
from tests.model.evaluation.rivals.making import SEGMENT, SIZES, ids
from tests.model.training.conftest import data, shards  # noqa: F401 (fixtures)

RECIPE = Recipe(steps=8, readers=1, segments=4, run=2, rate=1e-2)


@pytest.fixture
def order(tmp_path):
    text = np.tile(np.random.default_rng(0).integers(0, 64, 37), 60).astype(np.uint16)
    np.save(tmp_path / "00.npy", text)
    return Order([tmp_path / "00.npy"], RECIPE.readers, RECIPE.segments * SEGMENT, RECIPE.run, RECIPE.seed)


def trainer(name, order, out, recipe=RECIPE):
    return RivalTrainer(name, SIZES, recipe, order, out, "cpu")


@pytest.mark.parametrize("name", ["memorizing", "infini-ours"])
def test_the_loss_falls_and_what_is_saved_is_what_was_trained(name, order, tmp_path):
    made = trainer(name, order, tmp_path)
    first = made.do_step()
    made.progress.step += 1
    made.run()
    assert made.progress.loss < first
    loaded = load_rival(tmp_path / name)
    tokens = ids(4 * SEGMENT)
    with torch.inference_mode():
        torch.testing.assert_close(loaded.read(tokens)[0], made.rival.read(tokens)[0])


def test_a_stopped_run_goes_on_as_if_it_had_not_been_stopped(order, tmp_path, monkeypatch):
    whole = trainer("infini-delta", order, tmp_path / "whole")
    whole.run()
    monkeypatch.setattr(training, "SAVED_EVERY", -1.0)  # at every begin of a run
    stopped, steps = trainer("infini-delta", order, tmp_path / "parts"), []
    one_step = stopped.do_step

    def stop_after_five():
        if len(steps) == 5:
            raise KeyboardInterrupt
        steps.append(1)
        return one_step()

    monkeypatch.setattr(stopped, "do_step", stop_after_five)
    with pytest.raises(KeyboardInterrupt):
        stopped.run()
    again = trainer("infini-delta", order, tmp_path / "parts")
    assert again.progress.step == 4
    again.run()
    for a, b in zip(whole.rival.parameters(), again.rival.parameters(), strict=True):
        torch.testing.assert_close(a, b)
    assert len(list((tmp_path / "parts" / "infini-delta").iterdir())) == 3


def test_another_recipe_in_the_same_folder_is_refused(order, tmp_path):
    trainer("none", order, tmp_path).save()
    with pytest.raises(ModelError, match="another recipe"):
        trainer("none", order, tmp_path, Recipe(steps=9))


def test_what_was_measured_is_not_measured_again(order, tmp_path, monkeypatch):
    made = trainer("none", order, tmp_path)
    made.run()
    books = [ids(50)[0].numpy()]
    told = measured(tmp_path / "none", made.rival, books)
    assert told["trained_tokens"] == 8 * 4 * SEGMENT
    monkeypatch.setattr("model.evaluation.rivals.measuring.perplexities", None)
    assert measured(tmp_path / "none", made.rival, books) == told
    with pytest.raises(TypeError):
        measured(tmp_path / "none", made.rival, [*books, *books])


def test_scorers_come_in_order_and_ours_also_emptied(order, tmp_path):
    for name in ("infini-ours", "none"):
        trainer(name, order, tmp_path).run()
    trainer("rmt", order, tmp_path).save()  # not trained to the end: left out
    found = scorers(tmp_path, "cpu")
    assert [(one.name, one.emptied) for one in found] == [
        ("no memory", False),
        ("Infini as the default model is", False),
        ("Infini as the default model is", True),
    ]
    assert [one.memory_values for one in found] == [0, 2 * 2 * 16 * 16, 0]
    book = ids(3 * SEGMENT + 1)[0].numpy()
    kept, emptied = found[1].losses(book), found[2].losses(book)
    assert kept.shape == book.shape
    assert kept.dtype == np.float32
    assert np.allclose(kept[:SEGMENT], emptied[:SEGMENT], atol=1e-5)
    cells = [cell for found_ in measure(found, [book]) if isinstance(found_, tuple) for cell in found_]
    assert [cell.memory for cell in cells] == ["none", "kept", "emptied"]
    inside = np.arange(len(book)) % SEGMENT > 0
    assert cells[1].perplexity == pytest.approx(np.exp(kept[inside].mean()), rel=1e-4)


def test_folders_without_or_with_damaged_rivals_are_said(order, tmp_path):
    with pytest.raises(ModelError, match="no trained rivals"):
        scorers(tmp_path, "cpu")
    trainer("none", order, tmp_path).run()
    weights = tmp_path / "none" / "8.safetensors"
    weights.write_bytes(weights.read_bytes()[:100])
    with pytest.raises(ModelError, match="missing or damaged"):
        scorers(tmp_path, "cpu")
    (tmp_path / "none" / "run.json").write_text("{")
    with pytest.raises(ModelError, match="cannot be read"):
        scorers(tmp_path, "cpu")


def test_the_command_trains_and_measures_all_that_it_is_asked(data, shards, tmp_path, capsys):  # noqa: F811
    places = ["--data", str(data), "--shards", str(shards), "--out", str(tmp_path / "out"), "--device", "cpu"]
    small = {"hidden": 32, "inner": 64, "layers": 1, "heads": 2, "segment": 16, "segments": 2, "steps": 2, "books": 1,
             "vocabulary": 512, "at-most": 3000}  # fmt: skip
    numbers = [f"--{name}={number}" for name, number in small.items()]
    train(parse([*places, *numbers, "--rivals", "none,rmt"]))
    told = json.loads((tmp_path / "out" / "table.json").read_text())
    assert [one["rival"] for one in told] == ["none", "rmt"]
    assert all(1 < one["all"] < 2000 for one in told)
    assert all(one["trained_tokens"] == 2 * 2 * 16 for one in told)
    assert sum(row["tokens"] for row in told[0]["rows"]) == 2999
    assert (tmp_path / "out" / "tokenizer.json").read_bytes() == (shards / "tokenizer.json").read_bytes()
    assert "| rmt |" in capsys.readouterr().out
    with pytest.raises(ModelError, match="no rival 'lstm'"):
        train(parse([*places, *numbers, "--rivals", "lstm"]))
