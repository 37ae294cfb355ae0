"""The table of contents that an EPUB carries, and its list of printed pages: EPUB 3's nav or EPUB 2's NCX."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

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


Labels: TypeAlias = dict[str, dict[str, str]]
"""The labels of the printed pages by the file and the id where they begin; "" is a file's begin."""


def read_toc(archive: Archive, package: Package) -> tuple[list[Line], Labels]:
    """Return the lines of the nav, or else of the NCX, and the pages of either; none if there is neither."""
    path = package.nav or ""
    nav = _parsed(archive, path, parse)
    lines = _nav(nav, path) if nav is not None else []
    package.guide = (_landmarks(nav, path) if nav is not None else {}) | package.guide
    labels = _labels(path, _nav_pages(nav)) if nav is not None else {}
    if lines and labels:
        return lines, labels
    path = package.ncx or archive.ending(".ncx") or ""
    ncx = _parsed(archive, path, parse_package)
    if ncx is None:
        return lines, labels
    return lines or _ncx(ncx, path), labels or _labels(path, _ncx_pages(ncx))


def _parsed(
    archive: Archive, path: str, how: Callable[[bytes], etree._Element | None]
) -> etree._Element | None:
    data = archive.read(path) if path else None
    return how(data) if data else None


def _nav(root: etree._Element, path: str) -> list[Line]:
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


def _labels(path: str, pages: Iterable[tuple[str, str]]) -> Labels:
    found: Labels = {}
    for label, href in pages:
        target, fragment = joined(path, href)
        found.setdefault(target, {}).setdefault(fragment, bare_label(label))
    return found


def _nav_pages(root: etree._Element) -> Iterator[tuple[str, str]]:
    for nav in root.iter("{*}nav"):
        if not _PAGE_LISTS.isdisjoint(kinds(nav)):
            yield from ((_said(link), link.get("href") or "") for link in nav.iter("{*}a"))


def _landmarks(root: etree._Element, path: str) -> dict[str, str]:
    """Return what the landmarks say of files."""
    found: dict[str, str] = {}
    for nav in root.iter("{*}nav"):
        for link in nav.iter("{*}a") if "landmarks" in kinds(nav) else ():
            target, fragment = joined(path, link.get("href") or "")
            said = sorted(kinds(link), key=lambda kind: (not kind.endswith("matter"), kind))
            if said and not fragment:
                found.setdefault(target, said[0])
    return found


def _ncx_pages(root: etree._Element) -> Iterator[tuple[str, str]]:
    for target in root.iter("{*}pageTarget"):
        label, content = target.find("{*}navLabel"), target.find("{*}content")
        if label is not None and content is not None:
            yield _said(label), content.get("src") or ""


def _ncx(root: etree._Element, path: str) -> list[Line]:
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
