"""What the model adds: its relevance in finding answers, its memory's gain in choosing summary sentences.

    python -m benchmarks.fit_model /work/shared/data/qa --model default

Each text is read into a memory first. Prints a row for each weight; the best go into
`app.answering.MODEL_WEIGHT` and `app.summarizing.GAIN_WEIGHT`. Uses `*_train` sets alone.
"""

import argparse
import random
from collections import deque
from collections.abc import Sequence
from pathlib import Path

import numpy as np

import app.answering
from app.centrality import spread, standard
from app.quoting import rank
from benchmarks import summaries
from benchmarks.answers import books, case
from model.interface import MemoryState, ReadingModel
from model.loading import load

TRIED = (0.0, 0.1, 0.25, 0.5, 1.0, 2.0)


def main() -> None:
    """Measure both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default="default")
    parser.add_argument("--texts", type=int, default=30)
    options = parser.parse_args()
    model = load(options.model, "cpu", "none")
    app.answering.MODEL_WEIGHT = 1.0  # so that `raised` gives standard deviations
    relevance(options.folder, model, options.texts)
    gain(options.folder, model, options.texts)


def read(model: ReadingModel, text: str) -> MemoryState:
    """Read a text into a new memory."""
    return deque(model.read(text, model.blank()), maxlen=1)[0]


def relevance(folder: Path, model: ReadingModel, texts: int) -> None:
    """Print the share of questions whose first sentence answers, with the book's memory and a blank one."""
    some = [(book, rows) for source, book, rows in books(folder, 1) if source == "fairytale"]
    hits: dict[str, list[list[bool]]] = {"memory": [], "blank": []}
    for book, rows in random.Random(0).sample(some, texts):
        known = read(model, "\n\n".join(passage.text for passage in book.passages))
        for row in rows[:12]:
            one = case("fairytale", book, row)
            order = rank(one.evidence)
            if not any(any(cut) for cut in one.right) or not order:
                continue
            for name, memory in (("memory", known), ("blank", model.blank())):
                judged = app.answering.raised(one.evidence, order, model, memory)
                firsts = [rank(one.evidence, [weight * value for value in judged])[0] for weight in TRIED]
                hits[name].append([one.right[first.passage][first.line] for first in firsts])
    for name, table in hits.items():
        print(
            "relevance,",
            name,
            len(table),
            dict(zip(TRIED, np.mean(table, axis=0).round(4).tolist(), strict=True)),
        )


def gain(folder: Path, model: ReadingModel, texts: int) -> None:
    """Print ROUGE-1 and ROUGE-L of summaries for each weight of the gain."""
    rows: list[list[Sequence[float]]] = []
    for one in summaries.load(folder)[:texts]:
        memory = read(model, " ".join(sentence.text for sentence in one.found))
        scores = one.parts @ np.array([1.0, 1.0, 0.5, 0.2])
        fit = np.array(one.fit)
        kept = sorted(fit[np.argsort(-scores[fit])[: 4 * summaries.WANTED]].tolist())
        said = [one.found[at].text for at in kept]
        raised = standard(model.gain(said, memory))
        chosen = [
            spread(said, standard(scores[kept]) + weight * raised, summaries.WANTED) for weight in TRIED
        ]
        rows.append([summaries.rouge([kept[at] for at in some], one) for some in chosen])
    print("gain", len(rows), dict(zip(TRIED, np.mean(rows, axis=0).round(4).tolist(), strict=True)))


if __name__ == "__main__":
    main()
