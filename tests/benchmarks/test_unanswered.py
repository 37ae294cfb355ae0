from benchmarks.answers import Bound
from benchmarks.unanswered import without

TALE = (
    "Orla kept the ferry at Greywater. She rowed the baker across every day. " + "The river was wide. " * 25,
    "Tam hid the copper box in the mill. Nobody saw it. " + "The mill stood still. " * 25,
    "Later Orla found the copper box in the mill too. " + "The wind blew. " * 35,
)


def made():
    book = Bound()
    book.add("\n\n".join(TALE))
    return book


def said(cut):
    ids = cut.matching("", "orla", 0) | cut.matching("", "tam", 0) | cut.matching("", "mill", 0)
    return " ".join(cut.passage(one).text for one in ids)


def test_what_answers_is_cut_out_with_its_context_and_wherever_it_is_said_again():
    book = made()
    cut = without(book, range(3), TALE[1], ["in the copper box"])
    assert len(cut.hidden) == 2
    assert cut.passage_count("", 0) == 2
    assert "copper" not in said(cut)
    assert "Orla kept the ferry" in said(cut)
    assert "The wind blew." in cut.passage(3).text


def test_other_texts_of_the_book_keep_what_they_say():
    cut = without(made(), range(2), TALE[1], ["in the copper box"])
    assert "Later Orla found the copper box" in said(cut)


def test_words_that_are_everywhere_are_left():
    cut = without(made(), range(3), TALE[1], ["the river"])
    assert "The river was wide." in said(cut)
