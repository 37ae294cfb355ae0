"""The terminal's `add`: files and whole folders go into the library, with a table of what became of each."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from getpass import getpass
from pathlib import Path
from time import monotonic

from app.adding import Added
from app.adding import add as adding
from app.session import Session, titled
from app.work import follow
from ingest.book import BookError, Locked


@dataclass(frozen=True)
class Row:
    """What became of a file: what was added, or the sentence that says why not."""

    file: str
    seconds: float
    added: Added | None
    refusal: str = ""


def add(session: Session) -> int:
    """Add files and folders to the library; a file that fails does not keep the others out."""
    named = [Path(name) for name in session.options.files]
    rows: list[Row] = []
    try:
        for name, file in _files(named):
            rows.append(_row(session, name, file))
    finally:  # an interruption leaves what is done, and says what that is
        if any(path.is_dir() for path in named) or len(named) > 1:
            _show_all(session, rows)
    if not rows:
        session.printer.message("There is no file in this folder.")
    return 0 if rows and all(row.added for row in rows) else 1


def _files(named: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """Return the files that are named and, in order, those in the folders that are; not the hidden ones."""
    for path in named:
        if not path.is_dir():
            yield str(path), path
            continue
        for file in sorted(path.rglob("*")):
            inside = file.relative_to(path)
            if file.is_file() and not any(part.startswith(".") for part in inside.parts):
                yield str(inside), file


def _row(session: Session, name: str, file: Path) -> Row:
    begun = monotonic()
    try:
        added = _added(session, file)
    except BookError as error:
        session.printer.message(str(error))
        return Row(name, monotonic() - begun, None, str(error))
    seconds = monotonic() - begun
    _show(session, file, added)
    return Row(name, seconds, added)


def _added(session: Session, file: Path) -> Added:
    """Add a file; ask for its password if there is somebody to ask. Passwords are kept nowhere."""
    password = session.options.password
    while True:
        try:
            return follow(adding(session.place, file, password, session.options.ocr_language), session.show)
        except Locked as error:
            if session.options.password or session.printer.as_json or not sys.stdin.isatty():
                raise
            session.printer.message(str(error))
            password = getpass("Password (empty to leave the file out): ")
            if not password:
                raise


def _show(session: Session, file: Path, added: Added) -> None:
    if added.known:
        session.printer.message(f"“{added.book.title}” is in the library already.")
    for warning in added.warnings:
        session.printer.message(f"{file}: {warning}")
    book = added.book
    fields: dict[str, object] = {
        "book": book.id,
        "title": book.title,
        "authors": book.authors,
        "language": book.language,
        "chapters": added.chapters,
        "characters": added.characters,
        "warnings": added.warnings,
    }
    session.printer.result(
        fields, f"{titled(book)}: {added.chapters} chapters, {added.characters:,} characters. {book.id[:8]}"
    )


def _show_all(session: Session, rows: Sequence[Row]) -> None:
    refused = [row for row in rows if row.added is None]
    session.printer.text("\n" + table(rows))
    fields: dict[str, object] = {
        "added": sum(row.added is not None and not row.added.known for row in rows),
        "known": sum(row.added is not None and row.added.known for row in rows),
        "refused": [{"file": row.file, "reason": row.refusal} for row in refused],
        "seconds": round(sum(row.seconds for row in rows), 1),
    }
    if session.printer.as_json and any(Path(name).is_dir() for name in session.options.files):
        session.printer.result(fields, "")


def table(rows: Sequence[Row]) -> str:
    """Return a line for each file: chapters, characters, warnings, seconds, or why it was refused."""
    lines = [f"{'chapters':>8} {'characters':>11} {'warnings':>8} {'seconds':>7}  file"]
    for row in rows:
        if row.added is None:
            lines.append(f"{'–':>8} {'–':>11} {'–':>8} {row.seconds:>7.1f}  {row.file}: {row.refusal}")
        else:
            figures = f"{row.added.chapters:>8} {row.added.characters:>11,} {len(row.added.warnings):>8}"
            lines.append(f"{figures} {row.seconds:>7.1f}  {row.file}")
    count = sum(row.added is not None for row in rows)
    lines.append(f"{count} of {len(rows)} files are in the library.")
    return "\n".join(lines)
