"""The shelf of someone who has no books yet."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.gui import cover
from app.gui.language import tr
from app.gui.parts import button, column, label, restyle, row
from app.gui.theme import LIGHT, Theme
from app.gui.typefaces import points

FAN = (
    ("Wuthering Heights", ("Emily Brontë",), -11.0, -92),
    ("Villette", ("Charlotte Brontë",), 10.0, 92),
    ("The Nought at Tamsel", ("The Lectern Project",), 0.0, 0),
)
SPREAD = QSize(420, 232)
LEAST = 80
"""Lower covers are not drawn at all."""
FOOT = 112
"""So much stays free below, for what the window has to say."""


class Empty(QWidget):
    """Says what to do first, and offers the sample novel."""

    add_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._drop = QFrame()
        self._drop.setObjectName("drop")
        self._fan = Fan()
        add = button(tr("Add books…"), "main")
        self.sample = button(tr("Try the sample novel"))
        add.clicked.connect(self.add_wanted)
        self.sample.clicked.connect(self.sample_wanted)
        buttons = row(gap=10)
        buttons.addStretch(1)
        buttons.addWidget(add)
        buttons.addWidget(self.sample)
        buttons.addStretch(1)
        told = tr(
            "Drop EPUB, PDF or text files here. Lectern reads each book once, on this computer, remembers it,"
            " and answers your questions from then on. Nothing leaves your machine."
        )
        self._text = label(told, "muted", wraps=True)
        inner = column(self._drop, (40, 40, 40, 36), 12)
        inner.addWidget(self._fan, 1, Qt.AlignmentFlag.AlignHCenter)
        for widget in (label(tr("A quiet place for your books"), "heading"), self._text):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inner.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addSpacing(8)
        inner.addLayout(buttons)
        self._box = column(self, (0, 0, 0, FOOT))
        self._box.addWidget(self._drop, 0, Qt.AlignmentFlag.AlignCenter)
        self._fit()

    def keep_free(self, foot: int) -> None:
        """Stay above what covers so much of the foot of the window."""
        self._box.setContentsMargins(0, 0, 0, max(FOOT, foot))

    def set_over(self, over: bool) -> None:
        """Show that files hover above."""
        self._drop.setProperty("over", "true" if over else "false")
        restyle(self._drop)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme, with room for letters as large as they are now."""
        self._fan.theme = theme
        self._fan.update()
        self._fit()

    def _fit(self) -> None:
        wide = round(points(400))
        self._text.setFixedWidth(wide)
        self._text.setFixedHeight(self._text.heightForWidth(wide))
        self._drop.setFixedWidth(max(680, wide + 160))


class Fan(QWidget):
    """Three covers, fanned, as large as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self.theme = LIGHT
        self.setFixedWidth(SPREAD.width())
        self.setMaximumHeight(SPREAD.height())

    def sizeHint(self) -> QSize:  # noqa: N802
        """Give the size in which they are drawn where there is room."""
        return SPREAD

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the covers."""
        if self.height() < LEAST:
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        for title, authors, turn, shift in FAN:
            painter.save()
            painter.translate(self.width() / 2, self.height() / 2)
            painter.scale(self.height() / SPREAD.height(), self.height() / SPREAD.height())
            painter.translate(shift, 0 if shift == 0 else 14)
            painter.rotate(turn)
            scale = 1.0 if shift == 0 else 0.86
            box = QRectF(-66 * scale, -99 * scale, 132 * scale, 198 * scale)
            cover.paint(painter, box, title, authors, self.theme.cover_dim)
            painter.restore()
        painter.end()
