"""What the terminal prints: objects or plain text on stdout, messages and progress on stderr."""

import json
import logging
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic

from app.values import Citation, Progress


@dataclass
class Pace:
    """How fast reading goes, from the progress of the last half minute or so."""

    steps: list[tuple[float, int]] = field(default_factory=list)

    def note(self, done: int) -> bool:
        """Take in how many tokens are read by now; say whether that is news to show."""
        if self.steps and self.steps[-1][1] == done:
            return False
        self.steps = [step for step in self.steps if monotonic() - step[0] < 30.0][-200:] or self.steps[-1:]
        self.steps.append((monotonic(), done))
        return len(self.steps) > 1

    @property
    def speed(self) -> float:
        """Tokens a second; 0 before there are any."""
        (since, first), (now, last) = self.steps[0], self.steps[-1]
        return (last - first) / (now - since) if now > since else 0.0

    def left(self, total: int) -> float | None:
        """Estimate the seconds left until `total` tokens are read; None while nobody knows."""
        return (total - self.steps[-1][1]) / self.speed if self.speed else None


class Printer:
    """Prints for a person, or with `as_json` one object a line for a program."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self._live = sys.stderr.isatty()
        self._showing = False
        self._last_line = monotonic()  # work that is soon done needs no line

    def message(self, text: str) -> None:
        """Say something beside the result, on stderr."""
        self._clear()
        print(text, file=sys.stderr, flush=True)

    def result(self, fields: Mapping[str, object], text: str) -> None:
        """Print a result: its fields as JSON, or its text for people."""
        self._clear()
        print(json.dumps(fields, ensure_ascii=False) if self.as_json else text, flush=True)

    def text(self, text: str) -> None:
        """Print what only people want to see."""
        if not self.as_json:
            self._clear()
            print(text, flush=True)

    def piece(self, text: str) -> None:
        """Print a piece of a streamed text, without a line's end."""
        if not self.as_json:
            self._clear()
            print(text, end="", flush=True)

    def progress(self, event: Progress, detail: str = "") -> None:
        """Show how far the work is: one live line in a terminal, else a line now and then."""
        share = f" ({100 * event.done // event.total} %)" if event.total else ""
        line = f"{event.what}{share}{detail}"
        if self._live:
            columns = shutil.get_terminal_size().columns - 1
            print(f"\r\x1b[K{line[:columns]}", end="", file=sys.stderr, flush=True)
            self._showing = True
            return
        if monotonic() - self._last_line > 5.0:
            print(line, file=sys.stderr, flush=True)
            self._last_line = monotonic()

    def _clear(self) -> None:
        if self._showing:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._showing = False


class MessageHandler(logging.Handler):
    """Prints what is logged as messages: a model says so when its device is not the one asked for."""

    def __init__(self, printer: Printer) -> None:
        super().__init__(logging.WARNING)
        self._printer = printer

    def emit(self, record: logging.LogRecord) -> None:
        """Print one record."""
        self._printer.message(record.getMessage())


class ReadingView:
    """Shows how reading goes: call it with each event."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self._pace = Pace()
        self._shown = 0.0

    def __call__(self, event: object) -> None:
        """Show one event."""
        if not isinstance(event, Progress):
            return
        if event.total and not self._pace.note(event.done):
            return  # the same number again: nothing was read since
        if event.total and self._printer.as_json:
            self._as_json(event)
        elif not self._printer.as_json:
            self._printer.progress(event, self._detail(event) if event.total else "")

    def _as_json(self, event: Progress) -> None:
        if monotonic() - self._shown < 0.2 and event.done < event.total:
            return
        self._shown, left = monotonic(), self._pace.left(event.total)
        fields = {"tokens_done": event.done, "tokens_all": event.total}
        speed = {"tokens_per_second": round(self._pace.speed, 1)}
        self._printer.result(fields | speed | {"seconds_left": None if left is None else round(left, 1)}, "")

    def _detail(self, event: Progress) -> str:
        left = self._pace.left(event.total)
        read = f", {event.done:,} of {event.total:,} tokens"
        return read if left is None else f"{read}, {self._pace.speed:,.0f} tokens/s, {duration(left)} left"


def citation_fields(citation: Citation) -> dict[str, object]:
    """Give a citation as a JSON object; chapters count from 1."""
    start = citation.start
    return {
        "chapter": start.chapter + 1,
        "offset": start.offset,
        "page": citation.page,
        "quote": citation.quote,
    }


def duration(seconds: float) -> str:
    """Say a span of time as people do: 40 s, 3 min, 2 h 5 min."""
    minutes = round(seconds / 60)
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def peak_memory() -> int | None:
    """Give the most memory that this process ever held, in bytes; None where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
