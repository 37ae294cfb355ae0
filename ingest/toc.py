"""The table of contents that an EPUB carries: EPUB 3's nav or EPUB 2's NCX."""

from dataclasses import dataclass

from lxml import etree

from ingest.archive import Archive, joined
from ingest.markup import kinds, local, parse, parse_package
from ingest.package import Package
from ingest.text import one_line


@dataclass(frozen=True)
class Line:
    """A line of the contents: what it says, how deep it stands, and where it leads."""

    title: str
    level: int
    path: str
    fragment: str


def read_toc(archive: Archive, package: Package) -> list[Line]:
    """Return the lines of the nav, or else of the NCX; none if there is neither."""
    return _nav(archive, package.nav) or _ncx(archive, package.ncx)


def _nav(archive: Archive, path: str | None) -> list[Line]:
    data = archive.read(path) if path else None
    root = parse(data) if data else None
    if root is None or path is None:
        return []
    navs = list(root.iter("{*}nav"))
    nav = next((one for one in navs if "toc" in kinds(one)), navs[0] if navs else None)
    found = []
    for link in nav.iter("{*}a") if nav is not None else ():
        parent = link.getparent()
        if parent is not None and local(parent) == "li" and link.get("href"):
            target, fragment = joined(path, link.get("href") or "")
            found.append(Line(_said(link), _depth(link, "ol") - 1, target, fragment))
    return found


def _ncx(archive: Archive, path: str | None) -> list[Line]:
    path = path or archive.ending(".ncx")
    data = archive.read(path) if path else None
    root = parse_package(data) if data else None
    if root is None or path is None:
        return []
    found = []
    for point in root.iter("{*}navPoint"):
        label = next((one for one in point if local(one) == "navlabel"), None)
        content = next((one for one in point if local(one) == "content"), None)
        if content is not None and content.get("src"):
            target, fragment = joined(path, content.get("src") or "")
            title = "" if label is None else _said(label)
            found.append(Line(title, _depth(point, "navpoint"), target, fragment))
    return found


def _said(element: etree._Element) -> str:
    return one_line("".join(str(text) for text in element.itertext()))


def _depth(element: etree._Element, name: str) -> int:
    return sum(local(above) == name for above in element.iterancestors())
