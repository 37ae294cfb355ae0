"""Is a large library as quick as a small one? Open, list, search, snapshot write and read, side by side in one run.

    python -m benchmarks.library [--books 1000] [--snapshots 50000] [--bytes 262480] [--rounds 30]

Two libraries are made, one of 10 books and one of `--books`, each book with its share of snapshots; then every
operation is timed on both in turn, and the median and the ratio are printed. Snapshots of the large library are
`--small` bytes each, that 50,000 of them fit anywhere; the one that is written and read has the model's size.
"""

import argparse
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from app.library import Library
from ingest.book import Book, Chapter, Entry

MODEL, WORDS = (
    "a" * 64,
    ("lamp", "river", "castle", "winter", "garden", "letter", "bridge", "captain", "forest"),
)
CHAPTERS = 50


def fill(place: Path, books: int, snapshots: int, size: int) -> None:
    """Make a library of so many books, with their snapshots."""
    state = os.urandom(size)
    with Library(place) as library:
        for number in range(books):
            chapters = [
                Chapter(
                    i,
                    f"Chapter {i + 1}",
                    0,
                    f"The {WORDS[(number + i) % len(WORDS)]} of book {number}. " * 12,
                )
                for i in range(CHAPTERS)
            ]
            contents = tuple(Entry(one.title, 0) for one in chapters)
            library.add(Book(f"{number:064x}", f"Book {number}", ("Nobody",), "en", contents), chapters)
    each = min(CHAPTERS, -(-snapshots // books))
    with (
        closing(sqlite3.connect(place / "lectern.db")) as database,
        database,
    ):  # all at once: quicker than one by one
        database.executemany(
            "INSERT INTO snapshots (book, model, chapter, tokens, state) VALUES (?, ?, ?, ?, ?)",
            [(f"{number:064x}", MODEL, at, 100 * at, state) for number in range(books) for at in range(each)],
        )


def operations(place: Path, state: bytes) -> dict[str, Callable[[], object]]:
    """Give the operations that are timed, each on a library of its own opening."""
    id_ = f"{3:064x}"

    def opened(work: Callable[[Library], object]) -> Callable[[], object]:
        def run() -> object:
            with Library(place) as library:
                return work(library)

        return run

    return {
        "open": opened(lambda library: None),
        "list": opened(Library.books),
        "search a book": opened(lambda library: library.matching(id_, "castle", CHAPTERS)),
        "write a snapshot": opened(
            lambda library: library.save_step(id_, MODEL, CHAPTERS - 1, 9, state, 5000, True)
        ),
        "read a snapshot": opened(lambda library: library.snapshot(id_, MODEL)),
        "read one as of": opened(lambda library: library.snapshot(id_, MODEL, CHAPTERS // 2)),
    }


def main() -> None:
    """Print a row an operation: milliseconds in the small and the large library, and the ratio."""
    parser = argparse.ArgumentParser(description="Open, search, snapshots with many books.")
    for name, number in (
        ("books", 1000), ("snapshots", 50_000), ("bytes", 262_480), ("small", 4096), ("rounds", 30),
    ):  # fmt: skip
        parser.add_argument(f"--{name}", type=int, default=number)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small", Path(folder) / "large"
        fill(small, 10, 10 * CHAPTERS, options.small)
        fill(large, options.books, options.snapshots, options.small)
        state = os.urandom(options.bytes)
        both = [operations(place, state) for place in (small, large)]
        print(f"{'':18}{'10 books':>12}{f'{options.books:,} books':>14}{'ratio':>8}   (ms, median)")
        for name in both[0]:
            times: tuple[list[float], list[float]] = ([], [])
            for _ in range(options.rounds):
                for which, some in enumerate(both):
                    began = time.perf_counter()
                    some[name]()
                    times[which].append(1000 * (time.perf_counter() - began))
            a, b = map(statistics.median, times)
            print(f"{name:18}{a:12.2f}{b:14.2f}{b / a:8.2f}", flush=True)


if __name__ == "__main__":
    main()
