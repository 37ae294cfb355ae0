"""A chapter as long as a book: it is shown at once, scrolled through, and never held whole."""

import time

import pytest
from PySide6.QtCore import Qt

from app.gui.text_page import MOST, SLICE, TextPage
from ingest.book import Chapter, Locator

TEXT = "\n\n".join(
    f"Paragraph {at}. " + "It was a long time before anything came of it. " * 12 for at in range(1000)
)


@pytest.fixture
def page(qtbot):
    page = TextPage()
    qtbot.addWidget(page)
    page.resize(800, 700)
    page.show()
    begun = time.thread_time()
    page.show_chapter(Chapter(0, "Endless", 0, TEXT), None, len(TEXT) // 2)
    page.shown_in = time.thread_time() - begun
    return page


def rest(page, qtbot):
    qtbot.waitUntil(lambda: not page._filler.isActive())


def test_it_is_shown_at_once_at_its_place(page, qtbot):
    assert len(TEXT) > 500_000
    assert page.shown_in < 0.05
    assert abs(page.place().offset - len(TEXT) // 2) < 120
    rest(page, qtbot)
    assert abs(page.place().offset - len(TEXT) // 2) < 120


def test_only_a_part_of_it_is_held_wherever_one_scrolls(page, qtbot):
    rest(page, qtbot)
    longest = 0.0
    for way in [1] * 30 + [-1] * 50:
        before, begun = page.place(), time.thread_time()
        page.turn_page(way)
        longest = max(longest, time.thread_time() - begun)
        rest(page, qtbot)
        assert (page.place() > before) is (way > 0)
        assert page._leaf.letters <= MOST + 4 * SLICE
    assert longest < 0.05


def test_its_end_and_beginning_are_a_key_away(page, qtbot):
    qtbot.keyClick(page, Qt.Key.Key_End)
    rest(page, qtbot)
    assert page.finished()
    turned = []
    page.turned.connect(turned.append)
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    qtbot.keyClick(page, Qt.Key.Key_Space)
    assert turned == [1]
    qtbot.keyClick(page, Qt.Key.Key_Home)
    rest(page, qtbot)
    assert page.place() == Locator(0, 0)
    assert page.toPlainText().startswith("Endless")


def test_words_far_away_are_marked_and_in_sight(page, qtbot):
    at = TEXT.index("Paragraph 900.")
    page.mark(at, len("Paragraph 900."))
    rest(page, qtbot)
    selections = page.extraSelections()  # they must outlive the cursor
    marked = selections[0].cursor
    assert marked.selectedText() == "Paragraph 900."
    assert page.viewport().rect().contains(page.cursorRect(marked))


def test_the_column_stays_in_the_middle_without_being_set_anew(page, qtbot):
    rest(page, qtbot)
    document, wide = page.document(), page.viewport().width()
    page.resize(1400, 700)
    assert page.document() is document
    margins = page.viewportMargins()
    assert margins.left() == margins.right() > 300
    assert page.viewport().width() <= wide + 60
    assert abs(page.place().offset - len(TEXT) // 2) < 120
