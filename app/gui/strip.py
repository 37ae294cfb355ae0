"""The strip at the foot of the window: where the model is in its reading, and how fast."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from app.gui.icons import IconButton
from app.gui.mind import Loaded
from app.gui.parts import label, row
from app.gui.studio import Reading
from app.printing import duration


class Strip(QFrame):
    """Shows a `Reading`; its button pauses and resumes."""

    paused = Signal()
    resumed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.where = label("", "small")
        self.what = label("", "small")
        self.model = label("", "small")
        self.bar = QProgressBar(textVisible=False)
        self.bar.setFixedWidth(150)
        self.bar.setAccessibleName("How far the model has read")
        self.toggle = IconButton("pause", "Pause reading")
        self.toggle.clicked.connect(self._toggled)
        box = row(self, (16, 2, 16, 2), 14)
        box.addWidget(self.where)
        box.addStretch(1)
        for widget in (self.what, self.bar, self.toggle, self.model):
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
        self.bar.setRange(0, reading.total or (0 if reading.state == "reading" else 1))
        self.bar.setValue(reading.done)
        self.toggle.setVisible(busy or reading.state == "failed")
        going = reading.state in ("reading", "waiting")
        self.toggle.set_icon("pause" if going else "play", "Pause reading" if going else "Read on")

    def show_model(self, model: Loaded) -> None:
        """Show which model reads, and on what."""
        self.model.setText(f"{model.name} on {model.device}")
        wanted = "" if model.wanted in ("auto", model.device) else f", though {model.wanted} was chosen"
        self.model.setToolTip(f"The model “{model.name}” runs on {model.device}{wanted}.")

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
        return reading.error
    queued = f" · {reading.queued} more to read" if reading.queued else ""
    tokens = f" · {reading.done:,} of {reading.total:,} tokens" if reading.total else ""
    return {
        "idle": "",
        "done": f"Remembered · {reading.total:,} tokens read{queued}" if reading.total else "Remembered",
        "paused": f"Reading paused{tokens}",
        "waiting": f"Reading waits for your question{tokens}",
        "reading": f"{_short(reading.what)}{tokens}{_pace(reading)}{queued}",
    }[reading.state]


def _pace(reading: Reading) -> str:
    speed = f" · {reading.speed:,.0f} tokens/s" if reading.speed else ""
    left = "" if reading.left is None else f" · {duration(reading.left)} left"
    return f"{speed}{left}" if reading.total else " …"


def _short(what: str) -> str:
    text = what[:1].upper() + what[1:]
    return text if len(text) <= 44 else f"{text[:43]}…"
