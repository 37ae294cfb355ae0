"""EPUB 2 and 3: the files of the spine, cut into chapters where the contents say."""

import posixpath
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path

from ingest.archive import Archive
from ingest.around import is_around, may_have_licence, without_around, without_licence
from ingest.binding import ENDLESS, Block, Start, bind, by_headings, size
from ingest.book import Book, BookError, Matter, Step
from ingest.book import Page as PrintedPage
from ingest.files import fingerprint
from ingest.flow import Page, read_page
from ingest.language import guess_language
from ingest.matter import by_landmarks, said_matter
from ingest.opening import Opening
from ingest.package import Package, read_package
from ingest.tags import Tags
from ingest.text import key, same
from ingest.toc import Labels, Line, read_toc
from ingest.worded import worded

_LICENCE = "the project gutenberg ebook"  # a line of its contents that leads to the licence
_HEADING = "\0"  # before the name of an anchor that no file can have


@dataclass
class _Text:
    """The text of all files of the spine, one after the other."""

    blocks: list[Block] = field(default_factory=list)
    begins: dict[str, int] = field(default_factory=dict)  # path to its first block
    anchors: dict[tuple[str, str], int] = field(default_factory=dict)
    matter: dict[str, Matter] = field(default_factory=dict)  # by path, where the book says
    warnings: list[str] = field(default_factory=list)
    has_licence: bool = False  # perhaps


def read_epub(path: Path, password: str | None = None) -> Opening:
    """Return the book and its chapters; raise BookError if it is damaged, locked or without text."""
    with Archive(path) as archive:
        archive.check_open()
        package = read_package(archive)
        lines, labels = read_toc(archive, package)
        text = yield from _read_spine(archive, package, lines, labels)
    if text.has_licence:
        text.blocks = without_licence(text.blocks)
    if not any(key(block.text) for block in text.blocks):
        raise BookError(f"“{path.name}” has no text to read: its pages are pictures or empty.")
    title = package.title or path.stem
    starts = _starts(text, lines)
    contents, chapters = bind(without_around(text.blocks, starts), starts, title)
    sample = " ".join(block.text for block in text.blocks[:400])
    language = package.language or guess_language(sample)
    warnings = (*package.warnings, *text.warnings)
    return Book(fingerprint(path), title, package.authors, language, contents, warnings), chapters


def _read_spine(
    archive: Archive, package: Package, lines: list[Line], labels: Labels
) -> Generator[Step, None, _Text]:
    text = _Text(matter=by_landmarks(package.spine, package.guide))
    around: list[tuple[str, Page]] = []
    tags = Tags({line.fragment for line in lines}.union(*labels.values()) - {""})
    titles = {line.path: line.title for line in reversed(lines) if not line.fragment}
    headings: dict[str, list[Line]] = {}
    for line in lines:
        if line.heading:
            headings.setdefault(line.path, []).append(line)
    for done, path in enumerate(package.spine):
        yield Step(done, len(package.spine))
        data = archive.read(path)
        page = read_page(data, labels.get(path), tags) if data else None
        if data is None or page is None:
            text.warnings.append(
                f"The part “{posixpath.basename(path)}” is missing or damaged and was left out."
            )
            continue
        _begin_page(page, labels.get(path, {}).get("", ""))
        _add_headings(page, headings.get(path, []))
        if _is_around(text, path, page, package.guide.get(path, ""), titles.get(path, "")):
            around.append((path, page))
            page = Page([Block("")], {}, page.kinds)
        else:
            text.has_licence = text.has_licence or may_have_licence(data)
        _append(text, path, page)  # what stands under it in the contents has no other part above
    if not any(key(block.text) for block in text.blocks):  # then better the imprint than nothing
        text.begins.clear()
        text.has_licence = True
        for path, page in around:
            _append(text, path, page)
    return text


def _is_around(text: _Text, path: str, page: Page, guided: str, title: str) -> bool:
    """Note what is said of a part; tell whether it is not of the work itself."""
    if page.flat:
        text.warnings.append(
            f"The part “{posixpath.basename(path)}” is nested too deeply: only its text was kept."
        )
    said = said_matter((*page.kinds, guided))
    if said:
        text.matter[path] = said
    name = posixpath.splitext(posixpath.basename(path))[0]
    return is_around((*page.kinds, guided, name, title), page.blocks)


def _begin_page(page: Page, label: str) -> None:
    """Let a printed page begin with the first block, if the list of pages leads to the file itself."""
    if label and page.blocks:
        first = page.blocks[0]
        page.blocks[0] = first._replace(pages=(PrintedPage(label, 0), *first.pages))


def _add_headings(page: Page, headings: list[Line]) -> None:
    """Put in the headings that stand in the contents alone, as a printed book has them on a page of their own."""
    for line in headings:
        at = page.anchors.get(line.fragment, 0)
        near = range(max(0, at - 2), min(at + 2, len(page.blocks)))
        there = next((place for place in near if same(page.blocks[place].text, line.title)), None)
        if there is not None:
            page.anchors[_HEADING + line.title] = there
            continue
        page.blocks.insert(at, Block(line.title, 1))
        page.anchors = {name: place + (place >= at) for name, place in page.anchors.items()}
        page.anchors[_HEADING + line.title] = at
        page.anchors.setdefault("", at + 1)  # where what leads to the file itself now leads


def _append(text: _Text, path: str, page: Page) -> None:
    begin = len(text.blocks)
    text.begins[path] = begin
    text.anchors.update({(path, name): begin + at for name, at in page.anchors.items()})
    text.blocks.extend(page.blocks)


def _starts(text: _Text, lines: list[Line]) -> list[Start]:
    """Return where chapters start: by the contents, by headings, by words such as “Chapter 1”, or at every file."""
    paths = {path.casefold(): path for path in text.begins}
    starts = []
    for line in lines:
        path = paths.get(line.path.casefold())
        if path is not None and not line.title.lower().startswith(_LICENCE):
            name = _HEADING + line.title if line.heading else line.fragment
            at = text.anchors.get((path, name), text.anchors.get((path, line.fragment), text.begins[path]))
            starts.append(Start(line.title, line.level, at, text.matter.get(path)))
    if len(starts) > 1 or (len(text.begins) == 1 == len(starts) and size(text.blocks) < ENDLESS):
        return starts
    headings = by_headings(text.blocks)
    if len(headings) > 1:
        return headings
    by_words, marked = worded(text.blocks)
    if len(by_words) > max(1, len(text.begins) // 2):
        text.blocks = marked
        return by_words
    if len(text.begins) > 1:
        return [
            Start(_heading(text, at) or f"Part {n}", 0, at, text.matter.get(path))
            for n, (path, at) in enumerate(text.begins.items(), 1)
        ]
    return starts or headings


def _heading(text: _Text, at: int) -> str:
    """Return the heading that the file beginning with this block begins with."""
    first = next((block for block in text.blocks[at:] if block.text), None)
    return first.text if first is not None and first.level is not None else ""
