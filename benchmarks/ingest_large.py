"""Measure adding very long books: `python -m benchmarks.ingest_large FOLDER`.

It makes a PDF of 3,000 pages and an EPUB of over 50 MB in the folder, adds each to a library there as the program does,
and prints the most memory that this process and the cage held together, the longest time without a step, and how long
it takes to cancel half-way. Linux only, for it reads /proc.
"""

import argparse
import os
import random
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from app.adding import add
from app.values import Progress

PAGES, LINES = 3_000, 40
CHAPTERS, PARAGRAPHS = 160, 500
MOST = 300  # MB
SAMPLED = 0.05  # seconds
WORDS = [
    "the", "harbour", "master", "walked", "along", "old", "quay", "every", "evening", "and", "counted",
    "boats", "which", "had", "come", "home", "before", "storm", "children", "watched", "windows", "narrow",
    "houses", "nobody", "spoke", "lighthouse", "winter", "lamp", "letters", "arrived", "late",
]  # fmt: skip


def words(luck: random.Random, count: int) -> str:
    """Return so many words at random."""
    return " ".join(luck.choices(WORDS, k=count))


def pdf(path: Path) -> None:
    """Write a PDF of 3,000 pages with a heading every twenty; in a process of its own, for PyMuPDF keeps its memory."""
    code = (
        "import random, sys; from benchmarks.ingest_large import PAGES, LINES, words; import pymupdf\n"
        "luck, document = random.Random(1), pymupdf.open()\n"
        "for number in range(PAGES):\n"
        "    page = document.new_page()\n"
        "    page.insert_text((72, 60), f'Chapter {number // 20 + 1}' if number % 20 == 0 else '', fontsize=18)\n"
        "    for line in range(LINES):\n"
        "        page.insert_text((72, 90 + 16 * line), words(luck, 7))\n"
        "document.save(sys.argv[1], deflate=True)"
    )
    subprocess.run([sys.executable, "-c", code, path], check=True)


def epub(path: Path) -> None:
    """Write an EPUB of 160 chapters of 330,000 characters, stored as they are."""
    luck = random.Random(2)
    names = [f"c{number}.xhtml" for number in range(CHAPTERS)]
    items = "".join(f'<item id="{x}" href="{x}" media-type="application/xhtml+xml"/>' for x in names)
    spine = "".join(f'<itemref idref="{x}"/>' for x in names)
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Long</dc:title></metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("book.opf", opf)
        for number, name in enumerate(names, 1):
            text = "".join(f"<p>{words(luck, 110)}.</p>" for _ in range(PARAGRAPHS))
            page = f"<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>Chapter {number}</h1>{text}</body></html>"
            archive.writestr(name, page)


def resident(pid: int) -> int:
    """Return the bytes that a process and its children hold."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:  # it has gone
        return 0
    return pages * 4096 + sum(resident(int(child)) for child in children)


class Sampler(threading.Thread):
    """Looks again and again how much memory this process and its children hold."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self.done = threading.Event()

    def run(self) -> None:
        """Look until it is done."""
        pid = os.getpid()
        while not self.done.wait(SAMPLED):
            self.peak = max(self.peak, resident(pid))


def steps(place: Path, file: Path) -> Iterator[tuple[float, Progress]]:
    """Add a file; return the seconds between two steps, and each step."""
    before = time.monotonic()
    for step in add(place, file):
        now = time.monotonic()
        yield now - before, step
        before = now


def measure(place: Path, file: Path) -> bool:
    """Print what adding a file costs; tell whether it stays within its memory."""
    sampler = Sampler()
    sampler.start()
    begun = time.monotonic()
    gaps = [gap for gap, _ in steps(place / "library", file)]
    seconds = time.monotonic() - begun
    sampler.done.set()
    peak = sampler.peak / 1e6
    print(
        f"{file.name}: {file.stat().st_size / 1e6:.0f} MB, {seconds:.0f} s, at most {peak:.0f} MB of memory,",
        end=" ",
    )
    print(f"{len(gaps)} steps, the longest {max(gaps):.2f} s,", end=" ")
    for share in (0.1, 0.6):
        work = steps(place / f"cancelled {share}", file)
        for _ in zip(range(int(share * len(gaps))), work, strict=False):
            pass
        begun = time.monotonic()
        work.close()  # type: ignore[attr-defined]
        print(f"cancelled in {time.monotonic() - begun:.2f} s", end=" ")
    print(flush=True)
    return peak < MOST


def main() -> None:
    """Read the command line and measure."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    arguments.add_argument("folder", type=Path)
    folder = arguments.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    well = True
    for make, name in ((pdf, "long.pdf"), (epub, "long.epub")):
        if not (folder / name).exists():
            make(folder / name)
        well &= measure(folder, folder / name)
    raise SystemExit(not well)


if __name__ == "__main__":
    main()
