"""Starting the window: an empty one is shown at once, what fills it is loaded meanwhile."""

import os
import signal
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.gui.collecting import collecting
from app.gui.display import trouble
from app.gui.heavy import lighten
from app.gui.shell import Shell
from app.settings import Settings

if TYPE_CHECKING:
    from app.gui.window import Window

PATIENCE = 1.5
"""So many seconds the end of the program waits for a step that cannot be broken off."""


def application(arguments: list[str]) -> QApplication:
    """Give the application, as it comes."""
    app = QApplication.instance() or QApplication(arguments)
    assert isinstance(app, QApplication)
    lighten()
    return app


def prepared(arguments: list[str]) -> QApplication:
    """Give the application, in its style and typeface."""
    from PySide6.QtGui import QIcon, QImage

    from app.gui.resource import resource
    from app.gui.typefaces import interface_font

    app = application(arguments)
    app.setApplicationName("lectern")
    app.setApplicationDisplayName("Lectern")
    app.setDesktopFileName("lectern")
    app.setWindowIcon(QIcon(str(resource("icons", "lectern.svg"))))
    QImage.fromData(b"?")  # loads all that reads pictures: later it might have to wait for torch's library
    app.setStyle("Fusion")
    app.setFont(interface_font())
    return app


def run(place: Path, settings: Settings) -> int:
    """Show the window until it is closed; give the exit code."""
    if told := trouble():
        print(told, file=sys.stderr)
        return 1
    app = application(sys.argv[:1])
    pulse = QTimer(interval=300)  # Python looks at signals only when some Python runs
    pulse.timeout.connect(lambda: None)
    pulse.start()
    with collecting():
        return _shown(app, place, settings)


def _shown(app: QApplication, place: Path, settings: Settings) -> int:
    while True:  # once, and again when another language was chosen
        shell = Shell(place, _load, partial(_filled, place, settings))
        # between two events: a window that closes before the loop runs, or while it is filled, would never end it
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_, shell=shell: QTimer.singleShot(0, shell.close))
        shell.show()
        shell.activateWindow()  # where no window manager does it, the keyboard would go nowhere
        code = app.exec()
        window: Window | None = shell.filling  # type: ignore[assignment]
        if window is None or not window.lanes.at_rest:
            _leave(code)
        if not window.restarting:
            return code
        settings, place = window.studio.settings, window.next_place
        shell.deleteLater()


def _leave(code: int) -> NoReturn:
    """End the process while a thread of it is in the middle of something: Python would wait for it, or stumble."""
    for stream in filter(None, (sys.stdout, sys.stderr)):  # on Windows there may be none
        stream.flush()
    os._exit(code)


def _load() -> None:
    """Load the code of the window: on a thread, for it takes longer than all else."""
    import app.gui.window  # noqa: F401


def _filled(place: Path, settings: Settings) -> QWidget:
    from app.gui import look as looks
    from app.gui.language import speak
    from app.gui.window import Window

    prepared(sys.argv[:1])
    speak(looks.load(place).look.language)
    window = Window(place, settings)
    window.lanes.patience = PATIENCE
    return window
