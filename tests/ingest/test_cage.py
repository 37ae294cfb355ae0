"""The cage: whatever becomes of the parser costs one file."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from ingest import Book, BookError, Chapter, Locked, Step, cage, open_book
from ingest.cage import caged
from ingest.covers import cover
from ingest.limits import Limits
from ingest.mupdf import pymupdf
from tests.ingest.making import LONG, epub, pdf, prose

IMPOLITE = "import sys, time, os; sys.stdin.readline(); out = sys.stdout.buffer; "


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "x.txt"
    path.write_text("Chapter 1\n\nOne.\n\nChapter 2\n\nTwo.\n")
    return path


@pytest.fixture(autouse=True)
def processes(monkeypatch: pytest.MonkeyPatch) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Every process of the cage; none may outlive its file."""
    made: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *args: object, **options: object) -> None:
            super().__init__(*args, **options)  # type: ignore[call-overload]
            made.append(self)

    monkeypatch.setattr(cage.subprocess, "Popen", Noted)
    yield made
    assert all(process.returncode is not None for process in made)


def parsers(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let the parser be a program that does this once it has its request."""
    monkeypatch.setattr(cage, "COMMAND", (sys.executable, "-c", IMPOLITE + code))


@pytest.mark.parametrize("kind", ["text", "epub", "pdf"])
def test_a_caged_book_is_the_book(tmp_path: Path, file: Path, kind: str) -> None:
    if kind == "epub":
        file = epub(
            tmp_path / "x.epub", {"a.xhtml": f"<h1>Ä</h1><p>{LONG}</p>", "b.xhtml": "<h1>B</h1><p>b</p>"}
        )
    elif kind == "pdf":
        file = pdf(tmp_path / "x.pdf", [prose(4)] * 2, [(1, "One", 1), (1, "Two", 2)])
    parts = [part for part in caged(file) if not isinstance(part, Step)]
    book, chapters = open_book(file)
    picture = cover(file)
    assert parts == [book, *chapters, *([picture] if picture else [])]
    assert bool(picture) == (kind == "pdf")


def test_chapters_come_one_by_one(file: Path) -> None:
    parts = (part for part, _ in groupby(caged(file)))  # a step comes again while nothing else does
    kinds = [type(part) for part in parts if not (isinstance(part, Step) and not part.done)]
    assert kinds == [Book, Chapter, Step, Chapter, Step]


def test_what_is_wrong_with_a_file_is_said_as_ever(tmp_path: Path) -> None:
    (tmp_path / "x.epub").write_bytes(b"PK\x03\x04 no zip")
    with pytest.raises(BookError, match=r"“x\.epub” is damaged"):
        list(caged(tmp_path / "x.epub"))
    with pytest.raises(BookError, match="not found"):
        list(caged(tmp_path / "gone.epub"))


def test_a_password_passes_into_the_cage(tmp_path: Path) -> None:
    document = pymupdf.open(pdf(tmp_path / "plain.pdf", [prose(2)]))
    document.save(tmp_path / "x.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="ü", owner_pw="o")
    with pytest.raises(Locked):
        list(caged(tmp_path / "x.pdf"))
    assert any(isinstance(part, Chapter) for part in caged(tmp_path / "x.pdf", "ü"))


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("os.abort()", "damaged in a way"),
        ("os._exit(0)", "damaged in a way"),
        ("os.kill(os.getpid(), 9)", "too long"),
        ("out.write(b'rubbish, not a frame' * 99)", "more text"),
        ("out.write((9).to_bytes(4, 'big') + b'not JSON!')", "more text"),
        ("out.write((14).to_bytes(4, 'big') + b'{\"Book\": [[]]}')", "damaged in a way"),
        ("out.write((12).to_bytes(4, 'big') + b'{\"end\": true}'[:12])", "more text"),
        ("out.write((13).to_bytes(4, 'big') + b'{\"end\": true}')", "no text"),
        ("out.write((16).to_bytes(4, 'big') + b'{\"memory\": true}')", "more memory"),
    ],
)
def test_a_parser_gone_mad_costs_one_sentence(
    monkeypatch: pytest.MonkeyPatch, file: Path, code: str, sentence: str
) -> None:
    parsers(monkeypatch, code)
    with pytest.raises(BookError, match=rf"“x\.txt” .*{sentence}.*\."):
        list(caged(file))


def test_a_silent_parser_is_given_up(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    parsers(monkeypatch, "time.sleep(60)")
    begun = time.monotonic()
    with pytest.raises(BookError, match="too long"):
        list(caged(file, limits=Limits(silence=0.3)))
    assert time.monotonic() - begun < 5


def test_closing_kills_the_parser_at_once(
    monkeypatch: pytest.MonkeyPatch, file: Path, processes: list["subprocess.Popen[bytes]"]
) -> None:
    parsers(monkeypatch, "time.sleep(60)")
    parts = caged(file)
    assert next(parts) == Step(0, 0)  # it says that it waits, so it can be closed while it does
    begun = time.monotonic()
    parts.close()
    assert time.monotonic() - begun < 2
    assert processes[0].returncode is not None


@pytest.mark.parametrize("kind", ["epub", "pdf"])
def test_a_big_book_shows_its_progress_and_can_be_left_at_any_step(
    tmp_path: Path, processes: list["subprocess.Popen[bytes]"], kind: str
) -> None:
    if kind == "epub":
        body = f"<h1>Day</h1><p>{LONG}</p>" * 20
        file = epub(tmp_path / "x.epub", {f"{number}.xhtml": body for number in range(150)})
    else:
        file = pdf(tmp_path / "x.pdf", [prose(8, f"Sheet {number}") for number in range(150)])
    whole = [part for part in caged(file) if isinstance(part, Step) and part.total]
    kept = [step for step, _ in groupby(whole)]  # a beat repeats the step before
    assert [step.done for step in kept[:150]] == list(range(150))
    assert all(step.total == 150 for step in kept[:150])
    assert kept[-1].done == kept[-1].total
    work = caged(file)
    assert next(part for part in work if isinstance(part, Step) and part.done == 75)
    begun = time.monotonic()
    work.close()
    assert time.monotonic() - begun < 2
    assert processes[-1].returncode is not None


def endless(monkeypatch: pytest.MonkeyPatch, work: str) -> None:
    """Let the cage itself be as it is, and its parser do this for ever, which no machine is quick enough to end."""
    program = (
        "import itertools, ingest.caged\n"
        f"ingest.caged.reader = lambda path: lambda path, password: ({work})\n"
        "ingest.caged.main()"
    )
    monkeypatch.setattr(cage, "COMMAND", (sys.executable, "-c", program))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system keeps no limits")
def test_time_is_limited_by_the_system(
    monkeypatch: pytest.MonkeyPatch, file: Path, processes: list["subprocess.Popen[bytes]"]
) -> None:
    endless(monkeypatch, "step for step in itertools.count() if step < 0")
    monkeypatch.setattr(cage, "SHARED", 300)  # so that it is not the clock that stops it
    with pytest.raises(BookError, match="too long"):
        list(caged(file, limits=Limits(seconds=1, silence=300)))
    assert processes[0].returncode == -signal.SIGXCPU


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system keeps no limits")
def test_memory_is_limited_by_the_system(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    endless(monkeypatch, "[bytearray(1 << 20) for step in itertools.count()] for once in (1,)")
    with pytest.raises(BookError, match="more memory"):
        list(caged(file, limits=Limits(memory=512 << 20)))


def test_more_text_than_any_book_has_is_refused(tmp_path: Path) -> None:
    path = epub(tmp_path / "x.epub", {f"{n}.xhtml": f"<p>{LONG * 100}</p>" for n in range(4)})
    with pytest.raises(BookError, match="more text than any book"):
        list(caged(path, limits=Limits(chapter=9_000)))
    with pytest.raises(BookError, match="more text than any book"):
        list(caged(path, limits=Limits(book=90_000)))


def test_nothing_but_reading_is_allowed_in_the_cage(tmp_path: Path) -> None:
    tries = {
        "write": "open(r'%s', 'w')" % (tmp_path / "left"),
        "temp": "import tempfile; tempfile.mkstemp()",
        "net": "import socket; socket.create_connection(('127.0.0.1', 9), 1)",
        "run": "import subprocess; subprocess.run(['true'])",
        "system": "import os; os.system('true')",
    }
    for name, code in tries.items():
        program = f"from ingest.limits import forbid\nforbid()\n{code}"
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        assert done.returncode, name
        assert "PermissionError" in done.stderr or "No usable temp" in done.stderr, name
    assert not (tmp_path / "left").exists()


def test_the_parent_imports_no_parser() -> None:
    program = "import sys, ingest.cage; print([m for m in ('lxml', 'numpy', 'pymupdf') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_nothing_that_lies_where_the_program_was_started_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ingest.py").write_text("raise SystemExit(3)")
    (tmp_path / "x.txt").write_text("The keeper kept the light.")
    monkeypatch.chdir(tmp_path)
    assert any(isinstance(part, Chapter) for part in caged(Path("x.txt")))
