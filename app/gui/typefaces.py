"""Typefaces: those that come with Lectern, those a reader may choose, and how large the controls are written."""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from app.gui.resource import resource

SERIF, SANS = "Source Serif Pro", "Source Sans Pro"
"""They come with Lectern."""
OFFERED = (
    *(SERIF, SANS, "Iowan Old Style", "Charter", "Literata", "Palatino", "Georgia", "EB Garamond"),
    *("Gentium Plus", "Noto Serif", "DejaVu Serif", "Avenir Next", "Segoe UI", "Inter", "Cantarell"),
    *("Atkinson Hyperlegible", "OpenDyslexic"),
)
"""What books are read in, where it is installed; the last two are made for those to whom letters are hard work."""
BEHIND = ("Songti SC", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun")
"""They have the letters that a Western serif has not."""
CONTROLS = ("Inter", "Cantarell", "Noto Sans", SANS)
POOR = ("", "Sans Serif", "DejaVu Sans", "Sans")
"""What a desktop without a typeface of its own gives; the ones above are better."""
PLAIN = 10.0
"""Points of the controls, as the style is written."""


@cache
def bring() -> None:
    """Make the typefaces that come with Lectern known, once."""
    for file in sorted(resource("fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))


def offered() -> tuple[str, ...]:
    """List the typefaces that are there to choose for books."""
    bring()
    return tuple(name for name in OFFERED if QFontDatabase.hasFamily(name))


def serif(size: float, italic: bool = False, face: str = SERIF) -> QFont:
    """Give the typeface of the books, or another one that was chosen for them."""
    bring()
    font = QFont()
    font.setFamilies([face, SERIF, *BEHIND])
    font.setPointSizeF(size)
    font.setItalic(italic)
    return font


def interface_font(percent: int = 100) -> QFont:
    """Give the typeface of the controls: the desktop's own in its own size, or a better one where there is none."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    size = min(max(font.pointSizeF(), PLAIN), 1.6 * PLAIN)
    if font.family() in POOR:
        bring()
        best = next(name for name in CONTROLS if QFontDatabase.hasFamily(name))
        font.setFamilies([best, *filter(None, [font.family()])])
        size = PLAIN * (1.1 if best == SANS else 1.0)  # its letters are small for their size
    font.setPointSizeF(size * percent / 100)
    return font


def points(size: float) -> float:
    """Give a size in which the controls are written, as large as the person wants it."""
    return size * QApplication.font().pointSizeF() / PLAIN
