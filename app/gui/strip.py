"""The strip at the foot of the window: where the model is in its reading, and how fast."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from app.gui.device import device_in_words, short
from app.gui.doing import doing
from app.gui.icons import IconButton
from app.gui.language import tr
from app.gui.mind import Loaded
from app.gui.parts import label, row
from app.gui.sentences import in_words
from app.gui.studio import Reading


class Strip(QFrame):
    """Shows a `Reading`; its button pauses and resumes."""

    paused = Signal()
    resumed = Signal()
    queue_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.where = label("", "small")
        self.what = label("", "small")
        self.model = label("", "small")
        self.bar = QProgressBar(textVisible=False)
        self.bar.setFixedWidth(150)
        self.bar.setAccessibleName(tr("How far the model has read"))
        self.toggle = IconButton("pause", tr("Pause reading"))
        self.toggle.clicked.connect(self._toggled)
        self.queue = IconButton("more", tr("Books that are read, and those that wait"))
        self.queue.clicked.connect(self.queue_wanted)
        self.calm = False
        box = row(self, (16, 2, 16, 2), 14)
        box.addWidget(self.where)
        box.addStretch(1)
        for widget in (self.what, self.bar, self.toggle, self.queue, self.model):
            box.addWidget(widget)
        self.setFixedHeight(38)
        self._reading = Reading()
        self.show_reading(Reading())

    def show_reading(self, reading: Reading) -> None:
        """Show how far the reading is."""
        self._reading = reading
        self.what.setText(told(reading))
        busy = reading.state in ("reading", "waiting", "paused")
        self.bar.setVisible(busy)
        moving = reading.state == "reading" and not self.calm
        self.bar.setRange(0, reading.total or (0 if moving else 1))
        self.bar.setValue(reading.done)
        self.toggle.setVisible(busy or reading.state == "failed")
        self.queue.setVisible(busy or bool(reading.queued))
        self._appear()
        going = reading.state in ("reading", "waiting")
        self.toggle.set_icon("pause" if going else "play", tr("Pause reading") if going else tr("Read on"))

    def show_model(self, model: Loaded) -> None:
        """Show which model reads, and on what."""
        name = tr("Default model") if model.name == "default" else model.name
        self.model.setText(tr("{} on {}").format(name, short(model.device)))
        self.model.setToolTip(device_in_words(model))
        self._appear()

    def show_where(self, where: str) -> None:
        """Show where the reader is."""
        self.where.setText(where)
        self._appear()

    def _appear(self) -> None:
        """Be there only when there is something to say."""
        self.setVisible(any(one.text() for one in (self.where, self.what, self.model)))

    def toggle_reading(self) -> None:
        """Pause or go on."""
        if self.toggle.isVisibleTo(self):
            self._toggled()

    def _toggled(self) -> None:
        if self._reading.state in ("reading", "waiting"):
            self.paused.emit()
        else:
            self.resumed.emit()


def told(reading: Reading) -> str:
    """Say how the reading stands, in one line."""
    if reading.state == "failed":
        return in_words(reading.error)
    queued = f" · {tr('{} more to read').format(reading.queued)}" if reading.queued else ""
    tokens = ""
    if reading.total:
        tokens = " · " + tr("{} of {} tokens").format(f"{reading.done:,}", f"{reading.total:,}")
    all_read = " · " + tr("{} tokens read").format(f"{reading.total:,}") if reading.total else ""
    return {
        "idle": "",
        "done": f"{tr('Remembered')}{all_read}{queued if reading.total else ''}",
        "paused": f"{tr('Reading paused')}{tokens}",
        "waiting": f"{tr('Reading waits for your question')}{tokens}",
        "reading": f"{_short(reading.what)}{tokens}{_pace(reading)}{queued}",
    }[reading.state]


def _pace(reading: Reading) -> str:
    speed = " · " + tr("{} tokens/s").format(f"{reading.speed:,.0f}") if reading.speed else ""
    left = "" if reading.left is None else f" · {tr('{} left').format(_time(reading.left))}"
    return f"{speed}{left}" if reading.total else " …"


def _time(seconds: float) -> str:
    if seconds < 90:
        return tr("{} s").format(round(seconds))
    minutes = round(seconds / 60)
    return tr("{} min").format(minutes) if minutes < 90 else tr("{} h").format(f"{seconds / 3600:.1f}")


def _short(what: str) -> str:
    text = doing(what)
    return text if len(text) <= 44 else f"{text[:43]}…"
