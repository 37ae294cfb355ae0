import pytest

from app.errors import LibraryError
from app.library import Library
from app.summarizing import summarize
from app.work import follow
from tests.app.tale import TALE, Shelf
from tests.fakes import FakeModel

SCOPES = ["book", "chapter:1", "chapter:6", "so far:1", "so far:3", "so far:6"]


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path).add()


def make(shelf, scope, model=None):
    return follow(summarize(shelf.place, shelf.book_id, scope, model or shelf.model))


@pytest.mark.parametrize("scope", SCOPES)
def test_each_sentence_is_traceable_and_they_are_in_order(shelf, scope):
    made = make(shelf, scope)
    assert made.text == " ".join(citation.quote for citation in made.citations)
    assert [one.start for one in made.citations] == sorted({one.start for one in made.citations})
    assert made.citations
    assert shelf.verbatim(made.citations)


@pytest.mark.parametrize(("scope", "last"), [("chapter:2", 1), ("so far:2", 1)])
def test_nothing_later_than_the_scope_is_touched(shelf, tmp_path_factory, scope, last):
    cut = Shelf(tmp_path_factory.mktemp("cut"), book_id="cd" * 32).add(TALE[: last + 1])
    assert make(shelf, scope) == make(cut, scope)


def test_the_story_so_far_equals_the_book_cut_there(shelf, tmp_path_factory):
    cut = Shelf(tmp_path_factory.mktemp("cut"), book_id="cd" * 32).add(TALE[:4])
    assert make(shelf, "so far:4").citations == make(cut, "book").citations


def test_a_chapters_summary_is_of_that_chapter_alone(shelf):
    assert {citation.start.chapter for citation in make(shelf, "chapter:2").citations} == {1}


def test_a_books_summary_reaches_from_its_beginning_to_its_end(shelf):
    chapters = {citation.start.chapter for citation in make(shelf, "book").citations}
    assert {0, 5} <= chapters
    assert len(chapters) >= 5


def test_a_summary_is_made_once(shelf):
    made = make(shelf, "book")
    work = summarize(shelf.place, shelf.book_id, "book", shelf.model)
    with pytest.raises(StopIteration) as end:
        next(work)
    assert end.value.value == made


def test_a_books_summary_is_the_same_whether_or_not_its_chapters_were_summarized(shelf, tmp_path_factory):
    other = Shelf(tmp_path_factory.mktemp("other")).add()
    for number in (1, 4, 5):
        make(other, f"chapter:{number}")
    assert make(shelf, "book") == make(other, "book")


def test_no_token_of_the_book_is_read_for_a_summary(shelf):
    read = shelf.model.tokens_read
    make(shelf, "book")
    assert shelf.model.tokens_read == read


@pytest.mark.parametrize(
    "scope", ["chapter:0", "chapter:7", "so far:9", "part:1", "chapter:x", "", "chapter:-1"]
)
def test_an_unknown_scope_is_refused_in_a_sentence(shelf, scope):
    with pytest.raises(LibraryError, match=r"\.$"):
        make(shelf, scope)


def test_what_was_not_read_is_not_summarized(shelf):
    with pytest.raises(LibraryError, match="read on first"):
        make(shelf, "chapter:2", FakeModel(fingerprint="fake-2"))


def test_a_book_half_read_is_summarized_so_far_and_again_when_more_is_read(shelf):
    with Library(shelf.place) as library:
        library._rows("DELETE FROM snapshots WHERE chapter > 2")
    assert max(citation.start.chapter for citation in make(shelf, "book").citations) == 2


def test_a_chapter_without_sentences_gives_a_sentence_that_says_so(tmp_path):
    shelf = Shelf(tmp_path).add(("THE FERRY", "", *TALE))
    assert make(shelf, "chapter:1").text == make(shelf, "chapter:2").text
    assert make(shelf, "chapter:1").citations == ()
    assert make(shelf, "book").citations


def test_a_model_that_writes_tells_and_still_cites(shelf):
    made = make(shelf, "book", FakeModel(fingerprint="fake-1", writes=True))
    assert made.text
    assert shelf.verbatim(made.citations)
