"""Adding what was dropped or chosen: files and folders, one after another, on the library lane."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import LibraryError
from app.values import Work
from ingest.book import BookError, Locked

if TYPE_CHECKING:
    from app.adding import Added

SUFFIXES = (
    *(".epub", ".pdf", ".txt", ".md", ".markdown", ".html", ".htm", ".xhtml"),
    *(".fb2", ".fbz", ".docx", ".mobi", ".azw", ".azw3", ".prc", ".xps", ".oxps"),
)


@dataclass(frozen=True)
class Refused:
    """An event: a file that is no book, and why."""

    file: Path
    reason: str


@dataclass(frozen=True)
class Sealed:
    """An event: a file that needs a password, or another one than was given."""

    file: Path
    reason: str


def take_in(place: Path, paths: Sequence[Path], password: str | None = None) -> Work[tuple["Added", ...]]:
    """Add files and all books in folders; one that fails does not keep the others out."""
    from app.adding import add

    added: list[Added] = []
    for file in _files(paths):
        try:
            one = yield from add(place, file, password)
        except Locked as error:
            yield Sealed(file, str(error))
        except (BookError, LibraryError) as error:
            yield Refused(file, str(error))
        else:
            added.append(one)
            yield one
    return tuple(added)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.suffix.lower() in SUFFIXES)
        else:
            yield path
