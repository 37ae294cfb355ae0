"""What can be undone for a moment: it is done later, unless the person wants it back."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.gui.house import Notice
from app.gui.language import tr

MOMENT = 7000
"""So many milliseconds there are to undo something."""


class Undo(QObject):
    """Waits with what was wished; `finish` does at once all that still waits."""

    def __init__(self, say: Callable[[Notice], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._waiting: dict[int, Callable[[], object]] = {}
        self._count = 0

    def later(self, text: str, do: Callable[[], object], undo: Callable[[], object]) -> None:
        """Say what happens, and do it in a moment; `undo` puts back what is shown."""
        self._count += 1
        number = self._count
        self._waiting[number] = do
        QTimer.singleShot(MOMENT, self, lambda: self._now(number))

        def back() -> None:
            if self._waiting.pop(number, None) is not None:
                undo()

        self._say(Notice(text, action=tr("Undo"), do=back))

    def finish(self) -> None:
        """Do what waits."""
        for number in tuple(self._waiting):
            self._now(number)

    def _now(self, number: int) -> None:
        do = self._waiting.pop(number, None)
        if do is not None:
            do()
