"""Hidden facts: in order, behind sentences, none over another; and answers judged as they would be written."""

import itertools

import numpy as np
import pytest
import torch

from model.babi import Story, story
from model.evaluation.recall import _stories as stories
from model.evaluation.recall import answered, hide, measure, sentence_ends
from model.evaluation.text import Filler
from model.interface import ModelError, Sampling
from model.loading import load
from model.writing import write
from tests.model.evaluation.watching import cells
from tests.shared import SHARED, needs_shared


@pytest.fixture(scope="module")
def default():
    return load("default", "cpu")


def test_facts_stand_in_order_behind_sentences(default):
    rng = np.random.default_rng(0)
    stretch, ends = Filler("repeat", None, default.tokenizer, 0).stretch(3000, rng), sentence_ends(default)
    for task in (1, 2, 3):
        one = story(task, rng)
        hidden = hide(default, one, stretch, ends, rng)
        told = [default.tokenizer.decode(plant.ids.tolist()).strip() for plant in hidden]
        assert tuple(told) == one.facts
        for plant, later in itertools.pairwise(hidden):
            assert plant.at + len(plant.ids) <= later.at
        assert hidden[-1].at + len(hidden[-1].ids) <= len(stretch)
        assert {default.tokenizer.decode([stretch[plant.at - 1]])[-1] for plant in hidden} == {"."}


def test_a_text_without_room_is_refused(default):
    rng = np.random.default_rng(0)
    stretch, ends = Filler("repeat", None, default.tokenizer, 0).stretch(60, rng), sentence_ends(default)
    with pytest.raises(ModelError, match="no room for"):
        hide(default, story(3, rng), stretch, ends, rng)


@torch.inference_mode()
def test_an_answer_is_right_when_the_model_would_write_it(default):
    judged, blank = 0, default.network.model.blank()
    for name in ("Mary", "the milk", "the garden", "John", "the lamp", "he", "London", "the king"):
        question = f"Where is {name}?"
        prompt = default.prompts.question(question)
        tokens = write(default.network, default.tokenizer, prompt, blank, Sampling(limit=3))
        written = [token.text for token in tokens]
        said = "".join(written)
        pieces = [default.tokenizer.decode([i]) for i in default.prompts.plain(said)]
        if not said.strip() or said != said.strip() or pieces != written:
            continue  # it cannot be put as an answer, or not in these tokens
        judged += 1
        assert answered(default, Story((), question, said), None)
        assert not answered(default, Story((), question, f"Zanzibar {said}"), None)
    assert judged


@needs_shared
def test_task_one_is_read_from_the_data_and_measured(default):
    first = stories(1, 50, SHARED / "data", 0)
    assert all(one.facts and one.question.startswith("Where is") for one in first)
    assert len({one.answer for one in first}) == 6
    filler = Filler("repeat", None, default.tokenizer, 0)
    measured = cells(measure(default, filler, SHARED / "data", [1024], [1, 3], trials=2))
    assert [(cell.task, cell.length, cell.n) for cell in measured] == [(1, 1024, 2), (3, 1024, 2)]
    assert all(0 <= cell.accuracy <= 1 and 0 <= cell.emptied <= 1 for cell in measured)
