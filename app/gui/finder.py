"""Finding words in the book that lies open: what the contents' field asks for, and where it stands."""

from PySide6.QtCore import QObject

from app.gui import desk
from app.gui.contents import Contents
from app.gui.desk import Found, Opened
from app.gui.house import House
from app.gui.job import Job


class Finder(QObject):
    """Looks for the newest words only; what it finds is shown as it comes."""

    def __init__(self, house: House, contents: Contents, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._house = house
        self._contents = contents
        self._job: Job | None = None
        self.opened: Opened | None = None
        contents.looked_for.connect(self._look_for)

    def _look_for(self, words: str) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._contents.clear_hits()
        if not words or self.opened is None:
            return
        book, headings = self.opened.shelved.book.id, self.opened.headings

        def found(hits: tuple[Found, ...], over: bool) -> None:
            if self._job is job:
                self._contents.show_hits(hits, headings, over)

        job = self._house.lanes.desk.do(
            desk.find(self._house.place, book, words),
            done=lambda hits: found(hits, True),
            said=lambda hits: found(hits, False),
            failed=self._house.tell,
        )
        self._job = job
