"""The small sheet for the look of the pages: theme, typeface, size, width, spacing."""

from dataclasses import replace

from PySide6.QtCore import QT_TR_NOOP, QPoint, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QHBoxLayout, QWidget

from app.gui.editors import typefaces
from app.gui.language import tr
from app.gui.look import APPEARANCES, Look, stepped
from app.gui.parts import button, choose, column, label, row

NAMES = {
    "size": (QT_TR_NOOP("Size"), QT_TR_NOOP("Smaller letters"), QT_TR_NOOP("Larger letters")),
    "width": (QT_TR_NOOP("Line width"), QT_TR_NOOP("Narrower lines"), QT_TR_NOOP("Wider lines")),
    "line_height": (QT_TR_NOOP("Line spacing"), QT_TR_NOOP("Closer lines"), QT_TR_NOOP("Looser lines")),
}
THEMES = {
    "system": QT_TR_NOOP("System"),
    "light": QT_TR_NOOP("Light"),
    "sepia": QT_TR_NOOP("Sepia"),
    "dark": QT_TR_NOOP("Dark"),
}


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
        for at, appearance in enumerate(APPEARANCES):
            one = button(tr(THEMES[appearance]), "tab")
            one.setCheckable(True)
            self._themes.addButton(one, at)
            line.addWidget(one)
        self.typeface = typefaces(tr("Typeface"))
        self.typeface.activated.connect(lambda _: self._change(typeface=self.typeface.currentData()))
        self._themes.idClicked.connect(lambda at: self._change(appearance=APPEARANCES[at]))
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        self._values = {}
        for at, (field, (name, less, more)) in enumerate(NAMES.items()):
            self._values[field] = label("")
            self._values[field].setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(label(tr(name)), at, 0)
            grid.addLayout(self._stepper(field, tr(less), tr(more)), at, 1)
        box = column(self, (16, 16, 16, 16), 14)
        box.addWidget(themes)
        box.addWidget(self.typeface)
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
        choose(self.typeface, look.typeface)
        self._values["size"].setText(tr("{} pt").format(look.size))
        self._values["width"].setText(tr("{} letters").format(look.width))
        self._values["line_height"].setText(f"{look.line_height / 100:.2f}")

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
