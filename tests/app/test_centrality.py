import numpy as np
import pytest

from app.centrality import centrality, spread, stands_alone


def test_the_sentence_that_shares_most_with_the_others_is_central():
    texts = [
        "The ferry crossed the river.",
        "A ferry has oars.",
        "The river rose.",
        "Bread is baked at dawn.",
    ]
    assert int(np.argmax(centrality(texts))) == 0


def test_the_same_sentence_is_not_chosen_twice():
    texts = [
        "The ferry crossed the river.",
        "The ferry crossed the river.",
        "Bread is baked at dawn in ovens.",
    ]
    assert spread(texts, np.array([2.0, 1.9, 0.0]), 2) == [0, 2]


@pytest.mark.parametrize(
    "text", ["CHAPTER ONE", "Oh no!", "“Who is there?” he asked", "II.", "Come here, my dear"]
)
def test_headings_and_fragments_do_not_stand_alone(text):
    assert stands_alone(text) == 0


def test_a_sentence_with_its_own_subject_stands_better_than_one_that_leans_on_another():
    assert stands_alone("Orla Finch kept the ferry at Greywater for years.") > stands_alone(
        "He kept it there with the others for many long years."
    )


def test_no_sentences_have_no_centre():
    assert len(centrality([])) == 0
