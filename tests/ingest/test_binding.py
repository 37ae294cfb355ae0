"""Binding blocks into chapters."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.binding import ENDLESS, Block, Start, bind
from ingest.book import Page

BLOCKS = st.lists(st.sampled_from([Block("text"), Block("Head", 2), Block(""), Block("—")]), max_size=12)
STARTS = st.lists(
    st.builds(Start, st.sampled_from(["One", "", "Two"]), st.integers(0, 4), st.integers(0, 11)), max_size=6
)


@given(BLOCKS, STARTS)
@settings(deadline=None, max_examples=200)
def test_contents_and_chapters_are_always_in_step(blocks: list[Block], starts: list[Start]) -> None:
    starts = [start for start in starts if start.at < len(blocks)]
    contents, iterator = bind(blocks, starts, "Title")
    chapters = list(iterator)
    assert [(e.title, e.level) for e in contents] == [(c.title, c.level) for c in chapters]
    assert [c.index for c in chapters] == list(range(len(chapters)))
    assert all(c.text.strip() and c.title for c in chapters)
    assert all(one.level <= before.level + 1 for before, one in pairwise(contents))
    assert bool(chapters) == any(block.text for block in blocks) or starts


def test_text_without_any_start_is_one_chapter_called_after_the_book() -> None:
    contents, _ = bind([Block("One."), Block("Two.")], [], "My Book")
    assert [entry.title for entry in contents] == ["My Book"]


def test_a_chapter_without_a_title_takes_its_first_heading() -> None:
    contents, _ = bind([Block("The Door", 2), Block("Text.")], [Start("", 0, 0)], "My Book")
    assert contents[0].title == "The Door"


def test_the_books_title_alone_is_no_chapter() -> None:
    blocks = [Block("My Book", 1), Block("One", 2), Block("Text.")]
    contents, _ = bind(blocks, [Start("My Book", 1, 0), Start("One", 2, 1)], "My Book")
    assert [(entry.title, entry.level) for entry in contents] == [("One", 0)]


def test_pages_are_counted_in_the_chapters_own_text() -> None:
    blocks = [
        Block("One", 2, (Page("1", 0),)),
        Block("abcdef", None, (Page("2", 3),)),
        Block("Two", 2),
        Block("x"),
    ]
    _, chapters = bind(blocks, [Start("One", 0, 0), Start("Two", 0, 2)], "T")
    first, second = chapters
    assert first.pages == (Page("1", 0), Page("2", 8))
    assert first.text[8:] == "def"
    assert second.pages == (Page("2", 0),)


def test_a_long_text_without_headings_is_cut_into_even_parts():
    blocks = [Block(f"Paragraph {i}. " + "word " * 200) for i in range(300)]
    contents, chapters = bind(blocks, [], "Endless")
    made = list(chapters)
    assert [entry.title for entry in contents] == [f"Part {i}" for i in range(1, len(made) + 1)]
    words = " ".join(chapter.text for chapter in made).split()
    assert words == " ".join(block.text for block in blocks).split()
    lengths = [len(chapter.text) for chapter in made]
    assert max(lengths) <= ENDLESS + 2000
    assert min(lengths) > 0.9 * max(lengths)


def test_a_short_text_without_headings_is_one_chapter():
    contents, chapters = bind([Block("A poem."), Block("Its end.")], [], "Poem")
    assert [entry.title for entry in contents] == ["Poem"]
    assert [chapter.text for chapter in chapters] == ["A poem.\n\nIts end."]
