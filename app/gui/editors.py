"""The field that fits a setting: its name for people, and the widget that edits a value of its kind."""

from collections.abc import Mapping

from PySide6.QtCore import QT_TR_NOOP, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QSizePolicy, QSpinBox, QWidget

from app.gui.device import names
from app.gui.language import LANGUAGES, tr
from app.gui.look import APPEARANCES, STEPS
from app.gui.parts import choice, choose
from app.gui.typefaces import offered
from app.settings import CHOICES

OPTIONS = {**CHOICES, "appearance": APPEARANCES, "language": tuple(LANGUAGES)}
NAMES = {
    "device": QT_TR_NOOP("Device"),
    "quantization": QT_TR_NOOP("Weights"),
    "temperature": QT_TR_NOOP("Temperature"),
    "limit": QT_TR_NOOP("Longest answer (tokens)"),
    "top_p": QT_TR_NOOP("Top p"),
    "seed": QT_TR_NOOP("Seed"),
    "appearance": QT_TR_NOOP("Appearance"),
    "typeface": QT_TR_NOOP("Typeface"),
    "controls": QT_TR_NOOP("Size of the controls (%)"),
    "size": QT_TR_NOOP("Size of the letters (pt)"),
    "width": QT_TR_NOOP("Line width (letters)"),
    "line_height": QT_TR_NOOP("Line spacing (%)"),
    "follow_reading": QT_TR_NOOP("Read new books at once"),
    "language": QT_TR_NOOP("Language"),
    "ocr_language": QT_TR_NOOP("Language of scanned pages"),
    "calm": QT_TR_NOOP("Reduce motion"),
    "downloads": QT_TR_NOOP("Allow downloads of models"),
}
LIMITS = {"limit": (16, 2000), "temperature": (0.0, 5.0), "top_p": (0.05, 1.0), "seed": (0, 2**31 - 1),
          **{name: (least, most) for name, (least, most, _) in STEPS.items()}}  # fmt: skip
HINTS = {
    "quantization": QT_TR_NOOP("Smaller weights need less memory, and are a little less exact."),
    "temperature": QT_TR_NOOP("0 answers the same question in the same way; more varies the words."),
    "top_p": QT_TR_NOOP("How unlikely a word may be, once the temperature is above 0."),
    "limit": QT_TR_NOOP("A token is about three quarters of a word."),
    "seed": QT_TR_NOOP("The same seed varies the words in the same way."),
    "follow_reading": QT_TR_NOOP("The model begins to read a book when you open it."),
    "controls": QT_TR_NOOP("Of the size that your desktop writes in. The pages have a size of their own."),
    "calm": QT_TR_NOOP("Nothing moves by itself."),
    "ocr_language": QT_TR_NOOP("As Tesseract names it, such as eng or deu+eng."),
}
"""What is not plain from the name alone."""
WORDS = {
    "system": QT_TR_NOOP("As the system"),
    "light": QT_TR_NOOP("Light"),
    "sepia": QT_TR_NOOP("Sepia"),
    "dark": QT_TR_NOOP("Dark"),
    "auto": QT_TR_NOOP("As suits the model"),
    "none": QT_TR_NOOP("As they are"),
}


def editor(name: str, value: object) -> tuple[str, QWidget]:
    """Give what a setting is called, and a widget that edits it."""
    title = tr(NAMES[name]) if name in NAMES else name.replace("_", " ").capitalize()
    made = _made(name, value, title)
    made.setAccessibleName(title)
    return title, made


def hint(name: str) -> str:
    """Say what a setting does, where its name alone does not."""
    return tr(HINTS[name]) if name in HINTS else ""


def typefaces(title: str) -> QComboBox:
    """Make a chooser of typefaces, each written in its own letters."""
    box = choice({name: name for name in offered()}, title)
    for at in range(box.count()):
        box.setItemData(at, QFont(box.itemText(at)), Qt.ItemDataRole.FontRole)
    return box


def value_of(made: QWidget) -> object:
    """Give what is entered."""
    if isinstance(made, QComboBox):
        return made.currentData()
    if isinstance(made, QCheckBox):
        return made.isChecked()
    if isinstance(made, QSpinBox | QDoubleSpinBox):
        return made.value()
    assert isinstance(made, QLineEdit)
    return made.text().strip()


def _made(name: str, value: object, title: str) -> QWidget:
    if name == "typeface":
        box = typefaces(title)
        choose(box, value)
        return box
    if name in OPTIONS:
        words: Mapping[str, object] = (
            names() if name == "device" else LANGUAGES if name == "language" else WORDS
        )
        box = choice({one: _shown(tr(words.get(one, one))) for one in OPTIONS[name]}, title)
        choose(box, value)
        return box
    if isinstance(value, bool):
        check = QCheckBox()
        check.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)  # all of it can be clicked
        check.setChecked(value)
        return check
    if isinstance(value, int | float):
        return _number(name, value)
    return QLineEdit(str(value))


def _number(name: str, value: float) -> QSpinBox | QDoubleSpinBox:
    made: QSpinBox | QDoubleSpinBox
    if isinstance(value, int):
        made = QSpinBox()
        made.setSingleStep(STEPS[name][2] if name in STEPS else 1)
        made.setRange(*(int(limit) for limit in LIMITS.get(name, (0, 10**6))))
        made.setValue(value)
    else:
        made = QDoubleSpinBox()
        made.setSingleStep(0.05)
        made.setRange(*LIMITS.get(name, (0.0, 1e6)))
        made.setValue(value)
    made.lineEdit().setTextMargins(8, 0, 0, 0)
    return made


def _shown(said: str) -> str:
    return said[:1].upper() + said[1:] if said.isascii() and " " in said else said
