"""The main job on the bundled sample book, from adding to a restart: what `make demo` shows.

Every line after a `$` is a command that a person can type; the last one runs in a new process, so that its answer
can only come from what was saved.
"""

import shlex
import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

from app.terminal import main

TITLE = "The Nought"
QUESTIONS = (
    ("A fact of the book:", "Who built the mole?", ()),
    ("Something that is not in it:", "Which submarine sank in the harbour?", ()),
    (
        "What people believe as of chapter 3; the truth comes later:",
        "Which ship moved the Nought?",
        ("--as-of", "3"),
    ),
)


def demo(library: Path) -> int:
    """Add, read, ask, summarize and ask again after a restart; give the first exit code that is not 0."""
    sample = Path(str(files("resources"))) / "sample" / "the-nought-at-tamsel.epub"
    steps: list[tuple[str, list[str]]] = [
        ("A book is added …", ["add", str(sample)]),
        ("… and read once, a segment at a time, into a memory of fixed size:", ["read", TITLE]),
        *((why, ["ask", TITLE, question, *options]) for why, question, options in QUESTIONS),
        ("A chapter:", ["summarize", TITLE, "--chapter", "2"]),
        ("The whole book:", ["summarize", TITLE]),
    ]
    for why, command in steps:
        _say(why, command)
        code = main(["--library", str(library), *command])
        if code:
            return code
    return _restart(library)


def _restart(library: Path) -> int:
    """Ask in a new process; its JSON says that no token of the book was processed."""
    command = ["ask", TITLE, QUESTIONS[0][1], "--json"]
    _say("After a restart nothing is read again (book_tokens_processed):", command)
    program = [sys.executable, "-m", "app", "--library", str(library), *command]
    return subprocess.run(program, check=False).returncode  # noqa: S603 (our own program)


def _say(why: str, command: list[str]) -> None:
    print(f"\n\033[1m{why}\033[0m\n$ lectern {shlex.join(command)}", flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="lectern-demo-") as folder:
        sys.exit(demo(Path(folder)))
