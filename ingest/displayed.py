"""The process that draws pages: `python -m ingest.displayed`, the file on standard input, then a wish a line.

The first answer is the size and label of every page. Then {"draw": page, "zoom", "tint"} is answered by a picture
and {"lines": page} by the printed lines; a wish that fails is answered by an error.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from ingest.book import BookError, Locked
from ingest.frames import Frame, send
from ingest.lam_alef import in_order, letters_of, signs
from ingest.limits import Limits, confine, forbid
from ingest.mupdf import BROKEN, damaged, pymupdf
from ingest.pdf_labels import labels_of
from ingest.printed import FLAGS
from ingest.sniffing import sniff

_FAILED: tuple[type[BaseException], ...] = (*BROKEN, MemoryError)
_MOST_PAGES = 20_000
_MOST_DOTS = 20_000_000  # of one picture
_WHOLE = 0.6  # of a page: a larger picture is the page itself, scanned, and is tinted with it


def main() -> None:
    """Open the file that is asked for, and answer until nothing more is asked."""
    request = json.loads(sys.stdin.buffer.readline())
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what MuPDF prints must not get between the answers
    confine(Limits(**request["limits"]))
    try:
        document = _opened(Path(request["path"]), request["password"])
        forbid()
        send(out, {"sheets": list(_sheets(document))})
    except BookError as error:
        send(out, {"error": str(error), "locked": isinstance(error, Locked)})
        return
    for wish in sys.stdin.buffer:
        _grant(document, json.loads(wish), out)


def _opened(path: Path, password: str | None) -> pymupdf.Document:
    try:
        document = pymupdf.open(path, filetype=sniff(path))
        if document.needs_pass and not document.authenticate(password or ""):
            raise Locked(_locked(path, password))
        count = document.page_count
    except BROKEN as error:
        raise damaged(path, error) from error
    if count > _MOST_PAGES:
        raise BookError(f"“{path.name}” has {count:,} pages, too many to be shown as printed.")
    return document


def _locked(path: Path, password: str | None) -> str:
    if password:
        return f"The password does not open “{path.name}”; try another."
    return f"“{path.name}” is protected by a password; give the password to see its pages."


def _sheets(document: pymupdf.Document) -> Iterator[tuple[float, float, str]]:
    for number, label in enumerate(labels_of(document)):
        try:
            page = document.load_page(number)
            yield float(page.rect.width), float(page.rect.height), label
        except BROKEN:
            yield 595.0, 842.0, label


def _grant(document: pymupdf.Document, wish: Mapping[str, Any], out: BinaryIO) -> None:
    try:
        if "draw" in wish:
            picture = _drawn(document.load_page(wish["draw"]), wish["zoom"], wish["tint"])
            dots = picture.samples
            send(out, {"width": picture.width, "height": picture.height, "bytes": len(dots)})
            out.write(dots)
            out.flush()
            return
        answer: Frame = {"lines": list(_lines(document.load_page(wish["lines"])))}
    except _FAILED:
        answer = {"error": "This page cannot be shown; it may be damaged."}
    send(out, answer)


def _drawn(page: pymupdf.Page, zoom: float, tint: tuple[int, int] | None) -> pymupdf.Pixmap:
    area = max(1.0, page.rect.width * page.rect.height)
    zoom = min(zoom, (_MOST_DOTS / area) ** 0.5)
    picture = _picture(page, zoom)
    if tint is None:
        return picture
    tinted = pymupdf.Pixmap(picture, 0)
    tinted.tint_with(*tint)
    for info in page.get_image_info():
        box = pymupdf.Rect(info["bbox"]) * page.rotation_matrix
        if 0 < abs(box) < _WHOLE * area:  # photographs and figures keep their colours
            tinted.copy(picture, (box * pymupdf.Matrix(zoom, zoom)).irect & picture.irect)
    return tinted


def _picture(page: pymupdf.Page, zoom: float) -> pymupdf.Pixmap:
    return page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), alpha=False, colorspace=pymupdf.csRGB)


def _lines(page: pymupdf.Page) -> Iterator[tuple[str, list[float]]]:
    """Yield the text of each line and, for each character, the four sides of its box, as the page is turned."""
    turned = page.rotation_matrix
    for letters in letters_of(page.get_text("rawdict", flags=FLAGS)):
        sides: list[float] = []
        for letter in letters:
            box = pymupdf.Rect(letter["bbox"]) * turned
            sides += [round(box.x0, 1), round(box.y0, 1), round(box.x1, 1), round(box.y1, 1)]
        yield in_order("".join(letter["c"] for letter in letters), signs(letters)), sides


if __name__ == "__main__":
    main()
