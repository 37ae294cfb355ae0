"""Questions held to a part of a book, and questions that its summary answers."""

import pytest

from app.answering import NOT_FOUND, answer
from app.errors import LibraryError
from app.library import Library
from app.question import summary_wanted
from app.summarizing import summarize
from app.values import Part
from app.work import follow
from tests.app.tale import TALE, Shelf


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    return Shelf(tmp_path_factory.mktemp("tale")).add()


def ask(shelf, question, part=None, mode="both", as_of=None):
    return follow(answer(shelf.place, shelf.book_id, question, shelf.model, as_of, mode, part=part))


def whole(chapter):
    return Part(chapter, 0, len(TALE[chapter]))


def test_this_chapter_alone_answers(shelf):
    question = "What did the professor carry, and in what was the clock?"
    assert {one.start.chapter for one in ask(shelf, question, whole(0)).citations} == {0}
    assert {one.start.chapter for one in ask(shelf, question, whole(5)).citations} == {5}


def test_selected_words_alone_are_quoted(shelf):
    begin = TALE[0].index("He carried a copper")
    part = Part(0, begin, begin + len("He carried a copper box, and he paid with seven silver buttons."))
    made = ask(shelf, "How many buttons did he pay with?", part)
    assert made.found
    assert all(part.start <= one.start.offset < part.end for one in made.citations)
    assert not ask(shelf, "Who mended nets in the boathouse?", part).found


def test_what_only_another_chapter_says_is_not_found(shelf):
    made = ask(shelf, "Where did Orla hide the map under the floor?", whole(4))
    assert (made.found, made.text) == (False, NOT_FOUND)


def test_a_part_is_kept_with_its_answer(shelf):
    ask(shelf, "Who cut the ropes?", whole(4), "text")
    with Library(shelf.place) as library:
        kept = library.answers(shelf.book_id)[-1]
        assert kept.answer.part == whole(4)
        before = len(library.answers(shelf.book_id))
        library.remove_answer(shelf.book_id, kept.answer)
        assert len(library.answers(shelf.book_id)) == before - 1


def test_memory_alone_cannot_be_held_to_a_part(shelf):
    with pytest.raises(LibraryError, match="let the text be used"):
        ask(shelf, "Who cut the ropes?", whole(4), "memory")


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("What is this book about?", 0),
        ("what’s it about", 0),
        ("Summarize the chapter", 0),
        ("What happens in chapter 3?", 3),
        ("这本书讲了什么？", 0),
        ("What is the story about the key?", None),
        ("What happens in the cellar?", None),
    ],
)
def test_questions_that_a_summary_answers(question, wanted):
    assert summary_wanted(question) == wanted


@pytest.mark.parametrize(
    ("as_of", "part", "scope"),
    [(None, None, "book"), (2, None, "so far:3"), (None, whole(1), "chapter:2")],
)
def test_what_a_book_is_about_is_told_by_its_summary(shelf, as_of, part, scope):
    made = ask(shelf, "What is this book about?", part, as_of=as_of)
    summary = follow(summarize(shelf.place, shelf.book_id, scope, shelf.model))
    assert (made.found, made.text) == (True, summary.text)
    assert made.citations == summary.citations


def test_a_summary_is_made_again_when_wished(shelf, monkeypatch):
    made = follow(summarize(shelf.place, shelf.book_id, "book", shelf.model))
    monkeypatch.setattr("app.summarizing.MOST", 6)
    assert follow(summarize(shelf.place, shelf.book_id, "book", shelf.model)) == made
    again = follow(summarize(shelf.place, shelf.book_id, "book", shelf.model, again=True))
    assert len(again.citations) <= 6
    with Library(shelf.place) as library:
        assert library.summary(shelf.book_id, "book", "fake-1") == again


def test_what_was_asked_can_be_deleted_and_what_was_read_stays(tmp_path):
    shelf = Shelf(tmp_path).add()
    ask(shelf, "What is this book about?")
    with Library(shelf.place) as library:
        library.forget_asked(shelf.book_id)
        assert library.answers(shelf.book_id) == []
        assert library.summaries(shelf.book_id) == []
        assert [chapter for chapter, _, _ in library.snapshots(shelf.book_id, "fake-1")] == list(range(6))
