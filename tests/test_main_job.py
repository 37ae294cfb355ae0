"""The main job with the real default model: a book is read once, remembered, asked and summarized."""

import json
import resource
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path

import pytest

from app.adding import add
from app.answering import answer
from app.library import Library
from app.reading import read
from app.summarizing import summarize
from app.terminal import main
from app.work import follow
from ingest import open_book
from model.loading import load
from tests.programs import program
from tests.shared import SHARED, needs_shared

SAMPLE = Path(str(files("resources"))) / "sample" / "the-nought-at-tamsel.epub"
QUESTION = "Who was the keeper of the tide house?"


def ignore(_: object) -> None:
    """Show nothing."""


@pytest.fixture(scope="module")
def model():
    return load("default", "cpu")


@pytest.fixture(scope="module")
def place(tmp_path_factory, model):
    """A library that has the sample book, read to its end."""
    folder = tmp_path_factory.mktemp("library")
    added = follow(add(folder, SAMPLE), ignore)
    follow(read(folder, added.book.id, model), ignore)
    return folder


def lines(capsys, *command):
    code = main([*command, "--json"])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def snapshots(folder, model):
    with Library(folder) as library:
        book = library.books()[0].book
        return book.id, [library.snapshot(book.id, model.fingerprint, i) for i in range(len(book.contents))]


def test_a_snapshot_is_saved_for_every_chapter_and_all_have_one_size(place, model):
    _, saved = snapshots(place, model)
    assert [one.chapter for one in saved] == list(range(12))
    assert len({len(one.state) for one in saved}) == 1
    assert saved[-1].tokens > saved[0].tokens


def test_after_a_restart_nothing_is_read_again(place, capsys):
    library = ["--library", str(place)]
    _, first = lines(capsys, *library, "ask", "The Nought", QUESTION)
    _, again = lines(capsys, *library, "ask", "The Nought", QUESTION)
    _, summary = lines(capsys, *library, "summarize", "The Nought", "--chapter", "2")
    code, report = lines(capsys, *library, "read", "The Nought")
    assert code == 0
    assert first[-1]["book_tokens_processed"] == again[-1]["book_tokens_processed"] == 0
    assert summary[-1]["book_tokens_processed"] == report[-1]["tokens_read_now"] == 0
    timeless = {"seconds", "seconds_to_first_token"}
    assert {k: v for k, v in first[-1].items() if k not in timeless} == {
        k: v for k, v in again[-1].items() if k not in timeless
    }


@pytest.fixture(scope="module")
def cut(place, tmp_path_factory, model):
    """A library with a copy of the sample, as text, and one with the same copy cut after chapter 3."""
    _, chapters = open_book(SAMPLE)
    parts = [f"CHAPTER {i}\n\n{chapter.text}" for i, chapter in enumerate(chapters, 1)]
    folders = []
    for name, kept in (("whole", parts), ("cut", parts[:3])):
        folder = tmp_path_factory.mktemp(name)
        file = folder / "tamsel.txt"
        file.write_text("\n\n".join(kept), "utf-8")
        follow(add(folder, file), ignore)
        with Library(folder) as library:
            book = library.books()[0].book
            assert len(book.contents) == len(kept)
        follow(read(folder, book.id, model), ignore)
        folders.append((folder, book.id))
    return folders


@pytest.mark.parametrize("mode", ["both", "memory", "text"])
def test_as_of_a_chapter_equals_a_copy_cut_after_it(cut, model, mode):
    answers, states = [], []
    for folder, book in cut:
        for question in ("What moved the Nought?", "Who drowned?", "Who is Crull really?"):
            answers.append(follow(answer(folder, book, question, model, 2, mode), ignore))
        with Library(folder) as library:
            states.append([library.snapshot(book, model.fingerprint, i).state for i in range(3)])
    assert states[0] == states[1]
    assert answers[:3] == answers[3:]
    assert all(citation.start.chapter <= 2 for one in answers for citation in one.citations)


def test_every_citation_is_verbatim_in_the_book(place, model):
    book, _ = snapshots(place, model)
    made = [
        follow(answer(place, book, q, model), ignore)
        for q in (QUESTION, "Who is Zillah?", "What is a level?")
    ]
    summary = follow(summarize(place, book, "book", model), ignore)
    citations = [citation for one in (*made, summary) for citation in one.citations]
    assert len(citations) > 5
    with Library(place) as library:
        for citation in citations:
            text = library.chapter(book, citation.start.chapter).text
            assert text[citation.start.offset :].startswith(citation.quote)


def test_a_killed_reading_goes_on_to_the_same_memory(place, tmp_path, model):
    added = follow(add(tmp_path, SAMPLE), ignore)
    command = [sys.executable, "-m", "app", "--library", str(tmp_path), "read", added.book.id]
    with program(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as reading:
        deadline = time.monotonic() + 240
        while time.monotonic() < deadline and reading.poll() is None:
            with Library(tmp_path) as library:
                if library.progress(added.book.id, model.fingerprint) is not None:
                    break
            time.sleep(0.02)
    with Library(tmp_path) as library:
        before = library.progress(added.book.id, model.fingerprint).tokens
    report = follow(read(tmp_path, added.book.id, model), ignore)
    assert before + report.tokens_read_now == report.tokens_total  # what was saved was not read again
    assert [one.state for one in snapshots(tmp_path, model)[1]] == [
        one.state for one in snapshots(place, model)[1]
    ]


def test_the_memory_of_the_process_stays_flat(model):
    text = SAMPLE_TEXT * 2
    for state in model.read(text, model.blank()):
        last = state
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(3):
        for state in model.read(text, last):
            last = state
    assert last.tokens > 100_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss <= 1.02 * before


SAMPLE_TEXT = "\n\n".join(chapter.text for chapter in open_book(SAMPLE)[1])


@needs_shared
@pytest.mark.parametrize("name", ["wharton_summer.epub", "dostoevsky_the-gambler.epub"])
def test_a_real_book_is_added_read_asked_and_summarized(name, tmp_path, capsys):
    library = ["--library", str(tmp_path)]
    code, (added,) = lines(capsys, *library, "add", str(SHARED / "books" / name))
    assert code == 0
    assert added["chapters"] > 10
    code, report = lines(capsys, *library, "read", added["book"])
    assert code == 0
    assert report[-1]["tokens_total"] == report[-1]["tokens_read_now"] > 50_000
    assert report[-1]["snapshots"] == added["chapters"]
    code, answers = lines(capsys, *library, "ask", added["book"], "Who is the young woman?")
    assert code == 0
    assert answers[-1]["citations"]
    code, summaries = lines(capsys, *library, "summarize", added["book"])
    assert code == 0
    assert len(summaries[-1]["summary"]) > 400
    code, again = lines(capsys, *library, "add", str(SHARED / "books" / name))
    assert (code, again[0]["book"]) == (0, added["book"])
