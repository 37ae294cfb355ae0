"""PyMuPDF, without what it imports beside MuPDF: a network for layout that takes longer to load than a book."""

import sys
from pathlib import Path

for _name in (
    "pymupdf.layout",
    "pymupdf4llm",
):  # an entry of None makes their import fail, as if not installed
    sys.modules.setdefault(_name, None)  # type: ignore[arg-type]

import pymupdf  # noqa: E402

from ingest.book import BookError  # noqa: E402

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)

BROKEN: tuple[type[Exception], ...] = (
    pymupdf.mupdf.FzErrorBase,
    RuntimeError,
    AssertionError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OSError,
)
"""What PyMuPDF raises over a damaged file, MuPDF's own errors and what their absence of care leads to."""

__all__ = ["BROKEN", "damaged", "pymupdf"]


def damaged(path: Path, error: Exception) -> BookError:
    """Return the error that says that MuPDF cannot open a file; raise MemoryError if it only lacked memory."""
    if "alloc" in str(error):
        raise MemoryError
    return BookError(f"“{path.name}” is damaged and cannot be opened; download or copy it again.")
