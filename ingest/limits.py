"""What a process that parses a stranger's file may take, and what it may not do at all."""

import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ingest.files import MEGABYTE

_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.remove",
    "os.rename",
)
PAGE_SECONDS = 120  # that recognising the text of one page may take, on a machine that is busy too
SHARED = (
    1 if sys.platform == "win32" else 4
)  # times the limit by the clock, where the system keeps that of work
LONGEST_RECOGNISING = 6 * 3600  # seconds
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


@dataclass(frozen=True)
class Limits:
    """The most that one file may cost."""

    seconds: int = 25  # of work; by the clock more, for a machine has other work too
    silence: float = 20.0  # seconds without a sign of life
    memory: int = 1536 * MEGABYTE
    chapter: int = 64 * MEGABYTE  # bytes of one chapter
    book: int = 256 * MEGABYTE  # bytes of all chapters

    def for_file(self, path: Path) -> "Limits":
        """Return these limits with the time that a file of this size may need."""
        more = 5 * (path.stat().st_size // MEGABYTE)
        return Limits(self.seconds + more, self.silence, self.memory, self.chapter, self.book)


def confine(limits: Limits) -> None:
    """Bind this process to its share of time and memory, where the system can."""
    _limit("RLIMIT_CPU", limits.seconds, limits.seconds + LONGEST_RECOGNISING)
    _limit("RLIMIT_AS", limits.memory)
    _limit("RLIMIT_CORE", 0)


def allow(seconds: int) -> None:
    """Give this process more time, for recognising text or for many pages; by its steps all see that it goes on."""
    with suppress(ImportError, AttributeError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
        if soft != resource.RLIM_INFINITY:
            resource.setrlimit(resource.RLIMIT_CPU, (min(soft + seconds, hard), hard))


def forbid() -> None:
    """From now on let nothing in this process write a file, start a program or use the network."""
    _limit("RLIMIT_FSIZE", 0)
    sys.addaudithook(_audit)


def resident(pid: int) -> int:
    """Return the bytes of memory that a process holds, where a limit on it is not kept by the system itself."""
    if sys.platform != "darwin":
        return 0
    command = ["/bin/ps", "-o", "rss=", "-p", str(pid)]
    said = subprocess.run(command, capture_output=True, check=False).stdout  # noqa: S603
    return int(said) * 1024 if said.strip().isdigit() else 0


def _limit(name: str, most: int, hard: int | None = None) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    with suppress(AttributeError, ValueError, OSError):  # unknown, or lower already
        resource.setrlimit(getattr(resource, name), (most, most if hard is None else hard))


def _audit(event: str, said: tuple[object, ...]) -> None:
    writing = event == "open" and isinstance(said[2], int) and said[2] & _WRITING
    if writing or event.startswith(_FORBIDDEN):
        raise PermissionError(f"{event} is not allowed where books are parsed")
