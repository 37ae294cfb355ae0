"""Letters of every size: nothing that is written is cut off, whatever size and language the controls have."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QScrollArea

from app.gui.icons import IconButton
from app.gui.language import speak
from tests.app.gui.acts import ask
from tests.app.gui.views import every


def cut_off(root):
    """What has less room than it needs, and both."""
    for kind, looked in ((QLabel, label), (QPushButton, button), (QScrollArea, area)):
        for one in root.findChildren(kind):
            if one.isVisible() and (sizes := looked(one)) and sizes[0] < sizes[1]:
                yield one, sizes


def label(one):
    if not one.text():
        return None
    if one.wordWrap():
        return one.height(), one.heightForWidth(one.width())
    metrics, room = one.fontMetrics(), one.contentsRect()
    return min(
        (room.width(), metrics.horizontalAdvance(one.text())), (one.height(), metrics.height()), key=spare
    )


def button(one):
    wide, high = (one.width(), one.sizeHint().width()), (one.height(), one.sizeHint().height())
    return min(wide, high, key=spare)


def area(one):
    return (one.viewport().width(), one.widget().width()) if one.widgetResizable() else None


def spare(sizes):
    return sizes[0] - sizes[1]


def told(widget):
    return (
        widget.text()[:50]
        if hasattr(widget, "text")
        else widget.accessibleName() or widget.parent().objectName()
    )


def covering(root):
    """Pairs of things that are pressed and lie over one another."""
    pressed = [
        one
        for one in root.findChildren(QAbstractButton)
        if one.isVisible() and isinstance(one, QPushButton | IconButton)
    ]
    for at, one in enumerate(pressed):
        for other in pressed[at + 1 :]:
            if one.parentWidget() is other.parentWidget() and one.geometry().intersects(other.geometry()):
                yield one, other


@pytest.fixture
def language(request):
    speak(request.param)
    yield request.param
    speak("en")


@pytest.mark.parametrize("controls", [100, 150])
@pytest.mark.parametrize("language", ["en", "zh_CN"], indirect=True)
def test_nothing_is_cut_off(language, window, qtbot, controls):
    window.wear(replace(window.desktop.look, controls=controls))
    poor = []
    try:
        for view, root in every(window, qtbot):
            qtbot.wait(20)
            poor += [(view, told(one), sizes) for one, sizes in cut_off(root)]
            poor += [(view, one.accessibleName(), other.accessibleName()) for one, other in covering(root)]
    finally:
        window.wear(replace(window.desktop.look, controls=100))
    assert poor == [], "\n".join(map(str, poor))


def test_everything_fits_a_laptop_at_one_and_a_half(window, qtbot):
    small = QSize(853, 533)
    window.resize(small)
    for view, root in every(window, qtbot):
        assert root.size().boundedTo(small) == root.size(), (view, root.size())


def test_what_lies_over_the_page_lies_over_nothing_else(window, qtbot):
    window.resize(853, 533)
    reader = window.reader
    reader.visit(ask(window, qtbot, "Who kept a grey cat?").answer.citations[0])
    qtbot.waitUntil(lambda: reader.visiting)
    bar, page = reader._visiting, reader.page_area()
    assert page.left() <= bar.x()
    assert bar.geometry().right() <= page.right()
    assert not bar._told.isVisible()
    window.resize(1400, 800)
    qtbot.waitUntil(bar._told.isVisible)
