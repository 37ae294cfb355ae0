"""Asking, through clicks and keys: what a question may know, what is shown of it, and what can be done with it."""

from time import sleep

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton
from shiboken6 import isValid

from app.gui import theme
from app.gui.house import Notice
from app.gui.icons import IconButton
from app.gui.linked import LinkedText
from app.gui.quote import QuoteCard
from app.gui.turn import steps
from app.library import Library
from model.interface import Token
from tests.app.gui.acts import LONG, answer_slowly, ask
from tests.app.shelves import shelve

BOOK = "ab" * 32


def choose(window, qtbot, scope):
    """Choose a scope by the keyboard, as the list shows it."""
    box = window.reader.panel.composer.scope
    box.setFocus()
    at = box.findData(scope)
    while box.currentIndex() != at:
        before = box.currentIndex()
        qtbot.keyClick(box, Qt.Key.Key_Down if before < at else Qt.Key.Key_Up)
        assert box.currentIndex() != before


def button(widget, name):
    found = [one for one in widget.findChildren(QAbstractButton) if name in (one.text(), one.toolTip())]
    assert found, f"there is no button {name!r}"
    return found[-1]


def click(qtbot, widget, name):
    qtbot.mouseClick(button(widget, name), Qt.MouseButton.LeftButton)


def test_what_a_question_may_know_is_told_in_the_empty_field(window, qtbot):
    composer = window.reader.panel.composer
    told = {}
    for scope in ("place", "book", "this", "chapter:3"):
        choose(window, qtbot, scope)
        told[scope] = composer.field.placeholderText()
    assert told == {
        "place": "Ask about chapter 1 …",
        "book": "Ask about the whole book …",
        "this": "Ask about this chapter alone …",
        "chapter:3": "Ask as of chapter 3 …",
    }


def test_this_chapter_alone_answers(window, qtbot):
    window.reader.go_to_chapter(2)
    qtbot.waitUntil(lambda: window.reader.leaves.text.chapter.index == 2)
    choose(window, qtbot, "this")
    turn = ask(window, qtbot, "What did the letter hold?")
    assert turn.answer.part.chapter == 2
    assert {one.start.chapter for one in turn.answer.citations} == {2}
    assert any("Chapter 3 alone" in one.text() for one in turn.findChildren(QLabel))


def test_as_of_a_chapter_nothing_later_is_told(window, qtbot):
    choose(window, qtbot, "chapter:3")
    assert ask(window, qtbot, "What did the key open?").answer.as_of == 2


def test_a_long_selection_is_what_the_question_is_about(window, qtbot):
    page, composer = window.reader.leaves.text, window.reader.panel.composer
    assert not composer.pill.isVisible()
    cursor = page.document().find("He kept a grey cat")
    cursor.movePosition(cursor.MoveOperation.NextCharacter, cursor.MoveMode.KeepAnchor, 200)
    page.setTextCursor(cursor)
    qtbot.keyClick(
        window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert composer.pill.isVisible()
    assert composer.scope.currentData() == "selection"
    turn = ask(window, qtbot, "What did he count?")
    part = turn.answer.part
    assert all(part.start <= one.start.offset < part.end for one in turn.answer.citations)
    click(qtbot, composer, "Ask about more than these words")
    assert composer.scope.currentData() == "place"
    assert not composer.pill.isVisible()


def test_memory_alone_text_alone_and_both(window, qtbot):
    mode = window.reader.panel.composer.mode
    for wanted in ("memory", "text", "both"):
        mode.setFocus()
        while mode.currentData() != wanted:
            qtbot.keyClick(mode, Qt.Key.Key_Down if wanted != "both" else Qt.Key.Key_Up)
        turn = ask(window, qtbot, "Who kept a cat?")
        assert turn.answer.mode == wanted
        if wanted == "memory":
            assert turn.answer.citations == ()


def test_what_is_not_found_is_shown_as_such_and_asked_of_the_whole_book(window, qtbot):
    turn = ask(window, qtbot, "From whom came a letter in the third winter?")
    assert turn.missing.isVisible()
    click(qtbot, turn, "Ask the whole book")
    qtbot.waitUntil(lambda: not window.reader.panel.busy)
    wider = window.reader.panel.talk.turns[-1]
    assert wider.answer.found
    assert not wider.missing.isVisible()
    assert "Ilse" in wider.answer.text


def test_a_question_is_asked_again_changed_and_copied(window, qtbot):
    talk = window.reader.panel.talk
    turn = ask(window, qtbot, "Who kept a cat?")
    click(qtbot, turn, "Ask again")
    qtbot.waitUntil(lambda: not talk.busy)
    assert [one.question for one in talk.turns] == ["Who kept a cat?"] * 2
    click(qtbot, turn, "Change the question")
    assert talk.composer.field.toPlainText() == "Who kept a cat?"
    click(qtbot, turn, "Copy question and answer")
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("Who kept a cat?")
    assert turn.answer.text in copied


def test_a_removed_question_comes_back_or_goes(window, qtbot):
    talk = window.reader.panel.talk
    turn = ask(window, qtbot, "Who kept a cat?")
    click(qtbot, turn, "Remove this question")
    assert talk.turns == []
    qtbot.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
    assert talk.turns == [turn]
    click(qtbot, turn, "Remove this question")
    window.close()
    with Library(window.house.place) as library:
        assert library.answers(BOOK) == []


def test_all_that_was_asked_is_deleted_and_what_was_read_stays(window, qtbot):
    ask(window, qtbot, "Who kept a cat?")
    panel = window.reader.panel
    delete = next(one for one in panel.menu.actions() if one.text().startswith("Delete"))
    delete.trigger()
    assert panel.talk.turns == []
    window.close()
    with Library(window.house.place) as library:
        assert library.answers(BOOK) == []
        assert library.read_chapters(BOOK, "fake-1") == 4


def test_a_follow_up_goes_on_from_the_question_before(window, qtbot):
    choose(window, qtbot, "book")
    ask(window, qtbot, "From whom came a letter?")
    turn = ask(window, qtbot, "And when?")
    assert turn.follows == "From whom came a letter?"
    assert turn.answer.found
    assert turn.answer.question == "And when?"
    assert ask(window, qtbot, "Who kept a cat?").follows == ""


def test_what_the_book_is_about_is_answered_by_its_summary_with_links(window, qtbot):
    choose(window, qtbot, "book")
    talk = window.reader.panel.talk
    qtbot.mouseClick(talk.starters[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(talk.turns) and talk.turns[-1].answer is not None)
    turn = talk.turns[-1]
    assert turn.answer.found
    text = turn.findChild(LinkedText)
    at = next(at for at, one in enumerate(turn.answer.citations) if one.start.chapter == 3)
    text.linkActivated.emit(str(at))
    qtbot.waitUntil(lambda: window.reader.leaves.text.chapter.index == 3)


def test_a_hover_over_a_citation_shows_its_passage(window, qtbot):
    card = ask(window, qtbot, "Who kept a grey cat?").findChild(QuoteCard)
    spot = QPointF(5, 5)
    card.enterEvent(QEnterEvent(spot, spot, spot))
    qtbot.waitUntil(lambda: "<b>" in card.toolTip())
    assert "So it went on" in card.toolTip()
    card.leaveEvent(QEvent(QEvent.Type.Leave))


def test_a_citation_opens_by_the_keyboard(window, qtbot):
    choose(window, qtbot, "book")
    card = ask(window, qtbot, "From whom came a letter?").findChild(QuoteCard)
    qtbot.keyClick(card, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.reader.leaves.text.chapter.index == 2)


def test_an_answer_is_stopped_by_escape_and_asked_again(window, qtbot, model, monkeypatch):
    answer_slowly(model, monkeypatch)
    talk = window.reader.panel.talk
    talk.ask("Who kept a grey cat?")
    qtbot.waitUntil(lambda: talk.turns[-1].streamed != "")
    qtbot.keyClick(talk.composer.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "Stopped" in talk.turns[-1].status.text())
    monkeypatch.undo()
    model.writes = False
    again = button(talk.turns[-1], "Ask again")
    assert isinstance(again, QPushButton)
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: talk.turns[-1].answer is not None)


@pytest.fixture
def slow(model, monkeypatch):
    """A model that takes its time to answer, word by word, and to rate sentences."""

    def words(*_):
        for _ in range(100):
            sleep(0.01)
            yield Token("word ")

    def rated(texts, memory):
        sleep(0.2)
        return tuple(float(len(text)) for text in texts)

    model.writes = True
    monkeypatch.setattr(model, "answer", words, raising=False)
    monkeypatch.setattr(model, "gain", rated, raising=False)


def test_a_book_opened_while_another_one_answers_shows_nothing_of_it(slow, window, qtbot, place):
    other = shelve(place, title="The Other", book_id="cd" * 32)
    talk, summaries = window.reader.panel.talk, window.reader.panel.summaries
    for book in (other, BOOK, other):
        talk.ask("Who kept a grey cat?")
        summaries.choose_chapter(0)
        summaries.pressed()
        qtbot.waitUntil(lambda: talk.turns[-1].streamed != "")
        window.open_book(book)
        qtbot.waitUntil(lambda book=book: window.reader.opened.shelved.book.id == book)
        assert not talk.busy
        assert not summaries.busy
    qtbot.waitUntil(
        lambda: not window.lanes.model.jobs
    )  # an event that reached what is gone would fail the test
    assert talk.turns == []
    assert summaries.shown is None


def test_a_window_closed_while_it_answers_and_opened_again_does_both(slow, open_window, place, qtbot):
    book = shelve(place, LONG)
    for _ in range(3):
        window = open_window()
        window.open_book(book)
        qtbot.waitUntil(lambda window=window: window.reader.leaves.text.chapter is not None)
        talk = window.reader.panel.talk
        talk.ask("Who kept a grey cat?")
        window.reader.show_memory()
        qtbot.waitUntil(lambda talk=talk: talk.turns[-1].streamed != "")
        window.close()
        window.deleteLater()
        qtbot.waitUntil(lambda window=window: not isValid(window))
    with Library(place) as library:
        assert library.answers(book) == []  # what was not finished is not kept


@pytest.mark.parametrize("what", ["recalling", "looking up", "writing"])
def test_the_step_that_the_model_is_at_stands_out(what):
    assert f"<b>{what.capitalize()} …</b>" in steps(what)


def test_other_work_is_told_without_markup():
    assert steps("reading <b>x</b>") == "Reading &lt;b&gt;x&lt;/b&gt; …"


def test_the_icons_of_an_answer_have_names(window, qtbot):
    turn = ask(window, qtbot, "Who kept a cat?")
    assert all(one.accessibleName() for one in turn.findChildren(IconButton))


def test_the_button_that_asks_keeps_its_colour(window):
    send = window.reader.panel.composer.send
    image = send.icon().pixmap(24, 24).toImage()
    pixels = (image.pixelColor(x, y) for x in range(24) for y in range(24))
    inks = {pixel.name() for pixel in pixels if pixel.alpha() == 255}
    assert inks == {theme.chosen(window.desktop.look.appearance).on_accent}


def test_a_bug_is_told_where_the_answer_would_be_with_its_details_to_copy(window, qtbot, model, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("a bug of ours")

    monkeypatch.setattr(type(window.studio._mind), "ask", lambda *_: fails(broken))
    talk = window.reader.panel.talk
    talk.ask("Who kept the light?")
    qtbot.waitUntil(lambda: not talk.busy)
    turn = talk.turns[-1]
    copy = next(one for one in turn.findChildren(QPushButton) if one.text() == "Copy details")
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert "RuntimeError: a bug of ours" in QGuiApplication.clipboard().text()
    assert not window.notice.isVisible()


def fails(broken):
    yield from ()
    broken()


def test_a_notice_does_not_lie_over_the_question(window):
    window.reader.show_panel(True)
    window.notice.say(Notice("Something is to be said."))
    field = window.reader.panel.composer
    over = QRect(field.mapToGlobal(QPoint(0, 0)), field.size())
    notice = QRect(window.notice.mapToGlobal(QPoint(0, 0)), window.notice.size())
    assert not over.intersects(notice)
