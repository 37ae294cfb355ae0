"""Pictures and pages made small, as JPEGs; whoever imports this loads MuPDF."""

import re
from pathlib import Path

from ingest.book import Cover
from ingest.drawings import painted
from ingest.mupdf import BROKEN, pymupdf

WIDEST, HIGHEST = 480, 720  # dots
_QUALITY = 82  # of the JPEG, in percent
_MOST_DOTS = 40_000_000  # of a picture worth decoding
_LEAST = 40  # dots of a side; what is smaller is an ornament
_DRAWING = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<(?:\w+:)?svg\b", re.S)


def of_first_page(path: Path, kind: str, password: str | None) -> Cover | None:
    """Return the first page of a PDF or an XPS document; nothing if it cannot be drawn."""
    try:
        with pymupdf.open(path, filetype=kind) as document:
            if document.needs_pass and not document.authenticate(password or ""):
                return None
            return _packed(_page(document))
    except BROKEN:
        return None


def of_picture(data: bytes) -> Cover | None:
    """Return a picture, of any kind that MuPDF knows; nothing if it is too small, too large or damaged."""
    try:
        if _DRAWING.match(data[:2000]):
            with pymupdf.open(stream=painted(data), filetype="svg") as document:
                return _packed(_page(document))
        mupdf = pymupdf.mupdf
        said = mupdf.fz_new_image_from_buffer(mupdf.fz_new_buffer_from_copied_data(data))
        if said.w() * said.h() > _MOST_DOTS or min(said.w(), said.h()) < _LEAST:
            return None
        whole = pymupdf.Pixmap(data)
        if whole.colorspace is None:  # a mask
            return None
        if whole.colorspace.n != 3:
            whole = pymupdf.Pixmap(pymupdf.csRGB, whole)
        if whole.alpha:
            whole = pymupdf.Pixmap(whole, 0)
        scale = min(1.0, WIDEST / whole.width, HIGHEST / whole.height)
        width, height = max(1, int(whole.width * scale)), max(1, int(whole.height * scale))
        return _packed(pymupdf.Pixmap(whole, width, height, None))
    except BROKEN:
        return None


def _page(document: pymupdf.Document) -> pymupdf.Pixmap:
    page = document.load_page(0)
    scale = min(WIDEST / page.rect.width, HIGHEST / page.rect.height)
    return page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csRGB, alpha=False)


def _packed(drawn: pymupdf.Pixmap) -> Cover:
    return Cover(bytes(drawn.tobytes("jpeg", jpg_quality=_QUALITY)))
