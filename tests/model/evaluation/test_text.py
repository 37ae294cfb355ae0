"""Held-out text and filler; and data that are missing, empty or damaged."""

import json
import lzma

import numpy as np
import pytest

from model.data import rows
from model.evaluation.text import Filler, held_out
from model.interface import ModelError
from tests.model.making import tokenizer


def books(folder, *texts):
    (folder / "eval_books").mkdir()
    with lzma.open(folder / "eval_books" / "books.jsonl.xz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"text": text}) + "\n" for text in texts)
    return folder


def test_held_out_books_are_given_whole_and_in_order(tmp_path):
    marks, texts = tokenizer(), ["The tide house.\n\nA clock." * 2000, "Mrs Pomfret."]
    given = [marks.decode(ids.tolist()) for ids in held_out(books(tmp_path, *texts), marks)]
    assert given == texts


def test_a_stretch_is_verbatim_and_begins_again_when_the_text_is_short(tmp_path):
    marks = tokenizer()
    filler = Filler("text", books(tmp_path, "One two three. " * 40), marks, 1000)
    rng = np.random.default_rng(0)
    assert marks.decode(filler.stretch(50, rng).tolist()) in "One two three. " * 40
    assert len(filler.stretch(5000, rng)) == 5000
    repeated = Filler("repeat", None, marks, 0).stretch(3000, rng)
    assert marks.decode(repeated.tolist()).count("The grass is green. The sky is blue.") > 10


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "has no eval_books"),
        (b"", "damaged"),
        (b"plain text", "damaged"),
        (lzma.compress(b""), "empty"),
    ],
)
def test_missing_empty_and_damaged_data_are_said(tmp_path, content, told):
    if content is not None:
        (tmp_path / "eval_books").mkdir()
        (tmp_path / "eval_books" / "books.jsonl.xz").write_bytes(content)
    with pytest.raises(ModelError, match=told):
        list(rows(tmp_path, "eval_books/books"))
    with pytest.raises(ModelError, match="--data"):
        list(rows(None, "eval_books/books"))


def test_a_book_without_text_is_said(tmp_path):
    with pytest.raises(ModelError, match="has no text"):
        list(held_out(books(tmp_path, " "), tokenizer()))
