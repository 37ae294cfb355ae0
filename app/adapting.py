"""A base model learns to use its memory, from the books of a folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import LibraryError
from app.models import models_folder
from app.printing import duration
from app.values import Progress, Work
from ingest.book import BookError
from model.finding import DEFAULT, find
from model.interface import ModelError

if TYPE_CHECKING:
    from model.training.adapting import Adapted


@dataclass(frozen=True)
class Wish:
    """What a person may choose; 0 leaves it to the model: steps, tokens of a step, window, ranks."""

    steps: int = 1000
    tokens: int = 4096
    window: int = 0
    rank: int = 0
    lora: int = 0


@dataclass(frozen=True)
class Adapter:
    """What was made: the file, the share of the base's parameters it has, and perplexities of held-out text."""

    file: Path
    share: float
    inside_base: float
    inside: float
    beyond_base: float
    beyond: float


def adapt(place: Path, name: str, books: Path, wish: Wish, device: str) -> Work[Adapter]:
    """Adapt an installed model (or one in a folder); yield progress, return what was made."""
    if name == DEFAULT:
        raise ModelError("The default model was made with a memory; there is nothing to adapt.")
    folder = find(name, models_folder(place))
    if not books.exists():
        raise LibraryError(f"There is no folder {books}; give one with books in it.")
    from model.training.adapting import Adapted, Plan
    from model.training.adapting import adapt as adapting

    plan = Plan(steps=wish.steps, tokens=wish.tokens, window=wish.window, rank=wish.rank, lora=wish.lora)
    work = adapting(folder, _texts(books), plan, device)
    try:
        while True:
            event = next(work)
            if isinstance(event, Adapted):
                yield Progress(event.step, event.steps, _told(event))
    except StopIteration as end:
        made, v = end.value, end.value.verdict
        return Adapter(made.file, made.share, v.inside_base, v.inside, v.beyond_base, v.beyond)
    finally:
        work.close()


def _told(event: "Adapted") -> str:
    far = "" if event.distance != event.distance else f"{event.distance:.2f} nats from full attention, "
    recall = "" if event.recall != event.recall else f"recall {event.recall:.2f} nats "
    return f"adapting: {far}{recall}(stage {event.stage + 1}), {duration(event.seconds_left)} left"


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
