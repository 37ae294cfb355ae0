"""Getting a model from a hub: whole and checked, or a sentence and nothing left where models are listed."""

import logging

import pytest

from model.fetching import fetch
from model.finding import installed
from model.interface import ModelError
from tests.model.hub import hub
from tests.model.making import folder


@pytest.fixture
def served(tmp_path, monkeypatch):
    place = folder(tmp_path / "source")
    (place / "modeling.py").write_text("raise SystemExit")
    (place / "pytorch_model.bin").write_bytes(b"pickle")
    monkeypatch.setenv("HF_HUB_DISABLE_XET", "1")
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    logging.getLogger("huggingface_hub").setLevel(logging.ERROR)
    with hub(place) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        yield server


def drive(work):
    events = []
    while True:
        try:
            events.append(next(work))
        except StopIteration as end:
            return end.value, events


def test_a_model_is_fetched_with_its_licence_and_without_code(served, tmp_path):
    fetched, events = drive(fetch("owner/small", tmp_path / "models"))
    assert fetched.licence == "apache-2.0"
    assert "apache-2.0" in events[0].what
    assert events[-1].total == sum(f.stat().st_size for f in (tmp_path / "models" / "small").iterdir())
    names = {file.name for file in (tmp_path / "models" / "small").iterdir()}
    assert {"config.json", "model.safetensors", "tokenizer.json"} <= names
    assert not names & {"modeling.py", "pytorch_model.bin", ".cache"}


def test_a_download_that_was_cut_off_goes_on(served, tmp_path):
    models = tmp_path / "models"
    served.cut = 60_000
    work = fetch("owner/small", models)
    with pytest.raises(ModelError, match="broke off"):
        drive(work)
    assert installed(models) == []
    served.cut = 0
    drive(fetch("owner/small", models))
    assert [one.name for one in installed(models)] == ["small"]


def test_a_wrong_checksum_is_said(served, tmp_path):
    served.lies = True
    with pytest.raises(ModelError, match="came damaged"):
        drive(fetch("owner/small", tmp_path / "models"))
    assert installed(tmp_path / "models") == []


@pytest.mark.parametrize(
    ("code", "told"), [(403, "accepted its licence"), (404, "no model"), (500, "refused")]
)
def test_a_refusal_is_a_sentence(served, tmp_path, code, told):
    served.refuses = code
    if code != 403:
        served.RequestHandlerClass = type("Plain", (served.RequestHandlerClass,), {"_send": _without_code})
    with pytest.raises(ModelError, match=told):
        drive(fetch("owner/small", tmp_path / "models"))


def test_a_page_that_wants_a_sign_in_is_no_hub(served, tmp_path):
    def page(self, code, body, more=None):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<html>Welcome to the hotel</html>")

    served.RequestHandlerClass = type("Portal", (served.RequestHandlerClass,), {"_send": page})
    with pytest.raises(ModelError, match="sign in"):
        drive(fetch("owner/small", tmp_path / "models"))


def test_a_name_that_is_taken_meanwhile_is_a_sentence_and_nothing_is_lost(served, tmp_path):
    models = tmp_path / "models"
    work = fetch("https://huggingface.co/owner/small/", models)
    next(work)
    (models / "small" / "mine").mkdir(parents=True)
    with pytest.raises(ModelError, match="already"):
        drive(work)
    assert drive(fetch("owner/small", models, "other"))[0].look.name == "other"
    assert (
        len([path for path, _ in served.asked if path.endswith("model.safetensors")]) <= 3
    )  # HEAD and GET, and HEAD again


def test_one_model_is_not_fetched_twice_at_once(served, tmp_path):
    work = fetch("owner/small", tmp_path / "models")
    next(work)
    next(work)
    with pytest.raises(ModelError, match="being installed already"):
        drive(fetch("owner/small", tmp_path / "models"))
    drive(work)


def test_a_model_without_a_tokenizer_is_refused_before_anything_comes(served, tmp_path):
    (served.folder / "tokenizer.json").unlink()
    with pytest.raises(ModelError, match=r"owner/small has no tokenizer\.json"):
        drive(fetch("owner/small", tmp_path / "models"))
    assert not (tmp_path / "models").exists()


def _without_code(self, code, body, more=None):
    self.send_response(code)
    if code == 404:
        self.send_header("X-Error-Code", "RepoNotFound")
    self.send_header("Content-Length", "0")
    self.end_headers()


def test_closing_stops_the_download(served, tmp_path):
    work = fetch("owner/small", tmp_path / "models")
    next(work)
    next(work)
    work.close()
    assert installed(tmp_path / "models") == []


def test_no_network_and_no_name_are_sentences(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(ModelError, match="no connection"):
        drive(fetch("owner/small", tmp_path))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match="switched off"):
        drive(fetch("owner/small", tmp_path))
    with pytest.raises(ModelError, match="OWNER/NAME"):
        drive(fetch("small", tmp_path))


def test_a_kind_that_cannot_be_read_is_refused_before_its_weights_come(served, tmp_path):
    config = served.folder / "config.json"
    config.write_text(config.read_text().replace('"infini"', '"gpt2"'))
    with pytest.raises(ModelError, match="gpt2"):
        drive(fetch("owner/small", tmp_path / "models"))
    assert not [path for path, _ in served.asked if path.endswith("model.safetensors")]
