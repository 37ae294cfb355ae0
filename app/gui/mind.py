"""The model as the model lane has it: loaded when first needed, and again when its settings change."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.gui.collecting import uncollected
from app.gui.heavy import fetch
from app.gui.scope import Scope
from app.settings import Settings
from app.values import Answer, Mode, Progress, ReadReport, Summary, Work
from model.interface import ReadingModel, Sampling

if TYPE_CHECKING:
    from app.portraying import Portrait
    from model.checking import Report

Load = Callable[[Settings], ReadingModel]


@dataclass(frozen=True)
class Wish:
    """A question as it is asked: of what, from what, and which question it follows."""

    question: str
    scope: Scope
    mode: Mode
    before: str = ""


@dataclass(frozen=True)
class Loaded:
    """An event: which model is there, and the device that it really uses."""

    name: str
    device: str
    wanted: str
    fingerprint: str
    writes: bool


def load(settings: Settings) -> ReadingModel:
    """Load the model that the settings name; the one place of the window where torch gets in."""
    from model.finding import find

    find(settings.model)  # before torch, which takes its time
    fetch("torch", "torch")
    with uncollected():
        from model.loading import load as loading

    return loading(settings.model, settings.device, settings.quantization)


class Mind:
    """What the model lane does. Nothing here may be called on another thread."""

    def __init__(self, place: Path, loading: Load = load) -> None:
        self._place = place
        self._load = loading
        self._model: ReadingModel | None = None
        self._chosen: tuple[str, str, str] | None = None

    def wake(self, settings: Settings) -> Work[ReadingModel]:
        """Give the model, loading it if it is not there."""
        chosen = (settings.model, settings.device, settings.quantization)
        if self._model is None or self._chosen != chosen:
            yield Progress(0, 0, "waking the model")
            self._model = None  # never two of them in memory
            self._model, self._chosen = self._load(settings), chosen
            one = self._model
            yield Loaded(one.name, one.device, settings.device, one.fingerprint, one.writes)
        return self._model

    def read(self, book_id: str, settings: Settings, again: bool = False) -> Work[ReadReport]:
        """Read on in a book."""
        from app.reading import read

        model = yield from self.wake(settings)
        return (yield from read(self._place, book_id, model, again))

    def ask(self, book_id: str, wish: Wish, settings: Settings) -> Work[Answer]:
        """Answer a question; from the text alone as long as nothing of it was read."""
        from app.answering import answer
        from app.library import Library

        model = yield from self.wake(settings)
        part, mode = wish.scope.part, wish.mode
        as_of = part.chapter if part else wish.scope.as_of
        with Library(self._place) as library:
            if mode == "both" and library.snapshot(book_id, model.fingerprint, as_of) is None:
                mode = "text"
        yield Progress(0, 0, {"both": "recalling", "memory": "recalling", "text": "looking up"}[mode])
        sampling = Sampling(settings.temperature, settings.top_p, settings.limit, settings.seed)
        asked = (book_id, wish.question, model, as_of, mode, sampling, part, wish.before)
        return (yield from answer(self._place, *asked))

    def summarize(self, book_id: str, scope: str, settings: Settings, again: bool = False) -> Work[Summary]:
        """Summarize a scope of a book; the sentences come from what was read."""
        from app.summarizing import summarize

        model = yield from self.wake(settings)
        yield Progress(0, 0, "recalling")
        return (yield from summarize(self._place, book_id, scope, model, again))

    def portray(self, book_id: str, settings: Settings, as_of: int | None) -> Work["Portrait"]:
        """Measure the memory of a book."""
        from app.portraying import portray

        model = yield from self.wake(settings)
        return (yield from portray(self._place, book_id, model, as_of))

    def check(self, settings: Settings) -> Work["Report"]:
        """Let the model read a page, recall it and answer."""
        model = yield from self.wake(settings)
        from model.checking import check

        return check(model)
