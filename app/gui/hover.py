"""The passage around a citation, looked up when the mouse comes over it."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.gui import desk
from app.gui.desk import Around
from app.gui.house import House
from app.gui.job import while_there
from app.gui.quote import whereabouts
from app.values import Citation

if TYPE_CHECKING:
    from app.library import Heading


def show_passage(
    house: House, book_id: str, headings: Sequence["Heading"], citation: Citation, over: QWidget
) -> None:
    """Put a citation's passage into a widget's tooltip, its words in bold."""

    def show(around: Around) -> None:
        over.setToolTip(passage_as_html(around, whereabouts(citation, headings)))

    house.lanes.desk.do(desk.around(house.place, book_id, citation), while_there(over, show))


def passage_as_html(around: Around, where: str) -> str:
    """Write a passage for a tooltip."""
    before, quote, after = (
        escape(" ".join(part.split())) for part in (around.before, around.quote, around.after)
    )
    return f"<p>{before} <b>{quote}</b> {after}</p><p><i>{escape(where)}</i></p>"
