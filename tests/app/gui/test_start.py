import subprocess
import sys
from pathlib import Path

from app.terminal import main

ROOT = Path(__file__).parents[3]


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
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()


def test_help_loads_no_qt():
    assert "PySide6" not in loaded_after("from app.terminal import main; main(['--help'])")


def test_the_window_loads_no_torch_and_no_formats():
    loaded = loaded_after("import app.gui.start")
    assert not {"torch", "transformers", "pymupdf", "ebooklib", "numpy", "sqlite_utils"} & set(loaded)
