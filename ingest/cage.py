"""A file is parsed in a process of its own, which can crash, hang or swell without harm to anything else."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from time import monotonic

from ingest.book import Book, BookError, Chapter, Cover, Locked, Step
from ingest.files import check
from ingest.frames import END, TOLD, Frame, FrameError, Part, from_frame, receive
from ingest.limits import LONGEST_RECOGNISING, PAGE_SECONDS, SHARED, Limits, resident
from ingest.tesseract import AUTO

COMMAND = (sys.executable, "-m", "ingest.caged")

_ROOT = Path(__file__).resolve().parent.parent
_COVER_SECONDS = 15.0  # on a machine that is busy it takes long
_BEAT = 0.1  # seconds between two signs that the work goes on
_PARTING = 5.0  # seconds that a process may live after its last word
_TIME_IS_UP = {-getattr(signal, name, 0) for name in ("SIGXCPU", "SIGKILL")} - {0}
_MAY = "it may be damaged, or made to do harm."


def caged(
    path: Path, password: str | None = None, limits: Limits | None = None, ocr_language: str = AUTO
) -> Generator[Part, None, None]:
    """Yield steps every now and then, the book, its chapters one by one, and its cover if it has one.

    Closing it kills the process. `ocr_language` is that of text in pictures, as `ingest.tesseract` knows it.

    Raises BookError, as `open_book` does, and for whatever else becomes of the process.
    """
    check(path)
    limits = limits or Limits().for_file(path)
    with ThreadPoolExecutor(1) as pool, confined(COMMAND, path, password, limits, ocr_language) as process:
        cage = _Cage(path.name, process, pool, limits)
        yield from cage.parts()


@contextmanager
def confined(
    command: Sequence[str], path: Path, password: str | None, limits: Limits, ocr_language: str = AUTO
) -> Iterator["subprocess.Popen[bytes]"]:
    """Start a program of ours on a stranger's file, its request on standard input; kill it at the end."""
    process = subprocess.Popen(  # noqa: S603 (our own program)
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows would show one
        env={**os.environ, "PYTHONSAFEPATH": "", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    request = {"path": str(path.absolute()), "password": password, "limits": asdict(limits)}
    request["ocr_language"] = ocr_language
    try:
        assert process.stdin is not None
        with suppress(BrokenPipeError):  # it is gone already; listening to it will tell
            process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
            process.stdin.flush()
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()


class _Cage:
    """Listens to the process; lives for one file."""

    def __init__(
        self, name: str, process: "subprocess.Popen[bytes]", pool: ThreadPoolExecutor, limits: Limits
    ) -> None:
        self._name = name
        self._process = process
        self._pool = pool
        self._limits = limits
        self._left = limits.book
        self._waited = 0.0  # seconds; what the listener does in between does not count
        self._step = Step(0, 0)
        self._texts = 0

    def parts(self) -> Iterator[Part]:
        """Yield what the process tells until it has told all."""
        yield from self._book()
        with suppress(BookError):  # a cover that cannot be drawn costs the cover
            self._limits = replace(self._limits, silence=_COVER_SECONDS)
            frame = yield from self._next()
            part = self._part(frame) if frame != END else None
            if isinstance(part, Cover):
                yield part

    def _book(self) -> Iterator[Part]:
        expected = given = 0
        while True:
            frame = yield from self._next()
            if frame in (TOLD, END):
                break
            part = self._part(frame)
            if isinstance(part, Cover):
                raise self._crashed("a cover before its book")
            if isinstance(part, Book):
                expected = len(part.contents)
            elif isinstance(part, Chapter):
                given += 1
                self._texts += bool(part.text.strip())
            else:
                self._after_recognising(part)
                self._step = part
            yield part
        if given != expected or not self._texts:
            raise BookError(f"“{self._name}” has no text to read.")

    def _after_recognising(self, step: Step) -> None:
        if self._step.recognising and not step.recognising:
            self._waited = 0.0  # the time that recognising took is not the parser's

    def _part(self, frame: Frame) -> Part:
        if "error" in frame:
            raise (Locked if frame.get("locked") else BookError)(str(frame["error"]))
        if "memory" in frame:
            raise BookError(f"“{self._name}” needs more memory than any book should; {_MAY}")
        if "crash" in frame:
            raise self._crashed(str(frame["crash"]))
        try:
            return from_frame(frame)
        except FrameError as error:
            raise self._crashed(str(error)) from error

    def _next(self) -> Generator[Part, None, Frame]:
        """Wait for a frame, with a step at every beat, and return it."""
        assert self._process.stdout is not None
        coming = self._pool.submit(receive, self._process.stdout, self._limits.chapter)
        begun = monotonic()
        while not coming.done():
            try:
                coming.exception(timeout=_BEAT)
            except TimeoutError:
                self._check(monotonic() - begun)
                yield self._step
        self._waited += monotonic() - begun
        try:
            received = coming.result()
        except FrameError as error:
            raise self._too_much() from error
        if received is None:
            raise self._ended()
        frame, size = received
        self._left -= size
        if self._left < 0:
            raise self._too_much()
        return frame

    def _check(self, silent: float) -> None:
        slow = self._step.recognising
        silence = PAGE_SECONDS if slow else self._limits.silence
        most = LONGEST_RECOGNISING if slow else self._limits.seconds * SHARED
        if silent > silence or self._waited + silent > most:
            raise self._too_slow()
        if resident(self._process.pid) > self._limits.memory:
            raise BookError(f"“{self._name}” needs more memory than any book should; {_MAY}")

    def _ended(self) -> BookError:
        """Return why the process is gone."""
        try:
            code = self._process.wait(_PARTING)
        except subprocess.TimeoutExpired:
            return self._crashed("it fell silent and stayed")
        return self._too_slow() if code in _TIME_IS_UP else self._crashed(f"exit code {code}")

    def _too_slow(self) -> BookError:
        return BookError(f"“{self._name}” takes too long to open and was given up; {_MAY}")

    def _too_much(self) -> BookError:
        return BookError(f"“{self._name}” unpacks to more text than any book has; it may be made to do harm.")

    def _crashed(self, how: str) -> BookError:
        error = BookError(
            f"“{self._name}” is damaged in a way that stops its reading; download or copy it again."
        )
        error.add_note(how)
        return error
