"""What is said where Qt could show no window."""

import subprocess
import sys

import pytest

from app.gui import display

X11 = {"DISPLAY": ":0"}

linux = pytest.mark.skipif(sys.platform != "linux", reason="X11 is Linux's")


@linux
def test_what_is_missing_is_named_as_it_is_installed(monkeypatch):
    monkeypatch.setattr(display, "_there", lambda library: "icccm" not in library)
    told = display.trouble(X11)
    assert "apt install libxcb-icccm4" in told
    assert "cursor" not in told
    assert display.trouble({**X11, "WAYLAND_DISPLAY": "wayland-0"}) == ""
    assert display.trouble({"QT_QPA_PLATFORM": "offscreen"}) == ""


@linux
def test_a_whole_system_is_in_no_trouble(monkeypatch):
    monkeypatch.setattr(display, "NEEDED", {"libc.so.6": "libc6"})
    assert display.trouble(X11) == ""
    monkeypatch.setattr(display, "NEEDED", {"libnothing.so.9": "libnothing9"})
    assert "libnothing9" in display.trouble(X11)


@linux
def test_the_program_without_a_screen_ends_with_a_sentence(tmp_path):
    command = [sys.executable, "-m", "app", "--library", str(tmp_path)]
    ended = subprocess.run(command, env={"PATH": ""}, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "no screen to show the window on" in ended.stderr
