"""The wording of the pass key, and what of it is the answer."""

import re

import numpy as np
import pytest

from model.passkey import NAMES, REPEATED, answer, asked, asked_ids, draw_key, told, told_ids
from tests.model.making import tokenizer


def test_a_key_is_told_and_asked_for_in_plain_words():
    assert told("48213").strip() == "The pass key is 48213."
    assert told("48213", "lamp").strip() == "The pass key of the lamp is 48213."
    assert (asked() + answer("48213")).strip() == "What is the pass key? The pass key is 48213."
    assert (asked("lamp") + answer("48213")).endswith("the lamp? The pass key is 48213.")
    assert REPEATED.startswith("The grass is green. The sky is blue. The sun is yellow.")


@pytest.mark.parametrize("name", ["", "lamp"])
def test_the_answer_of_a_question_is_its_digits_and_the_blank_before_them(name):
    marks = tokenizer()
    question = asked_ids(marks.backend_tokenizer, "04821", name)
    assert marks.decode(question.ids[question.start : question.stop]).strip() == "04821"
    assert marks.decode(question.ids[question.begin :]) == " 04821"
    assert marks.decode(question.ids[: question.begin]) == asked(name)
    assert question.stop == len(question.ids)
    assert "04821" in marks.decode(told_ids(marks.backend_tokenizer, "04821", name))


def test_keys_are_any_five_digits():
    rng = np.random.default_rng(0)
    keys = [draw_key(rng) for _ in range(300)]
    assert all(re.fullmatch(r"\d{5}", key) for key in keys)
    assert {key[0] for key in keys} == set("0123456789")
    assert len(set(NAMES)) == len(NAMES) >= 20
