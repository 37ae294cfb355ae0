import pytest

from app.words import content, stem, words


@pytest.mark.parametrize(
    "forms",
    [
        ("find", "finds", "found", "finding"),
        ("go", "goes", "went", "gone", "going"),
        ("try", "tries", "tried", "trying"),
        ("stop", "stopped", "stopping", "stops"),
        ("make", "makes", "made", "making"),
        ("child", "children"),
        ("die", "died", "dying", "dies"),
        ("happy", "happily"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms):
    assert len({stem(form) for form in forms}) == 1


def test_the_possessive_and_the_shape_of_the_apostrophe_do_not_matter():
    assert words("Orla’s box, Orla's BOX") == ["orla", "box", "orla", "box"]


def test_function_words_carry_no_meaning():
    assert content("What did she do with the box?") == ["box"]
