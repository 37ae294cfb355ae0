"""What the program has to say, at the foot of the window: nothing modal, nothing in the way for long."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QWidget

from app.gui.house import Notice
from app.gui.icons import IconButton
from app.gui.language import tr
from app.gui.parts import button, label, restyle, row


class NoticeBar(QFrame):
    """One notice over the foot of its window; an error stays until it is closed, the rest goes by itself."""

    def __init__(self, parent: QWidget, seconds: float = 7.0) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.text = label("", wraps=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action = button("", "link")
        self.copy = button(tr("Copy details"), "link")
        self.shut = IconButton("close", tr("Close this message"))
        box = row(self, (16, 8, 8, 8), 10)
        box.addWidget(self.text, 1)
        for widget in (self.action, self.copy, self.shut):
            box.addWidget(widget)
        self._over = parent
        self.area = parent.rect  # where it may lie
        self._notice = Notice("")
        self._timer = QTimer(self, singleShot=True, interval=round(seconds * 1000))
        self._timer.timeout.connect(self.hide)
        self.shut.clicked.connect(self.hide)
        self.action.clicked.connect(self._act)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._notice.details))
        parent.installEventFilter(self)
        self.hide()

    def say(self, notice: Notice) -> None:
        """Show a notice in place of the one before."""
        self._notice = notice
        self.text.setText(notice.text)
        self.setAccessibleName(notice.text)
        self.setProperty("kind", "error" if notice.error else "info")
        restyle(self)
        self.action.setText(notice.action)
        self.action.setVisible(bool(notice.action))
        self.copy.setVisible(bool(notice.details))
        self.show()
        self._settle()
        self.raise_()
        if notice.error:
            self._timer.stop()
        else:
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Stay at the foot when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._settle()
        return False

    def _act(self) -> None:
        self.hide()
        if self._notice.do is not None:
            self._notice.do()

    def _settle(self) -> None:
        area = self.area()
        wide = min(620, area.width() - 48)
        self.setFixedWidth(wide)
        room = self.layout()
        self.setFixedHeight(max(44, room.totalHeightForWidth(wide) if room is not None else 0))
        bottom = min(self._over.height() - 56, area.bottom() - 12)
        self.move(area.left() + (area.width() - wide) // 2, bottom - self.height())
