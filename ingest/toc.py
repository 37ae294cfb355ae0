"""The table of contents that an EPUB carries, and its list of printed pages: EPUB 3's nav or EPUB 2's NCX."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from ingest.archive import Archive, joined
from ingest.markup import kinds, local, parse, parse_package
from ingest.package import Package
from ingest.seen import bare_label
from ingest.text import one_line

_PAGE_LISTS = frozenset(("page-list", "pagelist"))


@dataclass(frozen=True)
class Line:
    """A line of the contents: what it says, how deep it stands, and where it leads.

    A line that is only a heading, with no link of its own, leads where the first line under it does.
    """

    title: str
    level: int
    path: str
    fragment: str
    heading: bool = False


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
    for item in nav.iter("{*}li") if nav is not None else ():
        said = next((one for one in item if local(one) in ("a", "span")), None)
        link = said if said is not None and said.get("href") else next(item.iter("{*}a"), None)
        if said is not None and link is not None and link.get("href"):
            target, fragment = joined(path, link.get("href") or "")
            found.append(Line(_said(said), _depth(item, "ol") - 1, target, fragment, said is not link))
    return found


def read_pages(archive: Archive, package: Package) -> dict[str, dict[str, str]]:
    """Return the labels of the printed pages by the file and the id where they begin; "" is a file's begin."""
    found: dict[str, dict[str, str]] = {}
    for path, name in ((package.nav, "nav"), (package.ncx, "pageTarget")):
        data = archive.read(path) if path else None
        root = parse_package(data) if data else None
        if root is None or path is None:
            continue
        for label, href in _nav_pages(root) if name == "nav" else _ncx_pages(root):
            target, fragment = joined(path, href)
            found.setdefault(target, {}).setdefault(fragment, bare_label(label))
        if found:
            break
    return found


def _nav_pages(root: etree._Element) -> Iterator[tuple[str, str]]:
    for nav in root.iter("{*}nav"):
        if not _PAGE_LISTS.isdisjoint(kinds(nav)):
            yield from ((_said(link), link.get("href") or "") for link in nav.iter("{*}a"))


def _ncx_pages(root: etree._Element) -> Iterator[tuple[str, str]]:
    for target in root.iter("{*}pageTarget"):
        label, content = target.find("{*}navLabel"), target.find("{*}content")
        if label is not None and content is not None:
            yield _said(label), content.get("src") or ""


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
