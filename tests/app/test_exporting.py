from app.exporting import export, quoted, scope_name, whereabouts
from app.library import Heading, Library
from app.values import Answer, Citation, Summary
from ingest.book import Locator
from tests.app.shelves import shelve

HEADINGS = [Heading("Part\n One", 0, 10, None)]


def test_a_place_is_said_as_people_say_it():
    assert whereabouts(Citation(Locator(0, 3), "x", "12"), HEADINGS) == 'chapter 1, "Part One", p. 12'
    assert whereabouts(Citation(Locator(4, 3), "x"), HEADINGS) == "chapter 5"
    long = Citation(Locator(0, 3), "a grey cat that slept")
    assert quoted(long, HEADINGS, width=12).endswith(": “a grey cat …”")
    assert quoted(Citation(Locator(0, 3), "grey\ncat"), HEADINGS) == '— chapter 1, "Part One": “grey cat”'


def test_a_scope_has_a_name():
    names = [scope_name(scope, HEADINGS) for scope in ("book", "chapter:1", "so far:3")]
    assert names == ["The whole book", "Chapter 1: Part One", "So far, to the end of chapter 3"]


def test_the_history_becomes_markdown(tmp_path):
    book_id = shelve(tmp_path)
    with Library(tmp_path) as library:
        cited = (Citation(Locator(0, 33), "Marten\nVoss", "7"),)
        library.save_answer(book_id, Answer("Who is *he*?", "Marten.", cited, 1, True), "m", 0)
        library.save_summary(book_id, Summary("chapter:1", "A keeper.", cited), "m")
    text = export(tmp_path, book_id)
    assert text.startswith("# The Keeper\n\nN. N.\n\n## Summaries\n\n### Chapter 1: Part 1\n\nA keeper.\n\n")
    assert '### Who is \\*he\\*?\n\nMarten.\n\n> Marten\n> Voss\n>\n> — chapter 1, "Part 1", p. 7\n' in text
    assert "As of chapter 2, 20" in text


def test_a_book_without_a_history_says_so(tmp_path):
    assert "Nothing was asked" in export(tmp_path, shelve(tmp_path))
