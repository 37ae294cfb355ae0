"""Screenshots of every view in every theme at 1280x800, at one and two pixels a point: `make screenshots`.

A library is made in a temporary folder (or `--library`), the default model reads the sample novel, and `views.py`
brings up each view on a screen that nobody sees. Nothing on this machine is changed.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
THEMES = ("light", "sepia", "dark")
SCREEN = {"name": "one", "x": 0, "y": 0, "width": 2800, "height": 1800, "dpr": 1}
SCREEN |= {"logicalDpi": 96, "logicalBaseDpi": 96}
"""The offscreen platform's own screen is too small."""


def main() -> None:
    """Make them all, each theme and scale in a process of its own: Qt takes its scale once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "runs" / "screenshots")
    parser.add_argument("--library", type=Path, default=None)
    parser.add_argument("--themes", default=",".join(THEMES))
    parser.add_argument("--scales", default="1,2")
    parser.add_argument(
        "--only", default="", help="the views wanted, as in views.py, with commas between them"
    )
    parser.add_argument("--language", default="en")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, screen(Path(folder)) as where:
        library = options.library or Path(folder)
        for scale in options.scales.split(","):
            environment = os.environ | where | {"QT_SCALE_FACTOR": scale, "PYTHONPATH": str(ROOT)}
            for theme in options.themes.split(","):
                views = [str(library), str(options.out), theme, scale, options.only, options.language]
                command = [sys.executable, str(Path(__file__).parent / "views.py"), *views]
                subprocess.run(command, check=True, env=environment)  # noqa: S603


@contextmanager
def screen(folder: Path) -> Iterator[dict[str, str]]:
    """Give the environment with a large screen: the one that is named already, Xvfb's if it is installed, or Qt's."""
    if "QT_QPA_PLATFORM" in os.environ:
        yield {}
        return
    if (program := shutil.which("Xvfb")) is None:
        config = folder / "screen.json"
        config.write_text(json.dumps({"screens": [SCREEN]}))
        yield {"QT_QPA_PLATFORM": f"offscreen:configfile={config}"}
        return
    size = f"{SCREEN['width']}x{SCREEN['height']}x24"
    command = [program, "-displayfd", "1", "-screen", "0", size]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:  # noqa: S603
        assert server.stdout is not None
        try:
            yield {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{server.stdout.readline().strip()}"}
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
