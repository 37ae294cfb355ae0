"""What of Tesseract is installed, and which language it is to read."""

import locale
import os
from contextvars import ContextVar
from pathlib import Path

from ingest.book import BookError

AUTO = "auto"
CHOSEN: ContextVar[str] = ContextVar("language of text recognition", default=AUTO)
"""What a person chose for a file: Tesseract's name or a two-letter code, several joined by +; or `AUTO`."""

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


def data_folder() -> Path | None:
    """Return the folder of Tesseract's languages, nothing if it is not installed."""
    said = os.environ.get("TESSDATA_PREFIX")
    named = [Path(said), Path(said) / "tessdata"] if said else []
    found = [
        place for name in _FOLDERS for place in sorted(Path(name[:1] or "/").glob(name[1:]), reverse=True)
    ]
    return next((place for place in (*named, *found) if any(place.glob("*.traineddata"))), None)


def packs(folder: Path) -> list[str]:
    """Return the languages that are installed, as Tesseract calls them."""
    return sorted(path.stem for path in folder.glob("*.traineddata") if path.stem != "osd")


def languages(folder: Path, said: str | None) -> str:
    """Return the language to recognise: the document's own, the system's, English, or the first that is there."""
    there = packs(folder)
    wanted = (_code(said or ""), _code(locale.getlocale()[0] or ""), "eng")
    return next((name for name in wanted if name in there), there[0] if there else "eng")


def chosen(folder: Path) -> str | None:
    """Return the language that a person chose, nothing if none; raise BookError if it is not installed."""
    said = CHOSEN.get().strip() or AUTO
    if said == AUTO:
        return None
    there = packs(folder)
    names = [one if one in there else _code(one) or one for one in said.split("+")]
    missing = [name for name in names if name not in there]
    if missing:
        raise BookError(
            f"The language “{'+'.join(missing)}” is not installed for text recognition (OCR); installed: "
            f"{', '.join(there) or 'none'}. Install its Tesseract pack, or choose another language."
        )
    return "+".join(names)


def _code(said: str) -> str | None:
    """Return Tesseract's name of a language such as de-AT or de_AT."""
    return _CODES.get(said.replace("_", "-").split("-")[0].lower())
