"""The program, with a step that takes a minute: `python -m tests.app.gui.quits LIBRARY loading|reading|nothing`.

It says so as soon as the step goes on, or the window is filled if there is none.
"""

import sys
import time
from pathlib import Path

from app.gui import mind
from app.terminal import main
from tests.fakes import FakeModel

LONG = 60.0


class SlowModel(FakeModel):
    """Reads three segments, and is at the fourth for a minute."""

    def read(self, text, memory, skip=0):
        for at, one in enumerate(super().read(text, memory, skip)):
            if at == 3:
                long_step("reading")
            yield one


def long_step(what):
    print(what, flush=True)
    time.sleep(LONG)


def loading(settings):
    if sys.argv[2] == "loading":
        long_step("loading")
    return SlowModel(segment=6)


if __name__ == "__main__":
    mind.load = loading
    sys.exit(main(["--library", str(Path(sys.argv[1]))]))
