"""Planted facts: what is asked was told before, once; far answers need an earlier segment; rows go on and remember."""

import re

import numpy as np
import pytest
from tokenizers import Tokenizer

from model import passkey
from model.finding import find
from model.training.curriculum import CURRICULUM
from model.training.facts import Facts
from model.training.planting import Planting, Stage
from model.training.strangers import CURRICULUM as STRANGERS


@pytest.fixture(scope="module")
def ours():
    return Tokenizer.from_file(str(find("default") / "tokenizer.json"))


@pytest.fixture
def planting(ours, shards):
    rng = np.random.default_rng(0)
    text = np.array(ours.encode("A grey cat slept on the warm stone by the door. " * 400).ids)
    return Planting([text], np.array(ours.encode(passkey.REPEATED).ids), Facts(ours, rng), rng)


@pytest.mark.parametrize("kind", ["key 5", "named 3"])
def test_an_answer_is_what_was_told_last(planting, ours, kind):
    lesson = planting.lesson(Stage(2, 6, 128, (kind,)), 6, planting.rows(8))
    asked = 0
    for ids, answers in zip(lesson.ids, lesson.answers, strict=True):
        for at in np.flatnonzero(answers & ~np.roll(answers, 1)).tolist():
            before = ours.decode(ids[:at].tolist(), skip_special_tokens=False)
            counted = [token for token, counts in zip(ids[at:], answers[at:], strict=True) if counts]
            answer = re.findall(r"\d", ours.decode(counted))[: int(kind[-1])]
            name = re.findall(r"What is the pass key( of the [^?]+)?\?", before)[-1]
            told = re.findall(rf"The pass key{name} is (\d+)\.", before)
            assert list(told[-1]) == answer
            asked += 1
    assert asked > 8


def test_a_far_answer_was_not_told_in_its_own_segment(planting, ours):
    stage = Stage(2, 8, 64, ("marked",))
    ids, answers, far, _ = planting.lesson(stage, 8, planting.rows(6))
    assert far.sum() > 10
    fact = ours.token_to_id("<|fact|>")
    for row, at in np.argwhere(answers):
        key, value = ids[row, at - 1], ids[row, at]
        told = [
            t for t in np.flatnonzero(ids[row] == fact) if (ids[row, t + 1], ids[row, t + 2]) == (key, value)
        ]
        assert told
        assert told[-1] < at
        assert far[row, at] == (told[-1] // 64 < at // 64)


def test_a_row_goes_on_in_its_book_and_is_asked_for_what_an_earlier_lesson_told(planting, monkeypatch):
    stage, silent = Stage(3, 8, 64, ("marked",)), Stage(0, 8, 64, ("marked",))
    rows = planting.rows(1)
    place, own = rows[0].at, rows[0].text
    monkeypatch.setattr("model.training.planting.AGAIN", 0.0)
    text = planting.lesson(silent, 2, rows).ids[0]
    assert rows[0].read == 128
    assert text.tolist() == np.take(own, np.arange(place, place + 128), mode="wrap").tolist()
    planting.lesson(stage, 2, rows)
    known = set(rows[0].facts)
    second = planting.lesson(stage, 1, rows)
    assert known
    assert second.far.sum() > 0
    assert known - set(rows[0].facts)  # what was asked for is asked only once


def test_a_segment_may_copy_an_earlier_one_back(planting, monkeypatch):
    rows, silent = planting.rows(1), Stage(0, 8, 64, ("marked",))
    rows[0].text, rows[0].own = np.arange(4000), True
    monkeypatch.setattr("model.training.planting.AGAIN", 0.0)
    first = planting.lesson(silent, 4, rows)
    monkeypatch.setattr("model.training.planting.AGAIN", 1.0)
    again = planting.lesson(silent, 1, rows)
    assert set(again.ids[0].tolist()) < set(first.ids[0].tolist())
    assert again.text.all()
    monkeypatch.setattr("model.training.planting.AGAIN", 0.0)
    assert planting.lesson(silent, 1, rows).ids[0, 0] == (first.ids[0, -1] + 1) % 4000


def test_the_books_own_words_are_told_from_facts_and_filler(planting):
    rows = planting.rows(40)
    lesson = planting.lesson(Stage(1, 1, 64, ("marked",)), 1, rows)
    for row, text in zip(rows, lesson.text, strict=True):
        assert text.any() == row.own
    assert not (lesson.text & lesson.answers).any()
    assert any(not row.own for row in rows)


@pytest.mark.parametrize("stage", {*CURRICULUM, *STRANGERS}, ids=str)
def test_every_stage_tells_and_asks(planting, stage):
    ids, answers, far, _ = planting.lesson(stage, stage.segments, planting.rows(16))
    assert ids.shape == (16, stage.segments * stage.length)
    assert answers.any()
    assert far.any() == (stage.segments > 1)


def test_a_stranger_without_our_marks_is_told_with_signs():
    tokenizer = Tokenizer.from_file(str(find("default") / "tokenizer.json"))
    known = {t: i for t, i in tokenizer.get_vocab().items() if not t.startswith("<|")}

    class Stranger:
        def get_vocab(self):
            return known

        def encode(self, text, add_special_tokens=True):
            return tokenizer.encode(text, add_special_tokens=add_special_tokens)

    facts = Facts(Stranger(), np.random.default_rng(0))
    assert tokenizer.decode(facts.draw("marked").told).startswith("#")
    assert tokenizer.decode(facts.draw("marked").asked).startswith("?")


def test_what_happens_fits_its_segment_however_long_the_sentences_are(planting, monkeypatch):
    told = planting.facts.tell
    monkeypatch.setattr(planting.facts, "tell", lambda sentence: told(sentence) * 3)
    lesson = planting.lesson(Stage(0, 1, 128, (), world=6), 1, planting.rows(40))
    assert lesson.ids.shape == (40, 128)
