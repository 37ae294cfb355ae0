"""A base model learns to use its memory, from the books of a folder."""

from collections.abc import Iterator
from pathlib import Path

from app.errors import LibraryError
from app.models import models_folder
from app.values import Progress, Work
from ingest.book import BookError
from model.finding import DEFAULT, find
from model.interface import ModelError


def adapt(place: Path, name: str, books: Path, steps: int, device: str) -> Work[Path]:
    """Adapt an installed model (or one in a folder); yield progress, return the adapter's file."""
    if name == DEFAULT:
        raise ModelError("The default model was made with a memory; there is nothing to adapt.")
    folder = find(name, models_folder(place))
    if not books.exists():
        raise LibraryError(f"There is no folder {books}; give one with books in it.")
    from model.training.adapting import Adapted, Plan
    from model.training.adapting import adapt as adapting

    work = adapting(folder, _texts(books), Plan(steps=steps), device)
    try:
        while True:
            event = next(work)
            if isinstance(event, Adapted):
                yield Progress(event.step, event.steps, _told(event.stage, event.distance, event.recall))
    except StopIteration as end:
        file: Path = end.value
        return file
    finally:
        work.close()


def _told(stage: int, distance: float, recall: float) -> str:
    return f"adapting: {distance:.2f} nats from full attention, recall {recall:.2f} nats (stage {stage + 1})"


def _texts(books: Path) -> Iterator[str]:
    """Give the text of every book in a folder; what is no book is passed over."""
    from ingest.opening import open_book

    for file in sorted(books.rglob("*")) if books.is_dir() else [books]:
        if not file.is_file() or file.name.startswith("."):
            continue
        try:
            _, chapters = open_book(file)
            yield "\n\n".join(chapter.text for chapter in chapters)
        except BookError:
            continue
