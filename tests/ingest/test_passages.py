"""Passages."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.book import Chapter, Locator
from ingest.passages import LONGEST, SHORTEST, passages

WORDS = st.sampled_from(["word", "Mr.", "end.", "why?", "a", "x" * 400, "。", "\n", "\n\n", "it;", "“No.”"])


def chapter(text: str) -> Chapter:
    return Chapter(3, "A title", 0, text)


@given(st.lists(WORDS, max_size=400).map(" ".join) | st.text(max_size=300))
@settings(deadline=None, max_examples=80)
def test_passages_are_verbatim_in_order_and_cover_all_but_white_space(text: str) -> None:
    end = 0
    for passage in passages(chapter(text)):
        offset = passage.start.offset
        assert text[offset : offset + len(passage.text)] == passage.text
        assert passage.text == passage.text.strip() != ""
        assert len(passage.text) <= LONGEST
        assert text[end:offset].strip() == ""
        end = offset + len(passage.text)
    assert text[end:].strip() == ""


def test_a_passage_knows_its_chapter() -> None:
    assert [p.start for p in passages(chapter("One.\n\nTwo."))] == [Locator(3, 0)]


def test_short_paragraphs_share_a_passage() -> None:
    text = "\n\n".join(["“Yes,” she said, and nothing more was heard that night."] * 30)
    lengths = [len(p.text) for p in passages(chapter(text))]
    assert all(SHORTEST <= length <= LONGEST for length in lengths[:-1])


def test_a_long_paragraph_is_cut_at_sentence_ends() -> None:
    found = list(passages(chapter("The river went slowly by the old mill. " * 60)))
    assert len(found) > 1
    assert all(passage.text.endswith("mill.") for passage in found)


def test_a_sentence_without_end_is_cut_between_words() -> None:
    found = list(passages(chapter("word " * 1000)))
    assert all(set(passage.text.split()) == {"word"} for passage in found)


def test_a_heading_goes_with_the_text_under_it() -> None:
    found = list(passages(chapter("I: The Door\n\n" + "Mr. Utterson was a lawyer. " * 12)))
    assert found[0].text.startswith("I: The Door\n\nMr. Utterson")
