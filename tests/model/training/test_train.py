"""Training runs, learns, stops and goes on; what it saves is a model that loads."""

import json

import numpy as np
import pytest
import torch

from model.loading import load
from model.training.train import Trainer, options

SMALL = ["--hidden", "32", "--inner", "64", "--layers", "1", "--heads", "2", "--vocabulary", "512", "--tokens", "256",
         "--segment", "64", "--readers", "2", "--device", "cpu"]  # fmt: skip


@pytest.fixture
def make(data, shards, tmp_path):
    def trainer(steps: int, *more: str) -> Trainer:
        places = ["--data", str(data), "--shards", str(shards), "--out", str(tmp_path / "run")]
        made = Trainer(options([*places, *SMALL, "--steps", str(steps), *more]))
        made.recall.vocabulary.words = np.resize(made.recall.vocabulary.words, 400)
        return made

    return trainer


def test_a_run_saves_a_model_that_reads(make, tmp_path):
    make(3).run()
    reader = load(str(tmp_path / "run"), "cpu")
    assert list(reader.read("The lamp of the clock. " * 30, reader.blank()))[-1].tokens > 64


def test_a_stopped_run_goes_on_from_its_last_save(make, tmp_path):
    make(2).run()
    again = make(4)
    assert again.state.step == 2
    assert again.optimizer.state_dict()["state"]
    again.run()
    assert json.loads((tmp_path / "run" / "run.json").read_text())["step"] == 4


def test_text_is_learnt(make):
    trainer = make(200, "--rate", "1e-2")
    for trainer.state.step in range(100, 130):  # after the warm-up
        trainer._set_rate()
        trainer._step("text", trainer.stream.batch(128), 64)
    assert np.mean(trainer.losses["text"][-3:]) < trainer.losses["text"][0] - 0.5


def test_the_memory_is_carried_through_the_text_without_its_history(make):
    trainer = make(1)
    for _ in range(2):
        trainer._step("text", trainer.stream.batch(128), 64)
    assert trainer.memory is not None
    assert trainer.memory.tokens == 256
    assert not trainer.memory.layers[0].M.requires_grad


def test_a_stage_is_left_when_its_questions_are_answered(make):
    trainer = make(1)
    trainer.state.asked = [1.0] * 30
    trainer._advance()
    assert trainer.state.stage == 0
    trainer.state.asked += [0.01] * 15
    trainer._advance()
    assert trainer.state.stage == 1
    assert trainer.state.asked == []


def test_a_save_that_fails_leaves_the_last_good_one(make, tmp_path, monkeypatch):
    make(2).run()
    before = (tmp_path / "run" / "model.safetensors").read_bytes()
    trainer = make(4)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(torch, "save", full)
    with pytest.raises(OSError, match="No space"):
        trainer.run()
    assert (tmp_path / "run" / "model.safetensors").read_bytes() == before
    assert make(4).state.step == 2
