"""What every part of the window may use: where the library is, the lanes, the studio, and how to say something."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.errors import LibraryError
from app.gui.lanes import Lanes
from app.gui.language import tr
from app.gui.sentences import in_words
from app.gui.studio import Studio
from ingest.book import BookError
from model.interface import ModelError


@dataclass(frozen=True)
class Notice:
    """Something to say without stopping anyone; `action` names what `do` does."""

    text: str
    error: bool = False
    action: str = ""
    do: Callable[[], object] | None = None
    details: str = ""


@dataclass(frozen=True)
class House:
    """The place of the library, those who work, and the one who tells."""

    place: Path
    lanes: Lanes
    studio: Studio
    say: Callable[[Notice], object]

    def tell(self, error: Exception) -> None:
        """Say what went wrong."""
        self.say(explained(error))


def explained(error: Exception) -> Notice:
    """Put an error into words: the book's and the machine's speak for themselves, ours comes with its traceback."""
    if isinstance(error, BookError | LibraryError | ModelError):
        return Notice(in_words(str(error)), error=True)
    details = "".join(traceback.format_exception(error))
    return Notice(
        tr("Something went wrong in Lectern itself. Your library is as it was."), True, details=details
    )
