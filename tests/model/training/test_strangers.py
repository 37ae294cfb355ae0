"""Lessons for a stranger's model: all that counts stands in an earlier segment, and nowhere nearer."""

import numpy as np
import pytest

from model.interface import ModelError
from model.memory import LayerMemory, Memory
from model.training.planting import CARRIED
from model.training.strangers import CURRICULUM, KNOWN, POOL, Course
from tests.model.making import ids as drawn


@pytest.fixture
def course(tokenizer):
    return Course(np.arange(40_000) % 400 + 20, tokenizer, seed=3)


def test_a_passage_that_comes_again_stood_segments_ago(course):
    course.ids = drawn(40_000, seed=5)[0].numpy()  # no run of it comes twice by chance
    for _ in range(20):
        ids, length, wanted = course.copied(2048, 1024)
        assert ids.shape[1] <= 1024
        assert ids.size <= 2048
        for row, counts in zip(ids, wanted, strict=True):
            at = np.flatnonzero(counts)
            passage = row[at[0] - KNOWN : at[-1] + 1].tobytes()
            assert len(passage) >= 8 * 2 * KNOWN
            earlier = row[: at[0] // length * length].tobytes()
            first_segment = (at[0] - KNOWN) // length * length
            assert passage in row[:first_segment].tobytes() or passage in earlier


def test_answers_need_an_earlier_segment(course):
    for stage in range(len(CURRICULUM)):
        lesson = course.asked(stage, 4096)
        assert not lesson.wanted[:, : lesson.length].any() or lesson.memory is not None
        assert lesson.ids.shape == lesson.wanted.shape == lesson.own.shape
        assert lesson.ids.size <= 5000
        assert not (lesson.own & lesson.wanted).any()


def test_a_stage_begins_with_few_words(course):
    words = set(course.words[:POOL])
    course.rng = np.random.default_rng(0)
    lesson = course.asked(0, 2048)
    assert set(lesson.ids[lesson.wanted].tolist()) <= words


def test_a_long_lesson_goes_on_with_the_memory_of_the_last(course):
    memory = Memory(2048, (LayerMemory(drawn(4).float()[None], drawn(4).float()[None]),))
    long = max(range(len(CURRICULUM)), key=lambda i: CURRICULUM[i].segments)
    assert CURRICULUM[long].segments >= CARRIED
    lesson = course.asked(long, 4096)
    while lesson.stage != long:
        lesson = course.asked(long, 4096)
    course.passed_on(lesson, memory)
    later = [one for one in (course.asked(long, 4096) for _ in range(20)) if one.stage == long]
    going = [one for one in later if one.memory is not None]
    assert 0 < len(going) < len(later)
    assert going[0].rows is lesson.rows
    assert going[0].memory.tokens == 2048


def test_a_tokenizer_without_words_is_a_sentence(tokenizer, monkeypatch):
    monkeypatch.setattr("model.training.strangers.POOL", 10**6)
    with pytest.raises(ModelError, match="too few whole words"):
        Course(np.arange(40_000) % 400, tokenizer, seed=0)
