import numpy as np
import pytest

from app.evident import chances, evident, evident_row, weights
from app.selecting import reply, select
from tests.app.tale import Shelf


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    return Shelf(tmp_path_factory.mktemp("tale")).add()


def chance(shelf, question, as_of=5):
    evidence, order = shelf.found(question, as_of)
    return evident(evidence, order, select(evidence, order))


def test_whether_words_answer_is_told_from_how_well_the_book_speaks_of_the_question(shelf):
    sure = chance(shelf, "Where did Orla hide the map?")
    unsure = chance(shelf, "Where did Captain Ahab moor the submarine beside the lighthouse?")
    assert sure > 0.5 > unsure


@pytest.mark.parametrize(
    ("question", "known"),
    [
        ("Where did Orla hide the map?", 2),
        ("Who forgave Tam?", 4),
        ("Who had cut the ropes of the bridge?", 4),
    ],
)
def test_what_is_not_told_yet_is_less_likely_answered(shelf, question, known):
    assert chance(shelf, question, known - 1) < chance(shelf, question, known)


@pytest.mark.parametrize(
    "question",
    [
        "Which school did Orla attend?",
        "What did the baker's wife die of?",
        "What breed of dog does Tam keep?",
    ],
)
def test_what_a_book_does_not_tell_of_its_own_people_is_not_found(shelf, question):
    assert not reply(*shelf.found(question)).found


@pytest.mark.parametrize("question", ["Who?", "What is it?", "How many?", "who who who", "Where is Ahab?"])
def test_every_question_has_a_row_of_the_same_width(shelf, question):
    evidence, order = shelf.found(f"{question} Orla")
    row = evident_row(evidence, order, select(evidence, order))
    assert row.shape == weights()["middle"].shape
    assert np.isfinite(row).all()


def test_a_chance_lies_between_none_and_all():
    rows = np.outer([-1e6, 0.0, 1e6], np.ones_like(weights()["middle"])).astype(np.float32)
    said = chances(rows, weights())
    assert ((said >= 0) & (said <= 1)).all()
