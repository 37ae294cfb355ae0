"""How near chosen sentences come to people's summaries: SQuALITY's stories of `squality_train` alone.

    python -m benchmarks.summaries /work/shared/data/qa

Prints ROUGE-1 and ROUGE-L (F, stems, best of the references) of as many sentences by several ways;
the weights are searched on half of the stories and judged on the others. There they are compared with the first
sentences, LexRank and TextRank of as many words, by Google's ROUGE.
"""

import argparse
import itertools
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.centrality import (
    Sentence,
    centrality,
    names,
    sentences_of,
    spread,
    standard,
    standing_alone,
    stands_alone,
)
from app.evaluation.extracts import lead, lexrank, textrank
from app.evaluation.extracts import rouge as google
from app.words import content
from ingest.book import Chapter
from model.data import rows

WANTED = 12


@dataclass
class Story:
    """A story's sentences, described, and its references."""

    found: list[Sentence]
    parts: np.ndarray  # sentences × (centrality, alone, names, early)
    fit: list[int]
    references: list[list[str]]
    told: list[str]


def main() -> None:
    """Search the weights and print what they are worth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    stories = load(parser.parse_args().folder)
    fitted, judged = stories[::2], stories[1::2]
    grid = itertools.product((0.5, 1.0), (0.5, 1.0, 1.5), (0.0, 0.5, 1.0), (0.0, 0.2, 0.5))
    best = max(grid, key=lambda weights: score(fitted, weights)[0] + score(fitted, weights)[1])
    print("centrality, alone, names, early:", best)
    for name, weights in {"best": best, "centrality": (1, 0, 0, 0), "1 1 .5 .2": (1, 1, 0.5, 0.2)}.items():
        print(name, np.round(score(judged, weights), 4))
    print("lead", np.round(np.mean([rouge(list(range(WANTED)), one) for one in judged], axis=0), 4))
    compared(judged, best)
    every = [np.linspace(0, len(one.found) - 1, WANTED).astype(int).tolist() for one in judged]
    print("evenly", np.round(np.mean([rouge(*pair) for pair in zip(every, judged, strict=True)], axis=0), 4))


def compared(stories: Sequence[Story], weights: Sequence[float]) -> None:
    """Print ROUGE-1, -2 and -L of the chosen sentences and of the baselines, as Google's library counts."""
    rows = defaultdict(list)
    for one in stories:
        texts = [sentence.text for sentence in one.found]
        own = " ".join(texts[at] for at in choose(one, weights))
        words = len(own.split())
        for name, said in (
            ("own", own),
            ("lead", lead(texts, words)),
            ("lexrank", lexrank(texts, words)),
            ("textrank", textrank(texts, words)),
        ):
            rows[name].append((*google(said, one.told), len(said.split())))
    for name, some in rows.items():
        print(f"{name}: ROUGE-1 -2 -L, words", np.round(np.mean(some, axis=0), 2))


def load(folder: Path) -> list[Story]:
    """Read the stories and describe their sentences."""
    return [story(row) for row in rows(folder.parent, "qa/squality_train") if "plot" in row["question"]]


def story(row: dict) -> Story:
    """Describe one story."""
    text = "\n\n".join(" ".join(part.split()) for part in row["context"].split("\n\n"))
    found = sentences_of(Chapter(0, "", 0, text))
    texts = [one.text for one in found]
    alone = np.array([stands_alone(one) for one in found])
    parts = [centrality(texts), alone, [names(one) for one in texts], -np.arange(len(texts))]
    table = np.stack([standard(part) for part in parts], axis=1)
    return Story(
        found,
        table,
        standing_alone(found, 2 * WANTED),
        [content(answer) for answer in row["answers"]],
        row["answers"],
    )


def score(stories: Sequence[Story], weights: Sequence[float]) -> np.ndarray:
    """Give the mean ROUGE of what these weights choose."""
    return np.mean([rouge(choose(one, weights), one) for one in stories], axis=0)


def choose(one: Story, weights: Sequence[float]) -> list[int]:
    """Choose as `app.summarizing` does, without a model."""
    scores = one.parts @ np.array(weights)
    fit = np.array(one.fit)
    kept = sorted(fit[np.argsort(-scores[fit])[: 4 * WANTED]].tolist())
    texts = [one.found[at].text for at in kept]
    return [kept[at] for at in spread(texts, standard(scores[kept]), WANTED)]


def rouge(chosen: Sequence[int], one: Story) -> tuple[float, float]:
    """Give ROUGE-1 and ROUGE-L, the F of the best reference, on stems of content words."""
    said = content(" ".join(one.found[at].text for at in chosen))
    pairs = [
        (f(sum((Counter(said) & Counter(gold)).values()), said, gold), f(longest(said, gold), said, gold))
        for gold in one.references
    ]
    return max(pair[0] for pair in pairs), max(pair[1] for pair in pairs)


def f(shared: int, said: Sequence[str], gold: Sequence[str]) -> float:
    """Give F from the number of shared words."""
    return 2 * shared / max(1, len(said) + len(gold))


def longest(one: Sequence[str], other: Sequence[str]) -> int:
    """Give the length of the longest common subsequence."""
    row = np.zeros(len(other) + 1, int)
    against = np.array(other)
    for word in one:
        row[1:] = np.maximum.accumulate(np.maximum(row[1:], np.where(against == word, row[:-1] + 1, 0)))
    return int(row[-1])


if __name__ == "__main__":
    main()
