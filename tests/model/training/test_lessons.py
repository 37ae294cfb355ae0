"""Lessons: what is asked was told, the loss counts on values alone, and far questions need an earlier segment."""

import numpy as np
import pytest
from tokenizers import Tokenizer

from model.finding import find
from model.tokens import ANSWER, QUESTION
from model.training.lessons import CURRICULUM, Reading, Recall, Stream, Vocabulary, stage


@pytest.fixture
def recall(shards, tokenizer):
    text = np.load(shards / "00.npy").astype(np.int64)
    return Recall(text, Vocabulary(tokenizer), np.random.default_rng(0))


def test_every_marked_question_was_told_before(recall):
    lesson = recall.batch(stage(3, 4), 4, 5)
    for ids, counts, far in zip(*lesson, strict=True):
        assert counts.sum() == 3 * 4
        for at in np.flatnonzero(counts):
            key, value = ids[at - 1], ids[at]
            told = [
                t
                for t in np.flatnonzero(ids == recall.vocabulary.fact)
                if (ids[t + 1], ids[t + 2]) == (key, value)
            ]
            assert len(told) == 1
            assert told[0] < at
            assert far[at] == (told[0] // 64 < at // 64)


def test_a_plain_question_ends_with_the_digits_that_were_told(recall, tokenizer):
    ids, counts, _ = recall.lesson(stage(1, 2, value=5, plain=True, length=128), 2)
    assert counts.sum() == 2 * 5
    text = tokenizer.decode(ids.tolist())
    value = tokenizer.decode(ids[np.flatnonzero(counts)[:5]].tolist())
    assert text.count(value) == 2 or text.count(value) == 3


@pytest.mark.parametrize("number", range(len(CURRICULUM)))
def test_every_stage_fits_its_segments_with_the_default_models_tokenizer(shards, number):
    tokenizer = Tokenizer.from_file(str(find("default") / "tokenizer.json"))
    text = np.load(shards / "00.npy").astype(np.int64)
    one = CURRICULUM[number]
    ids, counts, _ = Recall(text, Vocabulary(tokenizer), np.random.default_rng(0)).batch(
        one, one.segments, 20
    )
    assert ids.shape == (20, one.segments * one.length)
    assert counts.sum() == 20 * one.segments * one.pairs * one.value


def test_a_stage_that_does_not_fit_is_refused(recall):
    with pytest.raises(ValueError, match="fit"):
        recall.lesson(stage(30, 1), 1)


def test_a_stream_goes_on_where_it_stopped(shards):
    stream = Stream([shards / "00.npy"], 2, np.random.default_rng(0))
    (shard, at), whole = stream.place[0], np.load(shards / "00.npy")
    first, second = stream.batch(32).ids[0], stream.batch(32).ids[0]
    assert shard == 0
    if at + 64 <= len(whole):
        assert np.concatenate((first, second)).tolist() == whole[at : at + 64].tolist()


@pytest.mark.parametrize("apart", [False, True])
def test_reading_counts_on_question_and_answer(data, tokenizer, apart):
    reading = Reading(data, tokenizer, np.random.default_rng(0))
    lesson = reading.batch(64, 4, apart)
    for ids, counts, far in zip(*lesson, strict=True):
        start = ids.tolist().index(tokenizer.token_to_id(QUESTION))
        answer = ids.tolist().index(tokenizer.token_to_id(ANSWER))
        assert start == 64 if apart else start > 0
        assert not counts[: start + 1].any()
        assert counts[start + 1 : answer + 2].all()
        assert far.any() == apart
        assert not far[:answer].any()
