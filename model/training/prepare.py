"""Books become a tokenizer and shards of token ids, cached in a folder.

    python -m model.training.prepare DATA FOLDER [--vocabulary 4096] [--shards N]

DATA holds `books/*.jsonl.xz` (one book a line, `text`). FOLDER gets `tokenizer.json` and, for each shard, `NN.npy`:
uint16 ids of its books in order, each begun by the mark BOOK and with paragraphs kept.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from model.data import SUFFIX, rows_in
from model.interface import ModelError
from model.tokens import BOOK, MARKS

SAMPLE = 120
"""Books the vocabulary is learnt from."""


def texts(shard: Path) -> Iterator[str]:
    """Give the text of each book of a shard; raise ModelError when it is damaged or empty."""
    for row in rows_in(shard):
        if not isinstance(row.get("text"), str):
            raise ModelError(f"In {shard} is a book without a text; get it again.")
        yield row["text"]


def learn_tokenizer(books: Iterator[str], vocabulary: int) -> Tokenizer:
    """Learn a byte-level BPE vocabulary; digits stand alone, so that numbers can be copied digit by digit."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"\d"), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(
        books,
        trainers.BpeTrainer(
            vocab_size=vocabulary,
            special_tokens=list(MARKS),
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    return tokenizer


def shards_of(data: Path) -> list[Path]:
    """Find the shards of a corpus folder; raise ModelError when there are none."""
    shards = sorted((data / "books").glob(f"*{SUFFIX}"))
    if not shards:
        raise ModelError(f"There are no books (books/*.jsonl.xz) in {data}.")
    return shards


def prepare(data: Path, folder: Path, vocabulary: int, most: int | None) -> Tokenizer:
    """Make what is not there yet; return the tokenizer."""
    folder.mkdir(parents=True, exist_ok=True)
    shards = shards_of(data)[:most]
    saved = folder / "tokenizer.json"
    if not saved.exists():
        sample = (
            text for shard in shards for i, text in enumerate(texts(shard)) if i < SAMPLE // len(shards)
        )
        learn_tokenizer(sample, vocabulary).save(str(saved))
    tokenizer = Tokenizer.from_file(str(saved))
    book = tokenizer.token_to_id(BOOK)
    for shard in shards:
        target = folder / f"{shard.name.split('.')[0]}.npy"
        if target.exists():
            continue
        ids = [np.array([book, *tokenizer.encode(text).ids], np.uint16) for text in texts(shard)]
        part = target.with_suffix(".part.npy")
        np.save(part, np.concatenate(ids))
        part.replace(target)
        print(f"{target}: {sum(map(len, ids)):,} tokens", flush=True)
    return tokenizer


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--vocabulary", type=int, default=4096)
    parser.add_argument("--shards", type=int)
    options = parser.parse_args()
    prepare(options.data, options.folder, options.vocabulary, options.shards)
