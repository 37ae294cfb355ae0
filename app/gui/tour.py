"""The tour for someone who is here for the first time: four cards, and a question that is answered."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QT_TR_NOOP, QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.gui.language import tr
from app.gui.parts import button, column, label, restyle, row
from app.gui.typefaces import points

QUESTION = "How old is Dorcas Imrie when she is sent to the coast?"
"""What the first chapter of the sample novel answers; it is asked in the book's own language."""


MOVES = (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)


@dataclass(frozen=True)
class Card:
    """One step: what it says, and what its button is called and does before the next card comes."""

    title: object
    text: object
    action: object
    does: str = ""


CARDS = (
    Card(
        QT_TR_NOOP("Welcome to Lectern"),
        QT_TR_NOOP(
            "It reads a book with you, remembers it, and answers your questions. A short novel shows how."
        ),
        QT_TR_NOOP("Show me"),
        "open",
    ),
    Card(
        QT_TR_NOOP("This is the page"),
        QT_TR_NOOP(
            "Space turns it. Aa above changes letters and colours. Where you stop is where you go on."
        ),
        QT_TR_NOOP("Next"),
    ),
    Card(
        QT_TR_NOOP("The model reads along"),
        QT_TR_NOOP("Below you see how far it is. It reads a book once and keeps a memory of every chapter."),
        QT_TR_NOOP("Next"),
    ),
    Card(
        QT_TR_NOOP("Ask it something"),
        QT_TR_NOOP(
            "Unless you choose otherwise, an answer tells nothing that you have not read yourself. Try it:"
        ),
        QT_TR_NOOP("Ask how old Dorcas is"),
        "ask",
    ),
    Card(
        QT_TR_NOOP("That was it"),
        QT_TR_NOOP(
            "Click the quote to see its place in the book. The key ? shows all that the keyboard can do."
        ),
        QT_TR_NOOP("Start reading"),
        "end",
    ),
)


class Tour(QFrame):
    """A card in the corner of the window; it stops nobody."""

    ended = Signal()
    covered = Signal(int)  # so much of the foot of the window

    def __init__(self, parent: QWidget, strip: QWidget, do: Callable[[str], object]) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setProperty("kind", "tour")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._over, self._strip, self._do = parent, strip, do
        self.at = 0
        self._title, self._text = label("", "heading", wraps=True), label("", "muted", wraps=True)
        self._count = label("", "small")
        self.next = button("", "main")
        self.next.clicked.connect(self.go_on)
        self.skip = button(tr("Not now"), "quiet")
        self.skip.clicked.connect(self.end)
        box = column(self, (20, 16, 16, 14), 8)
        box.addWidget(self._title)
        box.addWidget(self._text)
        line = row(gap=6)
        line.addWidget(self._count, 1)
        line.addWidget(self.skip)
        line.addWidget(self.next)
        box.addSpacing(2)
        box.addLayout(line)
        for one in (parent, strip):
            one.installEventFilter(self)
        self.hide()

    @property
    def at_page(self) -> bool:
        """Whether the card is shown that speaks of the page: the novel is to be opened."""
        return self.isVisible() and self.at == 1

    def start(self) -> None:
        """Begin with the first card."""
        self.at = 0
        self._show()

    def go_on(self) -> None:
        """Do what the card promises, and show the next one."""
        does = CARDS[self.at].does
        if does == "end":
            self.end()
            return
        if does:
            self._do(does)
        self.at += 1
        self._show()

    def end(self) -> None:
        """Go away."""
        if self.isVisible():
            self.hide()
            self.covered.emit(0)
            self.ended.emit()

    def above(self, area: QRect) -> QRect:
        """Give what is left of an area above the card."""
        return area.intersected(area.translated(0, self.y() - area.bottom())) if self.isVisible() else area

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Stay in the corner when the window changes its size, above the strip; go on by an Enter that nobody took."""
        if not self.isVisible():
            return False
        if event.type() in MOVES:
            self._settle()
        enter = watched is self._over and event.type() == QEvent.Type.KeyPress and _is_enter(event)
        if enter:
            self.go_on()
        return enter

    def _show(self) -> None:
        card = CARDS[self.at]
        self._title.setText(tr(card.title))
        self._text.setText(tr(card.text))
        self._count.setText(tr("{} of {}").format(self.at + 1, len(CARDS)))
        self.next.setText(tr(card.action))
        self.next.setAccessibleName(tr(card.action))
        self.skip.setVisible(self.at + 1 < len(CARDS))
        self.setAccessibleName(f"{tr(card.title)}. {tr(card.text)}")
        restyle(self)
        self.show()
        self._settle()
        self.raise_()
        self.next.setFocus()

    def _settle(self) -> None:
        room = self.layout()
        assert room is not None
        room.activate()
        self.setFixedWidth(round(points(355)))
        self.setFixedHeight(max(130, room.totalHeightForWidth(self.width())))
        foot = 20 + (self._strip.height() if self._strip.isVisible() else 0)
        self.move(24, self._over.height() - self.height() - foot)
        self.covered.emit(self._over.height() - self.y() + 20)


def _is_enter(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
