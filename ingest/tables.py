"""Tables: whether one holds data or only arranges a page."""

from collections.abc import Sequence

from ingest.tags import Tag
from ingest.text import words

_LONGEST_CELL = 200  # bytes; a table with longer ones arranges a page and is read as text
_TEXT_IN_TABLES = words("h1 h2 h3 h4 h5 h6 table pre")
_CELLS = ("td", "th")


def is_data(tags: Sequence[Tag], said: Sequence[bytes]) -> bool:
    """Tell whether a table with these tags in it holds data; `said[n]` stands before `tags[n]`."""
    length = 0
    for tag, text in zip(tags, said, strict=False):
        length += len(text)
        if length > _LONGEST_CELL or tag.name in _TEXT_IN_TABLES:
            return False
        if tag.name in _CELLS:
            length = 0
    return True
