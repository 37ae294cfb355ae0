"""The settings through clicks: models, language, what is kept, and what is told."""

import json
import shutil

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QPushButton

from app import place as places
from app.gui.device import device_in_words
from app.gui.mind import Loaded
from app.gui.resource import resource
from app.gui.settings_dialog import PAGES
from model.checking import Report


def settings_of(window, page):
    window.show_settings()
    dialog = window.findChildren(QDialog)[-1]
    dialog.menu.setCurrentRow(list(PAGES).index(page))
    return dialog


def shown(widget):
    return " | ".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def press(qtbot, widget, name):
    found = [one for one in widget.findChildren(QPushButton) if name in (one.text(), one.accessibleName())]
    qtbot.mouseClick(found[-1], Qt.MouseButton.LeftButton)


def test_the_pages_are_chosen_by_the_keyboard(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChildren(QDialog)[-1]
    dialog.menu.setFocus()
    qtbot.keyClick(dialog.menu, Qt.Key.Key_Down)
    assert dialog.stack.currentIndex() == 1
    assert all(one.accessibleName() for one in dialog.editors.values())


def test_installed_and_recommended_models_are_listed(window, qtbot):
    dialog = settings_of(window, "models")
    qtbot.waitUntil(lambda: "In use" in shown(dialog.models))
    text = shown(dialog.models)
    assert "Default (comes with Lectern)" in text
    assert "this machine" in text
    assert "Apache-2.0" in text


def test_downloads_are_off_until_they_are_allowed(window, qtbot, place):
    dialog = settings_of(window, "models")
    qtbot.waitUntil(lambda: "In use" in shown(dialog.models))
    gets = [one for one in dialog.models.findChildren(QPushButton) if one.text() == "Get"]
    assert gets
    assert not any(one.isEnabled() for one in gets)
    dialog.menu.setCurrentRow(list(PAGES).index("privacy"))
    qtbot.mouseClick(dialog.editors["downloads"], Qt.MouseButton.LeftButton)
    press(qtbot, dialog, "Save")
    window.close()
    assert json.loads((place / "window.json").read_text())["look"]["downloads"] is True


def test_a_models_folder_is_added_used_and_removed(window, qtbot, place, tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    for file in resource("default-model").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    dialog = settings_of(window, "models")
    dialog.models.add_folder(folder)
    qtbot.waitUntil(lambda: "small" in shown(dialog.models))
    press(qtbot, dialog.models, "Use: small")
    qtbot.waitUntil(lambda: window.studio.settings.model == str(place / "models" / "small"))
    qtbot.waitUntil(
        lambda: any(one.accessibleName() == "Use: default" for one in dialog.findChildren(QPushButton))
    )
    press(qtbot, dialog.models, "Remove: small")
    qtbot.waitUntil(lambda: window.studio.settings.model == "default")
    assert not (place / "models" / "small").exists()


def test_one_model_is_added_at_a_time(window, qtbot, place, tmp_path):
    dialog = settings_of(window, "models")
    for name in ("first", "second"):
        dialog.models.add_folder(shutil.copytree(resource("default-model"), tmp_path / name))
    assert "One model at a time" in shown(dialog.models)
    qtbot.waitUntil(lambda: "| first |" in shown(dialog.models))
    assert "The model was added." in shown(dialog.models)
    assert [one.name for one in (place / "models").iterdir()] == ["first"]


def test_a_folder_without_a_model_is_refused_in_words(window, qtbot, tmp_path):
    dialog = settings_of(window, "models")
    dialog.models.add_folder(tmp_path / "nothing")
    qtbot.waitUntil(lambda: "There is no model in" in shown(dialog.models))


def test_the_model_is_checked(window, qtbot, monkeypatch):
    report = Report(True, 0.1, 512, 4321.0, 9000, 0.12, True, "A story.")
    monkeypatch.setattr("model.checking.check", lambda model: report)
    dialog = settings_of(window, "models")
    qtbot.waitUntil(lambda: "In use" in shown(dialog.models))
    press(qtbot, dialog.models, "Check: default")
    qtbot.waitUntil(lambda: "reads 4,321 tokens a second, and its memory helps" in shown(dialog.models))


def test_the_device_is_told_with_the_reason():
    told = {
        wanted: device_in_words(Loaded("m", device, wanted, "f", False))
        for wanted, device in (("auto", "cpu"), ("cuda", "cpu"), ("cpu", "cpu"))
    }
    assert "no graphics card" in told["auto"]
    assert "was chosen, but is not available" in told["cuda"]
    assert "you chose it" in told["cpu"]


def test_another_language_asks_to_start_again(window, qtbot):
    dialog = settings_of(window, "window")
    dialog.editors["language"].setCurrentIndex(dialog.editors["language"].findData("zh_CN"))
    press(qtbot, dialog, "Save")
    assert "started again" in window.notice.text.text()
    qtbot.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
    assert window.restarting
    assert not window.isVisible()


def test_reduced_motion_stills_the_window(window, qtbot, qapp):
    assert qapp.cursorFlashTime() > 0
    dialog = settings_of(window, "window")
    qtbot.mouseClick(dialog.editors["calm"], Qt.MouseButton.LeftButton)
    press(qtbot, dialog, "Save")
    assert qapp.cursorFlashTime() == 0
    assert not qapp.isEffectEnabled(Qt.UIEffect.UI_AnimateMenu)
    assert window.strip.calm


def test_about_names_the_licences_of_what_it_is_made_of(window):
    text = shown(settings_of(window, "about"))
    assert "GNU Affero General Public License" in text
    for name in ("PySide6 Essentials", "torch", "PyMuPDF"):
        assert name in text
    assert "LGPL" in text


def test_another_folder_opens_its_library_when_it_starts_again(window, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(places, "usual", lambda: tmp_path / "usual")
    other = tmp_path / "other"
    other.mkdir()
    dialog = settings_of(window, "privacy")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(other))
    press(qtbot, dialog, "Use another folder…")
    assert window.restarting
    assert window.next_place == other
    assert not window.isVisible()
    assert places.chosen() == other


def test_a_library_on_a_disk_that_is_away_is_told(open_window, qtbot, place, tmp_path, monkeypatch):
    monkeypatch.setattr(places, "usual", lambda: place)
    places.choose(tmp_path / "away")
    window = open_window()
    qtbot.waitUntil(window.notice.isVisible)
    assert str(tmp_path / "away") in window.notice.text.text()


def test_a_setting_says_what_it_does(window):
    dialog = settings_of(window, "answers")
    assert "0 answers the same question in the same way" in shown(dialog.stack.currentWidget())
    assert dialog.editors["temperature"].accessibleDescription()
