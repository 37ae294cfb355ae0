import pytest

from app.errors import LibraryError
from app.library import Library
from app.values import Answer, Citation, Summary
from ingest.book import Chapter, Locator, Page
from tests.app.shelves import STORY, everything, make_book, paragraphs, shelve

HOSTILE = [
    '"',
    "",
    "*",
    "a OR b",
    "NEAR(a b)",
    "^Marten",
    "text:Marten",
    "\0Marten",
    "\ud800",
    "-",
    "'); DROP",
]


def test_a_book_comes_back_as_it_was_put_in(tmp_path):
    book, chapters = make_book()
    book_id = shelve(tmp_path)
    with Library(tmp_path) as library:
        assert library.find(book_id) == book
        assert [library.chapter(book_id, index) for index in range(4)] == chapters
        assert library.chapters(book_id)[2] == ("Part 3", 0, len(STORY[2]), "9", "body")
        assert library.has(book_id)
        assert not library.has("cd" * 32)


def test_the_shelf_tells_size_and_reading(tmp_path):
    book_id = shelve(tmp_path)
    with Library(tmp_path) as library:
        library.save_step(book_id, "m", 0, 9, b"state", 9, ends_chapter=True)
        (one,) = library.books()
    assert (one.chapters, one.characters) == (4, sum(map(len, STORY)))
    assert (one.read_chapters, one.tokens) == (1, 9)


def test_a_chapter_out_of_range_is_told_with_the_range(tmp_path):
    book_id = shelve(tmp_path)
    with (
        Library(tmp_path) as library,
        pytest.raises(LibraryError, match="no chapter 5; its chapters are 1 to 4"),
    ):
        library.chapter(book_id, 4)


def test_page_labels_and_warnings_of_chapters_are_kept(tmp_path):
    book, _ = make_book(["text"])
    chapter = Chapter(0, "One", 1, "text", (Page("iv", 0), Page("v", 2)), ("A picture was left out.",))
    with Library(tmp_path) as library:
        with library.adding(book) as put:
            put(chapter, paragraphs(chapter))
        assert library.chapter(book.id, 0) == chapter
        assert library.chapter_warnings(book.id) == ("A picture was left out.",)


def test_halves_of_characters_become_question_marks_in_their_places(tmp_path):
    book_id = shelve(tmp_path, ["a \ud83d b"], title="\udc00")
    with Library(tmp_path) as library:
        assert library.chapter(book_id, 0).text == "a ? b"
        assert library.passage(library.passage_ids(book_id, 0)[0]).text == "a ? b"
        assert library.find("?").title == "?"


def test_an_error_while_adding_adds_nothing(tmp_path):
    book, chapters = make_book()
    before = everything(tmp_path)

    def broken():
        yield from paragraphs(chapters[0])
        raise ValueError("halfway")

    with (
        Library(tmp_path) as library,
        pytest.raises(ValueError, match="halfway"),
        library.adding(book) as put,
    ):
        put(chapters[0], broken())
    assert everything(tmp_path) == before


def test_adding_does_not_lock_the_library_before_its_end(tmp_path):
    book, chapters = make_book(book_id="cd" * 32)
    other = shelve(tmp_path)
    with Library(tmp_path) as library, library.adding(book) as put:
        put(chapters[0], paragraphs(chapters[0]))
        with Library(tmp_path, patience=0.0) as second:
            second.save_step(other, "m", 0, 1, b"s", 1, ends_chapter=False)
            assert second.progress(other, "m") is not None


def test_adding_a_known_book_leaves_it_as_it_is(tmp_path):
    shelve(tmp_path)
    before = everything(tmp_path)
    shelve(tmp_path)
    assert everything(tmp_path) == before


@pytest.mark.parametrize("name", ["ab" * 32, "abab", "ABAB", "The Keeper", "the keep", "  the   KEEPER "])
def test_a_book_is_found_by_id_title_or_their_start(tmp_path, name):
    book_id = shelve(tmp_path)
    shelve(tmp_path, title="Another", book_id="cd" * 32)
    with Library(tmp_path) as library:
        assert library.find(name).id == book_id


def test_a_typed_apostrophe_finds_a_printed_one(tmp_path):
    book_id = shelve(tmp_path, title="The Keeper’s Key")
    with Library(tmp_path) as library:
        assert library.find("the keeper's").id == book_id


def test_an_exact_title_wins_over_a_longer_one(tmp_path):
    book_id = shelve(tmp_path)
    shelve(tmp_path, title="The Keeper Returns", book_id="cd" * 32)
    with Library(tmp_path) as library:
        assert library.find("The Keeper").id == book_id


def test_an_ambiguous_name_names_the_candidates(tmp_path):
    shelve(tmp_path)
    shelve(tmp_path, title="The Kettle", book_id="cd" * 32)
    with Library(tmp_path) as library, pytest.raises(LibraryError) as told:
        library.find("the ke")
    assert "“The Keeper” (abababab)" in str(told.value)
    assert "“The Kettle” (cdcdcdcd)" in str(told.value)


@pytest.mark.parametrize("name", ["Emma", "", "%", "zz"])
def test_an_unknown_name_tells_what_there_is(tmp_path, name):
    shelve(tmp_path)
    with Library(tmp_path) as library, pytest.raises(LibraryError, match="there are “The Keeper”"):
        library.find(name)


def test_an_empty_library_finds_nothing(tmp_path):
    with Library(tmp_path) as library, pytest.raises(LibraryError, match="empty"):
        library.find("x")


def test_passages_are_found_by_word_in_any_form_and_never_later(tmp_path):
    book_id = shelve(tmp_path)
    with Library(tmp_path) as library:
        everywhere = library.matching(book_id, "keys", 3)
        assert {library.passage(id_).start.chapter for id_ in everywhere} == {2, 3}
        early = library.matching(book_id, "keys", 2)
        assert {library.passage(id_).start.chapter for id_ in early} == {2}
        assert library.matching(book_id, "keys", 1) == set()
        assert [library.passage_count(book_id, last) for last in (-1, 0, 1, 2, 3)] == [0, 2, 2, 5, 6]


def test_a_phrase_is_found_as_a_phrase(tmp_path):
    book_id = shelve(tmp_path)
    with Library(tmp_path) as library:
        assert len(library.matching(book_id, "grey cat", 3)) == 1
        assert library.matching(book_id, "cat grey", 3) == set()


def test_passages_of_another_book_are_never_found(tmp_path):
    first = shelve(tmp_path)
    second = shelve(tmp_path, title="Other", book_id="cd" * 32)
    with Library(tmp_path) as library:
        ours, theirs = library.matching(first, "key", 3), library.matching(second, "key", 3)
        assert ours
        assert not ours & theirs
        assert library.passages(first, sorted(theirs)) == []


def test_passages_come_in_the_order_asked_and_ids_rise_through_the_book(tmp_path):
    book_id = shelve(tmp_path)
    with Library(tmp_path) as library:
        ids = library.passage_ids(book_id, 3)
        assert ids == sorted(ids)
        found = library.passages(book_id, ids[::-1])
        assert found == [library.passage(id_) for id_ in reversed(ids)]
        for passage in found:
            assert library.chapter(book_id, passage.start.chapter).text.startswith(
                passage.text, passage.start.offset
            )


@pytest.mark.parametrize("term", HOSTILE)
def test_no_term_is_ever_obeyed_as_an_operator(tmp_path, term):
    book_id = shelve(tmp_path)
    with Library(tmp_path) as library:
        found = library.passages(book_id, sorted(library.matching(book_id, term, 3)))
    assert all("Marten" in passage.text for passage in found if "Marten" in term)
    assert not found or "Marten" in term


def test_removing_a_book_removes_all_that_hangs_on_it(tmp_path):
    other = shelve(tmp_path, title="Other", book_id="cd" * 32)
    before = everything(tmp_path)
    book_id = shelve(tmp_path)
    with Library(tmp_path) as library:
        library.save_step(book_id, "m", 0, 9, b"state", 9, ends_chapter=True)
        library.save_count(book_id, "m", 0, 9)
        library.save_answer(
            book_id, Answer("Who?", "Marten", (Citation(Locator(0, 0), "The"),), 0, True), "m", 0
        )
        library.save_summary(book_id, Summary("book", "A man.", ()), "m")
        library.save_place(book_id, Locator(1, 5))
        library.remove(book_id)
        assert library.matching(other, "key", 3)
        library._rows("INSERT INTO passages_fts (passages_fts) VALUES ('integrity-check')")
    after = everything(tmp_path)
    index = {name for name in after if name.startswith("passages_fts_")}
    assert {k: v for k, v in after.items() if k not in index} == {
        k: v for k, v in before.items() if k not in index
    }
