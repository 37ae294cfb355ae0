"""The pages of a PDF: their lines and labels, and what was lost of them."""

import re
from collections.abc import Generator
from dataclasses import dataclass, field

from ingest.book import BookError, Step
from ingest.limits import allow
from ingest.mupdf import BROKEN, pymupdf
from ingest.pdf_labels import labels_of
from ingest.pdf_lines import Line, lines_of
from ingest.printed import text_of
from ingest.recognising import is_picture, recognise
from ingest.tesseract import data_folder
from ingest.text import key

_PAGES_A_SECOND = 40  # that a slow machine reads
_MOST_SECONDS = 120  # more for however many pages
_ILLUSTRATED = 10  # pages of text to one without, and it is an illustrated book


@dataclass
class Pages:
    """The lines, the label and the height of every page, and what was lost."""

    lines: list[list[Line]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def has_text(self) -> bool:
        """Tell whether there is a letter on any page."""
        return any(key(line.text) for lines in self.lines for line in lines)


def read_pages(document: pymupdf.Document) -> Generator[Step, None, Pages]:
    """Read all pages, a step for each; those that are pictures are recognised, if that can be."""
    said = Pages()
    count = document.page_count  # MuPDF counts anew each time
    allow(min(count // _PAGES_A_SECOND, _MOST_SECONDS))
    said.labels = labels_of(document)
    for number in range(count):
        yield Step(number, count)
        lines: list[Line] = []
        height = 0.0
        try:
            page = document.load_page(number)
            height = float(page.rect.height)
            lines = lines_of(text_of(page), number)
        except BROKEN:
            said.warnings.append(f"Page {number + 1} is damaged and was left out.")
        said.lines.append(lines)
        said.heights.append(height)
    yield from _recognise(document, said)
    return said


def _recognise(document: pymupdf.Document, said: Pages) -> Generator[Step, None, None]:
    """Put in the text of pages that are pictures, or say that it is missing."""
    drawn = not said.has_text()
    pictures = [
        number for number, lines in enumerate(said.lines) if not lines and _shows(document, number, drawn)
    ]
    if not pictures:
        return
    pages = "Page" if len(pictures) == 1 else "Pages"
    names = f"{pages} {ranges([number + 1 for number in pictures])}"
    if len(pictures) * _ILLUSTRATED <= len(said.lines):  # a cover and plates are no scan
        said.warnings.append(f"{names}: only pictures, without text.")
        return
    folder = data_folder()
    if folder is None:
        said.warnings.append(
            f"{names}: only pictures, without text; text recognition (Tesseract) is not installed."
        )
        return
    try:
        found = yield from recognise(document, pictures, folder, own_language(document))
    except BookError as error:
        if drawn:  # there is nothing else to read
            raise
        said.warnings.append(f"{names}: only pictures, without text. {error}")
        return
    for number, lines in found.lines.items():
        said.lines[number] = lines
    if found.lines:
        share = round(100 * found.legible())
        said.warnings.append(
            f"{names}: recognised from pictures (OCR, language {found.language}); {share} % of it looks like words."
        )


def _shows(document: pymupdf.Document, number: int, drawn: bool) -> bool:
    try:
        return is_picture(document.load_page(number), drawn)
    except BROKEN:
        return False


def ranges(numbers: list[int]) -> str:
    """Say numbers as people do: 1–3, 7."""
    said: list[list[int]] = []
    for number in numbers:
        if said and said[-1][-1] == number - 1:
            said[-1][1:] = [number]
        else:
            said.append([number])
    return ", ".join("–".join(map(str, one)) for one in said)


def own_language(document: pymupdf.Document) -> str | None:
    """Return the language that a document says it is in."""
    try:
        said = document.language if document.is_pdf else None
    except BROKEN:
        return None
    return str(said) if said and re.fullmatch(r"[A-Za-z]{2}(?:-[A-Za-z]{2,8})*", str(said)) else None
