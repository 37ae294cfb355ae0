"""Held-out questions, answered as the program answers them, over whole texts that were added and read.

Every question is asked in each mode with the memory as it was read, and again with the memory emptied: the difference
is what the memory contributes. Where a set has no questions without an answer, some are asked of a text for which
they were not written: half as many as the text has of its own.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from app.answering import answer
from app.evaluation.sets import Asked, Question, questions
from app.evaluation.shelf import Overheard, shelved
from app.evaluation.squad import decided, exact, f1
from app.values import Mode, Progress
from app.work import follow
from model.interface import ReadingModel

STRANGERS = 0.5
"""How many questions of another text there are for each of a text's own."""


@dataclass(frozen=True)
class Cell:
    """One set in one mode. All measures in percent; f1 and exact over the `n` questions that have an answer.

    `drafted_f1` (mode memory alone) is of what the model says before it is decided whether it is said.
    """

    set: str
    mode: str
    memory: str  # kept or emptied
    f1: float
    exact: float
    drafted_f1: float | None
    found_precision: float
    found_recall: float
    found_f1: float
    not_found_precision: float
    not_found_recall: float
    not_found_f1: float
    n: int
    unanswerable: int


@dataclass
class _Tally:
    """What became of the questions of one cell: (possible, found) and, of possible ones, the marks."""

    decisions: list[tuple[bool, bool]] = field(default_factory=list)
    marks: list[tuple[float, float, float]] = field(default_factory=list)

    def note(self, question: Question, said: str, found: bool, drafted: str) -> None:
        self.decisions.append((question.possible, found))
        if question.possible:
            given = said if found else ""
            golds = question.answers
            self.marks.append((f1(given, golds), exact(given, golds), f1(drafted, golds)))

    def cell(self, name: str, mode: str, memory: str) -> Cell:
        n = len(self.marks)
        columns = zip(*(self.marks or [(0.0, 0.0, 0.0)]), strict=True)
        mean, whole, drafted = (100 * sum(column) / max(1, n) for column in columns)
        yes, no = self.decisions.count((True, True)), self.decisions.count((False, False))
        missed, wrong = self.decisions.count((True, False)), self.decisions.count((False, True))
        found, lost = decided(yes, yes + wrong, yes + missed), decided(no, no + missed, no + wrong)
        draft = drafted if mode == "memory" else None
        return Cell(name, mode, memory, mean, whole, draft, *found, *lost, n, len(self.decisions) - n)


def measure(
    data: Path, model: ReadingModel, sets: Sequence[str], modes: Sequence[Mode], limit: int | None
) -> Iterator[Progress | Cell]:
    """Measure every set in every mode, with the memory kept and emptied."""
    texts = {name: questions(data, name) for name in sets}  # what is missing is said before hours have passed
    for name, every in texts.items():
        with TemporaryDirectory(prefix="lectern-evaluate-") as folder:
            yield from _set(Path(folder), name, chosen(every, limit), model, modes)


def _set(
    place: Path, name: str, texts: Sequence[Asked], model: ReadingModel, modes: Sequence[Mode]
) -> Iterator[Progress | Cell]:
    tallies: dict[tuple[Mode, str], _Tally] = defaultdict(_Tally)
    ways = [(mode, memory) for mode in modes for memory in ("kept", "emptied")]
    ways = [way for way in ways if way != ("text", "emptied")]  # the mode text has no memory to empty
    total, done = sum(len(one.questions) for one in texts), 0
    for text in texts:
        what = f"{name}: reading “{text.title}”"
        yield Progress(done, total, what)
        book = follow(shelved(place, text.title, text.text, model))
        for question in text.questions:
            yield Progress(done, total, f"{name}: asking of “{text.title}”")
            done += 1
            for way in ways:
                _ask(place, book, question, model, way, tallies[way])
    for mode, memory in ways:
        yield tallies[mode, memory].cell(name, mode, memory)


def _ask(
    place: Path, book: str, question: Question, model: ReadingModel, way: tuple[Mode, str], tally: _Tally
) -> None:
    heard = Overheard(model, emptied=way[1] == "emptied")
    made = follow(answer(place, book, question.text, heard.as_model(), mode=way[0]))
    tally.note(question, made.text, made.found, heard.drafted)


def chosen(every: Sequence[Asked], limit: int | None) -> list[Asked]:
    """Take texts in order until there are `limit` questions with an answer or without; then add strangers."""
    texts, left = list[Asked](), limit
    for at, text in enumerate(every):
        own = text.questions[:left]
        if not own:
            break
        left = None if left is None else left - len(own)
        if all(question.possible for other in every for question in other.questions):
            others = every[at - 1].questions if len(every) > 1 else ()
            own += tuple(replace(one, possible=False) for one in others[: round(STRANGERS * len(own))])
        texts.append(replace(text, questions=own))
    return texts
