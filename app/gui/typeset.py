"""A chapter set as a page: which paragraph stands where, and how each is formed.

Places in a chapter count characters; places in a Qt document count UTF-16 units, and its paragraphs are not the
chapter's. `Leaf` knows both ways between them.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)

from app.gui.look import Look
from app.gui.theme import Theme, serif
from ingest.book import Chapter

PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
BREAK = re.compile(r"[\s*·•⁂—–_=~#-]{1,24}")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: where it begins in the chapter and in the document, and its words."""

    offset: int
    position: int
    text: str


@dataclass(frozen=True)
class Leaf:
    """A chapter set as a document, and the way between their places."""

    document: QTextDocument
    paragraphs: tuple[Paragraph, ...]

    def position(self, offset: int) -> int:
        """Give the document's position of an offset in the chapter."""
        if not self.paragraphs:
            return 0
        at = bisect_right(self.paragraphs, offset, key=lambda one: one.offset) - 1
        one = self.paragraphs[max(0, at)]
        return one.position + _units(one.text[: max(0, offset - one.offset)])

    def offset(self, position: int) -> int:
        """Give the offset in the chapter of a document's position."""
        if not self.paragraphs:
            return 0
        at = bisect_right(self.paragraphs, position, key=lambda one: one.position) - 1
        one = self.paragraphs[max(0, at)]
        units = min(max(0, position - one.position), _units(one.text))
        return one.offset + len(one.text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))


def typeset(chapter: Chapter, look: Look, theme: Theme, following: str | None) -> Leaf:
    """Set a chapter; `following` is the title of the next one, to which the foot leads."""
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(serif(look.size))
    document.setUndoRedoEnabled(False)
    option = QTextOption(Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    document.setDefaultTextOption(option)
    document.setDefaultStyleSheet("a { text-decoration: none; }")
    setter = _Setter(document, look, theme)
    paragraphs: list[Paragraph] = []
    matches = list(PARAGRAPH.finditer(chapter.text))
    headed = bool(matches) and _same(matches[0].group(), chapter.title)
    if not headed and chapter.title:
        setter.heading(chapter.title)
    for at, match in enumerate(matches):
        text = match.group()
        position = setter.heading(text) if at == 0 and headed else setter.paragraph(text)
        paragraphs.append(Paragraph(match.start(), position, text))
    setter.foot(following)
    return Leaf(document, tuple(paragraphs))


class _Setter:
    """Puts paragraphs into a document, each in its form."""

    def __init__(self, document: QTextDocument, look: Look, theme: Theme) -> None:
        self._cursor = QTextCursor(document)
        self._look = look
        self._theme = theme
        self._em = QFontInfo(serif(look.size)).pixelSize()
        self._first = True
        self._after_heading = False

    def heading(self, text: str) -> int:
        form = self._form(self._look.line_height)
        form.setHeadingLevel(1)
        form.setTopMargin(0)
        form.setBottomMargin(2.2 * self._look.size)
        form.setLineHeight(118, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        letters = QTextCharFormat()
        letters.setFont(serif(self._look.size * 1.75))
        letters.setFontWeight(QFont.Weight.DemiBold)
        letters.setForeground(QColor(self._theme.ink))
        position = self._put(text, form, letters)
        self._after_heading = True
        return position

    def paragraph(self, text: str) -> int:
        size = self._look.size
        form = self._form(self._look.line_height)
        if BREAK.fullmatch(text):
            form.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            form.setTopMargin(size)
            form.setBottomMargin(size)
        elif "\n" in text:
            form.setLeftMargin(2.2 * size)
            form.setTopMargin(0.9 * size)
            form.setBottomMargin(0.9 * size)
        elif not self._after_heading:
            form.setTextIndent(1.9 * size)
        letters = QTextCharFormat()
        letters.setForeground(QColor(self._theme.text))
        self._after_heading = bool(BREAK.fullmatch(text))
        return self._put(text, form, letters)

    def foot(self, following: str | None) -> None:
        form = self._form(130)
        form.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        form.setTopMargin(4 * self._look.size)
        form.setBottomMargin(5 * self._look.size)
        letters = QTextCharFormat()
        letters.setFont(serif(self._look.size * 0.9, italic=True))
        if following is None:
            letters.setForeground(QColor(self._theme.muted))
            self._put("The end", form, letters)
            return
        letters.setAnchor(True)
        letters.setAnchorHref("next")
        letters.setForeground(QColor(self._theme.accent))
        letters.setToolTip("Go on to the next chapter")
        self._put(f"Next: {' '.join(following.split())}  →", form, letters)

    def _form(self, line_height: int) -> QTextBlockFormat:
        form = QTextBlockFormat()
        high = (
            self._em * line_height / 100
        )  # of the letters' size, whatever the typeface's own idea of a line
        form.setLineHeight(high, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        return form

    def _put(self, text: str, form: QTextBlockFormat, letters: QTextCharFormat) -> int:
        if self._first:
            self._cursor.setBlockFormat(form)
            self._first = False
        else:
            self._cursor.insertBlock(form)
        position = self._cursor.position()
        # Qt would make paragraphs of these; each is replaced by one unit, so that places stay
        shown = (
            text.replace("\n", "\u2028")
            .replace("\r", "\u2028")
            .replace("\u2029", "\u2028")
            .replace("\0", " ")
        )
        self._cursor.insertText(shown, letters)
        return position


def _same(paragraph: str, title: str) -> bool:
    return " ".join(paragraph.split()).casefold() == " ".join(title.split()).casefold()


def _units(text: str) -> int:
    return len(text) + sum(letter > "\uffff" for letter in text)
