"""The lines of a page as MuPDF's own printers give them: their places in JSON, the types that they are set in in HTML.

Both print the same lines in the same order, in a fraction of the time that PyMuPDF takes to make a dictionary of every
span of them.
"""

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any, NamedTuple

from ingest.lam_alef import LAM, in_order, letters_of, signs
from ingest.mupdf import pymupdf

FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP
SCALE = 1000  # of the places and sizes: JSON has whole numbers only, thousandths of a point
_MANY = 1 << 14  # bytes that are set aside for what is printed
_SIZE = "font-size:"
_PIECE = re.compile(_SIZE + r"([\d.]+)pt[^>]*>([^<]*)</span>((?:</\w+>)*)")


class Piece(NamedTuple):
    """A part of a line, and the type that it is set in."""

    text: str
    size: float
    bold: bool
    raised: bool


def text_of(page: pymupdf.Page) -> pymupdf.TextPage:
    """Read the text of a page as it is displayed; PyMuPDF by itself would first turn back one that is rotated."""
    mupdf = pymupdf.mupdf
    text = mupdf.FzStextPage(mupdf.fz_bound_page(page.this))
    device = mupdf.fz_new_stext_device(text, mupdf.FzStextOptions(FLAGS))
    mupdf.fz_run_page(page.this, device, mupdf.FzMatrix(), mupdf.FzCookie())
    mupdf.fz_close_device(device)
    return pymupdf.TextPage(text)


def printed(page: pymupdf.TextPage) -> Iterator[tuple[int, dict[str, Any], str]]:
    """Return the lines of a page: the block that each stands in, its place and text, and its types for `pieces`.

    These are empty where all of a line is set in one type.
    """
    places = json.loads(_print(pymupdf.mupdf.fz_print_stext_page_as_json, page, SCALE))
    types = _print(pymupdf.mupdf.fz_print_stext_page_as_html, page, 0).split("<p style=")
    at = 0
    pairs: dict[int, list[bool]] = {}
    for number, block in enumerate(places["blocks"]):
        for line in block.get("lines", ()):
            at += 1
            if LAM in line["text"]:
                pairs = pairs or dict(enumerate(map(signs, letters_of(page.extractRAWDICT())), 1))
                line["text"], types[at] = (
                    in_order(one, pairs.get(at, [])) for one in (line["text"], types[at])
                )
            yield number, line, types[at] if types[at].count(_SIZE) > 1 else ""


def pieces(types: str) -> list[Piece]:
    """Return the parts of a line that are set in one type each."""
    return [
        Piece(unescape(text) if "&" in text else text, float(size), "</b>" in ends, "</sup>" in ends)
        for size, text, ends in _PIECE.findall(types)
    ]


def _print(printer: Callable[..., None], page: pymupdf.TextPage, option: float) -> str:
    buffer = pymupdf.mupdf.fz_new_buffer(_MANY)
    out = pymupdf.mupdf.FzOutput(buffer)
    printer(out, page.this, option)
    out.fz_close_output()
    # half a pair of surrogates is no character; `clean` takes it out
    return bytes(pymupdf.mupdf.fz_buffer_extract_copy(buffer)).decode("utf-8", "surrogatepass")
