"""The small sheet for the look of the pages: theme, size, width, spacing."""

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QHBoxLayout, QWidget

from app.gui.look import APPEARANCES, Look
from app.gui.parts import button, column, label, row

STEPS = {"size": (10, 28, 1), "width": (44, 96, 4), "line_height": (125, 205, 10)}
NAMES = {"size": ("Size", "Smaller letters", "Larger letters"),
         "width": ("Line width", "Narrower lines", "Wider lines"),
         "line_height": ("Line spacing", "Closer lines", "Looser lines")}  # fmt: skip


class LookMenu(QFrame):
    """Changes a `Look` at once, in sight of the page."""

    changed = Signal(object)  # Look

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("notice")
        self._look = Look()
        self._themes = QButtonGroup(self)
        themes = QFrame()
        themes.setObjectName("tabs")
        line = row(themes, (3, 3, 3, 3), 2)
        for at, name in enumerate(APPEARANCES):
            one = button(name.capitalize(), "tab")
            one.setCheckable(True)
            self._themes.addButton(one, at)
            line.addWidget(one)
        self._themes.idClicked.connect(lambda at: self._change(appearance=APPEARANCES[at]))
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        self._values = {}
        for at, (field, (name, less, more)) in enumerate(NAMES.items()):
            self._values[field] = label("")
            self._values[field].setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(label(name), at, 0)
            grid.addLayout(self._stepper(field, less, more), at, 1)
        box = column(self, (16, 16, 16, 16), 14)
        box.addWidget(themes)
        box.addLayout(grid)

    def open(self, look: Look, corner: QPoint) -> None:
        """Open with its right upper corner at a point of the screen."""
        self.show_look(look)
        self.adjustSize()
        self.move(corner.x() - self.width(), corner.y())
        self.show()
        self._themes.button(APPEARANCES.index(look.appearance)).setFocus(Qt.FocusReason.PopupFocusReason)

    def show_look(self, look: Look) -> None:
        """Show the values of a look."""
        self._look = look
        self._themes.button(APPEARANCES.index(look.appearance)).setChecked(True)
        self._values["size"].setText(f"{look.size} pt")
        self._values["width"].setText(f"{look.width} letters")
        self._values["line_height"].setText(f"{look.line_height / 100:.1f}")

    def _stepper(self, field: str, less: str, more: str) -> QHBoxLayout:
        made = row(gap=4)
        self._values[field].setFixedWidth(84)
        for text, tip, way in (("−", less, -1), ("+", more, 1)):
            one = button(text, tip=tip)
            one.setFixedWidth(44)
            one.clicked.connect(lambda _=False, way=way: self._step(field, way))
            made.addWidget(one)
        made.insertWidget(1, self._values[field])
        return made

    def _step(self, field: str, way: int) -> None:
        self._change(**{field: stepped(self._look, field, way)})

    def _change(self, **values: object) -> None:
        self.show_look(replace(self._look, **values))  # type: ignore[arg-type]
        self.changed.emit(self._look)


def stepped(look: Look, field: str, way: int) -> int:
    """Give the next value of a field, up or down, within its limits."""
    least, most, step = STEPS[field]
    value: int = getattr(look, field)
    return max(least, min(most, value + way * step))
