"""Measure ingestion over a folder: `python -m benchmarks.ingest FOLDER [--speed]`.

For every file a line: chapters, characters, warnings, seconds, or the sentence that refuses it. Then what must never
happen: a file that takes over 30 seconds, is added without text, has a passage that is not in its chapter, lets an
external entity or a file out. With `--speed`, PDFs are compared with PyMuPDF's bare text extraction and EPUBs with
parsing their XHTML with lxml, all in one process and the best of three by the time of work, so that other programs
do not count. That is parse against parse: fingerprint, contents, cleaning and chapters are in it; the start of the
process, the cover and the database are not. The table without `--speed` has the whole cage in its seconds.
"""

import argparse
import gc
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from lxml import etree

from ingest import Book, BookError, Chapter, open_book, passages
from ingest.cage import caged
from ingest.mupdf import BROKEN, pymupdf

HANG = 30.0  # seconds
LEAST = 0.004  # seconds; what is quicker is not compared
CANARIES = ("/tmp", ".", "..", "/", str(Path.home()))


def files(folder: Path) -> Iterator[Path]:
    """Return the documents in a folder."""
    yield from (
        path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix not in (".jsonl", ".csv")
    )


def added(path: Path) -> tuple[Book | None, list[Chapter], str, float]:
    """Return what the cage makes of a file: the book and its chapters, or a sentence; and the seconds."""
    begun = time.perf_counter()
    book, chapters, refusal = None, [], ""
    try:
        for part in caged(path):
            if isinstance(part, Book):
                book = part
            elif isinstance(part, Chapter):
                chapters.append(part)
    except BookError as error:
        book, refusal = None, " ".join((str(error), *getattr(error, "__notes__", ())))
    return book, chapters, refusal, time.perf_counter() - begun


def faults(book: Book | None, chapters: list[Chapter], seconds: float) -> Iterator[str]:
    """Return what is wrong with a result, by the rules that hold for every file."""
    if seconds > HANG:
        yield "takes too long"
    if book is None:
        return
    if not any(re.search(r"\w", chapter.text) for chapter in chapters):
        yield "is added without text"
    if [(c.title, c.level) for c in chapters] != [(entry.title, entry.level) for entry in book.contents]:
        yield "has other chapters than its contents say"
    said = [book.title, *book.authors, *(entry.title for entry in book.contents), *(c.text for c in chapters)]
    if any(re.search(r"^root:", text, re.M) for text in said):
        yield "shows a file of this machine"
    yield from (f"has places that are not true in chapter {c.index}" for c in chapters if not is_verbatim(c))


def is_verbatim(chapter: Chapter) -> bool:
    """Tell whether every passage and every page is where it says."""
    found = (chapter.text[p.start.offset : p.start.offset + len(p.text)] == p.text for p in passages(chapter))
    return all(found) and all(0 <= page.offset <= len(chapter.text) for page in chapter.pages)


def canaries() -> list[Path]:
    """Return the files that only an escape from an archive can have made."""
    return [path for folder in CANARIES for path in Path(folder).glob("lectern-canary-*")]


def table(folder: Path) -> bool:
    """Print a line for each file and, at the end, what must not be; return whether all is well."""
    wrong: list[str] = []
    opened = count = 0
    print(f"{'chapters':>8} {'characters':>11} {'warnings':>8} {'seconds':>7}  file")
    for path in files(folder):
        book, chapters, refusal, seconds = added(path)
        wrong += [f"{path.name} {fault}" for fault in faults(book, chapters, seconds)]
        count, opened = count + 1, opened + (book is not None)
        name = path.relative_to(folder)
        if book is None:
            print(f"{'–':>8} {'–':>11} {'–':>8} {seconds:>7.1f}  {name}: {refusal}", flush=True)
        else:
            characters = sum(len(chapter.text) for chapter in chapters)
            figures = f"{len(chapters):>8} {characters:>11,} {len(book.warnings):>8} {seconds:>7.1f}"
            print(f"{figures}  {name}", flush=True)
    wrong += [f"{path} was written" for path in canaries()]
    print(f"\n{opened} of {count} files opened, {count - opened} refused with a sentence.", *wrong, sep="\n")
    return not wrong


def bare_pdf(path: Path) -> None:
    """Extract the text of a PDF as PyMuPDF does by itself."""
    with pymupdf.open(path) as document:
        for page in document:
            page.get_text()


def bare_epub(path: Path) -> None:
    """Parse all XHTML of an EPUB with lxml, and no more."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.lower().endswith((".xhtml", ".html", ".htm", ".xml")):
                etree.fromstring(archive.read(name), etree.XMLParser(recover=True))


def best(work: Callable[[], object], rounds: int = 3) -> float:
    """Return the seconds of work of the quickest round."""
    times = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times)


def speed(folder: Path) -> None:
    """Print how many times longer ingestion takes than bare extraction, file by file."""
    ratios: dict[str, list[float]] = {}
    gc.disable()  # as in the cage
    for path in files(folder):
        bare = {".pdf": bare_pdf, ".epub": bare_epub}.get(path.suffix.lower())
        if bare is None:
            continue
        try:
            theirs = best(lambda path=path, bare=bare: bare(path))  # type: ignore[misc]
            ours = best(lambda path=path: list(open_book(path)[1])) if theirs > LEAST else 0.0  # type: ignore[misc]
            if any("(OCR," in warning for warning in open_book(path)[0].warnings):
                continue  # bare extraction recognises nothing
        except (BookError, etree.LxmlError, zipfile.BadZipFile, *BROKEN):
            continue
        if ours:
            ratios.setdefault(path.suffix.lower(), []).append(ours / theirs)
            print(f"{ours / theirs:>6.2f} times {theirs:>6.2f} s  {path.relative_to(folder)}", flush=True)
    for kind, found in ratios.items():
        print(f"{kind}: {median(found):.2f} times in the median of {len(found)}, {max(found):.2f} at most")


def main() -> None:
    """Read the command line and measure."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--speed", action="store_true", help="compare with bare extraction instead")
    options = arguments.parse_args()
    if options.speed:
        speed(options.folder)
    elif not table(options.folder):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
