"""Screenshots of every view in every theme at 1280x800, at one and two pixels a point: `make screenshots`.

A library is made in a temporary folder (or `--library`), the default model reads the sample novel, and `views.py`
brings up each view. Nothing on this machine is changed.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
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
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "screen.json"
        config.write_text(json.dumps({"screens": [SCREEN]}))
        library = options.library or Path(folder)
        for scale in options.scales.split(","):
            environment = os.environ | {
                "QT_SCALE_FACTOR": scale,
                "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", f"offscreen:configfile={config}"),
                "PYTHONPATH": str(ROOT),
            }
            for theme in options.themes.split(","):
                views = [str(library), str(options.out), theme, scale, options.only, options.language]
                command = [sys.executable, str(Path(__file__).parent / "views.py"), *views]
                subprocess.run(command, check=True, env=environment)  # noqa: S603


if __name__ == "__main__":
    main()
