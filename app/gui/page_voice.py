"""The text of the printed pages in sight, for screen readers: a picture says nothing to them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from app.gui.language import tr
from app.gui.letters import Letters

if TYPE_CHECKING:
    from ingest.display import Sheet


class _Spoken(QLabel):
    """A label that lies over its page, is read aloud, and is never seen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw nothing."""


class PageVoice:
    """Keeps a spoken label over every page in sight."""

    def __init__(self, view: QWidget) -> None:
        self._view = view
        self._labels: dict[int, _Spoken] = {}

    def show(
        self, seen: Sequence[tuple[int, QRect]], sheets: "Sequence[Sheet]", letters: Mapping[int, Letters]
    ) -> None:
        """Put labels over these pages, with their text where it is known."""
        pages = {page for page, _ in seen}
        for page in [one for one in self._labels if one not in pages]:
            self._labels.pop(page).deleteLater()
        for page, box in seen:
            if page not in self._labels:
                self._labels[page] = _Spoken(self._view)
                self._labels[page].show()
            label = self._labels[page]
            label.setGeometry(box)
            name = tr("Page {}").format(sheets[page].label)
            if page in letters:
                text = letters[page].text(0, len(letters[page]))
                name = (
                    f"{name}. {text}" if text else f"{name}. {tr('This page has no text, only a picture.')}"
                )
            if label.accessibleName() != name:
                label.setAccessibleName(name)

    def clear(self) -> None:
        """Take all labels away."""
        for label in self._labels.values():
            label.deleteLater()
        self._labels = {}
