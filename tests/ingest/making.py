"""Books made in code, so that each test shows what it is about."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from ingest.mupdf import pymupdf

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
METADATA = "<dc:title>A Book</dc:title><dc:creator>Ann Author</dc:creator><dc:language>en</dc:language>"
LONG = "It was a long and quiet evening by the river. " * 12


def page(body: str, attributes: str = "") -> str:
    """A page of XHTML."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head><title>t</title></head><body {attributes}>{body}</body></html>"
    )


def package(names: Sequence[str], metadata: str = METADATA, version: str = "3.0") -> str:
    """A package document whose spine has these files."""
    items = "".join(
        f'<item id="i{n}" href="{x}" media-type="application/xhtml+xml"/>' for n, x in enumerate(names)
    )
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(names)))
    return (
        f'<package xmlns="http://www.idpf.org/2007/opf" version="{version}">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata><manifest>'
        '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
        '<item id="ncx" href="book.ncx" media-type="application/x-dtbncx+xml"/>'
        f'{items}</manifest><spine toc="ncx">{spine}</spine></package>'
    )


def nav(entries: str) -> str:
    """A nav document with these list items."""
    return page(f'<nav epub:type="toc"><ol>{entries}</ol></nav>')


def line(href: str, title: str, inner: str = "") -> str:
    """One list item of a nav, perhaps with a list inside."""
    return f'<li><a href="{href}">{title}</a>{f"<ol>{inner}</ol>" if inner else ""}</li>'


def epub(
    path: Path,
    pages: Mapping[str, str],
    entries: str | None = None,
    metadata: str = METADATA,
    extra: Mapping[str, str | bytes] | None = None,
    spine: Sequence[str] | None = None,
) -> Path:
    """Write an EPUB of these bodies, by file name, and of these entries in its nav."""
    files: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OPS/book.opf": package(spine or list(pages), metadata),
    }
    if entries is not None:
        files["OPS/nav.xhtml"] = nav(entries)
    files |= {f"OPS/{name}": body if body.startswith("<?xml") else page(body) for name, body in pages.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (files | dict(extra or {})).items():
            archive.writestr(name, content)
    return path


def pdf(
    path: Path,
    pages: Sequence[Sequence[tuple[str, float]]],
    outline: Sequence[tuple[int, str, int]] = (),
    labels: Sequence[dict[str, object]] = (),
    metadata: Mapping[str, str] | None = None,
    top: float = 90,
) -> Path:
    """Write a PDF of pages of (line, type size); a line is set where the one before it ends."""
    document = pymupdf.open()
    for lines in pages:
        sheet = document.new_page(width=420, height=595)
        y = top
        for text, size in lines:
            y += size * 1.3
            if text:
                sheet.insert_text((50, y), text, fontsize=size)
    if outline:
        document.set_toc([list(entry) for entry in outline])
    if labels:
        document.set_page_labels(list(labels))
    document.set_metadata(dict(metadata or {}))
    document.save(path)
    document.close()
    return path


def prose(count: int, begin: str = "Line") -> list[tuple[str, float]]:
    """So many full lines of ordinary text."""
    return [(f"{begin} {n} of a quiet story that goes on and on until its end.", 11.0) for n in range(count)]
