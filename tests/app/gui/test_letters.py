from app.gui.letters import Letters
from tests.ingest.test_highlighting import lines

LETTERS = Letters(lines(["The grey cat count-", "ed the waves.", ""]))


def test_the_letter_under_a_point_is_found():
    assert LETTERS.at(44, 10) == 4
    assert LETTERS.at(0, 30) == 19
    assert LETTERS.at(999, 30) == len(LETTERS) == 32


def test_words_are_found_and_mended():
    assert LETTERS.text(*LETTERS.word(5)) == "grey"
    assert LETTERS.text(9, 24) == "cat counted th"
    assert list(LETTERS.boxes(13, 21)) == [(130, 0, 190, 20), (0, 20, 20, 40)]


def test_only_text_is_text():
    assert LETTERS.over(10, 10)
    assert not LETTERS.over(500, 10)


def test_a_page_without_letters_has_nothing():
    empty = Letters(())
    assert (len(empty), empty.at(3, 3), empty.word(0), empty.text(0, 9)) == (0, 0, (0, 0), "")
