"""Learn from books what words are like: which stand in the same places, and which in the same company.

    python -m benchmarks.fit_words ../shared/data

Counts of neighbours, their positive pointwise mutual information, and its main directions: half of a word's
numbers come from what stands right beside it (what part of speech it is), half from what stands around it
(what it is about). They go to `resources/answering/words.npz`, eight bits a number.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.likeness import FILE
from app.words import STOP, WORD, bare
from model.data import rows

KNOWN = 16_000
"""How many words are described, the most common ones."""

BESIDE, AROUND = 400, 3_000
"""How many words are counted beside a word, one by one for each place; and how many around it."""

REACH = 6
"""How far around."""

SIDE = 32
"""How many numbers each of the two descriptions has."""

Counts = npt.NDArray[np.float32]


def main() -> None:
    """Count, reduce and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--shards", type=int, default=4, help="shards of books, about 30 MB each")
    options = parser.parse_args()
    ids, vocabulary = tokens(options.data, options.shards)
    print(f"{len(ids):,} words, the last known one is “{vocabulary[-1]}”")
    known = np.concatenate([reduced(beside(ids)), reduced(around(ids, vocabulary))], axis=1)
    known /= np.linalg.norm(known, axis=1, keepdims=True) + 1e-9
    scale = np.abs(known).max(axis=0) / 127
    FILE.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        FILE,
        words=np.array("\n".join(vocabulary)),
        values=np.round(known / scale).astype(np.int8),
        scale=scale.astype(np.float32),
    )
    for word in ("queen", "angry", "ship", "three", "run", "because"):
        near = np.argsort(-known @ known[vocabulary.index(word)])[1:9]
        print(word, ":", *(vocabulary[at] for at in near))


def texts(data: Path, shards: int) -> Iterator[str]:
    """Give what may be learnt from: books, and the passages of training questions."""
    for shard in range(shards):
        yield from (row["text"] for row in rows(data, f"books/{shard:02d}"))
    for name in ("fairytaleqa", "squad1", "squad2", "nq_open_oracle", "onestopqa"):
        yield from dict.fromkeys(row["context"] for row in rows(data, f"qa/{name}_train"))
    yield from dict.fromkeys(row["summary"] for row in rows(data, "qa/narrativeqa_train"))


def tokens(data: Path, shards: int) -> tuple[npt.NDArray[np.int32], list[str]]:
    """Give all texts as the ranks of their words, -1 for a rare one or the end of a text; and the words."""
    seen: dict[str, int] = {"": 0}
    parts = [
        np.fromiter(
            chain((seen.setdefault(bare(word), len(seen)) for word in WORD.findall(text)), (0,)), np.int32
        )
        for text in texts(data, shards)
    ]
    every, names = np.concatenate(parts), list(seen)
    counts = Counter(dict(enumerate(np.bincount(every, minlength=len(names)).tolist())))
    best = [at for at, _ in counts.most_common(KNOWN + 500) if re.fullmatch(r"[^\W\d_][\w']*", names[at])][
        :KNOWN
    ]
    rank = np.full(len(names), -1, np.int32)
    rank[best] = np.arange(len(best), dtype=np.int32)
    return rank[every], [names[at] for at in best]


def beside(ids: npt.NDArray[np.int32]) -> Counts:
    """Count the common words one and two places before and after each word, each place by itself."""
    return np.concatenate([pairs(ids, step, BESIDE, ids) for step in (-2, -1, 1, 2)], axis=1)


def around(ids: npt.NDArray[np.int32], vocabulary: list[str]) -> Counts:
    """Count words that carry meaning within reach of each word."""
    carry = [at for at, word in enumerate(vocabulary) if word not in STOP][:AROUND]
    column = np.full(len(vocabulary) + 1, -1, np.int32)
    column[carry] = np.arange(len(carry), dtype=np.int32)
    columns = column[ids]
    table = np.zeros((KNOWN, AROUND), np.float32)
    for step in (*range(-REACH, 0), *range(1, REACH + 1)):
        table += pairs(ids, step, AROUND, columns)
    return table


def pairs(ids: npt.NDArray[np.int32], step: int, wide: int, columns: npt.NDArray[np.int32]) -> Counts:
    """Count how often each word has each column's word so many places on."""
    here, there = (ids[:-step], columns[step:]) if step > 0 else (ids[-step:], columns[:step])
    good = (here >= 0) & (there >= 0) & (there < wide)
    flat = here[good].astype(np.int64) * wide + there[good]
    return np.bincount(flat, minlength=KNOWN * wide).reshape(KNOWN, wide).astype(np.float32)


def reduced(counts: Counts) -> Counts:
    """Give the main directions of the positive pointwise mutual information, the common ones made smaller."""
    rows_, columns = counts.sum(axis=1, keepdims=True), counts.sum(axis=0, keepdims=True) ** 0.75
    share = columns / columns.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        table = np.log(counts / (rows_ * share))
    table[~np.isfinite(table)] = 0.0
    np.maximum(table, 0.0, out=table)
    values, vectors = np.linalg.eigh(table.T @ table)
    best = np.argsort(-values)[:SIDE]
    signs = np.sign(vectors[:, best].sum(axis=0))
    found = table @ (vectors[:, best] * signs) / np.sqrt(np.sqrt(np.maximum(values[best], 1e-9)))
    return np.asarray(found / (np.linalg.norm(found, axis=1, keepdims=True) + 1e-9))


if __name__ == "__main__":
    main()
