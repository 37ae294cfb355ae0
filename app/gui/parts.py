"""Small parts that the pages are made of."""

from typing import TypeVar

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.gui.language import tr

Box = TypeVar("Box", bound=QBoxLayout)


def label(text: str = "", role: str = "", wraps: bool = False) -> QLabel:
    """Make a label that plays a role in the style."""
    made = QLabel(text)
    made.setProperty("role", role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    return made


def button(text: str, role: str = "", tip: str = "") -> QPushButton:
    """Make a button that plays a role in the style; with the focus it is pressed by Enter too, not in dialogs alone."""
    made = QPushButton(text)
    made.setAutoDefault(True)
    made.setProperty("role", role)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAccessibleName(tip or text)
    if tip:
        made.setToolTip(tip)
    return made


def field(placeholder: str) -> QLineEdit:
    """Make a field to search with."""
    made = QLineEdit()
    made.setPlaceholderText(placeholder)
    made.setAccessibleName(placeholder)
    made.setClearButtonEnabled(True)
    for clear in made.findChildren(QToolButton):
        clear.setAccessibleName(tr("Clear"))
    return made


class Choice(QComboBox):
    """A chooser that is as wide as its options, or ends a long one with dots; Qt cuts it off anywhere."""

    def sizeHint(self) -> QSize:  # noqa: N802
        """Give room for the longest option: Qt forgets what the style puts around it."""
        hint = super().sizeHint()
        if self.sizeAdjustPolicy() == self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon:
            return hint
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.rect = QRect(QPoint(0, 0), hint)
        widest = max(
            (self.fontMetrics().horizontalAdvance(self.itemText(at)) for at in range(self.count())), default=0
        )
        return hint + QSize(max(0, widest + 6 - self._room(option).width()), 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw it as the style does, with as much of the text as there is room for."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self._room(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        dots = Qt.TextElideMode.ElideRight
        option.currentText = self.fontMetrics().elidedText(self.currentText(), dots, room.width() - 4)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _room(self, option: QStyleOptionComboBox) -> QRect:
        """Give where the style writes the option."""
        field = QStyle.SubControl.SC_ComboBoxEditField
        return self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self)


def choice(options: dict[str, str], name: str, role: str = "") -> QComboBox:
    """Make a chooser: what each option means to the program, and how it reads."""
    made = Choice()
    made.setProperty("role", role)
    made.setAccessibleName(name)
    made.setToolTip(name)
    for value, text in options.items():
        made.addItem(text, value)
    return made


def choose(box: QComboBox, value: object) -> None:
    """Choose the option with this value, if there is one."""
    at = box.findData(value)
    if at >= 0:
        box.setCurrentIndex(at)


def row(
    parent: QWidget | None = None, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 8
) -> QHBoxLayout:
    """Make a row."""
    made = QHBoxLayout() if parent is None else QHBoxLayout(parent)
    return _spaced(made, margins, gap)


def column(
    parent: QWidget | None = None, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 8
) -> QVBoxLayout:
    """Make a column."""
    made = QVBoxLayout() if parent is None else QVBoxLayout(parent)
    return _spaced(made, margins, gap)


def scrolled(inside: QWidget) -> QScrollArea:
    """Put a widget that may grow long into an area that scrolls."""
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setWidget(inside)
    return made


def restyle(widget: QWidget) -> None:
    """Let the style look again at a widget whose properties changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _spaced(box: Box, margins: tuple[int, int, int, int], gap: int) -> Box:
    box.setContentsMargins(*margins)
    box.setSpacing(gap)
    return box
