"""The reading queue."""

from dataclasses import replace

from PySide6.QtCore import Qt

from app.gui.queue_menu import queue_menu
from app.gui.resource import resource
from app.gui.strip import told
from app.gui.studio import Reading
from tests.app.gui.acts import LONG
from tests.app.shelves import shelve

ONE, TWO, THREE = ("11" * 32, "22" * 32, "33" * 32)


def fill(place):
    for book, title in ((ONE, "First"), (TWO, "Second"), (THREE, "Third")):
        shelve(place, LONG, title, book)


def actions(menu):
    for action in menu.actions():
        if action.menu() is None:
            yield action.text(), action
        else:
            yield from ((f"{action.text()}: {one.text()}", one) for one in action.menu().actions())


def test_books_wait_go_first_are_left_out_and_stopped(open_window, qtbot, place, model):
    model.segment = 1
    fill(place)
    window = open_window()
    qtbot.waitUntil(lambda: window.shelf.sorted.rowCount() == 3)
    studio = window.studio
    for book in (ONE, TWO, THREE):
        studio.wait(book)
    qtbot.waitUntil(lambda: studio.reading.book == ONE and studio.reading.speed > 0)
    assert studio.queue == (TWO, THREE)
    assert "2 more to read" in told(studio.reading)
    menu = dict(actions(queue_menu(window, studio, window.shelf.title_of)))
    assert {"Stop reading “First”", "Second: Read it now", "Third: Do not read it"} <= set(menu)
    menu["Third: Read it now"].trigger()
    qtbot.waitUntil(lambda: studio.reading.book == THREE)
    assert set(studio.queue) == {ONE, TWO}
    dict(actions(queue_menu(window, studio, window.shelf.title_of)))["Second: Do not read it"].trigger()
    assert studio.queue == (ONE,)
    dict(actions(queue_menu(window, studio, window.shelf.title_of)))["Stop reading “Third”"].trigger()
    qtbot.waitUntil(lambda: studio.reading.book == ONE)


def test_the_queue_and_the_pause_come_back_after_a_restart(open_window, qtbot, place, model):
    model.segment = 1
    fill(place)
    window = open_window()
    for book in (ONE, TWO):
        window.studio.wait(book)
    qtbot.waitUntil(lambda: window.studio.reading.done > 2)
    qtbot.mouseClick(window.strip.toggle, Qt.MouseButton.LeftButton)
    assert window.studio.reading.state == "paused"
    window.close()
    again = open_window()
    qtbot.waitUntil(lambda: set(again.studio.queue) == {ONE, TWO})
    assert again.studio.paused
    qtbot.mouseClick(again.strip.toggle, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: again.studio.reading.state == "reading")


def test_the_strip_tells_pace_and_time_left():
    reading = Reading("reading", ONE, 500, 2000, "reading Part 1", 120.0, 75.0, 1)
    assert told(reading) == "Reading Part 1 · 500 of 2,000 tokens · 120 tokens/s · 75 s left · 1 more to read"
    assert told(replace(reading, left=600.0)).endswith("10 min left · 1 more to read")
    assert told(replace(reading, state="failed", error="The disk is full.")) == "The disk is full."


def test_the_desktop_entry_names_program_and_icon():
    entry = resource("lectern.desktop").read_text(encoding="utf-8")
    assert "Exec=lectern" in entry
    assert "Icon=lectern" in entry
    assert "Name[zh_CN]" in entry or "Comment[zh_CN]" in entry
    assert resource("icons", "lectern.svg").is_file()
