"""Whether what is written can be read: WCAG's contrast AA, of the themes' colours and of every view as it is shown."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit

from app.gui.head_chart import contrast
from app.gui.icons import IconButton
from app.gui.quote import QuoteCard
from app.gui.theme import THEMES
from tests.app.gui.views import every

WRITTEN, SEEN = 4.5, 3.0
"""The least contrast of letters with their ground, and of other things that must be seen, as a ring of focus."""
GROUNDS = ("window", "page", "side", "raised", "well", "hover")
ON = {
    **dict.fromkeys(("ink", "text", "muted", "accent", "danger"), GROUNDS),
    "on_accent": ("accent", "accent_hover"),
    "accent_hover": ("window", "raised"),
}
"""Every ink, and what it is written on."""
MARKED = (("text", "mark"), ("ink", "mark"), ("ink", "line"))
"""Found words and citations on the page and in the list, and a button while it is pressed."""


@pytest.mark.parametrize("name", THEMES)
def test_every_ink_can_be_read_on_every_ground(name):
    theme = THEMES[name]
    pairs = [(ink, ground) for ink, grounds in ON.items() for ground in grounds]
    poor = {
        (ink, ground): round(found, 2)
        for ink, ground in (*pairs, *MARKED)
        if (found := contrast(QColor(getattr(theme, ink)), QColor(getattr(theme, ground)))) < WRITTEN
    }
    assert poor == {}


@pytest.mark.parametrize("name", THEMES)
def test_the_ring_of_focus_is_seen_on_every_ground(name):
    theme = THEMES[name]
    rings = [("accent", ground) for ground in GROUNDS]
    rings += [
        ("ink", ground) for ground in ("window", "raised", "side", "page")
    ]  # around what is filled with the accent
    poor = [one for one in rings if contrast(*(QColor(getattr(theme, part)) for part in one)) < SEEN]
    assert poor == []


def over(ink, ground):
    """The colour of an ink that may let its ground through."""
    share = ink.alphaF()
    parts = zip(ink.getRgb()[:3], ground.getRgb()[:3], strict=True)
    return QColor(*(round(one * share + other * (1 - share)) for one, other in parts))


def written(root):
    """What is written in a view: who writes it, the colour of the letters, and a point of their ground."""
    for one in root.findChildren(QLabel):
        if one.text() and one.pixmap().isNull():
            yield one, one.palette().color(QPalette.ColorRole.WindowText), QPoint(1, 1)
    for one in root.findChildren(QAbstractButton):
        if one.text() and not isinstance(one, IconButton | QuoteCard) and one.isEnabled():
            yield one, one.palette().color(QPalette.ColorRole.ButtonText), QPoint(4, 4)  # where no letter is
    for kind in (QLineEdit, QPlainTextEdit):
        for one in root.findChildren(kind):
            yield one, one.palette().color(QPalette.ColorRole.Text), QPoint(6, one.height() // 2)
            if one.placeholderText():
                colour = one.palette().color(QPalette.ColorRole.PlaceholderText)
                yield one, colour, QPoint(6, one.height() // 2)


@pytest.mark.parametrize("name", THEMES)
def test_everything_that_is_written_can_be_read_where_it_stands(window, qtbot, name):
    window.wear(replace(window.desktop.look, appearance=name))
    poor, looked = [], 0
    for view, root in every(window, qtbot):
        qtbot.wait(10)
        image = root.grab().toImage()
        for one, ink, spot in written(root):
            if not one.isVisible() or one.visibleRegion().isEmpty():
                continue
            spot = (
                spot if one.visibleRegion().contains(spot) else one.visibleRegion().boundingRect().topLeft()
            )
            at = one.mapTo(root, spot)
            ground = image.pixelColor(at * image.devicePixelRatio())
            looked += 1
            if contrast(over(ink, ground), ground) < WRITTEN:
                poor.append(
                    (view, type(one).__name__, one.accessibleName() or one.text(), ink.name(), ground.name())
                )
    assert looked > 150
    assert poor == []
