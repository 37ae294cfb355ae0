"""`lectern models adapt`: the books of a folder reach the model's trainer, whose steps are progress."""

import pytest

from app.adapting import Adapter, Wish, adapt
from app.errors import LibraryError
from app.terminal import main
from app.values import Progress
from app.work import follow
from model.interface import ModelError
from model.training.adapting import Adapted, Result
from model.training.judging import Verdict
from tests.model.making import folder


@pytest.fixture
def books(tmp_path):
    place = tmp_path / "books"
    place.mkdir()
    (place / "a.txt").write_text("Chapter I\n\nThe keeper kept the light.\n")
    (place / "b.txt").write_text("")
    (place / "c.txt").write_text("Chapter I\n\nThe other kept the key.\n")
    return place


@pytest.fixture
def trainer(monkeypatch):
    told = []

    def adapting(place, texts, plan, device):
        told.append((place, list(texts), plan, device))
        yield Adapted(1, plan.steps, 0, 0.5, 2.0, 10.0)
        file = place / "adapter.safetensors"
        file.write_bytes(b"learnt")
        return Result(file, Verdict(30.0, 30.0, 31.0, 29.0), 0.008)

    monkeypatch.setattr("model.training.adapting.adapt", adapting)
    return told


def test_the_books_reach_the_trainer(tmp_path, books, trainer):
    model, events = folder(tmp_path / "small"), []
    made = follow(adapt(tmp_path, str(model), books, Wish(7, window=64, lora=2), "cpu"), events.append)
    assert made == Adapter(model / "adapter.safetensors", 0.008, 30.0, 30.0, 31.0, 29.0)
    (place, texts, plan, device) = trainer[0]
    assert (place, device) == (model, "cpu")
    assert (plan.steps, plan.tokens, plan.window, plan.rank, plan.lora) == (7, 4096, 64, 0, 2)
    assert ["keeper" in texts[0], "key" in texts[1], len(texts)] == [True, True, 2]
    told = "adapting: 0.50 nats from full attention, recall 2.00 nats (stage 1), 10 s left"
    assert events == [Progress(1, 7, told)]


def test_the_command_says_where_the_adapter_is(tmp_path, books, trainer, capsys):
    model = folder(tmp_path / "small")
    assert main(["--library", str(tmp_path), "models", "adapt", str(model), "--books", str(books)]) == 0
    said = capsys.readouterr().out
    assert "adapter.safetensors" in said
    assert "29.0 beyond the window (31.0 without" in said


def test_what_cannot_be_adapted_is_a_sentence(tmp_path, books):
    with pytest.raises(ModelError, match="nothing to adapt"):
        follow(adapt(tmp_path, "default", books, Wish(7), "cpu"))
    with pytest.raises(ModelError, match="no model in"):
        follow(adapt(tmp_path, "nowhere", books, Wish(7), "cpu"))
    with pytest.raises(LibraryError, match="no folder"):
        follow(adapt(tmp_path, str(folder(tmp_path / "small")), tmp_path / "nothing", Wish(7), "cpu"))
    with pytest.raises(ModelError, match="was made with a memory"):
        follow(adapt(tmp_path, str(tmp_path / "small"), books, Wish(7), "cpu"))
