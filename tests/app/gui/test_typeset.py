import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.gui.look import Look
from app.gui.theme import LIGHT
from app.gui.typeset import typeset
from ingest.book import Chapter

TEXT = "Title\n\nFirst 🜁 words, naïve.\n\nA verse\nof two lines\n\n* * *\n\nThe last."


def leaf(text, title="Title"):
    return typeset(Chapter(0, title, 0, text), Look(), LIGHT, "More")


def shown(leaf, start, end):
    from PySide6.QtGui import QTextCursor

    cursor = QTextCursor(leaf.document)
    cursor.setPosition(leaf.position(start))
    cursor.setPosition(leaf.position(end), QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText().replace("\u2029", "\n\n").replace("\u2028", "\n")


@pytest.mark.parametrize("words", ["First", "🜁 words", "verse\nof two", "last.", "naïve.\n\nA"])
def test_a_quote_stands_where_its_offset_says(qapp, words):
    at = TEXT.index(words)
    assert shown(leaf(TEXT), at, at + len(words)) == words


def test_every_place_comes_back(qapp):
    made = leaf(TEXT)
    for paragraph in made.paragraphs:
        for at in range(paragraph.offset, paragraph.offset + len(paragraph.text) + 1):
            assert made.offset(made.position(at)) == at


@given(st.text(alphabet="ab 🜁é\n\r\u2029\0", max_size=60))
def test_any_text_keeps_its_places(qapp, text):
    made = leaf(text, "x")
    for paragraph in made.paragraphs:
        for at in range(paragraph.offset, paragraph.offset + len(paragraph.text) + 1):
            assert made.offset(made.position(at)) == at


def test_a_title_that_the_text_lacks_is_set_above_it(qapp):
    assert leaf("Just words.", "The Title").document.toPlainText().startswith("The Title\nJust words.")
    assert leaf(TEXT).document.toPlainText().count("Title") == 1


def test_the_foot_leads_on_or_says_the_end(qapp):
    assert "Next: More" in leaf(TEXT).document.toPlainText()
    assert typeset(Chapter(0, "T", 0, "x"), Look(), LIGHT, None).document.toPlainText().endswith("The end")
