"""What the desk does: short looks into the library, each with its own connection, never on the UI thread."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.values import Answer, Citation, Work
from ingest.book import BookError, Chapter, Locator, Page

if TYPE_CHECKING:
    from app.library import Heading, Library, Shelved
    from app.records import AnswerRecord, SummaryRecord

FOUND_AT_MOST = 200
BESIDE = 220
"""Letters of a passage that are shown before and after a quote."""


@dataclass(frozen=True)
class Spine:
    """A book as the shelf shows it: how far the person and the model are, from 0 to 1."""

    shelved: "Shelved"
    person: float | None
    model: float


@dataclass(frozen=True)
class Opened:
    """A book that lies open: its contents, the reader's place, and what was asked and summarized.

    `printed` is the file whose pages can be shown as they are printed, and `marks` says where they begin.
    """

    shelved: "Shelved"
    headings: tuple["Heading", ...]
    place: Locator
    answers: tuple["AnswerRecord", ...]
    summaries: tuple["SummaryRecord", ...]
    printed: Path | None = None
    marks: tuple[tuple[Page, ...], ...] = ()


@dataclass(frozen=True)
class Found:
    """A place where the words that were looked for stand, with some of the text around it."""

    start: Locator
    length: int
    before: str
    words: str
    after: str


@dataclass(frozen=True)
class Around:
    """A quote with what stands before and after it."""

    before: str
    quote: str
    after: str


def shelf(place: Path) -> Work[tuple[Spine, ...]]:
    """List the books with how far they were read."""
    yield from ()
    with _library(place) as library:
        return tuple(_spine(library, shelved) for shelved in library.books())


def opened(place: Path, book_id: str) -> Work[Opened]:
    """Look up all that the reader's page shows beside the text."""
    yield from ()
    with _library(place) as library:
        shelved = library.shelved(book_id)
        printed = _printed(shelved.file)
        headings = tuple(library.chapters(book_id))
        return Opened(
            shelved,
            headings,
            library.place(book_id) or _beginning(headings),
            tuple(library.answers(book_id)),
            tuple(library.summaries(book_id)),
            printed,
            tuple(library.pages(book_id)) if printed else (),
        )


def chapter(place: Path, book_id: str, index: int) -> Work[Chapter]:
    """Fetch a chapter with its text."""
    yield from ()
    with _library(place) as library:
        return library.chapter(book_id, index)


def keep_place(place: Path, book_id: str, at: Locator) -> Work[None]:
    """Write down where the reader is."""
    yield from ()
    with _library(place) as library:
        if library.has(book_id):
            library.save_place(book_id, at)


def remove(place: Path, book_id: str) -> Work[None]:
    """Delete a book and all that hangs on it."""
    yield from ()
    with _library(place) as library:
        library.remove(book_id)


def around(place: Path, book_id: str, citation: Citation) -> Work[Around]:
    """Fetch the passage around a quote: whole words of its paragraph."""
    yield from ()
    with _library(place) as library:
        text = library.chapter(book_id, citation.start.chapter).text
    begin = citation.start.offset
    end = begin + len(citation.quote)
    before = text[max(0, begin - BESIDE) : begin].rpartition("\n\n")[2]
    after = text[end : end + BESIDE].partition("\n\n")[0]
    if len(before) == BESIDE:
        before = f"… {before.partition(' ')[2]}"
    if len(after) == BESIDE:
        after = f"{after.rpartition(' ')[0]} …"
    return Around(before, text[begin:end], after)


def forget_asked(place: Path, book_id: str) -> Work[None]:
    """Delete a book's questions, answers and summaries."""
    yield from ()
    with _library(place) as library:
        library.forget_asked(book_id)


def remove_answer(place: Path, book_id: str, answer: Answer) -> Work[None]:
    """Delete one answer."""
    yield from ()
    with _library(place) as library:
        library.remove_answer(book_id, answer)


def export(place: Path, book_id: str, file: Path) -> Work[Path]:
    """Write a book's questions, answers and summaries to a Markdown file."""
    from app.exporting import export as exported

    yield from ()
    file.write_text(exported(place, book_id), encoding="utf-8")
    return file


def imported() -> Work[None]:
    """Fetch the code of the reader: the window does not wait for it."""
    import app.gui.reader  # noqa: F401

    yield from ()


def find(place: Path, book_id: str, words: str) -> Work[tuple[Found, ...]]:
    """Find words in a book, whatever their case; the first hits in the book's order."""
    hits: list[Found] = []
    with _library(place) as library:
        for index in range(len(library.chapters(book_id))):
            hits += _hits(library.chapter(book_id, index), words, FOUND_AT_MOST - len(hits))
            yield tuple(hits)
            if len(hits) >= FOUND_AT_MOST:
                break
    return tuple(hits)


def _beginning(headings: Sequence["Heading"]) -> Locator:
    """Give where a new reader begins: after what stands before the work itself."""
    bodies = (index for index, heading in enumerate(headings) if heading.matter == "body")
    return Locator(next(bodies, 0), 0)


def _printed(file: Path | None) -> Path | None:
    """Give the file back if it is there and has printed pages."""
    from ingest.sniffing import sniff

    try:
        return file if file is not None and file.is_file() and sniff(file) in ("pdf", "xps") else None
    except (BookError, OSError):
        return None


def _library(place: Path) -> "Library":
    from app.library import Library  # on the desk's thread: the window does not wait for the database's code

    return Library(place)


def _hits(one: Chapter, words: str, most: int) -> Iterator[Found]:
    text, wanted = one.text.lower(), words.lower()
    if len(text) != len(one.text):  # a letter whose small form is longer would move every place after it
        text, wanted = one.text, words
    at, length = text.find(wanted), len(wanted)
    while at >= 0 and most > 0:
        end = at + length
        before, after = one.text[max(0, at - 40) : at], one.text[end : end + 60]
        yield Found(Locator(one.index, at), length, _line(before), one.text[at:end], _line(after))
        at, most = text.find(wanted, end), most - 1


def _line(text: str) -> str:
    return text.replace("\n", " ")


def _spine(library: "Library", shelved: "Shelved") -> Spine:
    here = library.place(shelved.book.id)
    person = None
    if here is not None:
        headings = library.chapters(shelved.book.id)
        before = sum(heading.characters for heading in headings[: here.chapter])
        person = min(1.0, (before + here.offset) / max(1, shelved.characters))
    return Spine(shelved, person, shelved.read_chapters / max(1, shelved.chapters))
