from hypothesis import given
from hypothesis import strategies as st

from ingest.display import Line
from ingest.highlighting import rectangles, stretch

PAGE = [
    "The Keeper",
    "He kept a grey cat, and he count-",
    "ed the waves.3 The cat was old, and",
    "the cat was wise.",
]


def lines(texts):
    """Lines of letters ten wide and twenty high."""
    return tuple(
        Line(text, tuple((10.0 * x, 20.0 * y, 10.0 * x + 10, 20.0 * y + 20) for x in range(len(text))))
        for y, text in enumerate(texts)
    )


def under(boxes, texts=PAGE):
    return [texts[int(top // 20)][int(left // 10) : int(right // 10)] for left, top, right, bottom in boxes]


def test_words_have_a_box_on_every_line():
    boxes = rectangles(lines(PAGE), "He kept a ", "grey cat, and he counted the waves")
    assert under(boxes) == ["grey cat, and he count", "ed the waves"]


def test_the_words_before_tell_which_of_several_is_meant():
    before = "He kept a grey cat, and he counted the waves. The cat was old, and the "
    assert rectangles(lines(PAGE), before, "cat")[0][:2] == (40, 60)
    assert rectangles(lines(PAGE), "He kept a grey ", "cat")[0][:2] == (150, 20)


def test_a_mark_that_the_text_left_out_does_not_hide_the_words():
    boxes = rectangles(lines(PAGE), "", "counted the waves. The cat was old")
    assert under(boxes) == ["count", "ed the waves.3 The cat was old"]


def test_the_marks_around_the_words_belong_to_them():
    page = ["He said: “A grey cat.” And went."]
    assert under(rectangles(lines(page), "He said: ", "“A grey cat.”"), page) == ["“A grey cat.”"]
    assert under(rectangles(lines(page), "He said: “", "A grey cat"), page) == ["A grey cat"]


def test_words_that_are_not_there_have_no_box():
    assert rectangles(lines(PAGE), "", "submarine") == ()
    assert rectangles((), "", "cat") == ()
    assert rectangles(lines(PAGE), "", "…") == ()


def test_ligatures_and_accents_are_the_same_letters():
    assert under(rectangles(lines(["the ﬁrst naïve"]), "", "first naïve"), ["the ﬁrst naïve"]) == [
        "ﬁrst naïve"
    ]


def test_printed_words_are_found_in_the_text():
    text = "He kept a grey cat, and he counted the waves. The cat was old."
    begin, end = stretch(text, "he count- ed the waves.3")
    assert text[begin:end].startswith("he counted the waves")
    assert stretch(text, "submarine") is None


@given(st.text(), st.text(), st.lists(st.text(max_size=30), max_size=5))
def test_any_words_on_any_page_do_no_harm(before, words, texts):
    for left, top, right, bottom in rectangles(lines(texts), before, words):
        assert left < right
        assert top < bottom
