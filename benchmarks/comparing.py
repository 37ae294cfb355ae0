"""Side by side: processes that are told in turn what to do, medians, what a cost of known form comes to, tables."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]


class Subject:
    """A process that answers each line of JSON with one."""

    def __init__(self, name: str, command: Sequence[str], **environment: str) -> None:
        self.name = name
        self._process = subprocess.Popen(
            [sys.executable, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
            env={**os.environ, **environment},
        )
        self.about = self._answer()

    def do(self, **told: Any) -> dict[str, Any]:
        """Tell it something; wait for the answer."""
        assert self._process.stdin is not None
        print(json.dumps(told), file=self._process.stdin, flush=True)
        return self._answer()

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} ended with code {self._process.wait()}")
        given: dict[str, Any] = json.loads(line)
        return given


def cost(depths: Sequence[float], seconds: Sequence[float], upto: float, chunk: float) -> float:
    """Say what reading `upto` tokens costs when a chunk costs a + b·depth, fitted to chunks measured at depths."""
    b, a = (
        np.polyfit(np.asarray(depths), np.asarray(seconds), 1) if len(set(depths)) > 1 else (0.0, seconds[0])
    )
    chunks = upto / chunk
    return float(chunks * a + max(0.0, b) * chunk * chunks * (chunks - 1) / 2)


def median(values: Sequence[float]) -> float:
    """Give the middle one."""
    return statistics.median(values)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay rows out as Markdown with columns of equal width; all but the first stand to the right."""
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]

    def line(row: Sequence[str]) -> str:
        cells = [
            row[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
        ]
        return f"| {' | '.join(cells)} |"

    rule = (
        "|"
        + "|".join("-" * (width + 2) if not i else "-" * (width + 1) + ":" for i, width in enumerate(widths))
        + "|"
    )
    return "\n".join((line(head), rule, *map(line, rows)))


def machine() -> str:
    """Say on what this ran."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    name = next(
        (line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        "?",
    )
    return f"{cores} core{'s' if cores != 1 else ''} of {name}"


def _lines(file: str) -> list[str]:
    try:
        return Path(file).read_text().splitlines()
    except OSError:
        return []
