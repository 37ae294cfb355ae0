"""SQuAD's measures, on figures worked out by hand."""

import pytest

from app.evaluation.squad import decided, exact, f1


def test_articles_signs_and_case_do_not_count():
    assert exact("The Near Forest!", ["near a forest"]) == 1
    assert exact("“Orla’s clock”", ["Orla's clock"]) == 1
    assert exact("a forest", ["near a forest", "a wood"]) == 0


def test_f1_is_that_of_shared_words_with_the_nearest_answer():
    assert f1("She lived near a forest", ["near a forest", "Dorn"]) == pytest.approx(2 * 2 / (4 + 2))
    assert f1("no no no", ["no"]) == pytest.approx(0.5)
    assert f1("", ["a clock"]) == 0
    assert f1("the", ["a"]) == 1  # nothing is left of either
    assert f1("a clock", []) == 0


def test_a_decision_has_precision_recall_and_f1():
    assert decided(3, 4, 6) == pytest.approx((75, 50, 60))
    assert decided(0, 0, 5) == (0, 0, 0)
