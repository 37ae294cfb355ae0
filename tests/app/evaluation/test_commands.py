"""`lectern evaluate` from the terminal, with the real model."""

import json
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from app.session import Session
from app.terminal import main
from model.loading import load
from tests.app.evaluation.corpus import make
from tests.model.making import folder


@pytest.fixture(scope="module")
def default():
    return load("default", "cpu")


@pytest.fixture
def evaluate(tmp_path, capsys, default, monkeypatch):
    """Run a measure; give its code, what it printed (as objects) and what it said."""

    def run(*arguments, model=default):
        monkeypatch.setattr(Session, "model", lambda session: model)
        code = main(["--library", str(tmp_path / "library"), "evaluate", *arguments])
        out, err = capsys.readouterr()
        return code, [json.loads(line) for line in out.splitlines()] if "--json" in arguments else out, err

    return run


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return make(tmp_path_factory.mktemp("data"))


def test_passkey_gives_a_row_of_fixed_keys_for_each_cell(evaluate, default):
    code, rows, _ = evaluate(
        "passkey", "--lengths", "600,1K", "--filler", "repeat", "--trials", "1", "--json"
    )
    assert code == 0
    assert [(row["length"], row["depth"]) for row in rows] == [
        (length, depth) for length in (600, 1024) for depth in ("start", "middle", "end")
    ]
    keys = ["length", "depth", "filler", "rule", "exact", "token", "n"]
    assert [list(row) for row in rows] == [keys] * 6
    assert {(row["filler"], row["rule"], row["n"]) for row in rows} == {
        ("repeat", default.network.config.memory_rule, 1)
    }


def test_passkey_prints_a_table_and_draws_a_picture(evaluate, tmp_path):
    picture = tmp_path / "keys.png"
    more = (
        "--filler",
        "repeat",
        "--trials",
        "1",
        "--depths",
        "end",
        "--keys",
        "2",
        "--picture",
        str(picture),
    )
    code, out, said = evaluate("passkey", "--lengths", "700", *more)
    head, row, told = out.splitlines()
    assert code == 0
    assert head.split() == [
        "tokens",
        "filler",
        "depth",
        "exact",
        "token",
        "emptied:",
        "exact",
        "token",
        "questions",
    ]
    assert row.split()[:3] == ["700", "repeat", "end"]
    assert "2 keys at once" in told
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert str(picture) in said


def test_another_rule_needs_another_model(evaluate, tmp_path):
    own = folder(tmp_path / "linear", memory_rule="linear", segment_length=64)
    ask = ("passkey", "--lengths", "300", "--filler", "repeat", "--trials", "1", "--depths", "end", "--json")
    code, _, said = evaluate(*ask, "--rule", "linear")
    assert code == 1
    assert "was trained with the memory rule" in said
    assert "--rule linear" in said
    code, rows, _ = evaluate(*ask, "--rule", "linear", model=load(str(own), "cpu"))
    assert (code, rows[0]["rule"]) == (0, "linear")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "required: NAME"),
        (("speed",), "invalid choice"),
        (("passkey", "--lengths", "4x"), "write 4096, 128K or 1M"),
        (("passkey", "--lengths", "0"), "no number of tokens"),
        (("passkey", "--depths", "start,top"), "there is no “top”"),
        (("passkey", "--trials", "0"), "at least 1"),
        (("passkey", "--keys", "65"), "64 keys"),
        (("recall", "--tasks", "4"), "choose from 1, 2, 3"),
        (("questions", "--sets", "all"), "fairytaleqa, squad, narrativeqa"),
        (("summaries", "--shares", "0,50"), "from 1 to 100"),
        (("gates", "--picture", "gates.gif"), ".png, .svg, .pdf"),
        (("gates", "--picture", "/no/where/gates.png"), "no folder /no/where"),
    ],
)
def test_wrong_usage_is_explained(evaluate, arguments, told):
    code, _, said = evaluate(*arguments)
    assert code == 2
    assert told in said


@pytest.mark.parametrize("name", ["passkey", "perplexity", "recall", "questions", "summaries", "gates"])
def test_missing_data_are_one_sentence(evaluate, tmp_path, name):
    code, _, said = evaluate(name)
    assert code == 1
    assert said.startswith("This needs the evaluation data: give their folder with --data DIR")
    code, _, said = evaluate(name, "--data", str(tmp_path / "nowhere"))
    assert (code, said.count("\n")) == (1, 1)
    assert "There is no folder" in said
    empty = tmp_path / "empty"
    empty.mkdir()
    code, _, said = evaluate(name, "--data", str(empty))
    assert code == 1
    assert ".jsonl.xz" in said
    assert "Traceback" not in said


def test_perplexity_compares_memory_and_rivals_on_the_same_tokens(
    evaluate, data, tmp_path, monkeypatch, default
):
    rival = SimpleNamespace(
        name="a rival",
        segment=64,
        memory_values=0,
        losses=lambda ids: np.full(len(ids), np.log(9.0), np.float32),
    )
    rivals = SimpleNamespace(scorers=lambda folder, device: [rival])
    monkeypatch.setitem(sys.modules, "model.evaluation.rivals", rivals)
    default.tokenizer.backend_tokenizer.save(str(tmp_path / "tokenizer.json"))
    ask = ("perplexity", "--data", str(data), "--rivals", str(tmp_path))
    code, rows, _ = evaluate(*ask, "--json")
    assert code == 0
    assert [(row["model"], row["memory"], row["start"], row["end"]) for row in rows] == [
        ("default", "kept", 0, 2048), ("default", "emptied", 0, 2048), ("a rival", "none", 0, 2048),
    ]  # fmt: skip
    assert len({row["tokens"] for row in rows}) == 1
    assert rows[2]["perplexity"] == pytest.approx(9, rel=1e-5)
    assert rows[0]["memory_values"] > 0
    picture = tmp_path / "p.svg"
    code, out, _ = evaluate(*ask, "--picture", str(picture))
    assert [line.split()[0] for line in out.splitlines()] == ["model", "default", "default", "a"]
    assert "Perplexity along" in picture.read_text(encoding="utf-8") or picture.stat().st_size > 5000


def test_gates_list_every_head(evaluate, data, tmp_path, default):
    picture = tmp_path / "g.pdf"
    code, rows, _ = evaluate(
        "gates", "--trials", "1", "--data", str(data), "--picture", str(picture), "--json"
    )
    config = default.network.config
    assert code == 0
    assert len(rows) == config.memory_layers * config.num_attention_heads
    assert picture.read_bytes().startswith(b"%PDF")


def test_questions_and_summaries_run_from_the_terminal(evaluate, data, tmp_path):
    ask = ("questions", "--sets", "squad", "--modes", "text", "--data", str(data), "--json")
    code, rows, _ = evaluate(*ask, "--picture", str(tmp_path / "q.png"))
    assert code == 0
    assert [(row["set"], row["mode"], row["n"], row["unanswerable"]) for row in rows] == [
        ("squad", "text", 1, 1)
    ]
    ask = ("summaries", "--sets", "books", "--shares", "100", "--data", str(data))
    code, out, _ = evaluate(*ask, "--picture", str(tmp_path / "s.png"))
    assert code == 0
    assert [line.split()[3] for line in out.splitlines()[1:]] == ["lectern", "emptied", "lead", "lexrank"]


def test_help_needs_neither_torch_nor_matplotlib():
    import subprocess

    code = "import sys; from app.terminal import main; main(['evaluate', '--help']); print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not {"torch", "transformers", "matplotlib", "rouge_score", "sumy"} & set(out.split())
