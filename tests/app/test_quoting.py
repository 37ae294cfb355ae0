from hypothesis import given
from hypothesis import strategies as st

from app.features import FEATURES, Asked, lines
from app.question import understand
from app.quoting import LONGEST, SUPPORT, WEIGHTS, trimmed
from app.words import content
from ingest.book import Locator, Passage

PIECES = st.lists(
    st.sampled_from(
        ["the ferry went out", "and", ",", ";", " — ", "when Orla came", "x" * 400, "\n", "for it rained"]
    ),
    min_size=1,
    max_size=60,
)


def asked(text):
    return Asked(understand(text), dict.fromkeys(content(text), 1.0), frozenset(), frozenset())


def test_every_feature_has_a_weight():
    assert tuple(WEIGHTS) == FEATURES
    assert all(isinstance(weight, float) for weight in (*WEIGHTS.values(), *SUPPORT.values()))


@given(PIECES)
def test_a_trimmed_sentence_is_a_verbatim_part_and_short(pieces):
    text = " ".join(pieces)
    for line in lines(Passage(Locator(3, 7), text)):
        cut = trimmed(asked("When did Orla come?"), line)
        begin = cut.start.offset - 7
        assert text[begin : begin + len(cut.text)] == cut.text
        assert 0 < len(cut.text) <= LONGEST


def test_a_long_sentence_is_cut_to_the_clauses_that_answer():
    text = "It rained, " * 40 + "and Orla hid the copper box; " + "it rained, " * 40 + "and it rained."
    (line,) = lines(Passage(Locator(0, 0), text))
    assert "Orla hid the copper box" in trimmed(asked("Where did Orla hide the copper box?"), line).text
