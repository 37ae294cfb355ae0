"""Lessons in reading comprehension: the loss counts on question and answer, which follow their passage."""

import numpy as np

from model.tokens import ANSWER, QUESTION
from model.training.reading import Reading


def test_reading_counts_on_question_and_answer(data, tokenizer):
    reading = Reading(data, tokenizer, np.random.default_rng(0))
    for ids, counts in zip(*reading.batch(64, 4), strict=True):
        start = ids.tolist().index(tokenizer.token_to_id(QUESTION))
        answer = ids.tolist().index(tokenizer.token_to_id(ANSWER))
        assert start > 0
        assert not counts[: start + 1].any()
        assert counts[start + 1 : answer + 2].all()
