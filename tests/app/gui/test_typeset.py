import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor

from app.gui.look import Look
from app.gui.theme import LIGHT
from app.gui.typeset import LONGEST, Leaf, pieces, typeset
from ingest.book import Chapter

TEXT = "Title\n\nFirst 🜁 words, naïve.\n\nA verse\nof two lines\n\n* * *\n\nThe last."
LONG = "\n\n".join(f"Paragraph {at} of a chapter that is long, and 🜁 goes on." for at in range(300))


def leaf(text, title="Title"):
    return typeset(Chapter(0, title, 0, text), Look(), LIGHT, "More")


def shown(leaf, start, end):
    cursor = QTextCursor(leaf.document)
    cursor.setPosition(leaf.position(start))
    cursor.setPosition(leaf.position(end), QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText().replace("\u2029", "\n\n").replace("\u2028", "\n")


def every_place_comes_back(leaf, step=1):
    return all(
        leaf.offset(leaf.position(at)) == at
        for piece in leaf.pieces
        if leaf.holds(piece.offset)
        for at in range(piece.offset, piece.offset + len(piece.text), step)
    )


@pytest.mark.parametrize("words", ["First", "🜁 words", "verse\nof two", "last.", "naïve.\n\nA"])
def test_a_quote_stands_where_its_offset_says(qapp, words):
    at = TEXT.index(words)
    assert shown(leaf(TEXT), at, at + len(words)) == words


def test_every_place_of_a_chapter_comes_back(qapp):
    assert every_place_comes_back(leaf(TEXT))


@given(st.text(alphabet="ab 🜁é\n\r\u2029\0", max_size=60))
def test_any_text_keeps_its_places(qapp, text):
    assert every_place_comes_back(leaf(text, "x"))


def test_a_title_that_the_text_lacks_is_set_above_it(qapp):
    assert leaf("Just words.", "The Title").document.toPlainText().startswith("The Title\nJust words.")
    assert leaf(TEXT).document.toPlainText().count("Title") == 1


def test_the_foot_leads_on_or_says_the_end(qapp):
    assert "Next: More" in leaf(TEXT).document.toPlainText()
    assert typeset(Chapter(0, "T", 0, "x"), Look(), LIGHT, None).document.toPlainText().endswith("The end")


def in_the_middle(letters=2000):
    made = Leaf(Chapter(0, "A Title", 0, LONG), Look(), LIGHT, None)
    made.begin_at(len(LONG) // 2, letters)
    return made


def test_only_a_slice_of_a_long_chapter_is_set_at_first(qapp):
    made = in_the_middle()
    assert 2000 <= made.letters < 2100
    assert not made.begins
    assert not made.ends
    assert made.holds(len(LONG) // 2)
    assert not made.holds(0)


def test_slice_by_slice_a_chapter_becomes_what_it_is_at_once(qapp):
    made, whole = in_the_middle(), typeset(Chapter(0, "A Title", 0, LONG), Look(), LIGHT, None)
    while not (made.begins and made.ends):
        made.prepend(1500)
        made.append(900)
    assert made.document.toPlainText() == whole.document.toPlainText()
    assert [form(made, at) for at in range(6)] == [form(whole, at) for at in range(6)]
    assert every_place_comes_back(made)


def form(leaf, number):
    block = leaf.document.findBlockByNumber(number).blockFormat()
    return block.textIndent(), block.headingLevel(), block.bottomMargin()


def test_what_is_far_away_is_let_go_and_comes_back(qapp):
    made = in_the_middle(8000)
    before = form(made, 30)
    text = made.document.toPlainText()
    made.drop_beginning(3000)
    made.drop_end(3000)
    assert 1500 < made.letters < 2600
    assert every_place_comes_back(made)
    made.prepend(3000)
    made.append(3000)
    assert every_place_comes_back(made)
    assert text[200:2000] in made.document.toPlainText()
    assert form(made, 30) == before == (1.9 * Look().size, 0, 0.0)


def test_the_end_can_be_let_go_with_the_foot(qapp):
    made = leaf(LONG)
    assert made.ends
    made.drop_end(500)
    assert not made.ends
    assert "Next:" not in made.document.toPlainText()
    made.append(500)
    assert made.ends
    assert made.document.toPlainText().count("Next:") == 1


def test_an_endless_paragraph_is_cut_between_words(qapp):
    text = "word " * 8000
    cut = pieces(Chapter(0, "T", 0, text))
    assert "".join(piece.text for piece in cut) == text
    assert all(len(piece.text) <= LONGEST and piece.text.endswith(" ") for piece in cut)
    assert every_place_comes_back(leaf(text, "T"), step=499)
