"""Lessons of tales: told segments before they are asked about, the loss on the answers, questions whole."""

import json
import lzma

import numpy as np
import pytest

from model.tokens import ANSWER, END, QUESTION
from model.training.tales import SUMMARIZE, Tales, pad_of, tales

PASSAGES = {
    "A clock was kept here.": [("What was kept?", "A clock")],
    "The keeper went to the harbour.": [("Who went?", "The keeper"), ("Where?", "To the harbour")],
}


@pytest.fixture
def told(data, tokenizer, tmp_path):
    (tmp_path / "qa").mkdir()
    for name in ("fairytaleqa", "narrativeqa", "squad1", "squality"):
        with lzma.open(tmp_path / "qa" / f"{name}_train.jsonl.xz", "wt") as lines:
            for text, questions in PASSAGES.items():
                for question, answer in questions:
                    row = {"story": "one", "context": text, "question": question, "answers": [answer]}
                    lines.write(json.dumps(row) + "\n")
    return tales(tmp_path, tokenizer)


def test_a_tale_is_its_passages_in_order_with_their_questions(told, tokenizer):
    assert len(told) == 4  # one of each set
    assert [tokenizer.decode(passage.ids).strip() for passage in told[0]] == list(PASSAGES)
    assert [len(passage.questions) for passage in told[0]] == [1, 2]


def test_a_lesson_tells_and_then_asks(told, shards, tokenizer):
    filler = [np.load(shards / "00.npy")]
    made = Tales(told, filler, pad_of(tokenizer), np.random.default_rng(0)).lesson(64, 2, 2, 8)
    assert made.ids.shape == (8, 4 * 64)
    for ids, answers, far, text in zip(*made, strict=True):
        assert not answers[: 2 * 64].any()
        assert text[: 2 * 64].all()
        assert (far == answers).all()
        questions = np.flatnonzero(ids == tokenizer.token_to_id(QUESTION))
        assert questions[0] == 2 * 64
        said = {one.strip() for one in tokenizer.decode(ids[answers], skip_special_tokens=False).split(END)}
        known = {answer for asked in PASSAGES.values() for _, answer in asked}
        assert said - {""} <= known
        before = tokenizer.decode(ids[: 2 * 64])
        last = list(PASSAGES)[-1]
        assert before.strip().endswith(last)
        if next(iter(PASSAGES)) not in before:
            assert "A clock" not in said  # what was not told is not asked for


def test_no_question_is_cut_in_two(told, shards, tokenizer):
    filler, mark = [np.load(shards / "00.npy")], tokenizer.token_to_id(ANSWER)
    length = max(len(ids) for tale in told for passage in tale for ids, _ in passage.questions) + 4
    made = Tales(told, filler, pad_of(tokenizer), np.random.default_rng(0)).lesson(length, 3, 3, 8)
    for ids in made.ids:
        for at in np.flatnonzero(ids[3 * length :] == tokenizer.token_to_id(QUESTION)):
            rest = ids[3 * length + at :].tolist()
            end = at + min(rest.index(tokenizer.token_to_id(END)), len(rest) - 1)
            assert at // length == end // length
            assert mark in rest[: end - at]


def test_a_summary_is_asked_for_as_the_program_does(data, tokenizer, tmp_path):
    (tmp_path / "qa").mkdir()
    row = {
        "story": "one",
        "context": "It was.",
        "question": "What is the plot of the story?",
        "answers": ["It was."],
    }
    for name in ("fairytaleqa", "narrativeqa", "squad1", "squality"):
        with lzma.open(tmp_path / "qa" / f"{name}_train.jsonl.xz", "wt") as lines:
            lines.write(json.dumps(row) + "\n")
    ids, answer = tales(tmp_path, tokenizer)[0][0].questions[0]
    assert tokenizer.decode(ids[:answer]).strip() == SUMMARIZE
