"""Pages that are pictures become text through Tesseract, where it is installed."""

import os
import re
from collections.abc import Generator, Sequence
from pathlib import Path

from ingest.book import Step
from ingest.limits import PAGE_SECONDS, allow
from ingest.mupdf import BROKEN, pymupdf
from ingest.pdf_lines import FLAGS, Line, lines_of

_DOTS = 200  # per inch; Tesseract wants about so many
_LARGEST = 12_000_000  # dots of a page; a poster is looked at more coarsely
_FOLDERS = (
    "/usr/share/tesseract-ocr/*/tessdata",
    "/usr/share/tesseract-ocr/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "C:/Program Files/Tesseract-OCR/tessdata",
)
_CODES = {
    "en": "eng", "de": "deu", "fr": "fra", "es": "spa", "it": "ita", "pt": "por", "nl": "nld", "ru": "rus",
    "pl": "pol", "sv": "swe", "da": "dan", "ja": "jpn", "zh": "chi_sim", "ko": "kor", "ar": "ara", "he": "heb",
}  # fmt: skip
_PICTURED = re.compile(r"fill-(?:image|imgmask)")
_DRAWN = re.compile(r"(?:fill|stroke)-(?:image|imgmask|path|shade)")


def data_folder() -> Path | None:
    """Return the folder of Tesseract's languages, nothing if it is not installed."""
    said = os.environ.get("TESSDATA_PREFIX")
    named = [Path(said), Path(said) / "tessdata"] if said else []
    found = [
        place for name in _FOLDERS for place in sorted(Path(name[:1] or "/").glob(name[1:]), reverse=True)
    ]
    return next((place for place in (*named, *found) if any(place.glob("*.traineddata"))), None)


def languages(folder: Path, said: str | None) -> str:
    """Return the languages to recognise: the document's own, else English, else the first that is there."""
    there = sorted(path.stem for path in folder.glob("*.traineddata") if path.stem != "osd")
    own = _CODES.get((said or "").split("-")[0].lower())
    return next((name for name in (own, "eng") if name in there), there[0] if there else "eng")


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


def recognise(
    document: pymupdf.Document, numbers: Sequence[int], folder: Path, said: str | None
) -> Generator[Step, None, dict[int, list[Line]]]:
    """Return the lines of these pages, of those that have any."""
    found: dict[int, list[Line]] = {}
    language = languages(folder, said)
    allow(PAGE_SECONDS * len(numbers))
    for done, number in enumerate(numbers):
        yield Step(done, len(numbers), recognising=True)
        try:
            page = document.load_page(number)
            text = page.get_textpage_ocr(
                FLAGS, language=language, dpi=_dots(page), full=True, tessdata=str(folder)
            )
            found[number] = lines_of(page.get_text("dict", flags=FLAGS, textpage=text), number)
        except BROKEN:
            continue
    return {number: lines for number, lines in found.items() if lines}
