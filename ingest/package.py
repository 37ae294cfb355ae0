"""What an EPUB says about itself: title, authors, language, and which files to read in which order."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ebooklib import epub
from lxml import etree

from ingest.archive import Archive, joined
from ingest.markup import parse_package
from ingest.seen import Attributes
from ingest.text import one_line

_PAGES = frozenset(
    ("application/xhtml+xml", "text/html", "image/svg+xml", "text/x-oeb1-document", "application/xml")
)


@dataclass
class Package:
    """The package document of an EPUB; paths are from the archive's root."""

    title: str = ""
    authors: tuple[str, ...] = ()
    language: str | None = None
    spine: list[str] = field(default_factory=list)
    nav: str | None = None
    ncx: str | None = None
    guide: dict[str, str] = field(default_factory=dict)  # path to what it is: cover, toc, ...
    cover: str | None = None  # a picture
    warnings: list[str] = field(default_factory=list)


def read_package(archive: Archive) -> Package:
    """Find and read the package document; raise BookError if there is none."""
    path, root = _find(archive)
    package = Package()
    _describe(package, root)
    manifest: dict[str | None, tuple[str, str]] = {}
    for item in root.iter("{*}item"):
        href = joined(path, item.get("href") or "")[0]
        manifest[item.get("id")] = (href, item.get("media-type") or "")
        if "nav" in (item.get("properties") or "").split():
            package.nav = package.nav or href
        if item.get("media-type") == "application/x-dtbncx+xml":
            package.ncx = package.ncx or href
    package.cover = _cover(root, manifest)
    said = [manifest.get(reference.get("idref"), ("", "")) for reference in root.iter("{*}itemref")]
    spine = [href for href, kind in said if href and kind in _PAGES]
    package.spine = list(dict.fromkeys(spine)) or [href for href, kind in manifest.values() if kind in _PAGES]
    for reference in root.iter("{*}reference"):
        target, fragment = joined(path, reference.get("href") or "")
        if not fragment:  # else it is only a part of the file
            package.guide[target] = (reference.get("type") or "").lower()
    return package


def _cover(root: etree._Element, manifest: Mapping[str | None, tuple[str, str]]) -> str | None:
    """Return the picture that EPUB 3's properties or EPUB 2's meta call the cover, or one whose id does."""
    said = [one.get("id") for one in root.iter("{*}item") if "cover-image" in (one.get("properties") or "")]
    said += [one.get("content") for one in root.iter("{*}meta") if one.get("name") == "cover"]
    said += [name for name in manifest if name and "cover" in name.lower()]
    pictures = (manifest[name][0] for name in said if manifest.get(name, ("", ""))[1].startswith("image/"))
    return next(pictures, None)


def _find(archive: Archive) -> tuple[str, etree._Element]:
    """Return the path and the root of the package document, where the container says or else anywhere."""
    data = archive.read("META-INF/container.xml")
    container = parse_package(data) if data else None
    paths = (
        [one.get("full-path") or "" for one in container.iter("{*}rootfile")] if container is not None else []
    )
    for path in (*paths, archive.ending(".opf")):
        content = archive.read(path) if path else None
        root = parse_package(content) if content else None
        if path and root is not None:
            return path, root
    raise archive.damaged("has no readable description of a book")


class _Metadata(epub.EpubReader):  # type: ignore[misc]  # EbookLib has no types
    """EbookLib's reading of the metadata, given the package; its reading of files fails on a missing one."""

    def load_from(self, root: etree._Element) -> epub.EpubBook:
        self.container = root.getroottree()
        self._load_metadata()
        return self.book


def _describe(package: Package, root: etree._Element) -> None:
    try:
        book = _Metadata("").load_from(root)
    except (
        AttributeError,
        KeyError,
        TypeError,
        ValueError,
        IndexError,
    ):  # a package that EbookLib cannot take
        package.warnings.append("The book's title and authors could not be read from its description.")
        return
    refinements = _refinements(book)
    package.title = _title(_values(book, "title"), refinements)
    package.authors = _authors(_values(book, "creator"), refinements)
    languages = [value for value, _ in _values(book, "language")]
    package.language = languages[0] if languages else None


def _values(book: epub.EpubBook, name: str) -> list[tuple[str, Attributes]]:
    found = book.metadata.get(epub.NAMESPACES["DC"], {}).get(name, [])
    return [(one_line(value), said) for value, said in found if value and one_line(value)]


def _refinements(book: epub.EpubBook) -> dict[tuple[str, str], list[str]]:
    """Return what EPUB 3's metas say of other elements: (id, property) to the values."""
    found: dict[tuple[str, str], list[str]] = {}
    for value, said in book.metadata.get(epub.NAMESPACES["OPF"], {}).get("meta", []):
        about = (said.get("refines") or "").lstrip("#")
        if about and value:
            found.setdefault((about, said.get("property") or ""), []).append(one_line(value))
    return found


def _title(titles: list[tuple[str, Attributes]], refinements: dict[tuple[str, str], list[str]]) -> str:
    for title, said in titles:
        if "main" in refinements.get((said.get("id") or "", "title-type"), []):
            return title
    return titles[0][0] if titles else ""


def _authors(
    creators: list[tuple[str, Attributes]], refinements: dict[tuple[str, str], list[str]]
) -> tuple[str, ...]:
    """Return the creators who are authors, or all if none is said to be; in the order of display."""
    ranked = []
    for name, said in creators:
        about = said.get("id") or ""
        roles = refinements.get((about, "role"), []) + [v for k, v in said.items() if k.endswith("role")]
        rank = next(iter(refinements.get((about, "display-seq"), [])), "")
        ranked.append((int(rank) if rank.isdecimal() else len(creators), name, "aut" in roles or not roles))
    ranked.sort(key=lambda one: one[0])
    authors = [name for _, name, wrote in ranked if wrote] or [name for _, name, _ in ranked]
    return tuple(dict.fromkeys(authors))
