import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features import lines
from app.likeness import vectors
from app.quoting import LONGEST, around
from app.selecting import networks, reply, scores, select, spans
from app.tokens import describe
from ingest.book import Locator, Passage
from tests.app.tale import Shelf


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    return Shelf(tmp_path_factory.mktemp("tale")).add()


def test_words_that_mean_nearly_the_same_are_near():
    queen, king, ship, nothing = vectors(["queen", "king", "ship", "xqzv"])
    assert queen @ king > queen @ ship
    assert not nothing.any()


def test_selected_words_are_cut_out_of_their_sentence(shelf):
    evidence, order = shelf.found("Who kept the ferry at Greywater?")
    chosen = select(evidence, order)
    assert evidence.sentences[chosen.passage][chosen.line].text[chosen.begin : chosen.end] == "Orla Finch"
    assert 0 < chosen.sure <= 1


def test_every_sentence_may_answer_as_a_whole_and_no_stretch_crosses_its_end(shelf):
    evidence, order = shelf.found("Why did Tam not trust the professor?")
    described = describe(evidence, order[:5])
    stretches = spans(described)
    assert (described.sentence[stretches[:, 0]] == described.sentence[stretches[:, 1]]).all()
    for at in range(5):
        words = np.flatnonzero(described.sentence == at)
        assert [words[0], words[-1]] in stretches.tolist()
    assert len(np.unique(stretches, axis=0)) == len(stretches)


def test_a_sentence_is_scored_alike_whatever_stands_beside_it(shelf):
    evidence, order = shelf.found("Why did Tam not trust the professor?")
    few, many = describe(evidence, order[:2]), describe(evidence, order[:6])
    here, there = (scores(one, spans(one), networks()) for one in (few, many))
    assert np.allclose(here, there[: len(here)], atol=1e-3)


def test_without_words_nothing_is_selected(shelf):
    evidence, _ = shelf.found("Who kept the ferry?")
    assert select(evidence, []) is None
    assert reply(evidence, []) is None


@given(
    st.lists(
        st.sampled_from(["the ferry", "and Orla", ",", ";", "x" * 90, "when it rained"]),
        min_size=1,
        max_size=40,
    )
)
def test_the_quote_around_an_answer_holds_it_verbatim(pieces):
    text = " ".join(pieces)
    for line in lines(Passage(Locator(2, 5), text)):
        for begin, end in (
            (0, 3),
            (len(line.text) // 2, len(line.text) // 2 + 9),
            (len(line.text) - 4, len(line.text)),
        ):
            begin, end = max(0, begin), min(end, len(line.text))
            quoted = around(line, begin, end)
            at = quoted.start.offset - line.start.offset
            assert line.text[at : at + len(quoted.text)] == quoted.text
            assert at <= begin
            assert end <= at + len(quoted.text) <= at + max(LONGEST, end - begin + 200)


def test_what_is_unsure_is_answered_with_the_clause(shelf, monkeypatch):
    monkeypatch.setattr("app.selecting.UNSURE", 2.0)
    said = reply(*shelf.found("Who kept the ferry at Greywater?"))
    assert said.text == "Orla Finch kept the ferry at Greywater."


def test_who_is_sought_in_a_long_book_is_named_however_unsure(shelf, monkeypatch):
    monkeypatch.setattr("app.selecting.UNSURE", 2.0)
    monkeypatch.setattr("app.recurring.LONG", 0)
    assert reply(*shelf.found("Who kept the ferry at Greywater?")).text == "Orla Finch"
    assert len(reply(*shelf.found("Where did Orla hide the map?")).text.split()) > 5


def test_somebody_is_told_as_the_book_introduces_them(shelf):
    said = reply(*shelf.found("Who was Ada Wren?"))
    assert said.text == "A woman from the city"
    assert "Ada Wren" in said.carrying.text
