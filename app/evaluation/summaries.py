"""Summaries as the program makes them, of texts that were added and read, against people's summaries.

A text is read to 10, 25, 50 and 100 % (the paper's Fig. 4): each time its beginning is a book of its own. Beside the
program's summary stand the one that it makes with its memory emptied, the text's first sentences and LexRank's; those
two are as long as the program's, since ROUGE rewards length.
"""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, geometric_mean
from tempfile import TemporaryDirectory

from app.evaluation.extracts import check, lead, lexrank, rouge
from app.evaluation.sets import Told
from app.evaluation.sets import summaries as texts_of
from app.evaluation.shelf import Overheard, shelved
from app.summarizing import summarize
from app.values import Progress
from app.work import follow
from ingest import sentences
from model.interface import ReadingModel

__all__ = ["WAYS", "Cell", "check", "measure"]

WAYS = ("lectern", "emptied", "lead", "lexrank")


@dataclass(frozen=True)
class Cell:
    """ROUGE (F, percent) of one way on the `n` texts of a set, of which a share was read.

    `rouge` is the geometric mean of the three, as in the paper; `words` the mean length of the summaries.
    """

    set: str
    read: float
    by: str
    rouge1: float
    rouge2: float
    rougeL: float  # noqa: N815 - the measure's own name
    rouge: float
    words: float
    n: int


def measure(
    data: Path, model: ReadingModel, sets: Sequence[str], shares: Sequence[int], limit: int | None
) -> Iterator[Progress | Cell]:
    """Measure every set; `shares` in percent of the text."""
    every = {name: list(texts_of(data, name))[:limit] for name in sets}
    for name, texts in every.items():
        for share in shares:
            made: dict[str, list[tuple[str, Told]]] = {way: [] for way in WAYS}
            for done, text in enumerate(texts):
                yield Progress(done, len(texts), f"{name}: {share} % of “{text.title}”")
                for way, said in _all(text, share, model).items():
                    made[way].append((said, text))
            for way in WAYS:
                yield _cell(name, share / 100, way, made[way])


def _cell(name: str, read: float, way: str, made: Sequence[tuple[str, Told]]) -> Cell:
    scores = [rouge(said, text.summaries) for said, text in made]
    one, two, longest = (fmean(column) for column in zip(*scores, strict=True))
    overall = geometric_mean((one, two, longest)) if min(one, two, longest) > 0 else 0.0
    words = fmean(len(said.split()) for said, _ in made)
    return Cell(name, read, way, one, two, longest, overall, words, len(made))


def _all(text: Told, share: int, model: ReadingModel) -> dict[str, str]:
    """Summarize the beginning of a text in every way."""
    begun = beginning(text.text, share)
    with TemporaryDirectory(prefix="lectern-evaluate-") as folder:
        place, second = Path(folder) / "kept", Path(folder) / "emptied"
        book = follow(shelved(place, text.title, begun, model))
        shutil.copytree(place, second)  # a summary that was made is kept, and would be given again
        own = follow(summarize(place, book, "book", model)).text
        emptied = Overheard(model, emptied=True).as_model()
        without = follow(summarize(second, book, "book", emptied)).text
    lines, words = [sentence for _, sentence in sentences(begun)], len(own.split())
    return {"lectern": own, "emptied": without, "lead": lead(lines, words), "lexrank": lexrank(lines, words)}


def beginning(text: str, share: int) -> str:
    """Give the first `share` percent of a text, to the end of the paragraph."""
    if share >= 100:
        return text
    end = text.find("\n\n", len(text) * share // 100)
    return text[:end] if end > 0 else text
