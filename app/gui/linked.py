"""A text of which every sentence that stands in the book leads to its place: summaries, and answers made of them."""

from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtWidgets import QLabel, QWidget

from app.gui.quote import whereabouts
from app.gui.typefaces import serif
from app.values import Citation

if TYPE_CHECKING:
    from app.library import Heading

Hover = Callable[[Citation, QWidget], object]
"""Shows the passage of a citation in a widget's tooltip."""

PARAGRAPH = '<p style="line-height: 108%; margin: 0 0 9px 0;">'


class LinkedText(QLabel):
    """Shows a text with its citations as links; a hover tells where a sentence stands."""

    citation_wanted = Signal(object)  # Citation

    def __init__(self, hover: Hover | None = None) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setFont(serif(12.5))
        self.setProperty("role", "answer")
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self._citations: Sequence[Citation] = ()
        self._headings: Sequence[Heading] = ()
        self._hover = hover
        self.linkActivated.connect(self._clicked)
        self.linkHovered.connect(self._hovered)

    def show_text(self, text: str, citations: Sequence[Citation], headings: Sequence["Heading"]) -> None:
        """Show a text; its links are drawn in the ink of the page."""
        self._citations, self._headings = citations, headings
        self.setText(linked(text, citations, self.palette().windowText().color().name()))
        self.setAccessibleName(text)

    def _clicked(self, link: str) -> None:
        self.citation_wanted.emit(self._citations[int(QUrl(link).path())])

    def _hovered(self, link: str) -> None:
        if not link:
            self.setToolTip("")
            return
        citation = self._citations[int(QUrl(link).path())]
        self.setToolTip(whereabouts(citation, self._headings))
        if self._hover is not None:
            self._hover(citation, self)


def linked(text: str, citations: Sequence[Citation], colour: str) -> str:
    """Put a link on every sentence that stands in the book; sentences that were written get their sources below.

    Sentences of another chapter begin a new paragraph.
    """
    made, rest = escape(text), []
    chapter = citations[0].start.chapter if citations else 0
    for at, citation in enumerate(citations):
        sentence = escape(" ".join(citation.quote.split()))
        link = f'<a href="{at}" style="color: {colour}; text-decoration: none;">{{}}</a>'
        if sentence in made:
            breaks = f"</p>{PARAGRAPH}" if citation.start.chapter != chapter else ""
            made = made.replace(sentence, breaks + link.format(sentence), 1)
            chapter = citation.start.chapter
        else:
            rest.append(f"{PARAGRAPH}{link.format(f'“{sentence}”')}</p>")
    return f"{PARAGRAPH}{made}</p>{''.join(rest)}"
