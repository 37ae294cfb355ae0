"""A chapter set as a page, a slice at a time: which paragraph stands where, and how each is formed.

Places in a chapter count characters; places in a Qt document count UTF-16 units, and its paragraphs are not the
chapter's. `Leaf` knows both ways between them. Only the part of a chapter around the reader is set: laying out a
long one at once would stop the window.
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

from app.gui.language import tr
from app.gui.look import Look
from app.gui.theme import Theme
from app.gui.typefaces import serif
from ingest.book import Chapter

PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
BREAK = re.compile(r"[\s*·•⁂—–_=~#-]{1,24}")
LONGEST = 5_000
"""Letters that are set as one paragraph at most: without end, one would be laid out without end."""


@dataclass(frozen=True)
class Piece:
    """A paragraph, or a part of one that is very long; `kind` is heading, break, verse, first, text or rest."""

    offset: int
    text: str
    kind: str


class Leaf:
    """The part of a chapter that is set as a document, and the way between their places."""

    def __init__(self, chapter: Chapter, look: Look, theme: Theme, following: str | None) -> None:
        """Take a chapter; `following` is the title of the next one, to which the foot leads."""
        self.pieces = pieces(chapter)
        self._offsets = [piece.offset for piece in self.pieces]
        headed = bool(self.pieces) and self.pieces[0].kind == "heading"
        self._title = "" if headed else chapter.title
        self._following = following
        self._setter = Setter(look, theme)
        self.document = self._setter.document
        self._first = self._last = 0
        self._lead = 0  # paragraphs of the document before the first piece: the title
        self._footed = False

    @property
    def begins(self) -> bool:
        """Whether the beginning of the chapter is set."""
        return self._first == 0

    @property
    def ends(self) -> bool:
        """Whether the end of the chapter is set."""
        return self._footed

    @property
    def letters(self) -> int:
        """How many letters are set."""
        return self._offset(self._last) - self._offset(self._first)

    def begin_at(self, offset: int, letters: int) -> None:
        """Set the first slice, from the paragraph of an offset on; the document must be empty."""
        self._first = self._last = max(0, bisect_right(self._offsets, offset) - 1)
        if self._first == 0:
            self._set_title()
        self.append(letters)

    def append(self, letters: int) -> None:
        """Set so many letters more at the end, and the foot when all are set."""
        cursor = self._setter.at_end()
        most = self._offset(self._last) + letters
        while self._last < len(self.pieces) and self._offset(self._last) < most:
            self._setter.put(cursor, self.pieces[self._last])
            self._last += 1
        if self._last == len(self.pieces) and not self._footed:
            self._setter.foot(cursor, self._following)
            self._footed = True
        cursor.endEditBlock()

    def prepend(self, letters: int) -> None:
        """Set so many letters more at the beginning, and the title when all are set."""
        last, least = self._first, self._offset(self._first) - letters
        while self._first > 0 and self._offset(self._first) > least:
            self._first -= 1
        if self._first < last:
            cursor = self._setter.at_beginning()
            if self._first == 0:
                self._set_title(cursor)
            for piece in self.pieces[self._first : last]:
                self._setter.put(cursor, piece)
            cursor.endEditBlock()

    def drop_beginning(self, letters: int) -> None:
        """Take so many letters away from the beginning."""
        first = self._first
        most = self._offset(first) + letters
        while self._first < self._last - 1 and self._offset(self._first + 1) <= most:
            self._first += 1
        if self._first > first:
            self._setter.drop(0, self._lead + self._first - first)
            self._lead = 0

    def drop_end(self, letters: int) -> None:
        """Take so many letters away from the end."""
        last, least = self._last, self._offset(self._last) - letters
        while self._last > self._first + 1 and self._offset(self._last - 1) >= least:
            self._last -= 1
        if self._last < last:
            self._setter.drop(self._lead + self._last - self._first, self.document.blockCount())
            self._footed = False

    def holds(self, offset: int) -> bool:
        """Say whether the paragraph of an offset is set."""
        at = max(0, bisect_right(self._offsets, offset) - 1)
        return self._first <= at < self._last or not self.pieces

    def position(self, offset: int) -> int:
        """Give the document's position of an offset in the chapter, or the nearest that is set."""
        if self._first == self._last:
            return 0
        at = bisect_right(self._offsets, offset) - 1
        at = min(max(self._first, at), self._last - 1)
        piece = self.pieces[at]
        begin = self.document.findBlockByNumber(self._lead + at - self._first).position()
        return begin + _units(piece.text[: max(0, offset - piece.offset)])

    def offset(self, position: int) -> int:
        """Give the offset in the chapter of a document's position."""
        if self._first == self._last:
            return 0
        block = self.document.findBlock(position)
        at = self._first + block.blockNumber() - self._lead
        if at < self._first:
            return self.pieces[self._first].offset
        piece = self.pieces[min(at, self._last - 1)]
        units = (
            _units(piece.text) if at >= self._last else min(position - block.position(), _units(piece.text))
        )
        return piece.offset + len(piece.text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))

    def _offset(self, at: int) -> int:
        """Give where a piece begins; past the last one, where that ends."""
        if at < len(self.pieces):
            return self.pieces[at].offset
        return self.pieces[-1].offset + len(self.pieces[-1].text) if self.pieces else 0

    def _set_title(self, cursor: QTextCursor | None = None) -> None:
        if self._title:
            self._lead = 1
            to = cursor or self._setter.at_end()
            self._setter.put(to, Piece(0, self._title, "heading"))
            if cursor is None:
                to.endEditBlock()


def typeset(chapter: Chapter, look: Look, theme: Theme, following: str | None) -> Leaf:
    """Set a whole chapter at once."""
    leaf = Leaf(chapter, look, theme, following)
    leaf.begin_at(0, len(chapter.text) + 1)
    return leaf


def pieces(chapter: Chapter) -> list[Piece]:
    """Cut a chapter into what is set as paragraphs."""
    found: list[Piece] = []
    leads = True  # what follows a heading or a break is not indented
    for match in PARAGRAPH.finditer(chapter.text):
        text = match.group()
        if not found and _same(text, chapter.title):
            kind = "heading"
        elif BREAK.fullmatch(text):
            kind = "break"
        elif "\n" in text:
            kind = "verse"
        else:
            kind = "first" if leads else "text"
        leads = kind in ("heading", "break")
        found += _cut(Piece(match.start(), text, kind))
    return found


def _cut(piece: Piece) -> list[Piece]:
    """Cut a paragraph that is longer than can be laid out at once, between words."""
    text, made, at = piece.text, [], 0
    while len(text) - at > LONGEST:
        space = text.rfind(" ", at + LONGEST // 2, at + LONGEST)
        end = space + 1 if space >= 0 else at + LONGEST
        made.append(Piece(piece.offset + at, text[at:end], piece.kind if at == 0 else "rest"))
        at = end
    made.append(Piece(piece.offset + at, text[at:], piece.kind if at == 0 else "rest"))
    return made


class Setter:
    """Puts paragraphs into a document, each in its form."""

    def __init__(self, look: Look, theme: Theme) -> None:
        self._look = look
        self._theme = theme
        self._em = QFontInfo(serif(look.size, face=look.typeface)).pixelSize()
        self._fresh = True  # the first paragraph is there already, and empty
        self.document = QTextDocument()
        self.document.setDocumentMargin(0)
        self.document.setDefaultFont(serif(look.size, face=look.typeface))
        self.document.setUndoRedoEnabled(False)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        self.document.setDefaultTextOption(option)
        self.document.setDefaultStyleSheet("a { text-decoration: none; }")
        frame = self.document.rootFrame()
        form = frame.frameFormat()
        form.setTopMargin(4.0 * look.size)
        frame.setFrameFormat(form)

    def at_end(self) -> QTextCursor:
        """Give a cursor at the end; what is put there is one change, until `endEditBlock`."""
        cursor = QTextCursor(self.document)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        return cursor

    def at_beginning(self) -> QTextCursor:
        """Give a cursor in an empty paragraph before all others."""
        cursor = QTextCursor(self.document)
        cursor.beginEditBlock()
        cursor.insertBlock(cursor.blockFormat())
        cursor.setPosition(0)
        self._fresh = True
        return cursor

    def put(self, cursor: QTextCursor, piece: Piece) -> None:
        """Put a piece after what is there."""
        form, letters = self._formed(piece)
        self._put(cursor, piece.text, form, letters)

    def foot(self, cursor: QTextCursor, following: str | None) -> None:
        """Put a link to the next chapter below, or say that the book ends."""
        form = self._form(130)
        form.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        form.setTopMargin(4 * self._look.size)
        form.setBottomMargin(5 * self._look.size)
        letters = QTextCharFormat()
        letters.setFont(serif(self._look.size * 0.9, italic=True, face=self._look.typeface))
        if following is None:
            letters.setForeground(QColor(self._theme.muted))
            self._put(cursor, tr("The end"), form, letters)
            return
        letters.setAnchor(True)
        letters.setAnchorHref("next")
        letters.setForeground(QColor(self._theme.accent))
        letters.setToolTip(tr("Go on to the next chapter"))
        self._put(cursor, tr("Next: {}  →").format(" ".join(following.split())), form, letters)

    def drop(self, first: int, last: int) -> None:
        """Take the paragraphs from one number up to another away."""
        document, cursor = self.document, QTextCursor(self.document)
        after = document.findBlockByNumber(last)
        cursor.beginEditBlock()
        if after.isValid():
            form = after.blockFormat()
            cursor.setPosition(document.findBlockByNumber(first).position())
            cursor.setPosition(after.position(), QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
            cursor.setBlockFormat(form)
        else:
            before = document.findBlockByNumber(first - 1)
            cursor.setPosition(before.position() + before.length() - 1)
            cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        cursor.endEditBlock()

    def _formed(self, piece: Piece) -> tuple[QTextBlockFormat, QTextCharFormat]:
        size, form, letters = self._look.size, self._form(self._look.line_height), QTextCharFormat()
        letters.setForeground(QColor(self._theme.text))
        if piece.kind == "heading":
            form.setHeadingLevel(1)
            form.setBottomMargin(2.2 * size)
            form.setLineHeight(118, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            letters.setFont(serif(size * 1.75, face=self._look.typeface))
            letters.setFontWeight(QFont.Weight.DemiBold)
            letters.setForeground(QColor(self._theme.ink))
        elif piece.kind == "break":
            form.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            form.setTopMargin(size)
            form.setBottomMargin(size)
        elif piece.kind == "verse":
            form.setLeftMargin(2.2 * size)
            form.setTopMargin(0.9 * size)
            form.setBottomMargin(0.9 * size)
        elif piece.kind == "text":
            form.setTextIndent(1.9 * size)
        return form, letters

    def _form(self, line_height: int) -> QTextBlockFormat:
        form = QTextBlockFormat()
        high = self._em * line_height / 100  # of the letters' size, whatever the typeface thinks a line is
        form.setLineHeight(high, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        return form

    def _put(self, cursor: QTextCursor, text: str, form: QTextBlockFormat, letters: QTextCharFormat) -> None:
        if self._fresh:
            cursor.setBlockFormat(form)
            self._fresh = False
        else:
            cursor.insertBlock(form)
        # Qt would make paragraphs of these; each is replaced by one unit, so that places stay
        shown = (
            text.replace("\n", "\u2028")
            .replace("\r", "\u2028")
            .replace("\u2029", "\u2028")
            .replace("\0", " ")
        )
        cursor.insertText(shown, letters)


def _same(paragraph: str, title: str) -> bool:
    return " ".join(paragraph.split()).casefold() == " ".join(title.split()).casefold()


def _units(text: str) -> int:
    return len(text) + sum(letter > "\uffff" for letter in text)
