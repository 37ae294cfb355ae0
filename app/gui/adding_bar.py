"""What is being added, between the shelf's head and its books: how far it is, a way to cancel, a password asked for."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from app.gui.icons import IconButton
from app.gui.intake import Sealed
from app.gui.language import tr
from app.gui.parts import column, label, row
from app.gui.password import PasswordField
from app.gui.sentences import in_words
from app.values import Progress


class AddingBar(QFrame):
    """Shows the progress of adding, and asks for the passwords of locked files one after another."""

    cancelled = Signal()
    password_given = Signal(object, str)  # the file and its password; it is kept nowhere

    def __init__(self) -> None:
        super().__init__()
        self._sealed: list[Sealed] = []
        self.status = label("", "muted")
        self.bar = QProgressBar(textVisible=False)
        self.bar.setFixedWidth(160)
        self.bar.setAccessibleName(tr("How far adding is"))
        self.cancel = IconButton("close", tr("Cancel adding"))
        self.cancel.clicked.connect(self.cancelled)
        self._going = QFrame()
        going = row(self._going, (36, 0, 30, 6), 12)
        for widget in (self.status, self.bar, self.cancel):
            going.addWidget(widget)
        going.addStretch(1)
        self.asking = PasswordField(tr("Add"), tr("Leave it out"))
        self.asking.setObjectName("notice")
        asked = row(self.asking, (16, 8, 12, 8), 10)
        asked.addWidget(self.asking.message, 1)
        asked.addWidget(self.asking.field)
        asked.addWidget(self.asking.no)
        asked.addWidget(self.asking.yes)
        self.asking.given.connect(self._give)
        self.asking.declined.connect(self._next)
        box = column(self, gap=0)
        box.addWidget(self._going)
        around = row(None, (32, 0, 30, 10))
        around.addWidget(self.asking)
        box.addLayout(around)
        self._going.hide()
        self.asking.hide()

    def show_progress(self, progress: Progress) -> None:
        """Show how far adding is."""
        what = progress.what if len(progress.what) < 60 else f"{progress.what[:59]}…"
        self.status.setText(f"{what[:1].upper()}{what[1:]}")
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        self._going.show()

    def finish(self) -> None:
        """Nothing is being added any more."""
        self._going.hide()

    def ask_for(self, sealed: Sealed) -> None:
        """Ask for the password of a locked file, after those that are asked for already."""
        self._sealed.append(sealed)
        if len(self._sealed) == 1:
            self._ask()

    def _ask(self) -> None:
        self.asking.ask(in_words(self._sealed[0].reason))
        self.asking.show()
        self.asking.field.setFocus()

    def _give(self, password: str) -> None:
        file: Path = self._sealed[0].file
        self._next()
        self.password_given.emit(file, password)

    def _next(self) -> None:
        self._sealed.pop(0)
        if self._sealed:
            self._ask()
        else:
            self.asking.field.clear()
            self.asking.hide()
