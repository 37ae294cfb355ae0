"""What tests of the window do again and again, and the book that they do it with."""

from time import sleep

from PySide6.QtCore import Qt

from model.interface import Token
from tests.app.shelves import STORY

LONG = tuple(f"Part {at + 1}\n\n" + "\n\n".join(f"{text} {'So it went on. ' * 30}" for _ in range(12))
             for at, text in enumerate(STORY))  # fmt: skip


def ask(window, qtbot, question):
    panel = window.reader.panel
    before = len(panel.talk.turns)
    panel.composer.start()
    qtbot.keyClicks(panel.composer.field, question)
    qtbot.keyClick(panel.composer.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(panel.talk.turns) > before and not panel.busy)
    return panel.talk.turns[-1]


def answer_slowly(model, monkeypatch):
    """Let a model that writes take four seconds for an answer."""

    def slowly(*_):
        for _ in range(400):
            sleep(0.01)
            yield Token("word ")

    model.writes = True
    monkeypatch.setattr(model, "answer", slowly, raising=False)
