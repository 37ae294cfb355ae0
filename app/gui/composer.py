"""Where a question is written, and where it is chosen what it may be answered from."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy

from app.gui.icons import IconButton, icon
from app.gui.parts import choice, choose, column, restyle, row
from app.gui.quote import plain_title
from app.gui.theme import Theme

if TYPE_CHECKING:
    from app.library import Heading

MODES = {"both": "Memory and text", "memory": "Memory alone", "text": "Text alone"}


class Composer(QFrame):
    """A question field that grows, with scope, mode, and a button that asks or stops."""

    asked = Signal(str)
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("composer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.field = QPlainTextEdit(placeholderText="Ask about this book …", tabChangesFocus=True)
        self.field.setAccessibleName("Your question")
        self.field.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._grow)
        self.scope = choice(
            {"place": "As far as I have read", "book": "Whole book"}, "What may be known", "chip"
        )
        self.mode = choice(MODES, "What to answer from", "chip")
        for chip in (self.scope, self.mode):
            chip.setSizeAdjustPolicy(chip.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            chip.setMinimumContentsLength(10)
            chip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.send = IconButton("send", "Ask (Enter)")
        self.send.setFixedSize(32, 32)
        self.send.clicked.connect(self._pressed)
        self._busy = False
        self._theme: Theme | None = None
        foot = row(gap=2)
        foot.addWidget(self.scope, 4)
        foot.addWidget(self.mode, 3)
        foot.addWidget(self.send)
        box = column(self, (8, 6, 6, 6), 2)
        box.addWidget(self.field)
        box.addLayout(foot)
        self._grow()

    def show_chapters(self, headings: Sequence["Heading"], scope: str) -> None:
        """Offer the chapters as scopes, and choose one."""
        while self.scope.count() > 2:
            self.scope.removeItem(2)
        if len(headings) > 1:
            self.scope.insertSeparator(2)
            for index, heading in enumerate(headings):
                title = plain_title(index, heading.title)
                self.scope.addItem(f"As of chapter {index + 1}: {title}", f"chapter:{index + 1}")
        self.scope.view().setMinimumWidth(300)
        choose(self.scope, scope)

    def set_busy(self, busy: bool) -> None:
        """Turn the button into one that stops, or back."""
        self._busy = busy
        self.send.set_icon("stop" if busy else "send", "Stop (Esc)" if busy else "Ask (Enter)")
        self._tint()

    def set_theme(self, theme: Theme) -> None:
        """Draw the button in the colours of a theme."""
        self._theme = theme
        self._tint()

    def ask(self) -> None:
        """Ask what is written."""
        words = self.field.toPlainText().strip()
        if words and not self._busy:
            self.field.clear()
            self.asked.emit(words)

    def start(self, words: str = "") -> None:
        """Put words into the field, and the cursor after them."""
        if words:
            self.field.setPlainText(words)
            self.field.moveCursor(self.field.textCursor().MoveOperation.End)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Ask with Enter; a new line comes with Shift. Show where the cursor is."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
                self.ask()
                return True
            if event.key() == Qt.Key.Key_Escape and self._busy:
                self.stopped.emit()
                return True
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.setProperty("active", "true" if event.type() == QEvent.Type.FocusIn else "false")
            restyle(self)
        return False

    def _pressed(self) -> None:
        if self._busy:
            self.stopped.emit()
        else:
            self.ask()

    def _grow(self) -> None:
        lines = min(6, max(2, round(self.field.document().size().height())))
        self.field.setFixedHeight(lines * self.field.fontMetrics().lineSpacing() + 14)

    def _tint(self) -> None:
        if self._theme is not None:
            self.send.setStyleSheet(
                f"QToolButton {{ background: {self._theme.accent}; border-radius: 16px; }}"
            )
            self.send.setIcon(icon(self.send.icon_name, self._theme.on_accent))
