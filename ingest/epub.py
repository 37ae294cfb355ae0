"""EPUB 2 and 3: the files of the spine, cut into chapters where the contents say."""

import posixpath
from collections.abc import Generator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.archive import Archive
from ingest.around import is_around, without_around, without_licence
from ingest.binding import Block, Start, bind, by_headings
from ingest.book import Book, BookError, Step
from ingest.book import Page as PrintedPage
from ingest.files import fingerprint
from ingest.flow import Page, flow
from ingest.language import guess_language
from ingest.markup import is_flat, parse
from ingest.opening import Opening
from ingest.package import Package, read_package
from ingest.text import key, same
from ingest.toc import Line, read_pages, read_toc

_LICENCE = "the project gutenberg ebook"  # a line of its contents that leads to the licence
_HEADING = "\0"  # before the name of an anchor that no file can have


@dataclass
class _Text:
    """The text of all files of the spine, one after the other."""

    blocks: list[Block] = field(default_factory=list)
    begins: dict[str, int] = field(default_factory=dict)  # path to its first block
    anchors: dict[tuple[str, str], int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def read_epub(path: Path, password: str | None = None) -> Opening:
    """Return the book and its chapters; raise BookError if it is damaged, locked or without text."""
    with Archive(path) as archive:
        archive.check_open()
        package = read_package(archive)
        lines = read_toc(archive, package)
        text = yield from _read_spine(archive, package, lines)
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


def _read_spine(archive: Archive, package: Package, lines: list[Line]) -> Generator[Step, None, _Text]:
    labels = read_pages(archive, package)
    titles = {line.path: line.title for line in reversed(lines) if not line.fragment}
    text = _Text()
    around: list[tuple[str, list[Block], dict[str, int]]] = []
    for done, path in enumerate(package.spine):
        yield Step(done, len(package.spine))
        data = archive.read(path)
        root = parse(data) if data else None
        if root is None:
            text.warnings.append(
                f"The part “{posixpath.basename(path)}” is missing or damaged and was left out."
            )
            continue
        page = flow(root, labels.get(path))
        _begin_page(page, labels.get(path, {}).get("", ""))
        _add_headings(page, [line for line in lines if line.heading and line.path == path])
        if is_flat(root):
            text.warnings.append(
                f"The part “{posixpath.basename(path)}” is nested too deeply: only its text was kept."
            )
        names = (*page.kinds, package.guide.get(path, ""), posixpath.splitext(posixpath.basename(path))[0])
        if is_around((*names, titles.get(path, "")), page.blocks):
            around.append((path, page.blocks, page.anchors))
            _append(
                text, path, [Block("")], {}
            )  # what stands under it in the contents has no other part above
        else:
            _append(text, path, page.blocks, page.anchors)
    if not any(key(block.text) for block in text.blocks):  # then better the imprint than nothing
        text.begins.clear()
        for path, blocks, anchors in around:
            _append(text, path, blocks, anchors)
    return text


def _begin_page(page: Page, label: str) -> None:
    """Let a printed page begin with the first block, if the list of pages leads to the file itself."""
    if label and page.blocks:
        first = page.blocks[0]
        page.blocks[0] = replace(first, pages=(PrintedPage(label, 0), *first.pages))


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


def _append(text: _Text, path: str, blocks: list[Block], anchors: dict[str, int]) -> None:
    begin = len(text.blocks)
    text.begins[path] = begin
    text.anchors.update({(path, name): begin + at for name, at in anchors.items()})
    text.blocks.extend(blocks)


def _starts(text: _Text, lines: list[Line]) -> list[Start]:
    """Return where chapters start: by the contents, or by headings, or at every file."""
    paths = {path.casefold(): path for path in text.begins}
    starts = []
    for line in lines:
        path = paths.get(line.path.casefold())
        if path is not None and not line.title.lower().startswith(_LICENCE):
            name = _HEADING + line.title if line.heading else line.fragment
            at = text.anchors.get((path, name), text.anchors.get((path, line.fragment), text.begins[path]))
            starts.append(Start(line.title, line.level, at))
    if len(starts) > 1 or len(text.begins) == 1 == len(starts):
        return starts
    headings = by_headings(text.blocks)
    if len(headings) > 1:
        return headings
    if len(text.begins) > 1:
        return [
            Start(_heading(text, at) or f"Part {n}", 0, at) for n, at in enumerate(text.begins.values(), 1)
        ]
    return starts or headings


def _heading(text: _Text, at: int) -> str:
    """Return the heading that the file beginning with this block begins with."""
    first = next((block for block in text.blocks[at:] if block.text), None)
    return first.text if first is not None and first.level is not None else ""
