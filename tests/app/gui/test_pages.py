"""Pages as printed, through real clicks and keys, with the real sample PDF."""

import shutil

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QMouseEvent, QWheelEvent

from app.adding import add
from app.gui.page_view import EYE
from app.gui.quote import QuoteCard
from app.gui.resource import resource
from app.library import Library
from app.values import Citation
from app.work import follow
from ingest.book import Locator
from ingest.mupdf import pymupdf
from tests.app.gui.acts import ask


@pytest.fixture(scope="module")
def library_with_the_sample(tmp_path_factory):
    place = tmp_path_factory.mktemp("library")
    return place, follow(add(place, resource("sample", "the-nought-at-tamsel.pdf"))).book


@pytest.fixture
def added(place, library_with_the_sample):
    made, book = library_with_the_sample
    shutil.copy(made / "lectern.db", place)
    return book


@pytest.fixture
def window(open_window, qtbot, added, model):
    """A window in which the sample PDF lies open, as printed."""
    model.segment = 4000
    window = open_window()
    window.open_book(added.id)
    view = window.reader.leaves.pages
    qtbot.waitUntil(
        lambda: bool(view._letters) and bool(view._visible()) and view._visible()[0] in view._letters,
    )
    return window


def chapter_of(place, book, index):
    with Library(place) as library:
        return library.chapter(book.id, index)


def quote(place, book, index, words):
    chapter = chapter_of(place, book, index)
    return Citation(Locator(index, chapter.text.index(words)), words)


def marked(view):
    """The letters that lie under the highlight."""
    found = ""
    for page, (left, top, right, bottom) in view.marks():
        for line in view._letters[page].lines:
            for letter, box in zip(line.text, line.boxes, strict=True):
                inside = left <= box[0] and box[2] <= right and top <= box[1] and box[3] <= bottom
                found += letter if inside else ""
        found += " "
    return " ".join(found.split())


def test_only_pages_in_sight_are_drawn(window):
    view = window.reader.leaves.pages
    first = view._visible()[0]
    drawn = {wish.page for wish in view.printed._known if hasattr(wish, "width")}
    assert first in drawn
    assert drawn <= set(range(first - 1, first + 4))


def test_a_citation_opens_its_page_and_its_words_are_highlighted(window, qtbot, place, added):
    words = "They were too far gone to tell us much; they’d seen a lantern and an oilskin, and felt a hand."
    view = window.reader.leaves.pages
    began = view.page_label()
    window.reader.visit(quote(place, added, 2, words))
    qtbot.waitUntil(lambda: len(view.marks()) == 2)
    qtbot.waitUntil(lambda: 9 in view._letters)
    assert marked(view) == words
    assert view.page_label() == "8"
    first = view._box_on_view(*view.marks()[0])
    assert view.viewport().rect().contains(first)
    assert window.reader.visiting
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: view.page_label() == began)
    assert view.marks() == []


def test_an_answer_leads_to_its_printed_words(window, qtbot):
    qtbot.waitUntil(lambda: window.studio.reading.state == "done")
    window.reader.panel.composer.scope.setCurrentIndex(1)  # the whole book
    turn = ask(window, qtbot, "What did Corvin Pask have on the mole, a lantern?")
    card = turn.findChild(QuoteCard)
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(window.reader.leaves.pages.marks()))


def test_words_found_are_highlighted_on_their_page(window, qtbot):
    view, contents = window.reader.leaves.pages, window.reader.contents
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(contents.finder, "gooseberries")
    qtbot.waitUntil(lambda: contents.hits.count() > 0)
    qtbot.keyClick(contents.finder, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(view.marks()))
    page = view.marks()[0][0]
    qtbot.waitUntil(lambda: page in view._letters)
    assert marked(view).casefold() == "gooseberries"


def test_the_place_is_kept_between_printed_pages_and_text(window, qtbot):
    reader = window.reader
    reader.go_to_chapter(4)
    qtbot.waitUntil(lambda: reader.page.place().chapter == 4)
    label = reader.page.page_label()
    qtbot.keyClick(
        window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert reader.page is reader.leaves.text
    assert reader.page.place() == Locator(4, 0)
    assert reader.page.page_label() == label
    qtbot.mouseClick(reader.bar.printed, Qt.MouseButton.LeftButton)
    assert reader.page is reader.leaves.pages
    assert reader.page.place() == Locator(4, 0)
    assert window.desktop.printed


def test_pages_are_turned_and_the_place_comes_back_after_a_restart(window, open_window, qtbot, place, added):
    view = window.reader.leaves.pages
    for _ in range(8):
        qtbot.keyClick(view, Qt.Key.Key_Space)
    label, here = view.page_label(), view.place()
    assert here > Locator(0, 0)
    window.close()
    with Library(place) as library:
        assert library.place(added.id) == here
    again = open_window().reader.leaves.pages
    qtbot.waitUntil(lambda: bool(again.layout_.boxes))
    qtbot.waitUntil(lambda: again.page_label() == label)


def test_keys_and_the_wheel_zoom_and_the_place_stays(window, qtbot):
    view = window.reader.leaves.pages
    window.reader.go_to_chapter(3)
    qtbot.waitUntil(lambda: view.place().chapter == 3)
    wide, here = view.layout_.boxes[0].width(), view.place()
    qtbot.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.layout_.boxes[0].width() == pytest.approx(wide * 1.15, abs=1)
    assert view.place() == here
    middle = QPointF(view.viewport().rect().center())
    wheel = QWheelEvent(
        *(middle, view.viewport().mapToGlobal(middle), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton),
        *(Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False),
    )
    QGuiApplication.sendEvent(view.viewport(), wheel)
    assert view.layout_.boxes[0].width() == wide
    qtbot.keyClick(window, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == 1.0


def test_words_are_selected_with_the_mouse_and_copied_with_their_citation(window, qtbot, place, added):
    view = window.reader.leaves.pages
    words = "There was a photograph on the mantelpiece between two"
    window.reader.visit(quote(place, added, 2, words))
    qtbot.waitUntil(lambda: len(view.marks()) == 1)
    page, (left, top, right, bottom) = view.marks()[0]
    qtbot.waitUntil(lambda: page in view._letters)
    window.reader.stay()
    begin = view._box_on_view(page, (left, top, left + 1, bottom))
    end = view._box_on_view(page, (right - 1, top, right, bottom))
    button = Qt.MouseButton.LeftButton
    qtbot.mousePress(view.viewport(), button, pos=begin.center())
    qtbot.mouseMove(view.viewport(), end.center())
    view.mouseMoveEvent(drag(view, end.center()))
    qtbot.mouseRelease(view.viewport(), button, pos=end.center() + QPoint(4, 0))
    assert view.words() == words
    assert window.reader.printed_selection.isVisible()
    part = view.part()
    assert chapter_of(place, added, 2).text[part.start : part.end] == words
    qtbot.keyClick(
        view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert (
        QGuiApplication.clipboard().text() == f"“{words}”\n— The Lectern Project, The Nought at Tamsel, p. 9"
    )


def drag(view, at):
    where, button = QPointF(at), Qt.MouseButton.LeftButton
    globally = view.viewport().mapToGlobal(where)
    return QMouseEvent(QEvent.Type.MouseMove, where, globally, button, button, Qt.KeyboardModifier.NoModifier)


def test_a_double_click_selects_a_word(window, qtbot):
    view = window.reader.leaves.pages
    page = view._visible()[0]
    line = next(line for line in view._letters[page].lines if line.boxes[0][1] * view.layout_.scale > 60)
    at = view._box_on_view(page, line.boxes[0]).center()
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert view.words() == line.text.split()[0]


def test_a_screen_reader_hears_the_page(window, qtbot):
    view = window.reader.leaves.pages
    page = view._visible()[0]
    label = view._voice._labels[page]
    spoken = QAccessible.queryAccessibleInterface(label)
    assert spoken.role() == QAccessible.Role.StaticText
    name = f"Page {view.printed.sheets[page].label}. {view._letters[page].lines[0].text.strip()}"
    assert spoken.text(QAccessible.Text.Name).startswith(name)


def test_a_file_that_is_gone_leaves_the_text(open_window, qtbot, place, tmp_path):
    file = tmp_path / "moved.pdf"
    file.write_bytes(resource("sample", "the-nought-at-tamsel.pdf").read_bytes())
    book = follow(add(place, file)).book
    file.unlink()
    window = open_window()
    window.open_book(book.id)
    qtbot.waitUntil(lambda: "Nothing Is Missing" in window.reader.leaves.text.toPlainText())
    assert window.reader.page is window.reader.leaves.text
    assert not window.reader.bar.printed.isVisible()


def test_a_file_that_was_changed_is_said_to_be_and_the_text_shown(open_window, qtbot, place, tmp_path):
    file = tmp_path / "changed.pdf"
    data = resource("sample", "the-nought-at-tamsel.pdf").read_bytes()
    file.write_bytes(data)
    book = follow(add(place, file)).book
    file.write_bytes(data + b"\n% something else")
    window = open_window()
    window.open_book(book.id)
    qtbot.waitUntil(lambda: window.notice.isVisible())
    assert "was changed since it was added" in window.notice.text.text()
    assert "The text is shown instead" in window.notice.text.text()
    qtbot.waitUntil(lambda: window.reader.page is window.reader.leaves.text)
    qtbot.waitUntil(lambda: "Nothing Is Missing" in window.reader.page.toPlainText())


def locked_pdf(path, password):
    document = pymupdf.open(resource("sample", "the-nought-at-tamsel.pdf"))
    document.select(range(6))
    document.save(path, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw=password, owner_pw="o")
    return path


def test_locked_pages_ask_for_their_password(open_window, qtbot, place, tmp_path):
    file = locked_pdf(tmp_path / "locked.pdf", "tide")
    book = follow(add(place, file, "tide")).book
    window = open_window()
    window.open_book(book.id)
    page = window.reader.leaves.password
    qtbot.waitUntil(lambda: page.isVisible())
    for word, visible in (("wrong", True), ("tide", False)):
        qtbot.keyClicks(page.asking.field, word)
        qtbot.keyClick(page.asking.field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not page.asking.field.text() or not page.isVisible())
        qtbot.waitUntil(lambda visible=visible: page.isVisible() is visible)
    assert len(window.reader.leaves.pages.printed.sheets) == 6


def test_a_chapter_that_begins_down_its_page_is_shown_from_its_heading(open_window, qtbot, place, tmp_path):
    file = tmp_path / "two.pdf"
    document = pymupdf.open()
    page = document.new_page(width=400, height=600)
    for at in range(38):
        heading = at in (0, 26)
        words = (
            ("First Things" if at == 0 else "Second Things")
            if heading
            else f"Line {at} of a page with words enough."
        )
        page.insert_text((40, 50 + 13 * at), words, fontsize=18 if heading else 9)
    document.new_page(width=400, height=600).insert_text((40, 80), "The last page says no more than this.")
    document.set_toc([[1, "First Things", 1], [1, "Second Things", 1, 375]])
    document.save(file)
    book = follow(add(place, file)).book
    assert [one.title for one in book.contents] == ["First Things", "Second Things"]
    window = open_window()
    window.resize(1280, 500)
    window.open_book(book.id)
    view = window.reader.leaves.pages
    qtbot.waitUntil(lambda: 0 in view._letters)
    window.reader.go_to_chapter(1)
    heading = next(line for line in view._letters[0].lines if line.text.startswith("Second"))
    qtbot.waitUntil(lambda: abs(view._box_on_view(0, heading.boxes[0]).top() - EYE) < 4)
    assert view.place() == Locator(1, 0)
    assert view.marks() == []


def test_the_keyboard_is_with_what_shows_the_book(window, qtbot):
    leaves = window.reader.leaves
    assert leaves.pages.hasFocus()
    qtbot.keyClick(
        window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    qtbot.waitUntil(leaves.text.hasFocus)
    qtbot.keyClick(
        window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    qtbot.waitUntil(leaves.pages.hasFocus)
