"""The question for a password, where the pages that it locks would be."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from app.gui.language import tr
from app.gui.parts import button, column, label, row


class PasswordField(QFrame):
    """Asks for one password; it is kept nowhere."""

    given = Signal(str)
    declined = Signal()

    def __init__(self, yes: str, no: str) -> None:
        super().__init__()
        self.message = label("", wraps=True)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setPlaceholderText(tr("Password"))
        self.field.setAccessibleName(tr("Password"))
        self.field.setMinimumWidth(180)
        self.yes, self.no = button(yes, "main"), button(no)
        self.yes.setEnabled(False)
        self.field.textChanged.connect(lambda text: self.yes.setEnabled(bool(text)))
        self.field.returnPressed.connect(self._give)
        self.yes.clicked.connect(self._give)
        self.no.clicked.connect(self.declined)
        self.setFocusProxy(self.field)

    def ask(self, message: str) -> None:
        """Ask, or ask again."""
        self.message.setText(message)
        self.field.clear()
        self.field.setEnabled(True)

    def _give(self) -> None:
        if self.field.text():
            self.yes.setEnabled(False)
            self.given.emit(self.field.text())


class PasswordPage(QWidget):
    """The question as a page of its own."""

    given = Signal(str)
    declined = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.asking = PasswordField(tr("Show the pages"), tr("Read as text"))
        self.asking.setFixedWidth(420)
        self.asking.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = label(tr("These pages are locked"), "heading")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inner = column(self.asking, gap=12)
        inner.addWidget(title)
        inner.addWidget(self.asking.message)
        inner.addWidget(self.asking.field)
        buttons = row(gap=10)
        buttons.addStretch(1)
        buttons.addWidget(self.asking.no)
        buttons.addWidget(self.asking.yes)
        buttons.addStretch(1)
        inner.addLayout(buttons)
        box = column(self, (24, 24, 24, 80))
        box.addWidget(self.asking, 0, Qt.AlignmentFlag.AlignCenter)
        self.asking.given.connect(self.given)
        self.asking.declined.connect(self.declined)
        self.setFocusProxy(self.asking.field)

    def ask(self, message: str) -> None:
        """Ask, or ask again."""
        self.asking.ask(message)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Let the password be typed at once."""
        super().showEvent(event)
        self.asking.field.setFocus()
