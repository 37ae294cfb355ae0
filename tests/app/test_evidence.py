import pytest

from app.evidence import find
from app.library import Library
from app.question import understand
from tests.app.tale import TALE, Shelf


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    return Shelf(tmp_path_factory.mktemp("tale")).add()


def evidence(shelf, question, as_of=5, clues=()):
    with Library(shelf.place) as library:
        return find(library, shelf.book_id, understand(question), clues, as_of)


def test_evidence_is_in_the_order_of_the_book_and_not_later_than_as_of(shelf):
    starts = [passage.start for passage in evidence(shelf, "ferry mill professor clock", 2).passages]
    assert starts == sorted(starts)
    assert starts[-1].chapter <= 2


def test_a_rare_word_weighs_more_than_a_common_one(shelf):
    weights = evidence(shelf, "Which ferry did the baker use?").asked.weights
    assert weights["baker"] > weights["ferri"]


def test_weights_are_counted_up_to_as_of_alone(shelf, tmp_path):
    cut = Shelf(tmp_path).add(TALE[:3])
    question = "Which ferry and mill and professor?"
    assert evidence(shelf, question, 2) == evidence(cut, question, 2)


def test_a_name_is_known_by_how_the_book_writes_it(shelf):
    assert evidence(shelf, "who is tam and what is the map?").asked.names == {"tam"}


def test_words_that_the_book_lacks_are_counted_as_absent(shelf):
    assert evidence(shelf, "spaceship submarine").absent == 1.0
    assert 0 < evidence(shelf, "spaceship ferry").absent < 1
    assert evidence(shelf, "ferry").absent == 0
