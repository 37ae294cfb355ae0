"""The typefaces of pages and controls, chosen as a person does."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo, QFontMetricsF

from app.gui.text_page import PLAIN
from app.gui.typefaces import POOR, SANS, SERIF, interface_font, offered, points, serif
from tests.app.gui.test_settings import press, settings_of


def test_the_typefaces_that_come_with_it_are_there(qapp):
    assert offered()[:2] == (SERIF, SANS)
    assert QFontInfo(serif(14)).family() == SERIF
    assert QFontInfo(serif(14, face=SANS)).family() == SANS
    assert QFontInfo(serif(14, face="No Such Face")).family() == SERIF
    assert QFontInfo(interface_font()).family() not in POOR


def test_a_typeface_is_chosen_in_sight_of_the_page_and_kept(window, open_window, qtbot):
    page = window.reader.leaves.text
    assert QFontInfo(page.document().defaultFont()).family() == SERIF
    qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    chooser = window.look_menu.typeface
    chooser.setFocus()
    qtbot.keyClick(chooser, Qt.Key.Key_Down)
    assert QFontInfo(page.document().defaultFont()).family() == SANS
    window.close()
    again = open_window()
    qtbot.waitUntil(lambda: again.reader.leaves.text.chapter is not None)
    assert QFontInfo(again.reader.leaves.text.document().defaultFont()).family() == SANS


@pytest.mark.parametrize("face", [SERIF, SANS])
def test_a_line_holds_as_many_letters_as_were_chosen(window, face):
    window.reader.show_panel(False)
    window.reader.show_contents(False)
    look = replace(window.desktop.look, typeface=face, size=12, width=60)
    window.wear(look)
    letter = QFontMetricsF(serif(12, face=face)).horizontalAdvance(PLAIN) / len(PLAIN)
    assert abs(window.reader.leaves.text.viewport().width() / letter - 60) < 1


def test_controls_are_written_larger_and_pages_are_not(window, qtbot, qapp):
    page, before = window.reader.leaves.text, points(10)
    paper, high = page.document().defaultFont().pointSizeF(), window.reader.contents.title.sizeHint().height()
    dialog = settings_of(window, "window")
    dialog.editors["controls"].setValue(150)
    press(qtbot, dialog, "Save")
    try:
        assert points(10) == pytest.approx(1.5 * before)
        assert window.reader.contents.title.sizeHint().height() > high
        assert page.document().defaultFont().pointSizeF() == paper
    finally:
        window.wear(replace(window.desktop.look, controls=100))
    assert points(10) == pytest.approx(before)
