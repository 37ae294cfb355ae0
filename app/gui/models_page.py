"""The page of the settings with the models: those that are installed, and those to recommend for this machine."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.gui import model_desk
from app.gui.doing import doing
from app.gui.house import House, explained
from app.gui.job import Job, while_there
from app.gui.language import tr
from app.gui.model_desk import Models
from app.gui.parts import button, column, label, row
from app.gui.sizes import size
from app.values import Progress

if TYPE_CHECKING:
    from app.models import ModelRow
    from app.recommending import Recommended
    from model.checking import Report


class ModelsPage(QWidget):
    """Lists models; each can be used, checked, removed, or fetched."""

    used = Signal(str)  # what the settings call the model that is now in use

    def __init__(self, house: House, downloads: Callable[[], bool]) -> None:
        super().__init__()
        self._house, self._downloads = house, downloads
        self._job: Job | None = None
        self._status = label("", "muted", wraps=True)
        self._stop = button(tr("Cancel"), "link")
        self._stop.clicked.connect(lambda: self._job.cancel() if self._job else None)
        self.add = button(tr("Add a folder…"))
        self.add.clicked.connect(self._choose)
        self._list = QWidget()
        self._flow = column(self._list, gap=8)
        line = row()
        line.addWidget(self._status, 1)
        line.addWidget(self._stop)
        box = column(self, gap=10)
        box.addLayout(line)
        box.addWidget(self._list)
        box.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
        self._stop.hide()
        self._status.hide()

    def refresh(self) -> None:
        """Look again at what there is."""
        work = model_desk.listed(self._house.place)
        self._house.lanes.desk.do(work, self._show, failed=self._failed)

    def add_folder(self, folder: Path) -> None:
        """Copy a folder with a model into the library."""
        self._long(model_desk.add(self._house.place, folder))

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Add a model's folder"))
        if folder:
            self.add_folder(Path(folder))

    def _show(self, models: Models) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._flow.addWidget(label(tr("Installed"), "label"))
        for one in models.installed:
            self._flow.addWidget(self._installed(one))
        if models.recommended:
            self._flow.addSpacing(8)
            self._flow.addWidget(label(tr("For this machine"), "label"))
            if not self._downloads():
                self._flow.addWidget(label(tr("Allow downloads under Privacy first."), "small", wraps=True))
        for other in models.recommended:
            self._flow.addWidget(self._offered(other))

    def _installed(self, model: "ModelRow") -> QFrame:
        card, text, tools = _card()
        name = row(gap=8)
        name.addWidget(label(_called(model.name), "strong"))
        if model.in_use:
            name.addWidget(label(tr("In use"), "missing"))
        name.addStretch(1)
        text.addLayout(name)
        text.addWidget(label(_about(model), "error" if model.problem else "small", wraps=True))
        if not model.in_use and not model.problem:
            self._tool(tools, tr("Use"), model.name, lambda: self._use(model.name))
        if model.in_use:
            self._tool(tools, tr("Check"), model.name, self._check)
        if model.name != "default" and model.folder.parent == self._house.place / "models":
            self._tool(tools, tr("Remove"), model.name, lambda: self._remove(model.name))
        return card

    def _offered(self, model: "Recommended") -> QFrame:
        card, text, tools = _card()
        text.addWidget(label(model.repo, "strong"))
        fits = {True: tr("fits this machine"), False: tr("too large for this machine"), None: tr("may fit")}
        parts = (
            tr("{} to fetch").format(size(model.size)),
            tr("needs {}").format(size(model.memory)),
            fits[model.fits],
            model.licence,
            model.languages,
        )
        text.addWidget(label(" · ".join(parts), "small", wraps=True))
        get = self._tool(tools, tr("Get"), model.repo, lambda: self._get(model.repo))
        get.setEnabled(self._downloads() and model.fits is not False)
        return card

    def _tool(self, tools: QHBoxLayout, text: str, name: str, do: Callable[[], object]) -> QWidget:
        made = button(text)
        made.setAccessibleName(f"{text}: {name}")
        made.clicked.connect(lambda _=False: do())
        tools.addWidget(made)
        return made

    def _use(self, name: str) -> None:
        self._short(model_desk.use(self._house.place, name), self.used.emit)

    def _remove(self, name: str) -> None:
        self._short(model_desk.remove(self._house.place, name), self.used.emit)

    def _get(self, repo: str) -> None:
        self._long(model_desk.get(self._house.place, repo))

    def _check(self) -> None:
        self._tell(tr("Checking: the model reads a page, recalls it and answers …"))
        studio = self._house.studio
        studio.do(lambda mind: mind.check(studio.settings), self._checked, lambda event: None, self._failed)

    def _checked(self, report: "Report") -> None:
        if not report.sound:
            self._tell(tr("The model does not work as it should. Install it again."))
            return
        helps = tr("its memory helps") if report.remembers else tr("its memory does not help yet")
        told = tr("The model works: it reads {} tokens a second, and {}.")
        self._tell(told.format(f"{report.tokens_per_second:,.0f}", helps))

    def _short(self, work: Any, done: Callable[[Any], object]) -> None:
        def finish(value: Any) -> None:
            self._tell("")
            done(value)
            self.refresh()

        self._house.lanes.desk.do(work, while_there(self, finish), failed=self._failed)

    def _long(self, work: Any) -> None:
        if self._job:
            self._tell(tr("One model at a time: wait until this one is there, or cancel it."))
            return
        self._stop.show()
        self._job = self._house.lanes.library.do(work, self._added, self._heard, self._failed)
        self._job.cancelled.connect(self._cancelled)
        self._job.ended.connect(self._ended)

    def _heard(self, event: object) -> None:
        if isinstance(event, Progress):
            share = f" · {event.done / event.total:.0%}" if event.total else ""
            self._tell(f"{doing(event.what)}{share}")

    def _added(self, model: object) -> None:
        self._tell(tr("The model was added."))
        self.refresh()

    def _cancelled(self) -> None:
        self._tell(tr("Cancelled. What was fetched is kept for the next try."))

    def _ended(self, job: object) -> None:
        self._job = None
        self._stop.hide()

    def _failed(self, error: Exception) -> None:
        self._tell(explained(error).text)

    def _tell(self, text: str) -> None:
        self._status.setText(text)
        self._status.setVisible(bool(text))


def _card() -> tuple[QFrame, QVBoxLayout, QHBoxLayout]:
    card = QFrame()
    card.setObjectName("quote")
    line = row(card, (14, 10, 10, 10), 10)
    text, tools = column(gap=3), row(gap=6)
    line.addLayout(text, 1)
    line.addLayout(tools)
    return card, text, tools


def _called(name: str) -> str:
    return tr("Default (comes with Lectern)") if name == "default" else name


def _about(model: "ModelRow") -> str:
    if model.look is None:
        return model.problem
    fits = {True: tr("fits this machine"), False: tr("too large for this machine"), None: tr("may fit")}
    count = model.look.parameters
    number = f"{count / 1e9:.1f} B" if count >= 1e9 else f"{count / 1e6:.1f} M"
    parts = [
        model.look.family,
        tr("{} parameters").format(number),
        tr("needs {}").format(size(model.memory)),
        fits[model.fits],
        tr("its memory is adapted") if model.look.adapted else tr("its memory is not adapted"),
    ]
    return " · ".join(parts)
