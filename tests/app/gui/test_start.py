import signal
import subprocess
import sys
import time

import pytest

from app.terminal import main
from tests.programs import ROOT, program


def test_bare_lectern_opens_the_window_on_the_chosen_library(monkeypatch, tmp_path):
    calls = []
    monkeypatch.setattr(
        "app.gui.start.run", lambda place, settings: calls.append((place, settings.device)) or 0
    )
    assert main(["--library", str(tmp_path), "--device", "cpu"]) == 0
    assert calls == [(tmp_path, "cpu")]


def test_wrong_usage_opens_no_window(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("app.gui.start.run", lambda place, settings: 1 / 0)
    for wrong in (["--nonsense"], ["nonsense"], ["--json"]):
        assert main(["--library", str(tmp_path), *wrong]) == 2
    assert "usage" in capsys.readouterr().err


def loaded_after(line):
    code = f"import sys\n{line}\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    ).stdout.split()


def test_help_loads_no_qt():
    assert "PySide6" not in loaded_after("from app.terminal import main; main(['--help'])")


def test_the_window_loads_no_torch_and_no_formats():
    loaded = loaded_after("import app.gui.start")
    assert not {"torch", "transformers", "pymupdf", "ebooklib", "numpy", "sqlite_utils"} & set(loaded)


@pytest.mark.skipif(sys.platform == "win32", reason="there a program is not asked to end")
def test_the_program_shows_fills_and_ends_its_window_when_it_is_told_to(tmp_path):
    command = [sys.executable, "-m", "app", "--library", str(tmp_path)]
    with program(command, stderr=subprocess.PIPE) as process:
        last = time.monotonic() + 90
        while (
            not (tmp_path / "lectern.db").exists() and process.poll() is None
        ):  # the shelf looks what is there
            assert time.monotonic() < last
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=60)[1]
    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert (tmp_path / "window.json").exists()  # what was open is written down
