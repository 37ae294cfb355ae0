"""What is said on a page of markup is gathered until a block ends, and becomes blocks."""

import re
from collections.abc import Iterator

from ingest.binding import Block
from ingest.book import Page
from ingest.tape import BLOCK, CELL, LINE, PAGE, unescaped
from ingest.text import SEPARATOR, one_line, tidy

_FIRST_CELL = re.compile(rf"(^|{LINE})[\s{CELL}]*{CELL}")


class Gatherer:
    """Holds what is said since the last block ended, and how the next one is to be set; what is said is clean."""

    def __init__(self) -> None:
        self.said: list[str] = []  # with marks in it
        self.blocks: list[Block] = []
        self.into = self.blocks
        self.labels: list[str] = []  # of the printed pages that begin in what is said
        self.level: int | None = None  # of a heading
        self.group: list[Block] | None = None  # headings that become one
        self.preformatted = 0
        self.pictures: list[str] = []  # what they stand for

    def flush(self) -> None:
        """End the block that is being gathered."""
        self._end("".join(self.said), "")

    def settle(self) -> None:
        """Make blocks of all that has ended, and go on gathering what has not."""
        text = "".join(self.said)
        ended, mark, rest = text.rpartition(BLOCK)
        if mark:
            self._end(ended, rest)
        else:
            self.said[:] = [text]

    def end_group(self) -> None:
        """Make one heading of those that were gathered."""
        group, self.group = self.group or [], None
        level = next((block.level for block in group if block.level is not None), None)
        text = ""
        for block in group:
            joint = "" if not text else " " if text[-1] in ".:;,!?—" else ": "
            text += joint + one_line(block.text)
        if text:
            self.into.append(Block(text, level or 2, group[0].pages))

    def _end(self, text: str, rest: str) -> None:
        """Make blocks of a text in which all blocks have ended; the rest is gathered on."""
        self.said.clear()
        if (
            self.labels
            or self.pictures
            or self.level is not None
            or self.group is not None
            or self.preformatted
        ):
            for piece in text.split(BLOCK):
                said = "".join((*self.said, piece))
                self.said.clear()
                self._set(said)
        else:
            self._set_plain(text.replace("\n", " "))
        self.said.append(rest)

    def _set_plain(self, text: str) -> None:
        """Make blocks of a text without anything else in it, as nearly all of a book is."""
        pieces = [piece for piece in map(str.strip, text.split(BLOCK)) if piece]
        if LINE in text or CELL in text:
            for piece in pieces:
                if LINE in piece or CELL in piece:
                    self._set(piece)
                else:
                    self.into.append(Block(_one_line(piece)))
        elif "&" in text:
            self.into += [Block(_one_line(piece)) for piece in pieces]
        else:
            self.into += map(Block, [" ".join(one.split()) if "  " in one else one for one in pieces])

    def _set(self, said: str) -> None:
        """Make blocks of a text that is not plain: a heading, lines, a text with pictures or pages in it."""
        if not self.preformatted:
            said = said.replace("\n", " ")
        said = unescaped(_with_bars(said).replace(LINE, "\n"))
        if not (self.pictures or said.replace(PAGE, "").strip()):
            # a page that begins between two blocks begins with the second
            self.said += [PAGE] * len(self.labels)
            return
        labels, pictures = iter(self.labels), self.pictures
        self.labels, self.pictures = [], []
        if self.level is not None:
            text = " ".join(said.split())
            if not text.strip(PAGE):
                text += one_line(" ".join(pictures))
            pictures = []
            parts = [text] if text else []
        elif self.preformatted:
            parts = re.split(r"\n\s*\n", said.strip("\n"))
            parts = [part.rstrip() for part in parts if part.strip()]
        else:
            parts = [part for part in tidy(said).split(SEPARATOR) if part]
        into = self.into if self.group is None else self.group
        into.extend(_paged(part, self.level, labels) for part in parts)
        into.extend(Block(text) for text in pictures)


def _one_line(text: str) -> str:
    return unescaped(" ".join(text.split()) if "  " in text else text)


def _with_bars(text: str) -> str:
    """Put bars between the cells of each row."""
    return _FIRST_CELL.sub(r"\1", text).replace(CELL, " | ") if CELL in text else text


def _paged(part: str, level: int | None, labels: Iterator[str]) -> Block:
    """Return a block of a text with marks where pages begin: without the marks, and with the pages."""
    text, *pieces = part.split(PAGE)
    pages = []
    for piece in pieces:
        if not text or text[-1].isspace():
            piece = piece.lstrip(" ")
        pages.append(Page(next(labels), len(text) + len(piece) - len(piece.lstrip())))
        text += piece
    text = text.rstrip()
    return Block(text, level, tuple(Page(one.label, min(one.offset, len(text))) for one in pages))
