"""What the model adds to summaries: its memory's gain in choosing their sentences.

    python -m benchmarks.fit_gain /work/shared/data/qa --model default

Each text is read into a memory first. Prints a row for each weight; the best goes into
`app.summarizing.GAIN_WEIGHT`. Uses `*_train` sets alone.
"""

import argparse
from collections import deque
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from app.centrality import spread, standard
from benchmarks import summaries
from model.interface import MemoryState, ReadingModel
from model.loading import load

TRIED = (0.0, 0.1, 0.25, 0.5, 1.0, 2.0)


def main() -> None:
    """Measure it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default="default")
    parser.add_argument("--texts", type=int, default=30)
    options = parser.parse_args()
    model = load(options.model, "cpu", "none")
    gain(options.folder, model, options.texts)


def read(model: ReadingModel, text: str) -> MemoryState:
    """Read a text into a new memory."""
    return deque(model.read(text, model.blank()), maxlen=1)[0]


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
