"""Pages that are pictures become text through Tesseract, where it is installed."""

import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.book import Step
from ingest.language import guess_language
from ingest.limits import PAGE_SECONDS, allow
from ingest.mupdf import BROKEN, pymupdf
from ingest.pdf_lines import Line, lines_of
from ingest.printed import FLAGS
from ingest.tesseract import chosen, languages

_DOTS = 200  # per inch; Tesseract wants about so many
_LARGEST = 12_000_000  # dots of a page; a poster is looked at more coarsely
_WORD = re.compile(r"[(\[“‘\"'«„]*(?:[^\W\d_]+(?:[-’'][^\W\d_]+)*|\d+(?:[.,:/-]\d+)*%?)[)\]”’\"'».,;:!?…]*")
_PICTURED = re.compile(r"fill-(?:image|imgmask)")
_DRAWN = re.compile(r"(?:fill|stroke)-(?:image|imgmask|path|shade)")


def is_picture(page: pymupdf.Page, drawn: bool) -> bool:
    """Tell whether a page without text shows a picture, or with `drawn` anything at all."""
    pattern = _DRAWN if drawn else _PICTURED
    try:
        return any(pattern.match(entry[0]) for entry in page.get_bboxlog())
    except BROKEN:
        return False


def _dots(page: pymupdf.Page) -> int:
    area = max(1.0, float(page.rect.width * page.rect.height) / 72**2)  # square inches
    return max(10, min(_DOTS, int((_LARGEST / area) ** 0.5)))


@dataclass
class Recognised:
    """The lines of the pages that have any, and the language that they were taken for, as Tesseract calls it."""

    language: str
    lines: dict[int, list[Line]] = field(default_factory=dict)

    def legible(self) -> float:
        """Return the share of what was recognised that looks like words or numbers; MuPDF keeps no confidence."""
        said = [word for lines in self.lines.values() for line in lines for word in line.text.split()]
        return sum(bool(_WORD.fullmatch(word)) for word in said) / max(1, len(said))


def recognise(
    document: pymupdf.Document, numbers: Sequence[int], folder: Path, said: str | None
) -> Generator[Step, None, Recognised]:
    """Return what is written on these pages; raise BookError if the language that a person chose is not installed.

    If nobody chose, it is what the document says, or what the first page turns out to be in.
    """
    wish = chosen(folder)
    found = Recognised(wish or languages(folder, said))
    allow(PAGE_SECONDS * (len(numbers) + 1))
    for done, number in enumerate(numbers):
        yield Step(done, len(numbers), recognising=True)
        lines = _lines(document, number, folder, found.language)
        if lines and not found.lines and said is None and wish is None:
            own = languages(folder, guess_language(" ".join(line.text for line in lines)))
            if own != found.language:
                yield Step(done, len(numbers), recognising=True)
                found.language, lines = own, _lines(document, number, folder, own)
        if lines:
            found.lines[number] = lines
    return found


def _lines(document: pymupdf.Document, number: int, folder: Path, language: str) -> list[Line]:
    """Return the lines of one page, none if it cannot be recognised."""
    try:
        page = document.load_page(number)
        text = page.get_textpage_ocr(
            FLAGS, language=language, dpi=_dots(page), full=True, tessdata=str(folder)
        )
        return lines_of(text, number)
    except BROKEN:
        return []
