"""The tour of someone who is here for the first time, and what its card lies over."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication

from app.gui import look as looks
from app.gui.house import Notice
from app.gui.icons import IconButton


@pytest.fixture(autouse=True)
def first_time(place):
    looks.save(place, looks.Desktop())


def seen(widget):
    """Where a widget is on the screen."""
    return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())


def test_the_tour_ends_in_a_question_answered_on_the_sample(open_window, qtbot, place, model):
    model.segment = 200
    window = open_window()
    tour = window.tour
    qtbot.waitUntil(lambda: tour.isVisible())
    assert "1 of 5" in tour._count.text()
    qtbot.keyClick(tour.next, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.reader.leaves.text.chapter is not None)
    for _ in range(3):
        qtbot.mouseClick(tour.next, Qt.MouseButton.LeftButton)
    talk = window.reader.panel.talk
    qtbot.waitUntil(lambda: bool(talk.turns) and talk.turns[-1].answer is not None)
    assert "twenty-six" in talk.turns[-1].answer.text.lower()
    qtbot.mouseClick(tour.next, Qt.MouseButton.LeftButton)
    assert not tour.isVisible()
    window.close()
    assert looks.load(place).toured


def test_the_tour_can_be_declined_and_taken_again(open_window, qtbot, place):
    window = open_window()
    qtbot.waitUntil(lambda: window.tour.isVisible())
    qtbot.mouseClick(window.tour.skip, Qt.MouseButton.LeftButton)
    window.close()
    again = open_window()
    qtbot.waitUntil(lambda: again.shelf.stack.currentWidget() is again.shelf.empty)
    assert not again.tour.isVisible()
    again.start_tour()
    assert again.tour.isVisible()


def test_the_tour_is_taken_by_enter_alone(open_window, qtbot, model):
    model.segment = 200
    window = open_window()
    tour = window.tour
    qtbot.waitUntil(tour.isVisible)
    for at in range(5):
        assert tour.at == at
        if at == 1:  # the card tells that Space turns the page, so the page has the focus
            qtbot.waitUntil(lambda: window._at_book() and window.reader.whole_chapter() is not None)
            qtbot.waitUntil(window.reader.page.hasFocus)
            qtbot.keyClick(window.reader.page, Qt.Key.Key_Space)
            assert window.reader.page.verticalScrollBar().value() > 0
        else:
            assert tour.next.hasFocus()
        if at == 4:
            qtbot.waitUntil(lambda: window.reader.panel.talk.turns[-1].answer is not None)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return if at % 2 else Qt.Key.Key_Enter)
    assert not tour.isVisible()


def test_the_tour_is_declined_by_tab_and_enter(open_window, qtbot):
    window = open_window()
    qtbot.waitUntil(window.tour.isVisible)
    qtbot.keyClick(window.tour.next, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is window.tour.skip
    qtbot.keyClick(window.tour.skip, Qt.Key.Key_Return)
    assert not window.tour.isVisible()


@pytest.mark.parametrize("size", [(1280, 800), (1280, 660), (900, 640), (1920, 1080)])
@pytest.mark.parametrize("controls", [100, 150])
def test_the_card_lies_over_nothing_that_is_offered(open_window, place, qtbot, size, controls):
    looks.save(place, looks.Desktop(look=replace(looks.Look(), controls=controls)))
    window = open_window()
    window.resize(*size)
    qtbot.waitUntil(window.tour.isVisible)
    empty = window.shelf.empty
    window.house.say(Notice("Something is to be said."))
    for one in (empty._drop, window.notice):
        qtbot.waitUntil(lambda one=one: not seen(window.tour).intersects(seen(one)))
    assert seen(window).contains(seen(window.tour))
    box, parts = seen(empty._drop), (empty._fan, empty._text, empty.sample)
    assert all(box.contains(seen(one)) for one in parts)
    assert empty._text.height() >= empty._text.heightForWidth(empty._text.width())


def test_icons_are_pressed_by_enter_too(open_window, qtbot):
    window = open_window()
    pressed = []
    icon = next(one for one in window.shelf.findChildren(IconButton) if one.isVisible())
    icon.clicked.connect(lambda: pressed.append(True))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        qtbot.keyClick(icon, key)
    assert len(pressed) == 3
