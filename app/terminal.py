"""The program from the terminal: what can be typed, and how every end is told.

Exit codes: 0 done, 1 failed with a sentence, 2 wrong usage, 130 interrupted with the work kept.
"""

import argparse
import io
import logging
import os
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import current_thread, main_thread
from types import FrameType
from typing import NoReturn

from app import settings
from app.common_arguments import window_options
from app.errors import LibraryError
from app.printing import MessageHandler, Printer
from ingest.book import BookError
from model.interface import ModelError

CHOSEN = ("model", "device", "quantization", "seed", "temperature")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        options = window_options(argv) or _typed(argv)
    except SystemExit as end:  # --help, or wrong usage that argparse has explained
        return end.code if isinstance(end.code, int) else 2
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that lacks a letter shows a question mark
    with _terminable():
        return _run(options)


def _typed(argv: Sequence[str] | None) -> argparse.Namespace:
    """Parse the command line of a command."""
    from app.arguments import parser  # only here: the window does not wait for the commands' code

    options = parser().parse_args(argv)
    if not options.command and options.json:
        parser().print_help(sys.stderr)  # a window prints no objects
        raise SystemExit(2)
    return options


def _run(options: argparse.Namespace) -> int:
    printer, place = Printer(options.json), Path(options.library or _data_folder())
    try:
        chosen = {name: getattr(options, name) for name in CHOSEN if getattr(options, name, None) is not None}
        chosen_settings = replace(settings.load(place), **chosen)
        with _logged(printer):
            if not options.command:
                return _window(place, chosen_settings)
            from app.session import Session

            return int(options.run(Session(place, chosen_settings, options, printer)))
    except (BookError, LibraryError, ModelError) as error:
        printer.message(str(error))
        return 1
    except KeyboardInterrupt:
        printer.message("Interrupted; the library keeps what was read.")
        return 130
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception:  # a bug: the one place where every error ends
        printer.message(_reported(place))
        return 1


def _window(place: Path, chosen: settings.Settings) -> int:
    from app.gui.start import run  # only here: no command waits for Qt

    return run(place, chosen)


def _reported(place: Path) -> str:
    """Write the traceback of the error that is being handled to a file, and say where it is."""
    report = traceback.format_exc()
    file = place / f"error-{datetime.now():%Y%m%d-%H%M%S-%f}.txt"
    try:
        place.mkdir(parents=True, exist_ok=True)
        file.write_text(report, encoding="utf-8")
    except OSError:
        return f"Lectern failed, which is a mistake of its own; please report this:\n{report}"
    return f"Lectern failed, which is a mistake of its own; please report what is in {file}."


@contextmanager
def _terminable() -> Iterator[None]:
    """Let SIGTERM end the work as Ctrl-C does."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _logged(printer: Printer) -> Iterator[None]:
    """Say what our own packages log; what libraries log would only puzzle a reader."""
    handlers = {
        "": logging.NullHandler(),
        **dict.fromkeys(("app", "ingest", "model"), MessageHandler(printer)),
    }
    for name, handler in handlers.items():
        logging.getLogger(name).addHandler(handler)
    try:
        yield
    finally:
        for name, handler in handlers.items():
            logging.getLogger(name).removeHandler(handler)


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _data_folder() -> Path:
    from app.place import chosen

    return chosen()
