"""The language of the window: English sentences in the code, and Qt's translations of them."""

from PySide6.QtCore import QT_TR_NOOP, QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app.gui.resource import resource

LANGUAGES = {"system": QT_TR_NOOP("As the system"), "en": "English", "zh_CN": "简体中文"}
"""What can be chosen: English needs no translation."""

_installed: list[QTranslator] = []


def tr(text: object) -> str:
    """Give a sentence in the language of the window; `make translations` finds it by this name.

    To the type checker a sentence that `QT_TR_NOOP` marks is an object.
    """
    return QCoreApplication.translate("", str(text))


def speak(language: str) -> None:
    """Let the application speak a language, Qt's own dialogs too; what is already shown stays as it is."""
    for translator in _installed:
        QCoreApplication.removeTranslator(translator)
    _installed.clear()
    chosen = system() if language == "system" else language
    QLocale.setDefault(QLocale(chosen))
    if chosen == "en":
        return
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in ((f"qtbase_{chosen}", qt), (f"lectern_{chosen}", str(resource("translations")))):
        translator = QTranslator()
        if translator.load(name, folder):
            QCoreApplication.installTranslator(translator)
            _installed.append(translator)


def system() -> str:
    """Give the language of the desktop, if the window speaks it."""
    wanted = QLocale.system().uiLanguages()
    return "zh_CN" if wanted and wanted[0].startswith(("zh-Hans", "zh-CN", "zh-SG", "zh_CN")) else "en"
