"""One call of the program from the terminal, as its commands see it."""

from argparse import Namespace
from dataclasses import dataclass
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
        from model.finding import find

        find(self.settings.model)  # before torch, which takes its time
        from model.loading import load

        model: ReadingModel = load(self.settings.model, self.settings.device, self.settings.quantization)
        return model

    def show(self, event: object) -> None:
        """Show the progress of work that is not reading."""
        if isinstance(event, Progress):
            self.printer.progress(event)


def titled(book: Book) -> str:
    """Name a book and who wrote it."""
    return f"“{book.title}”" + (f" by {', '.join(book.authors)}" if book.authors else "")
