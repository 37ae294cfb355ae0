"""Training runs, learns, stops and goes on; what it saves is a model that loads."""

import json
import subprocess
import sys

import numpy as np
import pytest
import torch

from model.interface import ModelError
from model.loading import load
from model.training.train import MOST, Trainer, options
from tests.programs import program

SMALL = ["--hidden", "32", "--inner", "64", "--layers", "2", "--first-memory", "1", "--heads", "2", "--sparing", "1",
         "--vocabulary", "512", "--tokens", "256", "--segment", "64", "--device", "cpu"]  # fmt: skip


@pytest.fixture
def make(data, shards, tmp_path):
    def trainer(steps: int, *more: str) -> Trainer:
        places = ["--data", str(data), "--shards", str(shards), "--out", str(tmp_path / "run")]
        return Trainer(options([*places, *SMALL, "--steps", str(steps), *more]))

    return trainer


def test_a_run_saves_a_model_that_reads(make, tmp_path):
    make(3).run()
    reader = load(str(tmp_path / "run"), "cpu")
    assert list(reader.read("The lamp of the clock. " * 30, reader.blank()))[-1].tokens > 64


def test_a_stopped_run_goes_on_from_its_last_save(make, tmp_path):
    make(2).run()
    again = make(4)
    assert again.state.step == 2
    assert all(optimizer.state_dict()["state"] for optimizer in again.optimizers)
    again.run()
    assert json.loads((tmp_path / "run" / "run.json").read_text())["step"] == 4


def test_answers_and_text_are_learnt(make):
    trainer = make(200, "--rate", "1e-2")
    for trainer.state.step in range(100, 130):  # after the warm-up
        trainer._set_rate()
        trainer._remember(0)
    for name in ("near", "text"):
        assert np.mean(trainer.losses[name][-3:]) < trainer.losses[name][0] - 0.5


def test_the_memory_is_carried_from_lesson_to_lesson_without_its_history(make, monkeypatch):
    monkeypatch.setattr("model.training.train.GOING_ON", 1.0)
    trainer = make(1)
    tokens = []
    for _ in range(2):
        trainer._remember(4)
        tokens.append(trainer.going[4].memory.tokens)
    assert tokens[1] > tokens[0] > 0
    assert not trainer.going[4].memory.layers[0].M.requires_grad


def test_the_books_own_words_count_more_once_recall_is_learnt(make):
    trainer = make(1)
    trainer.state.stage = trainer.options.first - 1
    before = trainer.state.text
    trainer._weigh(0, 0.01)
    assert trainer.state.text == before  # what is learnt first is recall
    trainer.state.stage = trainer.options.first
    for _ in range(100):
        trainer._weigh(0, 3.0)
    assert trainer.state.text == MOST


def test_a_run_with_other_sizes_is_refused(make):
    make(1).run()
    with pytest.raises(ModelError, match="other sizes"):
        make(2, "--hidden", "64")


def test_a_checkpointed_step_learns_the_same(make):
    losses = []
    for more in ((), ("--checkpointing",)):
        trainer = make(2, *more)
        trainer._remember(2)
        trainer._remember(2)
        losses.append(trainer.losses["near"])
    assert losses[0] == pytest.approx(losses[1], abs=1e-5)


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


@pytest.mark.slow
def test_two_processes_train_one_model_on_texts_of_their_own(data, shards, tmp_path):
    command = [
        *(sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2"),
        *("-m", "tests.model.training.alike", str(tmp_path), "--data", str(data), "--shards", str(shards)),
        *("--out", str(tmp_path / "run"), *SMALL, "--steps", "3"),
    ]
    with program(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        said = process.communicate()[1]
    assert process.returncode == 0, said
    one, other = (json.loads((tmp_path / f"{rank}.json").read_text()) for rank in range(2))
    assert one["processes"] == other["processes"] == 2
    assert one["weights"] == other["weights"]
    assert one["places"] != other["places"]


def test_tales_are_learnt_from_memory(make):
    trainer = make(200, "--rate", "1e-2")
    for trainer.state.step in range(100, 112):  # after the warm-up
        trainer._set_rate()
        trainer._recount()
    assert np.mean(trainer.losses["tales"][-3:]) < trainer.losses["tales"][0] - 0.5
