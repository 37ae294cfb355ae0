"""Starting the window."""

import signal
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.gui.theme import interface_font, resource
from app.gui.window import Window
from app.settings import Settings


def prepared(arguments: list[str]) -> QApplication:
    """Give the application, in its style and typeface."""
    app = QApplication.instance() or QApplication(arguments)
    assert isinstance(app, QApplication)
    app.setApplicationName("lectern")
    app.setApplicationDisplayName("Lectern")
    app.setDesktopFileName("lectern")
    app.setWindowIcon(QIcon(str(resource("icons", "lectern.svg"))))
    app.setStyle("Fusion")
    app.setFont(interface_font())
    return app


def run(place: Path, settings: Settings) -> int:
    """Show the window until it is closed; give the exit code."""
    app = prepared(sys.argv[:1])
    window = Window(place, settings)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: window.close())
    pulse = QTimer(interval=300)  # Python looks at signals only when some Python runs
    pulse.timeout.connect(lambda: None)
    pulse.start()
    window.show()
    return app.exec()
