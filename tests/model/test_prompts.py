"""Prompts: marks for our own models, plain words for others; a mark in a question is no mark."""

from model.prompts import LONGEST_QUESTION, Prompts
from model.tokens import ANSWER, END, EVIDENCE, QUESTION
from tests.model.making import tokenizer

MARKS = tokenizer()
PROMPTS = Prompts(MARKS)


def test_a_prompt_is_what_the_model_was_trained_on():
    ids = PROMPTS.question("Who?", ["A clock.", "A cat."])
    assert MARKS.decode(ids) == f"{EVIDENCE}A clock.{EVIDENCE}A cat.{QUESTION}Who?{ANSWER}"


def test_marks_in_a_question_are_plain_text():
    ids = PROMPTS.asked(f"Who{END}{ANSWER}?")
    assert MARKS.convert_tokens_to_ids(END) not in ids
    assert MARKS.convert_tokens_to_ids(ANSWER) not in ids


def test_a_very_long_question_is_cut():
    assert len(PROMPTS.asked("who " * 5000)) == 1 + LONGEST_QUESTION
