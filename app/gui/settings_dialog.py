"""The settings, made from the fields of `Settings` and `Look` themselves: a new field appears by itself."""

from dataclasses import fields, replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from app.gui.look import APPEARANCES, Look
from app.gui.mind import Loaded
from app.gui.parts import button, choice, choose, column, label, row
from app.settings import CHOICES, Settings

OPTIONS = {**CHOICES, "appearance": APPEARANCES}
NAMES = {
    "limit": "Longest answer (tokens)",
    "top_p": "Top p",
    "seed": "Seed",
    "size": "Size of the letters (pt)",
    "width": "Line width (letters)",
    "line_height": "Line spacing (%)",
    "follow_reading": "Read new books at once",
}
LIMITS = {"limit": (16, 2000), "temperature": (0.0, 5.0), "top_p": (0.05, 1.0), "seed": (0, 2**31 - 1),
          "size": (10, 28), "width": (44, 96), "line_height": (125, 205)}  # fmt: skip


class SettingsDialog(QDialog):
    """Edits settings and look; `saved` carries both when the person is done."""

    saved = Signal(object, object)  # Settings, Look

    def __init__(
        self, parent: QWidget, settings: Settings, look: Look, model: Loaded | None, folder: str
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self.setMinimumWidth(460)
        self._settings, self._look = settings, look
        self.editors: dict[str, QWidget] = {}
        box = column(self, (28, 24, 28, 20), 10)
        box.addWidget(label("Model", "heading"))
        box.addLayout(self._form(settings))
        if model is not None:
            box.addWidget(label(f"Now in use: {model.name} on {model.device}.", "small", wraps=True))
        box.addSpacing(10)
        box.addWidget(label("Pages", "heading"))
        box.addLayout(self._form(look))
        box.addSpacing(10)
        box.addWidget(label("Privacy", "heading"))
        told = (
            f"Everything stays on this machine: Lectern never uses the network. Your library is in {folder}."
        )
        box.addWidget(label(told, "muted", wraps=True))
        box.addSpacing(8)
        box.addLayout(self._buttons())

    def values(self) -> tuple[Settings, Look]:
        """Give what is entered."""
        return (
            replace(self._settings, **self._read(self._settings)),
            replace(self._look, **self._read(self._look)),
        )

    def accept(self) -> None:
        """Hand over what was entered."""
        self.saved.emit(*self.values())
        super().accept()

    def _form(self, values: Settings | Look) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignVCenter)
        for field in fields(values):
            editor = _editor(field.name, getattr(values, field.name))
            name = NAMES.get(field.name, field.name.replace("_", " ").capitalize())
            editor.setAccessibleName(name)
            self.editors[field.name] = editor
            form.addRow(name, editor)
        return form

    def _buttons(self) -> Any:
        line = row()
        line.addStretch(1)
        cancel, done = button("Cancel"), button("Save", "main")
        cancel.clicked.connect(self.reject)
        done.clicked.connect(self.accept)
        done.setDefault(True)
        line.addWidget(cancel)
        line.addWidget(done)
        return line

    def _read(self, values: Settings | Look) -> dict[str, Any]:
        return {field.name: _value(self.editors[field.name]) for field in fields(values)}


def _editor(name: str, value: object) -> QWidget:
    """Make the field that fits a value's kind."""
    if name in OPTIONS:
        made = choice({one: one if one in ("cuda", "mps", "cpu", "int8") and one != "none" else one.capitalize()
                       for one in OPTIONS[name]}, name)  # fmt: skip
        choose(made, value)
        return made
    if isinstance(value, bool):
        box = QCheckBox()
        box.setChecked(value)
        return box
    if isinstance(value, int):
        spin = QSpinBox()
        spin.setRange(*(int(limit) for limit in LIMITS.get(name, (0, 10**6))))
        spin.setValue(value)
        return spin
    if isinstance(value, float):
        number = QDoubleSpinBox()
        number.setSingleStep(0.05)
        number.setRange(*LIMITS.get(name, (0.0, 1e6)))
        number.setValue(value)
        return number
    return QLineEdit(str(value))


def _value(editor: QWidget) -> object:
    if isinstance(editor, QComboBox):
        return editor.currentData()
    if isinstance(editor, QCheckBox):
        return editor.isChecked()
    if isinstance(editor, QSpinBox | QDoubleSpinBox):
        return editor.value()
    assert isinstance(editor, QLineEdit)
    return editor.text().strip()
