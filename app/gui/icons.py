"""Icons: drawings in one colour, tinted for the theme."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QToolButton, QWidget

from app.gui.resource import resource


@cache
def icon(name: str, colour: str) -> QIcon:
    """Draw the icon of that name in a colour, for screens of one and of two pixels a point."""
    drawing = resource("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    made = QIcon()
    for ratio in (1, 2, 3):
        pixmap = QPixmap(24 * ratio, 24 * ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(pixmap.rect()))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        made.addPixmap(pixmap)
    return made


class IconButton(QToolButton):
    """A button that is an icon, with a name for everyone who cannot see it."""

    def __init__(self, name: str, text: str, parent: QWidget | None = None, checkable: bool = False) -> None:
        super().__init__(parent)
        self.icon_name = name
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.setCheckable(checkable)
        self.setIconSize(QSize(20, 20))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Be pressed by Enter too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def set_icon(self, name: str, text: str) -> None:
        """Show another icon under another name."""
        if name != self.icon_name or text != self.toolTip():
            self.icon_name = name
            self.setToolTip(text)
            self.setAccessibleName(text)
            self.tint(self._colour)

    def tint(self, colour: str) -> None:
        """Draw the icon in this colour."""
        self._colour = colour
        self.setIcon(icon(self.icon_name, colour))

    _colour = "#808080"


def tint(root: QWidget, colour: str) -> None:
    """Draw all icon buttons under a widget in this colour."""
    for button in root.findChildren(IconButton):
        button.tint(colour)
