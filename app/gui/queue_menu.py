"""The menu of the books that the model reads and that wait to be read."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from app.gui.language import tr
from app.gui.studio import Studio


def queue_menu(parent: QWidget, studio: Studio, title_of: Callable[[str], str]) -> QMenu:
    """Make the menu: the book that is read can be stopped, those that wait can go first or be left out."""
    menu = QMenu(parent)
    reading = studio.reading
    if reading.book and reading.state in ("reading", "waiting", "paused"):
        menu.addSection(tr("Reading now"))
        menu.addAction(tr("Stop reading “{}”").format(_short(title_of(reading.book))), studio.cancel)
    if studio.queue:
        menu.addSection(tr("Waiting"))
    for book_id in studio.queue:
        if book_id == reading.book:
            continue
        one = menu.addMenu(_short(title_of(book_id)))
        one.addAction(tr("Read it now"), partial(studio.first, book_id))
        one.addAction(tr("Do not read it"), partial(studio.leave, book_id))
    if menu.isEmpty():
        menu.addAction(tr("Nothing is being read")).setEnabled(False)
    return menu


def _short(title: str) -> str:
    return title if len(title) <= 48 else f"{title[:47]}…"
