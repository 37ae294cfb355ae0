"""Books become ids that decode to the same text; digits stand alone."""

import lzma

import numpy as np
import pytest

from model.interface import ModelError
from model.tokens import BOOK, MARKS
from model.training.prepare import prepare, shards_of, texts


def test_a_shard_decodes_to_its_books(data, shards, tokenizer):
    ids = np.load(shards / "00.npy").tolist()
    parts = "".join(tokenizer.decode(ids, skip_special_tokens=False)).split(BOOK)[1:]
    assert parts == list(texts(shards_of(data)[0]))


def test_digits_stand_alone(tokenizer):
    assert tokenizer.encode("48213").tokens == list("48213")


def test_marks_are_single_tokens(tokenizer):
    assert [len(tokenizer.encode(mark).ids) for mark in MARKS] == [1] * len(MARKS)


def test_what_is_there_is_not_made_again(data, shards):
    before = (shards / "00.npy").stat().st_mtime_ns
    prepare(data, shards, 512, None)
    assert (shards / "00.npy").stat().st_mtime_ns == before


def test_a_folder_without_books_is_refused(tmp_path):
    with pytest.raises(ModelError, match="no books"):
        shards_of(tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"no xz", lzma.compress(b"no json\n"), lzma.compress(b'{"title": "A"}\n')]
)
def test_a_damaged_shard_is_told_of(tmp_path, content):
    (tmp_path / "books").mkdir()
    (tmp_path / "books" / "00.jsonl.xz").write_bytes(content)
    with pytest.raises(ModelError, match=r"00\.jsonl\.xz.* get it again"):
        prepare(tmp_path, tmp_path / "shards", 512, None)
    assert not list((tmp_path / "shards").glob("*.npy"))
