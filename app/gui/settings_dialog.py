"""The settings, made from the fields of `Settings` and `Look` themselves: a new field appears by itself."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QT_TR_NOOP, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from app.gui.about import about_page
from app.gui.device import device_in_words
from app.gui.editors import editor, hint, value_of
from app.gui.house import House
from app.gui.language import tr
from app.gui.look import Look
from app.gui.models_page import ModelsPage
from app.gui.parts import button, column, label, row, scrolled
from app.gui.typefaces import points
from app.settings import Settings

PAGES = {
    "pages": (QT_TR_NOOP("Pages"), ("appearance", "typeface", "size", "width", "line_height")),
    "window": (QT_TR_NOOP("Window"), ("language", "controls", "calm", "follow_reading", "ocr_language")),
    "answers": (QT_TR_NOOP("Answers"), ()),
    "models": (QT_TR_NOOP("Models"), ("model",)),
    "privacy": (QT_TR_NOOP("Privacy"), ("downloads",)),
    "about": (QT_TR_NOOP("About"), ()),
}
"""The pages and the fields that are on them; every other field is on the page for answers."""
HIDDEN = ("model",)
"""Chosen on the page itself."""


@dataclass(frozen=True)
class Chosen:
    """What the dialog begins with."""

    settings: Settings
    look: Look


class SettingsDialog(QDialog):
    """Edits settings and look; `saved` carries both when the person is done."""

    saved = Signal(object, object)  # Settings, Look
    tour_wanted = Signal()
    folder_wanted = Signal(object)  # Path

    def __init__(self, parent: QWidget, house: House, chosen: Chosen) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        wanted = QSize(round(points(710)), round(points(510)))
        self.resize(wanted.boundedTo(parent.window().size() - QSize(60, 60)))
        self._house, self._chosen = house, chosen
        self.editors: dict[str, QWidget] = {}
        self.models = ModelsPage(house, self._may_download)
        self.models.used.connect(self._use)
        self.menu = QListWidget()
        self.menu.setObjectName("menu")
        self.menu.setAccessibleName(tr("Settings"))
        self.menu.setFixedWidth(round(points(153)))
        self.stack = QStackedWidget()
        for name, (title, _) in PAGES.items():
            self.menu.addItem(tr(title))
            self.stack.addWidget(self._page(name, tr(title)))
        self.menu.currentRowChanged.connect(self._turn)
        self.menu.setCurrentRow(0)
        line = row(None, gap=0)
        line.addWidget(self.menu)
        right = column(None, (0, 0, 0, 16), 0)
        right.addWidget(self.stack, 1)
        right.addLayout(self._buttons())
        line.addLayout(right, 1)
        column(self, gap=0).addLayout(line)

    def open_page(self, name: str) -> None:
        """Open at a page."""
        self.menu.setCurrentRow(list(PAGES).index(name))
        self.open()

    def values(self) -> tuple[Settings, Look]:
        """Give what is entered."""
        return (
            replace(self._chosen.settings, **self._read(self._chosen.settings)),
            replace(self._chosen.look, **self._read(self._chosen.look)),
        )

    def accept(self) -> None:
        """Hand over what was entered."""
        self.saved.emit(*self.values())
        super().accept()

    def _turn(self, at: int) -> None:
        self.stack.setCurrentIndex(at)
        if list(PAGES)[at] == "models":
            self.models.refresh()

    def _page(self, name: str, title: str) -> QWidget:
        inside = QWidget()
        box = column(inside, (32, 26, 32, 12), 14)
        box.addWidget(label(title, "title2"))
        names = list(PAGES[name][1]) if name != "answers" else list(self._rest())
        form = self._form([one for one in names if one not in HIDDEN])
        if form is not None:
            box.addLayout(form)
        more = {
            "models": lambda: self.models,
            "answers": self._device,
            "privacy": self._privacy,
            "about": about_page,
            "window": self._tour,
        }
        if name in more:
            box.addWidget(more[name](), 1 if name in ("models", "about") else 0)
        if name not in ("models", "about"):
            box.addStretch(1)
        return inside if name == "about" else scrolled(inside)

    def _rest(self) -> Iterable[str]:
        placed = {field for _, names in PAGES.values() for field in names}
        for values in (self._chosen.settings, self._chosen.look):
            yield from (field.name for field in fields(values) if field.name not in placed)

    def _form(self, names: list[str]) -> QFormLayout | None:
        if not names:
            return None
        form = QFormLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignTop)
        for name in names:
            holder = self._chosen.settings if hasattr(self._chosen.settings, name) else self._chosen.look
            title, made = editor(name, getattr(holder, name))
            self.editors[name] = made
            words = label(title)
            words.setBuddy(made)
            words.setAlignment(
                Qt.AlignmentFlag.AlignTop
            )  # beside its field, not beside what is said below it
            above = (made.sizeHint().height() - words.fontMetrics().height()) // 2
            words.setContentsMargins(0, above, 0, 0)
            form.addRow(words, self._explained(made, hint(name)))
        return form

    def _explained(self, made: QWidget, told: str) -> QWidget:
        """Put what a setting does below its field."""
        if isinstance(made, QAbstractSpinBox):
            made.setFixedWidth(110)
        if not told:
            return made
        both = QWidget()
        box = column(both, gap=3)
        box.addWidget(made)
        box.addWidget(label(told, "small", wraps=True))
        made.setAccessibleDescription(told)
        return both

    def _device(self) -> QWidget:
        model = self._house.studio.model
        told = device_in_words(model) if model else tr("The model is loaded when it is first needed.")
        return label(told, "muted", wraps=True)

    def _privacy(self) -> QWidget:
        made = QWidget()
        box = column(made, gap=8)
        told = tr(
            "Everything stays on this machine. Lectern uses the network only to get a model that you choose, "
            "and only while downloads are allowed."
        )
        box.addWidget(label(told, "muted", wraps=True))
        box.addSpacing(10)
        box.addWidget(label(tr("Your library"), "label"))
        folder = str(self._house.place)
        where = label(folder, wraps=True)
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.addWidget(where)
        told = tr("In another folder there is another library, or a new one; this one stays where it is.")
        box.addWidget(label(told, "small", wraps=True))
        line = row(gap=8)
        open_, copy = button(tr("Open the folder")), button(tr("Copy its path"))
        other = button(tr("Use another folder…"))
        other.clicked.connect(self._choose_folder)
        open_.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(folder)))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(folder))
        for one in (open_, copy, other):
            line.addWidget(one)
        line.addStretch(1)
        box.addLayout(line)
        return made

    def _choose_folder(self) -> None:
        given = QFileDialog.getExistingDirectory(
            self, tr("The folder of your library"), str(self._house.place)
        )
        if given and Path(given) != self._house.place:
            self.folder_wanted.emit(Path(given))
            self.reject()

    def _tour(self) -> QWidget:
        made = button(tr("Take the tour again"))
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        made.clicked.connect(self.tour_wanted)
        made.clicked.connect(self.reject)
        return made

    def _buttons(self) -> QHBoxLayout:
        line = row(None, (0, 10, 32, 0))
        line.addStretch(1)
        cancel, done = button(tr("Cancel")), button(tr("Save"), "main")
        cancel.clicked.connect(self.reject)
        done.clicked.connect(self.accept)
        done.setDefault(True)
        line.addWidget(cancel)
        line.addWidget(done)
        return line

    def _may_download(self) -> bool:
        made = self.editors.get("downloads")
        return bool(value_of(made)) if made is not None else self._chosen.look.downloads

    def _use(self, model: str) -> None:
        settings = replace(self._chosen.settings, model=model)
        self._chosen = replace(self._chosen, settings=settings)
        self._house.studio.settings = replace(self._house.studio.settings, model=model)

    def _read(self, values: Settings | Look) -> dict[str, Any]:
        return {
            one.name: value_of(self.editors[one.name]) for one in fields(values) if one.name in self.editors
        }
