"""A window that is going to be killed: `python -m tests.app.gui.killed LIBRARY BOOK [real]` prints what it shows.

It opens the book, lets the model read, asks one question after another, and goes on to the third chapter. Each line
is an object with what a person can see by then: tokens read, questions answered, the place, what streams in.
"""

import json
import sys
import time
from itertools import cycle
from pathlib import Path

from PySide6.QtCore import QTimer

from app.gui.shell import Shell
from app.gui.start import application, prepared
from app.settings import Settings
from model.interface import Token
from tests.fakes import FakeModel

QUESTIONS = ("Who kept a grey cat?", "What did the key open?", "From whom came a letter?", "Who wept?")


class SlowModel(FakeModel):
    """Takes its time, as a real one does."""

    def read(self, text, memory, skip=0):
        for one in super().read(text, memory, skip):
            time.sleep(0.02)
            yield one

    def answer(self, question, evidence, memory, sampling):
        for word in ["It", "is", "said", "in", "the", "book", "that", "it", "was", "so", "."]:
            time.sleep(0.05)
            yield Token(word + " ")


def filled(place, real):
    from app.gui.window import Window

    prepared([])
    if real:
        return Window(place, Settings())
    return Window(place, Settings(), lambda settings: SlowModel(segment=6, writes=True))


class Witness:
    """Asks, and tells what is shown."""

    def __init__(self, shell, book):
        self.shell, self.book = shell, book
        self.told = {}
        self.questions = cycle(QUESTIONS)
        self.timer = QTimer(interval=10)
        self.timer.timeout.connect(self.look)
        self.timer.start()

    def look(self):
        window = self.shell.filling
        if window is None:
            return
        if window.desktop.book != self.book:
            window.open_book(self.book)
            window.studio.reading_changed.connect(lambda reading: self.tell(tokens=reading.done))
        if not window._has_reader() or window.reader.opened is None:
            return
        talk = window.reader.panel.talk
        answered = [turn.question for turn in talk.turns if turn.answer is not None]
        streaming = talk.turns[-1].streamed if talk.turns and talk.turns[-1].answer is None else ""
        self.tell(answered=answered, streaming=streaming, where=window.strip.where.text())
        if not talk.busy and window.studio.reading.done:
            talk.ask(next(self.questions))
            if len(talk.turns) == 2:
                window.reader.go_to_chapter(2)

    def tell(self, **shown):
        if any(self.told.get(name) != value for name, value in shown.items()):
            self.told |= shown
            print(json.dumps(self.told), flush=True)


def main():
    place, book, real = Path(sys.argv[1]), sys.argv[2], sys.argv[3:] == ["real"]
    app = application([])
    shell = Shell(place, lambda: __import__("app.gui.window"), lambda: filled(place, real))
    shell.show()
    witness = Witness(shell, book)
    assert witness
    app.exec()


if __name__ == "__main__":
    main()
