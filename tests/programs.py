"""Programs that tests start: none of them outlives its test, or its time."""

import os
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[1]


@contextmanager
def program(command: Sequence[str], seconds: float = 200, **how: object) -> Iterator["subprocess.Popen[str]"]:
    """Start a program in the project's folder, without a screen; kill it at the end, or when its time is up."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **how)
    watch = threading.Timer(seconds, process.kill)
    watch.start()
    try:
        yield process
    finally:
        watch.cancel()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
