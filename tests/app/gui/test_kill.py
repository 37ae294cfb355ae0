"""The window is killed while the model reads and answers: what was shown is there after a restart."""

import json
import subprocess
import sys

import pytest

from app.adding import add
from app.gui.resource import resource
from app.library import Library
from app.work import follow
from ingest.book import Locator
from tests.app.gui.acts import LONG
from tests.app.gui.killed import QUESTIONS
from tests.app.shelves import shelve
from tests.programs import program


def shown_until_killed(place, book, enough, *more):
    """Start the window, kill it as soon as enough is shown, and give the last that was."""
    command = [sys.executable, "-m", "tests.app.gui.killed", str(place), book, *more]
    with program(command, stdout=subprocess.PIPE) as process:
        shown = {}
        for line in process.stdout:
            shown = json.loads(line)
            if enough(shown):
                break
        process.kill()
        shown |= json.loads(([*process.stdout] or ["{}"])[-1] or "{}")  # what it had still said by then
    return shown


def all_is_there(place, book, fingerprint, shown):
    with Library(place) as library:
        stopped = library.progress(book, fingerprint)
        assert stopped.tokens >= shown["tokens"] > 0
        answered = [record.answer.question for record in library.answers(book)]
        assert answered[: len(shown["answered"])] == shown["answered"]
        return answered


def test_what_was_shown_is_there_after_a_kill(open_window, qtbot, place, model):
    book = shelve(place, LONG)
    shown = shown_until_killed(
        place,
        book,
        lambda shown: (
            len(shown.get("answered", ())) >= 2
            and shown.get("streaming")
            and shown.get("where", "").startswith("Chapter 3 of 4")
        ),
    )
    assert len(shown["answered"]) >= 2
    answered = all_is_there(place, book, model.fingerprint, shown)
    model.segment = 6
    with Library(place) as library:
        assert library.place(book) == Locator(2, 0)
    window = open_window()
    window.open_book(book)
    qtbot.waitUntil(lambda: window.reader.leaves.text.chapter is not None)
    assert window.reader.leaves.text.chapter.index == 2
    assert [turn.question for turn in window.reader.panel.talk.turns] == answered
    first = []
    window.studio.reading_changed.connect(
        lambda reading: first.append(reading.done) if reading.done else None
    )
    qtbot.waitUntil(lambda: bool(first) or window.studio.reading.state == "done")
    assert window.studio.reading.done >= shown["tokens"]


@pytest.mark.slow
def test_what_was_shown_is_there_after_a_kill_with_the_real_model(place):
    book = follow(add(place, resource("sample", "the-nought-at-tamsel.epub"))).book.id
    shown = shown_until_killed(
        *(place, book, lambda shown: shown.get("answered") and shown.get("tokens", 0) > 3000), "real"
    )
    with Library(place) as library:
        fingerprint = library._row("SELECT model FROM progress WHERE book = ?", book)[0]
    assert all_is_there(place, book, fingerprint, shown)[0] == QUESTIONS[0]
