"""What a question may know: the choices, and what each means for the book and the place where the reader is."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QT_TR_NOOP

from app.gui.language import tr
from app.values import Answer, Part

PLACE, BOOK, THIS, SELECTION = "place", "book", "this", "selection"
CHOICES = {
    PLACE: QT_TR_NOOP("As far as I have read"),
    BOOK: QT_TR_NOOP("Whole book"),
    THIS: QT_TR_NOOP("This chapter"),
    SELECTION: QT_TR_NOOP("Selected words"),
}
"""Beside them there is `chapter:N`, as of the end of a chapter."""


class Standpoint(Protocol):
    """What the reader's place decides."""

    def reached(self) -> int:
        """Give the index of the last chapter that was read to its end; at least the first."""

    def whole_chapter(self) -> Part | None:
        """Give the chapter that lies open, as a part."""


@dataclass(frozen=True)
class Scope:
    """What a question may know: up to the end of chapter `as_of` (index), or a part of the book alone."""

    as_of: int | None = None
    part: Part | None = None


def scope_of(chosen: str, standpoint: Standpoint, selected: Part | None) -> Scope:
    """Give the scope that a choice means now."""
    if chosen == PLACE:
        return Scope(standpoint.reached())
    if chosen == THIS:
        return Scope(part=standpoint.whole_chapter())
    if chosen == SELECTION and selected is not None:
        return Scope(part=selected)
    return Scope(int(chosen.partition(":")[2]) - 1) if chosen.startswith("chapter:") else Scope()


def scope_in_words(answer: Answer, sizes: list[int]) -> str:
    """Say from what an answer comes; `sizes` are the chapters' lengths in characters."""
    part, number = answer.part, str(answer.as_of + 1)
    if part is not None:
        whole = part.start == 0 and part.chapter < len(sizes) and part.end >= sizes[part.chapter]
        if whole:
            return tr("Chapter {} alone").format(part.chapter + 1)
        return tr("Selected words in chapter {}").format(part.chapter + 1)
    if answer.as_of + 1 >= len(sizes):
        return tr("Whole book")
    return tr("Chapters 1 to {}").format(number) if answer.as_of else tr("Chapter {}").format(1)
