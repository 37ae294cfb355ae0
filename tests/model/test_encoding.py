"""Text becomes ids a stretch at a time; nothing is lost, and the cuts depend on the text alone."""

from hypothesis import given, settings
from hypothesis import strategies as st

from model import encoding
from model.encoding import STRETCH, encode, segments, stretches
from tests.model.making import TEXT, tokenizer

MARKS = tokenizer()
TEXTS = st.text(st.sampled_from("ab \n<|end|>é語")).map(lambda text: text * 40)


@given(TEXTS)
@settings(max_examples=30, deadline=None)
def test_stretches_join_to_the_text(text):
    assert "".join(stretches(text * 50)) == text * 50


@given(TEXTS)
@settings(max_examples=30, deadline=None)
def test_ids_decode_to_the_text(text):
    ids = [i for part in encode(MARKS, text) for i in part]
    assert MARKS.decode(ids) == text


def test_a_long_text_is_cut_after_paragraphs():
    parts = list(stretches(TEXT * 100))
    assert len(parts) > 3
    assert all(len(part) <= STRETCH and part.endswith("\n\n") for part in parts)


def test_a_text_without_spaces_is_cut_too():
    assert [len(part) for part in stretches("x" * (2 * STRETCH + 5))] == [STRETCH, STRETCH, 5]


@given(length=st.integers(1, 40), skip=st.integers(0, 10))
@settings(max_examples=40, deadline=None)
def test_reading_on_gives_the_segments_that_were_left(length, skip):
    every = list(segments(MARKS, TEXT, length))
    assert all(len(segment) == length for segment in every[:-1])
    assert list(segments(MARKS, TEXT, length, skip * length)) == every[skip:]


def test_marks_in_a_book_are_plain_text():
    ids = [i for part in encode(MARKS, "He wrote <|end|> here.") for i in part]
    assert MARKS.eos_token_id not in ids
    assert encoding.STRETCH > 1000
