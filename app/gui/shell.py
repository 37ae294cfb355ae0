"""The frame of the window: it is on the screen before the code of what fills it is even loaded."""

import json
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QKeySequence, QPalette, QShowEvent
from PySide6.QtWidgets import QMainWindow, QWidget

GROUNDS = {"light": "#f7f5f1", "sepia": "#efe4cd", "dark": "#17171a"}
"""The colour of the window in every theme, before the themes are loaded."""
SOON = 15
"""So many milliseconds between two looks whether the code is loaded."""


class Shell(QMainWindow):
    """An empty window where the last one was and in its colour, that fills itself as soon as it is shown."""

    def __init__(self, place: Path, load: Callable[[], object], fill: Callable[[], QWidget]) -> None:
        """Take what loads the code, on a thread, and what makes the widget that fills the window."""
        super().__init__()
        self._fill = fill
        self._thread = threading.Thread(target=load, name="loading", daemon=True)
        self.filling: QWidget | None = None  # what fills it, once it is loaded
        self._timer = QTimer(self, interval=SOON)
        self._timer.timeout.connect(self._look)
        self.setWindowTitle("Lectern")
        self.resize(1280, 800)
        kept = _kept(place)
        geometry, look = kept.get("geometry"), kept.get("look")
        if isinstance(geometry, str) and geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        chosen = GROUNDS.get(str(look.get("appearance"))) if isinstance(look, dict) else None
        if chosen:
            palette = self.palette()
            palette.setColor(QPalette.ColorRole.Window, QColor(chosen))
            self.setPalette(palette)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Begin to load once the empty window is on the screen."""
        super().showEvent(event)
        if self.filling is None and not self._timer.isActive():
            self._timer.start()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Let what fills the window end its work."""
        self._timer.stop()
        self.hide()
        if self.filling is not None:
            self.filling.close()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Quit before what fills the window, and knows all the other keys, is there."""
        if QKeySequence(event.keyCombination()) == QKeySequence("Ctrl+Q"):
            self.close()
        else:
            super().keyPressEvent(event)

    def _look(self) -> None:
        if not self._thread.ident:
            self._thread.start()
        elif not self._thread.is_alive():
            self._timer.stop()
            self.filling = self._fill()
            self.setCentralWidget(self.filling)


def _kept(place: Path) -> dict[str, object]:
    """Read how the window was left, as far as it can be read."""
    try:
        given = json.loads((place / "window.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return given if isinstance(given, dict) else {}
