from dataclasses import replace

import numpy as np
import pytest

from app.evidence import Evidence
from app.features import Asked, lines, rows
from app.question import understand
from app.recurring import LONG, WEIGHTS, Candidate, candidate_rows, weighed
from ingest.book import Locator, Passage

TEXT = (
    "Griffiths laughed when Mildred ran away. Mildred ran with Griffiths. Athelny saw Mildred run. "
    "Griffiths and Mildred ran again. Athelny slept. Athelny ate. Athelny sang. Athelny wept."
)
ONCE = Candidate(["Athelny"], 0.4, 0.4, 0.0)
OFTEN = Candidate(["Griffiths"], 0.3, 0.3, 0.0)


def evidence(question, count=LONG + 1):
    understood = understand(question)
    asked = Asked(
        understood, {term.stem: 1.0 for term in understood.terms}, frozenset({"mildr"}), frozenset()
    )
    passage = Passage(Locator(0, 0), TEXT)
    cut = (lines(passage),)
    return Evidence(asked, (passage,), cut, rows(asked, cut), 0.0, count)


def best(found, *some):
    return some[int(np.argmax(weighed(found, some)))]


def test_who_recurs_where_a_long_book_speaks_of_it_is_meant():
    assert best(evidence("Who did Mildred run away with?"), ONCE, OFTEN) is OFTEN


@pytest.mark.parametrize(
    ("question", "count"),
    [("Who did Mildred run away with?", LONG), ("Where did Mildred run away to?", LONG + 1)],
)
def test_in_a_tale_or_for_no_person_the_most_expected_words_decide(question, count):
    assert best(evidence(question, count), ONCE, OFTEN) is ONCE


def test_how_often_somebody_is_named_elsewhere_is_no_matter():
    at = list(WEIGHTS).index("recurring")
    found = evidence("Who did Mildred run away with?")
    recurs = candidate_rows(found, [ONCE, OFTEN])[:, at]
    assert recurs[1] > recurs[0] > 0


def test_the_words_of_the_question_do_not_answer_it():
    own = replace(OFTEN, words=["Mildred", "ran"])
    at = list(WEIGHTS).index("recurring")
    assert candidate_rows(evidence("Who did Mildred run away with?"), [own])[0, at] == 0


def test_there_may_be_nothing_but_the_question_s_words_and_small_ones():
    some = [Candidate(["the"], 0.0, 0.0, 0.0), Candidate(["Mildred"], 0.0, 0.0, 2.0)]
    assert np.isfinite(weighed(evidence("Who did Mildred run away with?"), some)).all()
