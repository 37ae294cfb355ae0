from app.library import Library
from app.values import Answer, Citation, Summary
from ingest.book import Locator
from tests.app.shelves import shelve

CITATION = Citation(Locator(0, 33), "Marten Voss", "12")


def test_answers_come_back_as_they_were_given(tmp_path):
    book_id = shelve(tmp_path)
    first = Answer("Who is he?", "Marten “Voss”", (CITATION,), 2, True, "memory")
    second = Answer("Why?", "I did not find this in the book.", (), 3, False)
    with Library(tmp_path) as library:
        library.save_answer(book_id, first, "m", 7)
        library.save_answer(book_id, second, "m", 0)
        kept = library.answers(book_id)
    assert [one.answer for one in kept] == [first, second]
    assert (kept[0].model, kept[0].seed) == ("m", 7)


def test_a_summary_is_found_for_its_scope_and_model(tmp_path):
    book_id = shelve(tmp_path)
    summary = Summary("chapter:1", "A keeper.", (CITATION,))
    with Library(tmp_path) as library:
        library.save_summary(book_id, summary, "m")
        library.save_summary(book_id, summary, "m")
        assert library.summary(book_id, "chapter:1", "m") == summary
        assert library.summary(book_id, "chapter:2", "m") is None
        assert library.summary(book_id, "chapter:1", "n") is None
        assert [one.summary for one in library.summaries(book_id)] == [summary]


def test_a_book_s_summary_is_out_of_date_when_more_was_read(tmp_path):
    book_id = shelve(tmp_path)
    with Library(tmp_path) as library:
        library.save_step(book_id, "m", 0, 9, b"s", 9, ends_chapter=True)
        library.save_summary(book_id, Summary("book", "Early.", ()), "m")
        assert library.summary(book_id, "book", "m")
        library.save_step(book_id, "m", 1, 9, b"s", 18, ends_chapter=True)
        assert library.summary(book_id, "book", "m") is None
        assert len(library.summaries(book_id)) == 1


def test_the_reader_s_place_is_kept(tmp_path):
    book_id = shelve(tmp_path)
    with Library(tmp_path) as library:
        assert library.place(book_id) is None
        library.save_place(book_id, Locator(1, 0))
        library.save_place(book_id, Locator(2, 40))
        assert library.place(book_id) == Locator(2, 40)
