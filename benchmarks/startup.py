"""How long until the window is there, against a bare PySide6 window: `python -m benchmarks.startup [ROUNDS]`.

Both are started alternately, each in a process of its own, and timed from the start of the process to the first
picture on the (offscreen) screen. The bare window is a QMainWindow with one label. The clock is what a person waits
for; the processor's time says the same on a machine that is busy with other things. Lectern's first picture is its
empty window; when the library's head is drawn is told as well.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAINTED = """
import time
from PySide6.QtCore import QEvent, QObject
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            print(time.time(), time.process_time(), flush=True)
            import os
            os._exit(0)
        return False
"""
BARE = f"""{PAINTED}
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
label = QLabel("A bare window")
window.setCentralWidget(label)
painted = Painted()
label.installEventFilter(painted)
window.show()
app.exec()
"""
LECTERN = f"""{PAINTED}
import sys
from PySide6.QtWidgets import QApplication
import app.gui.shell
painted = Painted()
if sys.argv[2] == "shown":
    def shown(self, event, show=app.gui.shell.Shell.showEvent):
        show(self, event)
        self.installEventFilter(painted)
    app.gui.shell.Shell.showEvent = shown
else:
    def looked(self, look=app.gui.shell.Shell._look):
        look(self)
        if self.filling is not None:
            self.filling.shelf.head.installEventFilter(painted)
    app.gui.shell.Shell._look = looked
from app.terminal import main
sys.exit(main(["--library", sys.argv[1]]))
"""


def started(code: str, *arguments: str) -> tuple[float, float]:
    """Give the seconds to the first picture: by the clock, and of the processor."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    begun = time.time()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    painted, processor = map(float, done.stdout.split())
    return painted - begun, processor


def main() -> None:
    """Print the medians and their ratios."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    bare, shown, filled = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds + 1):
            bare.append(started(BARE))
            shown.append(started(LECTERN, folder, "shown"))
            filled.append(started(LECTERN, folder, "filled"))
    for at, name in enumerate(("clock", "processor")):
        one, other, last = (statistics.median(run[at] for run in runs[1:]) for runs in (bare, shown, filled))
        print(
            f"{name:>9}: bare {one:.3f} s, Lectern shown {other:.3f} s, ratio {other / one:.2f}; filled {last:.3f} s"
        )


if __name__ == "__main__":
    main()
