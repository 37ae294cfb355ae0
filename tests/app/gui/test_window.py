from dataclasses import replace

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QDialog

from app.adding import add
from app.gui import look as looks
from app.gui.books import SPINE
from app.gui.quote import QuoteCard
from app.gui.resource import resource
from app.library import Library
from app.work import follow
from ingest.book import Locator
from model.interface import ModelError
from tests.app.gui.acts import LONG, answer_slowly, ask
from tests.app.shelves import shelve


def marked_words(page):
    selections = page.extraSelections()  # they must outlive the cursor
    return selections[-1].cursor.selectedText()


def test_an_empty_library_offers_the_sample_novel(open_window, qtbot):
    window = open_window()
    qtbot.waitUntil(lambda: window.shelf.stack.currentWidget() is window.shelf.empty)
    qtbot.mouseClick(window.shelf.empty.sample, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.shelf.sorted.rowCount() == 1)
    assert window.shelf.sorted.index(0, 0).data() == "The Nought at Tamsel"


def test_files_are_dropped_and_one_that_is_no_book_is_told(open_window, qtbot, tmp_path, monkeypatch):
    window, told = open_window(), []
    say = window.notice.say
    monkeypatch.setattr(window.notice, "say", lambda notice: (told.append(notice.text), say(notice)))
    bad = tmp_path / "broken.epub"
    bad.write_bytes(b"PK\3\4 no book")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in (bad, resource("sample", "novel.md"))])
    where, keys = QPointF(5, 5), Qt.KeyboardModifier.NoModifier
    window.shelf.dropEvent(QDropEvent(where, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, keys))
    qtbot.waitUntil(lambda: window.shelf.sorted.rowCount() == 1)
    assert any(text.startswith("Not added: “broken.epub” is") for text in told)


def test_a_click_on_a_cover_opens_the_book(open_window, qtbot, place):
    shelve(place, LONG)
    window = open_window()
    qtbot.waitUntil(lambda: window.shelf.sorted.rowCount() == 1)
    grid = window.shelf.grid
    where = grid.visualRect(window.shelf.sorted.index(0, 0)).center()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.waitUntil(lambda: "lighthouse" in window.reader.page.toPlainText())


def test_a_removed_book_can_be_brought_back(open_window, qtbot, place):
    book = shelve(place)
    window = open_window()
    qtbot.waitUntil(lambda: window.shelf.sorted.rowCount() == 1)
    window.shelf.remove(window.shelf.sorted.index(0, 0).data(SPINE))
    assert window.shelf.sorted.rowCount() == 0
    qtbot.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
    assert window.shelf.sorted.rowCount() == 1
    window.shelf.remove(window.shelf.sorted.index(0, 0).data(SPINE))
    window.close()
    with Library(place) as library:
        assert not library.has(book)


def test_a_question_is_answered_with_citations_that_open(window, qtbot):
    window.reader.panel.composer.scope.setCurrentIndex(1)  # the whole book
    turn = ask(window, qtbot, "From whom came a letter in the third winter?")
    card = turn.findChild(QuoteCard)
    assert "Chapter 3" in card.where.text()
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    page = window.reader.page
    qtbot.waitUntil(lambda: page.chapter.index == 2)
    marked = marked_words(page)
    assert marked.split()[:3] == card.toolTip().partition("“")[2].split()[:3]
    assert window.reader.visiting


def test_a_visit_does_not_move_the_readers_own_place(window, qtbot, place):
    reader = window.reader
    window.reader.panel.composer.scope.setCurrentIndex(1)
    card = ask(window, qtbot, "From whom came a letter in the third winter?").findChild(QuoteCard)
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: reader.page.chapter.index == 2)
    assert reader.reached() == 0
    qtbot.keyClick(reader.page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: reader.page.chapter.index == 0)
    assert not reader.visiting
    window.close()
    with Library(place) as library:
        assert library.place("ab" * 32).chapter == 0


def test_as_far_as_i_have_read_is_the_default_and_tells_nothing_later(window, qtbot):
    turn = ask(window, qtbot, "What did the key open?")
    assert window.reader.panel.composer.scope.currentData() == "place"
    assert turn.answer.as_of == 0
    assert all(citation.start.chapter == 0 for citation in turn.answer.citations)


def test_what_is_not_in_the_book_is_said_to_be_so(window, qtbot):
    turn = ask(window, qtbot, "Which submarine sank?")
    assert not turn.answer.found
    assert "did not find" in turn.as_text()


def test_asking_pauses_reading_and_reading_goes_on(open_window, qtbot, place, model):
    model.segment = 1
    book = shelve(place, LONG)
    window = open_window()
    states = []
    window.studio.reading_changed.connect(lambda reading: states.append(reading.state))
    window.open_book(book)
    qtbot.waitUntil(lambda: window.studio.reading.done > 5 and window.reader.opened is not None)
    ask(window, qtbot, "Who kept a cat?")
    assert window.reader.panel.talk.turns[-1].answer is not None
    assert "waiting" in states
    qtbot.waitUntil(lambda: window.studio.reading.state == "reading")
    window.studio.pause()
    assert window.studio.reading.state == "paused"
    before = window.studio.reading.done
    window.studio.resume()
    qtbot.waitUntil(lambda: window.studio.reading.done > before)


def test_a_stopped_answer_says_so(window, qtbot, model, monkeypatch):
    answer_slowly(model, monkeypatch)
    panel = window.reader.panel.talk
    panel.ask("Who kept a grey cat?")
    qtbot.waitUntil(lambda: panel.turns[-1].streamed != "")
    panel.stop()
    assert not panel.busy
    qtbot.waitUntil(lambda: "Stopped" in panel.turns[-1].status.text())


def test_a_model_that_is_missing_is_told_where_the_question_is(open_window, qtbot, place):
    def missing(settings):
        raise ModelError("The model “default” is not there; choose another in the settings.")

    book = shelve(place, LONG)
    window = open_window(missing)
    window.open_book(book)
    qtbot.waitUntil(lambda: window.studio.reading.state == "failed")
    qtbot.waitUntil(lambda: window.reader.opened is not None)
    turn = ask(window, qtbot, "Who?")
    qtbot.waitUntil(lambda: "choose another" in turn.status.text())


def test_earlier_questions_and_the_place_come_back_after_a_restart(window, open_window, qtbot, place):
    ask(window, qtbot, "Who kept a cat?")
    window.reader.go_to_chapter(2)
    qtbot.waitUntil(lambda: window.reader.leaves.text.chapter.index == 2)
    window.close()
    again = open_window()
    qtbot.waitUntil(lambda: again.reader.leaves.text.chapter is not None)
    assert again.reader.leaves.text.chapter.index == 2
    assert [turn.question for turn in again.reader.panel.talk.turns] == ["Who kept a cat?"]
    with Library(place) as library:
        assert library.place("ab" * 32) == Locator(2, 0)


def test_words_are_found_and_opened(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.reader.contents.finder, "LEDGER")
    hits = window.reader.contents.hits
    qtbot.waitUntil(lambda: hits.count() == 12)
    qtbot.keyClick(window.reader.contents.finder, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.reader.leaves.text.chapter.index == 3)
    assert marked_words(window.reader.page) == "ledger"


def test_pages_turn_into_the_next_chapter_and_back(window, qtbot):
    page = window.reader.page
    bar = page.verticalScrollBar()
    qtbot.keyClick(page, Qt.Key.Key_Space)
    assert bar.value() > 0
    bar.setValue(bar.maximum())
    qtbot.keyClick(page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.chapter.index == 1)
    qtbot.keyClick(page, Qt.Key.Key_BracketLeft)
    qtbot.waitUntil(lambda: page.chapter.index == 0)


def test_a_book_that_lies_open_already_is_left_alone_when_the_window_is_filled(window, qtbot):
    chapter = window.reader.leaves.text.chapter
    window._fill()  # on a fast machine a book can be opened sooner
    qtbot.waitUntil(lambda: not window.lanes.desk.jobs)
    assert window.reader.leaves.text.chapter is chapter


def test_a_question_that_was_not_asked_yet_is_there_after_a_restart(window, open_window, qtbot):
    qtbot.keyClicks(window.reader.panel.composer.field, "Who was")
    window.close()
    again = open_window()
    qtbot.waitUntil(lambda: again._has_reader() and again.reader.opened is not None)
    assert again.reader.panel.composer.field.toPlainText() == "Who was"


def test_back_and_forward_go_over_jumps(window, qtbot):
    reader = window.reader
    for chapter in (3, 1):
        reader.go_to_chapter(chapter)
        qtbot.waitUntil(lambda chapter=chapter: reader.page.chapter.index == chapter)
    for go, chapter in ((reader.back, 3), (reader.back, 0), (reader.forward, 3)):
        go()
        qtbot.waitUntil(lambda chapter=chapter: reader.page.chapter.index == chapter)


def test_the_place_stays_when_letters_grow(window, qtbot):
    page = window.reader.page
    page.go(3000)
    before = page.place().offset
    qtbot.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert window.desktop.look.size == looks.Look().size + 1
    assert abs(page.place().offset - before) < 120


def test_a_place_near_the_end_is_reached_in_a_chapter_that_is_set_anew(window, qtbot):
    reader, page = window.reader, window.reader.page
    reader._jump(Locator(2, 4000))
    qtbot.waitUntil(lambda: page.chapter.index == 2)
    qtbot.waitUntil(lambda: abs(page.place().offset - 4000) < 120)
    window.wear(replace(window.desktop.look, appearance="dark"))
    qtbot.wait(50)
    assert abs(page.place().offset - 4000) < 120


def test_selected_words_are_copied_with_their_citation_and_asked_about(window, qtbot):
    page = window.reader.page
    cursor = page.document().find("grey cat")
    page.setTextCursor(cursor)
    assert window.reader.selection.isVisible()
    page.copy_citation()
    assert QGuiApplication.clipboard().text() == "“grey cat”\n— N. N., The Keeper, p. 7"
    window.reader.selection.ask_wanted.emit()
    assert window.reader.panel.composer.field.toPlainText() == "“grey cat” — "


def test_a_chapter_is_summarized_and_its_sentences_open(window, qtbot):
    summaries = window.reader.panel.summaries
    qtbot.keyClick(window, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    summaries.choose_chapter(2)
    qtbot.mouseClick(summaries.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: summaries.shown is not None and not summaries.busy)
    assert summaries.shown.scope == "chapter:3"
    summaries.text.linkActivated.emit("0")
    qtbot.waitUntil(lambda: window.reader.leaves.text.chapter.index == 2)


def test_settings_are_made_from_their_fields_and_kept(window, qtbot, place):
    window.show_settings()
    dialog = window.findChild(QDialog)
    dialog.editors["limit"].setValue(99)
    dialog.editors["appearance"].setCurrentText("Dark")
    dialog.accept()
    assert window.studio.settings.limit == 99
    assert window.reader.page.theme.name == "dark"
    assert '"limit": 99' in (place / "settings.json").read_text()


def test_the_shortcut_sheet_opens(window, qtbot):
    window.reader.page.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    sheet = window.findChild(QDialog)
    assert sheet.isVisible()
    sheet.close()


def test_every_button_has_a_name(window):
    from PySide6.QtWidgets import QAbstractButton

    for button in window.reader.findChildren(QAbstractButton) + window.shelf.findChildren(QAbstractButton):
        assert button.accessibleName() or button.text() or button.objectName().startswith("qt_"), button


def test_a_damaged_window_file_is_as_a_first_start(place, open_window):
    (place / "window.json").write_text('{"look": 3, "panel": "x", "book": 7, "what": 1}')
    assert open_window().desktop == looks.Desktop()


def test_the_real_sample_opens_with_its_pages(open_window, qtbot, place):
    added = follow(add(place, resource("sample", "the-nought-at-tamsel.pdf")))
    window = open_window()
    window.open_book(added.book.id)
    pages = window.reader.leaves.pages
    qtbot.waitUntil(lambda: pages.printed is not None and len(pages.printed.sheets) == 41)
    assert "page 1" in window.strip.where.text()
    qtbot.mouseClick(window.reader.bar.printed, Qt.MouseButton.LeftButton)
    assert "Dorcas" in window.reader.page.toPlainText()
    assert "page 1" in window.strip.where.text()
