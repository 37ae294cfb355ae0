"""The file itself: its fingerprint, its bytes, and what is wrong with it before it is even opened."""

import hashlib
from pathlib import Path

from ingest.book import BookError

MEGABYTE = 1 << 20
LARGEST_TEXT = 64 * MEGABYTE  # bytes of a text, Markdown or HTML file


def check(path: Path) -> None:
    """Raise BookError if the path is not a file with something in it."""
    try:
        if path.is_dir():
            raise BookError(f"“{path.name}” is a folder; choose a file inside it.")
        if not path.exists():
            raise BookError(f"“{path.name}” was not found; check whether it was moved or renamed.")
        if not path.is_file():
            raise BookError(
                f"“{path.name}” is not an ordinary file; choose a book, such as an EPUB or a PDF."
            )
        if path.stat().st_size == 0:
            raise BookError(f"“{path.name}” is empty (0 bytes); download or copy it again.")
    except OSError as error:
        raise _unreadable(path, error) from error
    except ValueError as error:  # a name with a zero character
        raise BookError(f"“{path.name!r}” is not the name of a file.") from error


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of the file, read a piece at a time."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(MEGABYTE):
                digest.update(piece)
    except OSError as error:
        raise _unreadable(path, error) from error
    return digest.hexdigest()


def read(path: Path, most: int = LARGEST_TEXT) -> bytes:
    """Return the bytes of a file that has at most so many."""
    data = head(path, most + 1)
    if len(data) > most:
        size = f"{most // MEGABYTE} MB"
        raise BookError(f"“{path.name}” is larger than {size}; split it into smaller files.")
    return data


def head(path: Path, size: int) -> bytes:
    """Return the first bytes of a file."""
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> BookError:
    reason = (error.strerror or "input error").lower()
    return BookError(
        f"“{path.name}” cannot be read ({reason}); check the file and your permission to open it."
    )
