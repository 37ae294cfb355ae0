"""Brings up every view of the window as a person would, and photographs it; `build.py` starts it."""

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from time import monotonic, sleep

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from app.adding import add
from app.gui import look as looks
from app.gui.language import speak
from app.gui.mind import load
from app.gui.quote import QuoteCard
from app.gui.settings_dialog import PAGES, SettingsDialog
from app.gui.start import prepared
from app.gui.window import Window
from app.library import Library
from app.settings import Settings
from app.work import follow
from ingest.book import Locator

SAMPLE = Path(__file__).parents[1] / "sample" / "the-nought-at-tamsel.epub"
PRINTED = SAMPLE.with_suffix(".pdf")
OTHERS = Path(__file__).parents[3] / "shared" / "books"
"""More books for the shelf, where there are some."""
PATIENCE = 300.0


def make(library: Path, out: Path, theme: str, scale: str, only: str, language: str) -> None:
    """Bring up every view in one theme and photograph it."""
    out.mkdir(parents=True, exist_ok=True)
    book_id = follow(add(library, SAMPLE)).book.id
    printed_id = follow(add(library, PRINTED)).book.id
    others = [follow(add(library, file)).book.id for file in sorted(OTHERS.glob("*.epub"))[:6]]
    with Library(library) as opened:
        opened.forget_asked(printed_id)
        opened.save_place(book_id, Locator(4, 2600))
        opened.forget_asked(book_id)
    desktop = replace(looks.Desktop(), toured=True)
    desktop = replace(desktop, look=replace(desktop.look, appearance=theme, language=language))
    app, loading = prepared([]), cache(load)
    speak(language)
    for name, view in VIEWS.items():
        if only and name not in only.split(","):
            continue
        place = library / "bare" if name in BARE else library
        looks.save(place, desktop)
        window = Window(place, Settings(), loading)
        window.resize(1280, 800)
        window.show()
        shown: QWidget = view(Stage(app, window, book_id, printed_id, *others)) or window
        wait(app, lambda: False, 0.8)
        shown.grab().save(str(out / f"{name}-{theme}{'@2x' if scale == '2' else ''}.png"))
        window.close()
        window.deleteLater()
        wait(app, lambda: False, 0.05)


def wait(app: QApplication, until: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Let the window live until something is so."""
    end = monotonic() + seconds
    while not until() and monotonic() < end:
        app.processEvents()
        sleep(0.005)  # leaves the processor to the lanes


class Stage:
    """A window with the sample novel, and what a person does with it."""

    def __init__(
        self, app: QApplication, window: Window, book_id: str, printed_id: str, *others: str
    ) -> None:
        self.app, self.window, self.book_id = app, window, book_id
        self.printed_id, self.others = printed_id, others

    def wait(self, until: Callable[[], bool]) -> None:
        """Wait until something is so."""
        wait(self.app, until)

    def read(self, book_id: str = "") -> None:
        """Open the novel, or another book, and let the model read all of it."""
        self.window.open_book(book_id or self.book_id)
        self.wait(
            lambda: self.window.studio.reading.state == "done" and self.window.reader.opened is not None
        )
        self.wait(lambda: self.window.reader.whole_chapter() is not None)

    def ask(self, question: str, scope: str = "place") -> None:
        """Ask, and wait for the answer."""
        talk = self.window.reader.panel.talk
        talk.composer.choose_scope(scope)
        if not any(turn.question == question for turn in talk.turns):
            talk.ask(question)
        self.wait(lambda: not talk.busy)


def _library(stage: Stage) -> None:
    stage.wait(lambda: stage.window.shelf.sorted.rowCount() > 0)
    wait(stage.app, lambda: False, 2.0)  # for the covers


def _list(stage: Stage) -> None:
    _library(stage)
    stage.window.shelf.show_as("list")


def _reader(stage: Stage) -> None:
    stage.read()
    stage.window.reader.show_panel(False)


def _asked(stage: Stage) -> None:
    stage.read()
    stage.ask("Which submarine sank?")
    stage.ask("How old is Dorcas Imrie when she is sent to the coast?")
    stage.ask("Which village does Dorcas come from?")


def _about(stage: Stage) -> None:
    stage.read()
    stage.ask("What is this book about?")


def _cited(stage: Stage) -> None:
    stage.read()
    stage.ask("How old is Dorcas Imrie when she is sent to the coast?")
    turns = stage.window.reader.panel.talk.turns
    card = next(card for turn in reversed(turns) for card in turn.findChildren(QuoteCard))
    card.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier))
    stage.wait(lambda: stage.window.reader.visiting)


def _printed(stage: Stage) -> None:
    """The words of a citation, on the page as it is printed."""
    stage.read(stage.printed_id)
    stage.ask("Which village does Dorcas come from?", scope="book")
    stage.wait(lambda: stage.window.reader.leaves.printed)
    talk = stage.window.reader.panel.talk
    answer = talk.turns[-1].answer
    assert answer is not None
    stage.window.reader.visit(answer.citations[0])
    stage.wait(lambda: stage.window.reader.visiting)


def _reading(stage: Stage) -> None:
    """A book of which the model has read a part; nothing was asked yet."""
    stage.window.open_book(stage.others[-1])
    stage.wait(lambda: stage.window.studio.reading.done > 4000)


def _untold(stage: Stage) -> None:
    """What the book does not tell, and what cannot be asked so."""
    stage.read()
    stage.ask("How many moons has the planet Jupiter?", scope="book")
    talk = stage.window.reader.panel.talk
    talk.choose_mode("memory")
    talk.composer.choose_scope("this")
    talk.ask("Who is the mayor?")
    stage.wait(lambda: not talk.busy)
    talk.choose_mode("both")


def _found(stage: Stage) -> None:
    stage.read()
    stage.window.reader.show_panel(False)
    stage.window.reader.start_finding()
    contents = stage.window.reader.contents
    contents.finder.setText("harbour")
    wait(stage.app, lambda: False, 1.5)


def _look(stage: Stage) -> QWidget:
    stage.read()
    stage.window.show_look()
    return stage.window.look_menu


def _summaries(stage: Stage) -> None:
    stage.read()
    panel = stage.window.reader.panel
    panel.show_tab(1)
    if panel.summaries.shown is None:
        panel.summaries.pressed()
    stage.wait(lambda: panel.summaries.shown is not None)


def _compare(stage: Stage) -> None:
    stage.read()
    stage.window.reader.show_compare()
    compare = stage.window.reader.sheets.compare
    compare.sides[0].chapter.setCurrentIndex(2)
    compare.question.setText("Who saved the seven men of the Constant Anna?")
    compare.ask()
    stage.wait(lambda: not compare.busy)


def _memory(stage: Stage) -> None:
    stage.read()
    stage.window.reader.show_memory()
    stage.wait(lambda: stage.window.reader.sheets.memory.portrait is not None)


def _keys(stage: Stage) -> QWidget:
    stage.window.show_shortcuts()
    return _dialog(stage)


def _dialog(stage: Stage) -> QWidget:
    return next(one for one in stage.window.findChildren(QDialog) if one.isVisible())


def _page(name: str) -> Callable[[Stage], QWidget]:
    def view(stage: Stage) -> QWidget:
        stage.window.show_settings()
        dialog = _dialog(stage)
        assert isinstance(dialog, SettingsDialog)
        dialog.menu.setCurrentRow(list(PAGES).index(name))
        if name == "models":
            stage.wait(lambda: len(dialog.models.findChildren(QPushButton)) > 4)
        return dialog

    return view


def _empty(stage: Stage) -> None:
    stage.wait(stage.window.shelf.empty.isVisible)


def _tour(stage: Stage) -> None:
    _empty(stage)
    stage.window.tour.start()


def _missing(stage: Stage) -> None:
    """A file that is no book, refused in words."""
    broken = stage.window.house.place / "A damaged book.epub"
    broken.write_bytes(b"PK no book")
    stage.window.shelf.add([broken])
    stage.wait(stage.window.notice.isVisible)


VIEWS: dict[str, Callable[[Stage], QWidget | None]] = {
    "empty": _empty,
    "tour": _tour,
    "library": _library,
    "list": _list,
    "refused": _missing,
    "reading": _reading,
    "reader": _reader,
    "asked": _asked,
    "cited": _cited,
    "about": _about,
    "untold": _untold,
    "printed": _printed,
    "found": _found,
    "look": _look,
    "summaries": _summaries,
    "compare": _compare,
    "memory": _memory,
    "settings": _page("pages"),
    "window": _page("window"),
    "answers": _page("answers"),
    "models": _page("models"),
    "privacy": _page("privacy"),
    "licences": _page("about"),
    "shortcuts": _keys,
}
BARE = ("empty", "tour")
"""Views of a library without books."""

if __name__ == "__main__":
    folder, target, *rest = sys.argv[1:]
    make(Path(folder), Path(target), *rest)
