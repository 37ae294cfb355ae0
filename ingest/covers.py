"""The picture of a book for its place on a shelf: found in its file, and made small."""

import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path

from ingest.archive import Archive, joined
from ingest.book import BookError, Cover
from ingest.fb2 import content
from ingest.kindle import cover_record
from ingest.markup import parse, parse_package
from ingest.package import Package, read_package
from ingest.sniffing import sniff

_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|svg|webp)$", re.I)
_HREF = "{http://www.w3.org/1999/xlink}href"


def cover(path: Path, password: str | None = None) -> Cover | None:
    """Return the picture of a book; nothing if it has none, or none that can be drawn."""
    kind = sniff(path)
    if kind in ("pdf", "xps"):
        from ingest.thumbnails import of_first_page

        return of_first_page(path, kind, password)
    find = _FINDERS.get(kind)
    try:
        for data in find(path) if find else ():
            from ingest.thumbnails import of_picture  # MuPDF takes its time to load

            drawn = of_picture(data) if data else None
            if drawn:
                return drawn
    except (BookError, ValueError):
        return None
    return None


def _of_epub(path: Path) -> Iterator[bytes | None]:
    with Archive(path) as archive:
        archive.check_open()
        for name in _named(read_package(archive)):
            data = archive.read(name) if _PICTURE.search(name) else _on_page(archive, name)
            if data:
                yield data


def _named(package: Package) -> list[str]:
    """Return what may be the cover, the likeliest first: a picture, or a page with one."""
    guided = [path for path, kind in package.guide.items() if kind == "cover"]
    return [name for name in (package.cover, *guided, *package.spine[:1]) if name]


def _on_page(archive: Archive, name: str) -> bytes | None:
    """Return the only picture of a page that is little else."""
    data = archive.read(name)
    root = parse(data) if data else None
    if root is None:
        return None
    pictures = list(root.iter("{*}img", "{*}image"))
    said = "".join(str(text) for text in root.itertext())
    if len(pictures) != 1 or len(said.strip()) > 200:
        return None
    href = pictures[0].get("src") or pictures[0].get(_HREF) or pictures[0].get("href") or ""
    return archive.read(joined(name, href)[0])


def _of_fb2(path: Path) -> Iterator[bytes | None]:
    root = parse_package(content(path))
    page = next(root.iter("{*}coverpage"), None) if root is not None else None
    link = next(page.iter("{*}image"), None) if page is not None else None
    if root is None or link is None:
        return
    name = next((str(value) for key, value in link.items() if str(key).endswith("href")), "").lstrip("#")
    said = next((one.text for one in root.iter("{*}binary") if one.get("id") == name), None)
    if said:
        yield b64decode(said)


def _of_docx(path: Path) -> Iterator[bytes | None]:
    with Archive(path) as archive:
        if archive.find("docProps/thumbnail.jpeg"):
            yield archive.read("docProps/thumbnail.jpeg")


def _of_kindle(path: Path) -> Iterator[bytes | None]:
    data = cover_record(path)
    if data:
        yield data


_FINDERS: dict[str, Callable[[Path], Iterator[bytes | None]]] = {
    "epub": _of_epub,
    "fb2": _of_fb2,
    "docx": _of_docx,
    "kindle": _of_kindle,
}
