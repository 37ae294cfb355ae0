"""Themes: the colours of the window, and the style sheet filled with them."""

import re
from dataclasses import asdict, dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from app.gui.resource import resource
from app.gui.typefaces import interface_font, points

SIZE = re.compile(r"([\d.]+)pt")


@dataclass(frozen=True)
class Theme:
    """Colours by what they are for; every ink on every ground it stands on keeps a contrast of 4.5 or more."""

    name: str
    window: str
    page: str
    side: str
    raised: str
    well: str
    hover: str
    line: str
    ink: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_hover: str
    on_accent: str
    mark: str
    danger: str
    cover_dim: float = 1.0


LIGHT = Theme(
    *("light", "#f7f5f1", "#fffefb", "#f7f5f1", "#ffffff", "#ece8e0", "#eeeae2", "#e2ddd2"),
    *("#24211d", "#2a2622", "#6a645a", "#b9b2a5", "#8f3b2a", "#7c3122", "#ffffff", "#ffe7a3", "#b3261e"),
)
SEPIA = Theme(
    *("sepia", "#efe4cd", "#f7eeda", "#efe4cd", "#fbf4e4", "#e4d7bb", "#e6d9bf", "#dbccac"),
    *("#3a2e20", "#41342a", "#6d5c42", "#b8a582", "#87401c", "#743515", "#fff8ea", "#f2cf7a", "#a3261b"),
)
DARK = Theme(
    *("dark", "#17171a", "#1c1c1f", "#17171a", "#27272b", "#222226", "#2c2c31", "#36363c"),
    *("#e6e2da", "#d5d0c6", "#a19b90", "#56545a", "#e8a088", "#f0b29d", "#2a120a", "#5d4a1c", "#ff9a8f"),
    cover_dim=0.86,
)
THEMES = {theme.name: theme for theme in (LIGHT, SEPIA, DARK)}


def chosen(name: str) -> Theme:
    """Give the theme of that name; `system` follows the desktop."""
    if name in THEMES:
        return THEMES[name]
    hints = QApplication.styleHints()
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def apply(app: QApplication, theme: Theme, percent: int = 100) -> None:
    """Dress the whole program; its controls are written so much larger than the desktop writes them."""
    app.setPalette(_palette(theme))
    font = interface_font(percent)
    if app.font() != font:
        app.setFont(font)
    sheet = resource("style", "lectern.qss").read_text(encoding="utf-8")
    names = {name: str(value) for name, value in asdict(theme).items()}
    for name, icon in (("down", "chevron"), ("tick", "check")):
        names[name] = resource("icons", f"{icon}-dark.svg" if theme is DARK else f"{icon}.svg").as_posix()
    for name in sorted(names, key=len, reverse=True):
        sheet = sheet.replace(f"@{name}", names[name])
    sheet = SIZE.sub(lambda found: f"{points(float(found[1])):.2f}pt", sheet)
    if app.styleSheet() != sheet:  # every widget would be styled anew
        app.setStyleSheet(sheet)


def calm(app: QApplication, still: bool) -> None:
    """Let nothing move by itself, or let it."""
    for effect in (
        Qt.UIEffect.UI_AnimateMenu,
        Qt.UIEffect.UI_AnimateCombo,
        Qt.UIEffect.UI_AnimateTooltip,
    ):
        app.setEffectEnabled(effect, not still)
    app.setCursorFlashTime(0 if still else 1000)


def _palette(theme: Theme) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.Base: theme.page,
        QPalette.ColorRole.AlternateBase: theme.well,
        QPalette.ColorRole.Text: theme.ink,
        QPalette.ColorRole.WindowText: theme.ink,
        QPalette.ColorRole.Button: theme.raised,
        QPalette.ColorRole.ButtonText: theme.ink,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.ToolTipText: theme.ink,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.Mid: theme.line,
    }
    palette = QPalette()
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    return palette
