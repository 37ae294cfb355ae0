import pytest

from app.question import MOST_TERMS, kind_of, understand


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who kept the ferry?", "person"),
        ("When was it sold?", "time"),
        ("In what year was it sold?", "time"),
        ("Where is the map?", "place"),
        ("How many buttons were there?", "number"),
        ("Why did she weep?", "reason"),
        ("How did she escape?", "manner"),
        ("What colour is the sail?", "colour"),
        ("What did the professor say?", "speech"),
        ("What was in the box?", "thing"),
    ],
)
def test_the_question_word_says_what_is_asked_for(question, kind):
    assert kind_of(question) == kind


def test_only_words_that_carry_meaning_are_looked_up():
    assert [term.stem for term in understand("Who did the Baker's sister tell about it?").terms] == [
        "baker",
        "sister",
        "tell",
    ]


def test_an_irregular_verb_is_looked_up_in_all_its_forms():
    (term,) = understand("Who found it?").terms
    assert set(term.forms) == {"find", "found"}


def test_a_word_with_a_capital_inside_the_question_is_a_name():
    assert [term.name for term in understand("Did Tam sell Greywater mill?").terms] == [
        True,
        False,
        True,
        False,
    ]


def test_the_number_of_terms_is_capped():
    assert len(understand(" ".join(f"w{n}" for n in range(5000))).terms) == MOST_TERMS
