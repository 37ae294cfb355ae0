"""The window in 简体中文: every sentence is translated, and nothing that is seen is left in English."""

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QWidget,
)

from app.gui.language import speak, system, tr
from app.gui.resource import resource
from app.gui.settings_dialog import PAGES
from app.gui.typefaces import OFFERED
from tests.app.gui.acts import ask

ROOT = Path(__file__).parents[3]
TS = resource("translations", "lectern_zh_CN.ts")
KEPT = {  # names, keys, units, and what stands in the test's book
    *(
        "lectern",
        "qt",
        "cuda",
        "epub",
        "pdf",
        "markdown",
        "gnu",
        "affero",
        "cc0",
        "mac",
        "library",
        "top",
        "aa",
        "n",
    ),
    *(
        "ctrl",
        "shift",
        "alt",
        "esc",
        "left",
        "right",
        "space",
        "f1",
        "kb",
        "mb",
        "gb",
        "m",
        "p",
        "pt",
        "int8",
        "int4",
    ),
    *(
        "dynamic",
        "int",
        "the",
        "keeper",
        "part",
        "fake",
        "cpu",
        "english",
        "default",
        "tmp",
        "pytest",
        "root",
    ),
    *("tesseract", "eng", "deu", "adobe", "sil"),
    *(word.lower() for name in OFFERED for word in name.split()),
}


@pytest.fixture
def chinese(qapp):
    speak("zh_CN")
    yield
    speak("en")


def messages():
    return list(ElementTree.parse(TS).iter("message"))


def fields(text):
    return sorted(re.findall(r"\{[^}]*\}", text))


def test_every_sentence_is_translated_and_keeps_its_places():
    for message in messages():
        source, target = message.findtext("source"), message.find("translation")
        assert target.get("type") is None, f"not translated: {source}"
        assert target.text, f"not translated: {source}"
        assert fields(source) == fields(target.text), source


def tool(name):
    found = shutil.which(name, path=str(Path(sys.executable).parent))
    return found or pytest.skip(f"{name} is not installed")


def test_the_file_of_translations_holds_what_the_code_says(tmp_path):
    fresh = tmp_path / "fresh.ts"
    sources = sorted(str(one) for one in (ROOT / "app" / "gui").glob("*.py"))
    subprocess.run([tool("pyside6-lupdate"), *sources, "-ts", str(fresh)], check=True, capture_output=True)
    said = {one.text for one in ElementTree.parse(fresh).iter("source")}
    missing = said - {message.findtext("source") for message in messages()}
    assert not missing, f"run `make translations` and translate {sorted(missing)}"


def test_the_compiled_translations_are_those_of_the_file(tmp_path):
    compiled = tmp_path / "fresh.qm"
    subprocess.run([tool("pyside6-lrelease"), str(TS), "-qm", str(compiled)], check=True, capture_output=True)
    assert compiled.read_bytes() == TS.with_suffix(".qm").read_bytes(), "run `make translations`"


def texts(widget):
    """Everything that a widget shows or tells, but the book itself and what is typed."""
    yield from (widget.toolTip(), widget.accessibleName(), widget.windowTitle())
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))
    if isinstance(widget, QListWidget):
        yield from (widget.item(at).text() for at in range(widget.count()))


def english(root):
    """What is left in English below a widget."""
    every = [text for widget in (root, *root.findChildren(QWidget)) for text in texts(widget)]
    every += [action.text() for action in root.findChildren(QAction)]
    for text in every:
        plain = re.sub(r"<[^>]*>|/\S+|“[^”]*”|《[^》]*》", " ", text)
        words = {word.casefold() for word in re.findall(r"[A-Za-z][A-Za-z0-9]+", plain)}
        if words - KEPT:
            yield text


def test_nothing_that_is_seen_is_left_in_english(chinese, open_window, window, qtbot):
    turn = ask(window, qtbot, "Which submarine sank?")
    window.reader.show_memory()
    qtbot.waitUntil(lambda: window.reader.sheets.memory.portrait is not None)
    window.reader.show_compare()
    window.show_settings()
    window.show_shortcuts()
    window.tour.start()
    quotes = {turn.question, turn.accessibleName()} | {
        text
        for card in turn.findChildren(QWidget, "quote")
        for one in (card, *card.findChildren(QWidget))
        for text in texts(one)
    }
    about = next(one for one in window.findChildren(QDialog) if hasattr(one, "stack")).stack.widget(
        list(PAGES).index("about")
    )
    licences = {one.text() for one in about.findChildren(QLabel)}
    left = [text for text in english(window) if text not in quotes and text not in licences]
    assert left == []


def test_english_comes_back(qapp):
    speak("zh_CN")
    assert tr("Ask") == "提问"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    speak("en")
    assert tr("Ask") == "Ask"
    assert system() in ("en", "zh_CN")
