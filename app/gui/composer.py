"""Where a question is written, and where it is chosen what it may be answered from."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TR_NOOP, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from app.gui.icons import IconButton, icon
from app.gui.language import tr
from app.gui.parts import choice, choose, column, label, restyle, row
from app.gui.quote import plain_title
from app.gui.scope import BOOK, CHOICES, PLACE, SELECTION, THIS
from app.gui.theme import Theme
from app.values import Part

if TYPE_CHECKING:
    from app.library import Heading

MODES = {
    "both": QT_TR_NOOP("Memory + text"),
    "memory": QT_TR_NOOP("Memory alone"),
    "text": QT_TR_NOOP("Text alone"),
}
FIXED = len(CHOICES)


class Composer(QFrame):
    """A question field that grows, with scope, mode, and a button that asks or stops."""

    asked = Signal(str)
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("composer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.selected: Part | None = None
        self.reached = 0
        self.field = QPlainTextEdit(tabChangesFocus=True)
        self.field.setAccessibleName(tr("Your question"))
        self.field.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._grow)
        self.scope = choice({key: tr(name) for key, name in CHOICES.items()}, tr("What may be known"), "chip")
        self.mode = choice({key: tr(name) for key, name in MODES.items()}, tr("What to answer from"), "chip")
        self.scope.currentIndexChanged.connect(lambda _: self._explain())
        for chip in (self.scope, self.mode):
            chip.setSizeAdjustPolicy(chip.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            chip.setMinimumContentsLength(10)
            chip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.send = IconButton("send", tr("Ask (Enter)"))
        self.send.setFixedSize(32, 32)
        self.send.clicked.connect(self._pressed)
        self._busy = False
        self._theme: Theme | None = None
        self.pill = self._make_pill()
        foot = row(gap=2)
        foot.addWidget(self.scope, 4)
        foot.addWidget(self.mode, 3)
        foot.addWidget(self.send)
        box = column(self, (8, 6, 6, 6), 2)
        box.addWidget(self.pill)
        box.addWidget(self.field)
        box.addLayout(foot)
        self._grow()
        self.select("", None)

    def show_chapters(self, headings: Sequence["Heading"], scope: str) -> None:
        """Offer the chapters as scopes, and choose one."""
        while self.scope.count() > FIXED:
            self.scope.removeItem(FIXED)
        if len(headings) > 1:
            self.scope.insertSeparator(FIXED)
            for index, heading in enumerate(headings):
                title = plain_title(index, heading.title)
                self.scope.addItem(
                    tr("As of chapter {}: {}").format(index + 1, title), f"chapter:{index + 1}"
                )
        self.scope.view().setMinimumWidth(300)
        self.select("", None)
        self.choose_scope(scope)

    def choose_scope(self, scope: str) -> None:
        """Choose what may be known; selected words only while there are some."""
        choose(self.scope, PLACE if scope == SELECTION and self.selected is None else scope)
        self._explain()

    def select(self, words: str, part: Part | None) -> None:
        """Take words of the book to ask about, or none."""
        was, self.selected = self.scope.currentData() == SELECTION, part
        model = self.scope.model()
        at = model.index(self.scope.findData(SELECTION), 0)
        enabled = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        model.setData(
            at, int((enabled if part else Qt.ItemFlag.NoItemFlags).value), Qt.ItemDataRole.UserRole - 1
        )
        plain = " ".join(words.split())
        self._words.setText(f"“{plain[:90]}…”" if len(plain) > 90 else f"“{plain}”")
        self._words.setToolTip(plain[:800])
        self.pill.setVisible(part is not None)
        if part is not None:
            choose(self.scope, SELECTION)
        elif was:
            choose(self.scope, PLACE)
        self._explain()

    def show_reached(self, chapter: int) -> None:
        """Say how far the reader has read: to the end of this chapter (index)."""
        self.reached = chapter
        self._explain()

    def set_busy(self, busy: bool) -> None:
        """Turn the button into one that stops, or back."""
        self._busy = busy
        self.send.set_icon("stop" if busy else "send", tr("Stop (Esc)") if busy else tr("Ask (Enter)"))
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

    def _make_pill(self) -> QWidget:
        made = QFrame()
        made.setObjectName("pill")
        self._words = label("", "small", wraps=True)
        shut = IconButton("close", tr("Ask about more than these words"))
        shut.setFixedSize(24, 24)
        shut.clicked.connect(lambda: self.select("", None))
        line = row(made, (8, 4, 4, 4), 4)
        line.addWidget(self._words, 1)
        line.addWidget(shut, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _explain(self) -> None:
        """Say in the empty field what the answer may come from."""
        chosen = str(self.scope.currentData())
        last = str(self.reached + 1)
        told = {
            PLACE: (
                tr("Ask about chapters 1 to {} …").format(last)
                if self.reached
                else tr("Ask about chapter 1 …")
            ),
            BOOK: tr("Ask about the whole book …"),
            THIS: tr("Ask about this chapter alone …"),
            SELECTION: tr("Ask about these words …"),
        }
        as_of = tr("Ask as of chapter {} …").format(chosen.partition(":")[2])
        self.field.setPlaceholderText(told.get(chosen, as_of))
        self.scope.setToolTip(self.scope.currentText())

    def _grow(self) -> None:
        lines = min(6, max(2, round(self.field.document().size().height())))
        self.field.setFixedHeight(lines * self.field.fontMetrics().lineSpacing() + 14)

    def _tint(self) -> None:
        if self._theme is not None:
            self.send.setStyleSheet(
                f"QToolButton {{ background: {self._theme.accent}; border-radius: 16px; }}"
            )
            self.send.setIcon(icon(self.send.icon_name, self._theme.on_accent))
