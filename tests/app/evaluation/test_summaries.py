"""Summaries against people's, and what they are compared with."""

import pytest

from app.errors import LibraryError
from app.evaluation import extracts
from app.evaluation.extracts import lead, lexrank, rouge
from app.evaluation.sets import summaries as texts_of
from app.evaluation.summaries import WAYS, Cell, beginning, measure
from model.loading import load
from tests.app.evaluation.corpus import SUMMARY, TALES, make
from tests.app.tale import TALE


def test_rouge_is_the_nearest_references():
    score = rouge("the cat sat", ["a dog ran far", "the cat sat down"])
    assert score == pytest.approx((200 * 3 / 7, 200 * 2 / 5, 200 * 3 / 7))
    assert rouge("ferries", ["ferry"]).one == 100  # stems


def test_baselines_have_the_wanted_length_and_the_texts_order():
    sentences = [f"Sentence {n} tells of the ferry and the clock number {n}." for n in range(40)]
    sentences[7] = "Quite unlike all others."
    assert lead(sentences, 15) == sentences[0]  # 11 words are nearer than 22
    assert lead(sentences, 17) == " ".join(sentences[:2])
    assert lead(sentences, 1) == sentences[0]
    assert not lead([], 5)
    chosen = lexrank(sentences, 40)
    assert 35 <= len(chosen.split()) <= 45
    assert sentences[7] not in chosen
    places = [sentences.index(one.strip() + ".") for one in chosen.split(".") if one]
    assert places == sorted(places)


def test_lexrank_takes_the_sentence_that_shares_most():
    sentences = [
        "The ferry crossed the river.", "Bread was baked in Dorn.", "The river ferry was lost in the storm.",
        "A storm broke over the river.", "Foxes sleep.",
    ]  # fmt: skip
    assert lexrank(sentences, 5) == "The river ferry was lost in the storm."


def test_a_long_text_is_ranked_part_by_part(monkeypatch):
    monkeypatch.setattr(extracts, "COMPARED", 20)
    sentences = [f"The ferry of number {n} crossed the river at noon {n}." for n in range(95)]
    chosen = [one.strip() + "." for one in lexrank(sentences, 60).split(".") if one]
    assert 55 <= sum(len(one.split()) for one in chosen) <= 65
    assert set(chosen) <= set(sentences)


def test_a_library_that_is_missing_is_said(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "sumy", None)
    with pytest.raises(LibraryError, match="pip install"):
        extracts.check()


def test_a_beginning_ends_with_a_paragraph():
    text = "\n\n".join(TALE)
    assert beginning(text, 100) == text
    for share in (10, 50):
        begun = beginning(text, share)
        assert len(text) * share // 100 <= len(begun) < len(text)
        assert text[len(begun) :].startswith("\n\n")


def test_texts_have_people_s_summaries(tmp_path):
    data = make(tmp_path)
    (story,) = texts_of(data, "squality")
    assert (story.text, story.summaries[0]) == (TALES["the-ferry"], SUMMARY)
    (book,) = texts_of(data, "books")
    assert book.summaries == (SUMMARY,)


def test_every_way_is_measured_with_the_real_model(tmp_path):
    events = list(measure(make(tmp_path), load("default", "cpu"), ["squality"], [50, 100], None))
    cells = [event for event in events if isinstance(event, Cell)]
    assert [(cell.read, cell.by) for cell in cells] == [(read, way) for read in (0.5, 1.0) for way in WAYS]
    for cell in cells:
        assert cell.n == 1
        assert 0 < cell.rouge <= cell.rouge1 <= 100
    own = next(cell for cell in cells if cell.read == 1 and cell.by == "lectern")
    assert all(cell.words >= own.words for cell in cells[6:])  # as long as the program's
