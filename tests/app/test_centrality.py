import numpy as np
import pytest

from app.centrality import Sentence, centrality, sentences_of, spread, standing_alone, stands_alone
from ingest.book import Chapter, Locator


def sentence(text):
    return Sentence(Locator(0, 0), text)


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
    assert stands_alone(sentence(text)) == 0


def test_a_sentence_with_its_own_subject_stands_better_than_one_that_leans_on_another():
    leaning = sentence("He kept it there with the others for many long years.")
    assert stands_alone(sentence("Orla Finch kept the ferry at Greywater for years.")) > stands_alone(leaning)


def test_sentences_that_lean_on_others_are_left_out_if_enough_remain():
    own, leaning = (
        "Orla Finch kept the ferry at Greywater for years.",
        "But he kept it there for many long years.",
    )
    found = [sentence(text) for text in (own, leaning, own, "Oh no!")]
    assert standing_alone(found, 2) == [0, 2]
    assert standing_alone(found, 3) == [0, 1, 2]


@pytest.mark.parametrize("marks", ["“”", "‘’", '""'])
def test_a_sentence_inside_a_speech_is_known_without_a_mark_of_its_own(marks):
    text = f"{marks[0]}The ferry is late. Orla’s ferry is always late. Go home.{marks[1]} Orla went home."
    assert [one.spoken for one in sentences_of(Chapter(0, "", 0, text))] == [True, True, True, False]


def test_no_sentences_have_no_centre():
    assert len(centrality([])) == 0
