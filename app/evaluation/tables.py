"""A table that is printed line by line, as it comes; with --json its cells are objects instead."""

from collections.abc import Mapping, Sequence

from app.printing import Printer


class Table:
    """Columns of a title, a width and an alignment: `<` for words, `>` for numbers."""

    def __init__(self, printer: Printer, *columns: tuple[str, int, str]) -> None:
        self._printer, self._columns, self._begun = printer, columns, False

    def row(self, fields: Mapping[str, object], *values: str) -> None:
        """Print one cell: its fields as JSON, or a line of the table."""
        self._head()
        self._printer.result(fields, self._line(values))

    def line(self, *values: str) -> None:
        """Print a line that only people want to see."""
        self._head()
        self._printer.text(self._line(values))

    def _head(self) -> None:
        if not self._begun:
            self._begun = True
            self._printer.text(self._line([title for title, _, _ in self._columns]))

    def _line(self, values: Sequence[str]) -> str:
        cells = [
            f"{value:{way}{width}}" for value, (_, width, way) in zip(values, self._columns, strict=True)
        ]
        return "  ".join(cells).rstrip()


def share(value: float | None) -> str:
    """Write a share as percent."""
    return "–" if value is None else f"{100 * value:.1f} %"


def percent(value: float | None) -> str:
    """Write a number that is a percentage already."""
    return "–" if value is None else f"{value:.1f}"


def tokens(count: int) -> str:
    """Write a number of tokens as people do: 4K, 128K, 1M."""
    for size, unit in ((1024**2, "M"), (1024, "K")):
        if count >= size and count % size == 0:
            return f"{count // size}{unit}"
    return f"{count:,}"
