"""Lessons in reading comprehension: the loss counts on question and answer; apart, the passage must be recalled."""

import numpy as np
import pytest

from model.tokens import ANSWER, QUESTION
from model.training.reading import Reading


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
