import json
import logging
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from app import terminal
from app.library import Library
from app.session import Session
from app.terminal import main
from app.values import Answer, Citation, Progress, Summary
from ingest.book import Locator
from model.interface import ModelError, Token
from tests.app.shelves import STORY, shelve
from tests.fakes import FakeModel

ROOT = Path(__file__).parents[2]
CITED = Citation(Locator(2, 40), "Ilse", "9")


@pytest.fixture
def model(monkeypatch):
    model = FakeModel(segment=3)
    monkeypatch.setattr(Session, "model", lambda session: model)
    return model


@pytest.fixture
def book(tmp_path):
    return shelve(tmp_path)


@pytest.fixture
def lectern(tmp_path, capsys):
    """Run a command on the library in tmp_path; give its code, what it printed (as objects) and said."""

    def run(*arguments):
        code = main(["--library", str(tmp_path), *arguments])
        out, err = capsys.readouterr()
        return code, [json.loads(line) for line in out.splitlines()] if "--json" in arguments else out, err

    return run


@pytest.fixture
def asked(monkeypatch):
    """Stand in for the use cases that answer and summarize; note what they are called with."""
    calls = []

    def answer(place, book_id, question, model, as_of, mode, sampling):
        calls.append((question, as_of, mode, sampling.seed, sampling.temperature))
        yield Progress(0, 0, "looking")
        yield Token("From ")
        yield Token("Ilse.")
        return Answer(question, "From Ilse.", (CITED,), 3 if as_of is None else as_of, True, mode)

    def summarize(place, book_id, scope, model):
        calls.append(scope)
        yield Progress(0, 0, "choosing")
        return Summary(scope, "A letter came.", (CITED,))

    monkeypatch.setitem(sys.modules, "app.answering", SimpleNamespace(answer=answer))
    monkeypatch.setitem(sys.modules, "app.summarizing", SimpleNamespace(summarize=summarize))
    return calls


def test_add_gives_an_object_for_each_book(lectern, tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(f"Chapter I\n\nThe {name} keeper kept the light.\n")
    code, rows, _ = lectern("add", str(tmp_path / "one.txt"), str(tmp_path / "two.txt"), "--json")
    assert code == 0
    assert [list(row) for row in rows] == [
        ["book", "title", "authors", "language", "chapters", "characters", "warnings"]
    ] * 2
    code, again, said = lectern("add", str(tmp_path / "one.txt"), "--json")
    assert (code, again) == (0, rows[:1])
    assert "in the library already" in said


def test_add_says_what_fails_and_adds_the_rest(lectern, tmp_path):
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "good.txt").write_text("Chapter I\n\nThe keeper kept the light.\n")
    files = ["nowhere.epub", str(tmp_path / "empty.txt"), str(tmp_path / "good.txt")]
    code, rows, said = lectern("add", *files, "--json")
    assert code == 1
    assert len(rows) == 1
    assert len([line for line in said.splitlines() if not line.startswith(("opening", "adding"))]) == 2
    assert "Traceback" not in said


def test_a_folder_is_added_with_all_that_is_in_it_and_a_table(lectern, tmp_path):
    folder = tmp_path / "shelf"
    (folder / "deep" / ".hidden").mkdir(parents=True)
    (folder / "deep" / ".hidden" / "no.txt").write_text("Hidden.")
    (folder / "b.txt").write_text("Chapter I\n\nThe keeper kept the light.\n")
    (folder / "deep" / "a.txt").write_text("Chapter I\n\nThe other kept the key.\n")
    (folder / "c.png").write_bytes(b"\x89PNG\r\n")
    code, out, said = lectern("add", str(folder))
    table = out.split("\n\n")[-1].splitlines()
    assert code == 1
    assert "“c.png” is a picture" in said
    assert [line.split("  ")[-1].split(":")[0] for line in table[1:-1]] == ["b.txt", "c.png", "deep/a.txt"]
    assert table[-1] == "2 of 3 files are in the library."
    code, rows, _ = lectern("add", str(folder), "--json")
    last = rows.pop()
    assert (len(rows), last["added"], last["known"]) == (2, 0, 2)
    assert [one["file"] for one in last["refused"]] == ["c.png"]


def test_add_takes_a_password_and_says_when_it_is_wrong(lectern, tmp_path):
    from ingest.mupdf import pymupdf

    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "The keeper kept the light.")
    document.save(tmp_path / "x.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="u", owner_pw="o")
    file = str(tmp_path / "x.pdf")
    assert "protected by a password" in lectern("add", file)[2]
    assert "does not open" in lectern("add", file, "--password", "w")[2]
    assert lectern("add", file, "--password", "u")[0] == 0


def test_books_and_contents_list_what_there_is(lectern, book):
    assert lectern("books", "--json")[1] == [
        {
            "book": book,
            "title": "The Keeper",
            "authors": ["N. N."],
            "chapters": 4,
            "read_chapters": 0,
            "tokens": 0,
        }
    ]
    assert lectern("contents", "keeper", "--json")[0] == 1
    assert lectern("contents", "the keeper", "--json")[1][2] == {
        "chapter": 3,
        "title": "Part 3",
        "characters": len(STORY[2]),
        "page": "9",
    }
    assert "“The Keeper” by N. N.: 0 of 4 chapters read" in lectern("books")[1]
    assert "   3  Part 3, p. 9\n" in lectern("contents", "the")[1]


def test_an_empty_library_says_how_to_begin(lectern):
    code, out, said = lectern("books")
    assert (code, out) == (0, "")
    assert "lectern add" in said


def test_read_gives_progress_and_then_a_report(lectern, book, model):
    code, rows, _ = lectern("read", "the", "--json")
    total = model.tokens_read
    assert code == 0
    *progress, report = rows
    assert all(
        list(row) == ["tokens_done", "tokens_all", "tokens_per_second", "seconds_left"] for row in progress
    )
    assert progress[-1]["tokens_done"] == progress[-1]["tokens_all"] == total
    assert list(report) == [
        *("book", "tokens_total", "tokens_read_now", "seconds", "snapshots", "snapshot_bytes"),
        "peak_memory_bytes",
    ]
    assert (report["book"], report["tokens_total"], report["tokens_read_now"]) == (book, total, total)
    (second,) = lectern("read", "the", "--json")[1]
    assert (second["tokens_total"], second["tokens_read_now"], second["snapshots"]) == (total, 0, 4)
    assert lectern("books", "--json")[1][0]["read_chapters"] == 4


def test_read_again_reads_from_the_beginning(lectern, book, model):
    lectern("read", "the")
    code, out, _ = lectern("read", "the", "--again")
    assert code == 0
    assert "“The Keeper” by N. N. is read: 54 tokens, 54 of them now" in out


def test_ask_gives_one_object(lectern, book, model, asked):
    code, rows, _ = lectern("ask", "the", "Who?", "--as-of", "3", "--mode", "text", "--seed", "7", "--json")
    assert code == 0
    (row,) = rows
    assert row.pop("seconds_to_first_token") <= row.pop("seconds")
    assert row == {
        "answer": "From Ilse.",
        "found": True,
        "citations": [{"chapter": 3, "offset": 40, "page": "9", "quote": "Ilse"}],
        "as_of": 3,
        "book_tokens_processed": 0,
    }
    assert asked == [("Who?", 2, "text", 7, 0.0)]


def test_ask_streams_the_answer_with_the_quotes_below(lectern, book, model, asked):
    code, out, _ = lectern("ask", "the", "Who?", "--temperature", "0.5")
    assert (code, out) == (0, 'From Ilse.\n\n— chapter 3, "Part 3", p. 9: “Ilse”\n')
    assert asked == [("Who?", None, "both", 0, 0.5)]
    assert lectern("ask", "the", "Who?", "--as-of", "2")[1].endswith("\n(as of chapter 2 of 4)\n")


@pytest.mark.parametrize(
    ("arguments", "scope"),
    [((), "book"), (("--chapter", "2"), "chapter:2"), (("--so-far",), "so far:2")],
)
def test_summarize_gives_one_object(lectern, book, model, asked, tmp_path, arguments, scope):
    lectern("read", "the")
    with Library(tmp_path) as library:
        library.save_place(book, Locator(2, 0))
    code, (row,), _ = lectern("summarize", "the", *arguments, "--json")
    assert code == 0
    assert row == {
        "summary": "A letter came.",
        "citations": [{"chapter": 3, "offset": 40, "page": "9", "quote": "Ilse"}],
        "scope": scope,
        "book_tokens_processed": 0,
    }


def test_so_far_needs_something_read(lectern, book, model, asked):
    code, _, said = lectern("summarize", "the", "--so-far")
    assert (code, said) == (1, "The model has read no chapter of this book to its end; let it read first.\n")


def test_history_export_and_remove(lectern, book, tmp_path):
    with Library(tmp_path) as library:
        library.save_answer(book, Answer("Who?", "Ilse.", (CITED,), 3, True), "m", 0)
        library.save_summary(book, Summary("book", "A man.", ()), "m")
    _, (answer, summary), _ = lectern("history", "the", "--json")
    assert (answer["question"], answer["as_of"], summary["scope"]) == ("Who?", 4, "book")
    assert "Who?\nIlse.\n— chapter 3" in lectern("history", "the")[1]
    assert lectern("export", "the")[1].startswith("# The Keeper\n")
    assert lectern("export", "the", "--json")[1][0]["markdown"].endswith("\n")
    assert lectern("remove", "the", "--json")[1] == [{"removed": book}]
    assert lectern("books", "--json")[1] == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("contents", "nothing"), "There is no book “nothing” in the library"),
        (("ask", "the", "Who?", "--as-of", "5"), "no chapter 5; its chapters are 1 to 4"),
        (("ask", "the", "Who?", "--as-of", "0"), "no chapter 0"),
        (("summarize", "the", "--chapter", "-1"), "no chapter -1"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(lectern, book, model, asked, arguments, sentence):
    code, out, said = lectern(*arguments)
    assert (code, out) == (1, "")
    assert sentence in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("frobnicate",),
        ("add",),
        ("ask", "the"),
        ("ask", "the", "Who?", "--as-of", "three"),
        ("ask", "the", "Who?", "--mode", "both-ways"),
        ("ask", "the", "Who?", "--temperature", "nan"),
        ("summarize", "the", "--chapter", "1", "--so-far"),
        ("--device", "tpu", "books"),
        ("books", "--jso"),
    ],
)
def test_wrong_usage_is_exit_2(lectern, arguments):
    code, out, said = lectern(*arguments)
    assert (code, out) == (2, "")
    assert "usage: lectern" in said


def test_help_is_exit_0(lectern):
    code, out, _ = lectern("--help")
    assert code == 0
    assert all(command in out for command in ("add", "read", "ask", "summarize", "export"))


def test_common_options_work_before_and_after_the_command(tmp_path, book, capsys):
    assert main(["--json", "books", "--library", str(tmp_path)]) == 0
    before = capsys.readouterr().out
    assert main(["--library", str(tmp_path), "books", "--json"]) == 0
    assert capsys.readouterr().out == before
    assert json.loads(before)["book"] == book


def test_options_win_over_settings_and_settings_over_defaults(lectern, book, asked, monkeypatch, tmp_path):
    (tmp_path / "settings.json").write_text('{"model": "big", "seed": 5, "device": "cuda"}')
    chosen = []
    monkeypatch.setattr(Session, "model", lambda session: chosen.append(session.settings) or FakeModel())
    assert lectern("--device", "cpu", "ask", "the", "Who?", "--quantization", "int8")[0] == 0
    assert asked == [("Who?", None, "both", 5, 0.0)]
    (one,) = chosen
    assert (one.model, one.device, one.quantization) == ("big", "cpu", "int8")


def test_a_model_that_cannot_be_used_is_one_sentence(lectern, book, monkeypatch):
    def fail(session):
        raise ModelError("The weights are missing.")

    monkeypatch.setattr(Session, "model", fail)
    assert lectern("read", "the") == (1, "", "The weights are missing.\n")


def test_what_a_model_warns_of_is_said(lectern, book, monkeypatch):
    def warn(session):
        logging.getLogger("model").warning("There is no GPU here; reading on the CPU.")
        return FakeModel()

    monkeypatch.setattr(Session, "model", warn)
    code, _, said = lectern("read", "the", "--json")
    assert code == 0
    assert "There is no GPU here; reading on the CPU.\n" in said


def test_a_bug_leaves_a_traceback_in_a_file(lectern, book, monkeypatch, tmp_path):
    def fail(session):
        raise ZeroDivisionError("by a bug")

    monkeypatch.setattr(Session, "model", fail)
    code, _, said = lectern("read", "the")
    (file,) = tmp_path.glob("error-*.txt")
    assert code == 1
    assert str(file) in said
    assert "Traceback" not in said
    assert "ZeroDivisionError: by a bug" in file.read_text()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_is_exit_130_and_what_was_read_is_kept(
    lectern, book, model, monkeypatch, number, tmp_path, request
):
    read = FakeModel.read
    if number == signal.SIGINT:  # a shell starts what is in its background with this signal ignored
        before = signal.signal(number, signal.default_int_handler)
        request.addfinalizer(lambda: signal.signal(number, before))

    def interrupted(self, *arguments):
        for steps, memory in enumerate(read(self, *arguments)):
            if steps == 3:
                signal.raise_signal(number)
            yield memory

    monkeypatch.setattr(FakeModel, "read", interrupted)
    code, _, said = lectern("read", "the")
    assert code == 130
    assert said.endswith("the library keeps what was read.\n")
    with Library(tmp_path) as library:
        assert library.progress(book, "fake-1").tokens == 9
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_question_of_broken_bytes_reaches_the_model_as_text(lectern, book, model, asked):
    assert lectern("ask", "the", "Who\udcff?")[0] == 0
    assert asked[0][0] == "Who??"


def test_the_library_is_in_the_platform_s_data_folder_by_default(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(terminal, "_data_folder", lambda: tmp_path / "data")
    assert main(["books"]) == 0
    assert (tmp_path / "data" / "lectern.db").exists()


def test_listing_books_loads_neither_torch_nor_the_formats(tmp_path, book):
    script = (
        "import sys; from app.terminal import main; code = main(sys.argv[1:]);"
        "sys.exit(code or ','.join({'torch', 'pymupdf', 'ebooklib', 'PySide6'} & set(sys.modules)) or None)"
    )
    command = [sys.executable, "-c", script, "--library", str(tmp_path), "books"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "The Keeper" in done.stdout
