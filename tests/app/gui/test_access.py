"""The window for those who do not see it: all that takes the keyboard has a name and a role, and the book is heard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from app.gui.quote import QuoteCard
from tests.app.gui.acts import LONG, ask
from tests.app.gui.views import TALES, every

NO_ROLE = (QAccessible.Role.NoRole, QAccessible.Role.Client)
"""What Qt says of a widget of which it knows nothing."""


def heard(widget):
    return QAccessible.queryAccessibleInterface(widget)


def test_all_that_takes_the_keyboard_has_a_name_and_a_role(window, qtbot):
    nameless, seen = set(), set()
    for view, root in every(window, qtbot):
        for one in (root, *root.findChildren(QWidget)):
            if not one.isVisible() or one.focusPolicy() == Qt.FocusPolicy.NoFocus or one.focusProxy():
                continue
            seen.add(one)
            told = heard(one)
            if not told.text(QAccessible.Text.Name).strip() or told.role() in NO_ROLE:
                nameless.add((view, type(one).__name__, told.text(QAccessible.Text.Name), told.role().name))
    assert len(seen) > 60
    assert nameless == set()


def test_the_whole_text_of_the_page_is_heard(window):
    page = window.reader.page
    told = heard(page)
    text = told.textInterface()
    assert told.text(QAccessible.Text.Name) == "Text of the book"
    for paragraph in LONG[0].split("\n\n")[1:]:
        assert paragraph in text.text(0, text.characterCount())


def test_selected_words_are_heard(window, qtbot):
    page = window.reader.page
    page.setTextCursor(page.document().find("grey cat"))
    text = heard(page).textInterface()
    assert text.selectionCount() == 1
    assert page.toPlainText()[page.textCursor().selectionStart() :].startswith("grey cat")


def test_an_answer_and_its_citation_are_heard_and_pressed(window, qtbot):
    window.reader.panel.composer.choose_scope("book")
    turn = ask(window, qtbot, TALES)
    assert turn.answer.text.split()[0] in heard(turn).text(QAccessible.Text.Name) + turn.as_text()
    card = heard(turn.findChild(QuoteCard))
    assert card.role() == QAccessible.Role.Button
    assert card.text(QAccessible.Text.Name).startswith("Citation: ")
    card.actionInterface().doAction("Press")
    qtbot.waitUntil(lambda: window.reader.visiting)


def test_the_timeline_is_a_slider(window, qtbot):
    window.reader.show_memory()
    memory = window.reader.sheets.memory
    qtbot.waitUntil(lambda: memory.portrait is not None)
    told = heard(memory.timeline)
    assert told.role() == QAccessible.Role.Slider
    value = told.valueInterface()
    assert (value.minimumValue(), value.maximumValue(), value.currentValue()) == (0, 4, 4)
    value.setCurrentValue(2)
    qtbot.waitUntil(lambda: memory.portrait.chapter == 1)
    assert "End of chapter 2" in told.text(QAccessible.Text.Description)


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_the_tab_key_goes_through_everything_and_comes_round(window, qtbot, key):
    ask(window, qtbot, TALES)
    window.reader.page.setFocus()
    gone_through = []
    for _ in range(80):
        qtbot.keyClick(QApplication.focusWidget(), key)
        at = QApplication.focusWidget()
        if at in gone_through:
            break
        gone_through.append(at)
    bar, panel = window.reader.bar, window.reader.panel
    for one in (
        bar.library,
        bar.look,
        panel.composer.field,
        panel.composer.send,
        window.reader.contents.finder,
    ):
        assert one in gone_through
    assert at is gone_through[0]
