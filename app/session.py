"""One call of the program from the terminal, as its commands see it."""

from argparse import Namespace
from dataclasses import dataclass, replace
from pathlib import Path

from app.library import Heading, Library
from app.printing import Printer
from app.settings import Settings
from app.values import Progress
from ingest.book import Book
from model.interface import ReadingModel


@dataclass(frozen=True)
class Session:
    """One call of the program: where the library is, what was chosen, what was asked for, where to print."""

    place: Path
    settings: Settings
    options: Namespace
    printer: Printer

    def find(self) -> tuple[Book, list[Heading]]:
        """Find the book that was named, and its chapters."""
        with Library(self.place) as library:
            book = library.find(self.options.book)
            return book, library.chapters(book.id)

    def model(self) -> ReadingModel:
        """Load the model; this is the one place where torch gets in."""
        self.printer.progress(Progress(0, 0, f"loading the model {self.settings.model}"))
        from model.finding import DEFAULT, find

        name = self.settings.model
        folder = find(name, self.models)  # before torch, which takes its time
        from model.loading import load

        chosen = name if name == DEFAULT else str(folder)
        model: ReadingModel = load(chosen, self.settings.device, self.settings.quantization)
        return model

    def with_model(self, name: str) -> "Session":
        """Give the same session with another model."""
        return replace(self, settings=replace(self.settings, model=name))

    @property
    def models(self) -> Path:
        """Where the library's installed models lie."""
        return self.place / "models"

    def show(self, event: object) -> None:
        """Show the progress of work that is not reading."""
        if isinstance(event, Progress):
            self.printer.progress(event)


def titled(book: Book) -> str:
    """Name a book and who wrote it."""
    return f"“{book.title}”" + (f" by {', '.join(book.authors)}" if book.authors else "")
