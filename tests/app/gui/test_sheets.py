"""Summaries, comparing and the memory, through clicks and keys."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication

from app.gui.head_chart import STRONGEST, contrast, mixed
from app.gui.memory_view import listening
from app.gui.theme import THEMES
from app.library import Library
from tests.app.gui.acts import LONG
from tests.app.shelves import shelve

CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_summary_is_kept_made_again_and_copied(window, qtbot, model, monkeypatch):
    summaries = window.reader.panel.summaries
    qtbot.keyClick(window, Qt.Key.Key_U, CTRL)
    summaries.choose_chapter(2)
    qtbot.mouseClick(summaries.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: summaries.shown is not None and not summaries.busy)
    first = summaries.shown
    assert not summaries.make.isVisible()
    summaries.choose_chapter(0)
    assert summaries.shown is None
    summaries.choose_chapter(2)
    assert summaries.shown == first
    qtbot.mouseClick(summaries.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == first.text
    monkeypatch.setattr("app.summarizing._joined", lambda citations: "Made again.")
    qtbot.mouseClick(summaries.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: summaries.shown is not None and summaries.shown.text == "Made again.")
    with Library(window.house.place) as library:
        assert library.summary("ab" * 32, "chapter:3", "fake-1").text == "Made again."


def test_a_sentence_of_a_summary_tells_its_place_and_opens_it(window, qtbot):
    summaries = window.reader.panel.summaries
    qtbot.keyClick(window, Qt.Key.Key_U, CTRL)
    summaries.choose_chapter(3)
    qtbot.mouseClick(summaries.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: summaries.shown is not None)
    summaries.text.linkHovered.emit("0")
    assert "Chapter 4" in summaries.text.toolTip()
    qtbot.waitUntil(lambda: "<b>" in summaries.text.toolTip())
    summaries.text.linkActivated.emit("0")
    qtbot.waitUntil(lambda: window.reader.leaves.text.chapter.index == 3)


def test_the_same_question_is_answered_as_of_two_chapters(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_D, CTRL)
    compare = window.reader.sheets.compare
    assert compare.isVisible()
    qtbot.keyClicks(compare.question, "From whom came a letter in the third winter?")
    qtbot.keyClick(compare.question, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: all(side.turn and side.turn.answer for side in compare.sides) and not compare.busy
    )
    early, late = (side.turn.answer for side in compare.sides)
    assert (early.as_of, late.as_of) == (0, 3)
    assert not early.found
    assert late.found
    compare.sides[1].turn.citation_wanted.emit(late.citations[0])
    qtbot.waitUntil(lambda: window.reader.leaves.isVisible() and window.reader.visiting)


def test_escape_leaves_a_sheet(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_D, CTRL)
    assert window.reader.bar.compare.isChecked()
    qtbot.keyClick(window.reader.sheets.compare, Qt.Key.Key_Escape)
    assert window.reader.leaves.isVisible()
    assert not window.reader.bar.compare.isChecked()


def test_the_memory_is_shown_and_a_snapshot_is_clicked_to_ask_as_of(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_M, CTRL)
    memory = window.reader.sheets.memory
    qtbot.waitUntil(lambda: memory.portrait is not None)
    assert memory.timeline.at == 3
    assert len(memory.fills.rows) == 2
    before = memory.fills.rows[0][0]
    spot = memory.timeline.point(0).toPoint()
    qtbot.mouseClick(memory.timeline, Qt.MouseButton.LeftButton, pos=spot + QPoint(2, 0))
    qtbot.waitUntil(lambda: memory.portrait.chapter == 0)
    assert memory.fills.rows[0][0] < before
    qtbot.keyClick(memory.timeline, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: memory.portrait.chapter == 1)
    qtbot.mouseClick(memory.ask, Qt.MouseButton.LeftButton)
    assert window.reader.panel.composer.scope.currentData() == "chapter:2"


def test_the_charts_tell_a_screen_reader_their_numbers(window, qtbot):
    window.reader.show_memory()
    memory = window.reader.sheets.memory
    qtbot.waitUntil(lambda: memory.portrait is not None)
    assert "Layer 1, head 2: 75% · mixer" in memory.gates.accessibleDescription()
    assert "End of chapter 4" in memory.timeline.accessibleDescription()


def test_a_book_that_was_not_read_has_no_memory_and_can_be_read(open_window, qtbot, place):
    book = shelve(place, LONG)
    window = open_window()
    window.studio.pause()
    window.open_book(book)
    qtbot.waitUntil(lambda: window.reader.leaves.text.chapter is not None)
    window.reader.show_memory()
    memory = window.reader.sheets.memory
    qtbot.waitUntil(lambda: memory.portrait is not None)
    assert memory.start.isVisible()
    window.studio.resume()


def test_heads_are_named_as_in_the_paper():
    assert [listening(value) for value in (0.1, 0.5, 0.9)] == ["10% · local", "50% · mixer", "90% · memory"]


def test_words_on_the_charts_can_be_read_in_every_theme():
    for theme in THEMES.values():
        for share in range(11):
            ground = mixed(theme, STRONGEST * share / 10)
            assert contrast(QColor(theme.ink), ground) >= 4.5, (theme.name, share)
    assert round(contrast(QColor("white"), QColor("black"))) == 21
