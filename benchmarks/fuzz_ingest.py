"""Break real files and add them: `python -m benchmarks.fuzz_ingest FOLDER... --rounds 5000 --seed 1`.

Each round takes a file, of every kind as often as of another, damages its bytes, its archive's members or its markup,
and opens the result and its cover. Only a book or a `BookError` may come out, within 30 seconds of work, and every
passage must be in its chapter. What breaks that is kept in `--keep` with its seed in its name. `--caged` opens each in
the cage, as the program does; without it the rounds are ten times quicker, and a crash of the interpreter ends them
with the file left in `--keep`.
"""

import argparse
import io
import random
import re
import signal
import sys
import time
import traceback
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from ingest import BookError, Chapter, open_book, passages
from ingest.cage import caged
from ingest.covers import cover

LARGEST = 600_000  # bytes of a file worth mutating
HANG = 30  # seconds of work; other programs may have the machine as well
STUCK = 600  # seconds by the clock
BOMBS = ("bomb", "giant", "spine-2500", "page-count", "linear-algebra")
TOKENS = (
    b"\0",
    b"\xff\xfe",
    b"<",
    b"&#0;",
    b"&x;",
    b"]]>",
    b"endobj",
    b"stream",
    b"-1",
    b"99999999999",
    b"<![CDATA[",
)
Mutate = Callable[[random.Random, bytes], bytes]


def flip(luck: random.Random, data: bytes) -> bytes:
    """Change some bytes."""
    changed = bytearray(data)
    for _ in range(luck.choice((1, 3, 20, 200))):
        changed[luck.randrange(len(changed))] = luck.randrange(256)
    return bytes(changed)


def cut(luck: random.Random, data: bytes) -> bytes:
    """Leave out a stretch, perhaps the end."""
    begin = luck.randrange(len(data))
    return data[:begin] + (data[begin + luck.randrange(2_000) :] if luck.random() < 0.7 else b"")


def repeat(luck: random.Random, data: bytes) -> bytes:
    """Say a stretch again and again."""
    begin = luck.randrange(len(data))
    end = begin + luck.randrange(1, 500)
    return data[:end] + data[begin:end] * luck.choice((1, 2, 50)) + data[end:]


def put_in(luck: random.Random, data: bytes) -> bytes:
    """Put in something that parsers trip over."""
    at = luck.randrange(len(data))
    return data[:at] + luck.choice(TOKENS) * luck.choice((1, 1, 1000)) + data[at:]


def numbers(luck: random.Random, data: bytes) -> bytes:
    """Change a number that is written in digits."""
    found = list(re.finditer(rb"\d+", data))
    if not found:
        return flip(luck, data)
    one = luck.choice(found)
    value = luck.choice((b"0", b"-1", b"1", b"4294967296", b"65535", b"9" * 30))
    return data[: one.start()] + value + data[one.end() :]


def tags(luck: random.Random, data: bytes) -> bytes:
    """Leave out, double, or exchange tags of markup."""
    found = list(re.finditer(rb"<[^<>]{1,200}>", data))
    if len(found) < 2:
        return flip(luck, data)
    one, other = luck.sample(found, 2)
    new = luck.choice((b"", one[0] * 2, other[0], one[0] * 400))
    return data[: one.start()] + new + data[one.end() :]


def members(luck: random.Random, data: bytes) -> bytes:
    """Damage one member of an archive, rename it, leave it out or put it in twice."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            content = {
                one.filename: archive.read(one) for one in archive.infolist() if one.file_size < LARGEST
            }
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        return flip(luck, data)
    texts = [name for name in content if name.endswith(("html", "opf", "ncx", "xml"))] or list(content)
    if not texts:
        return flip(luck, data)
    name = luck.choice(texts)
    change = luck.randrange(10)
    if change == 0:
        del content[name]
    elif change == 1:
        content["../" * luck.randrange(3) + name.upper()] = content.pop(name)
    elif content[name]:
        content[name] = luck.choice((flip, cut, repeat, put_in, numbers, tags, tags))(luck, content[name])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, inside in content.items():
            archive.writestr(one, inside)
    return out.getvalue()


def mutated(luck: random.Random, data: bytes) -> bytes:
    """Damage a file once or a few times, as it suits its kind."""
    ways: tuple[Mutate, ...] = (flip, cut, repeat, put_in, numbers, tags)
    for _ in range(luck.choice((1, 1, 2, 4))):
        way = members if data.startswith(b"PK") and luck.random() < 0.8 else luck.choice(ways)
        data = way(luck, data) or b" "
    return data


def opened(path: Path, in_cage: bool) -> str:
    """Open a file; return what must not happen, nothing if all is well."""
    try:
        parts = caged(path) if in_cage else open_book(path)[1]
        chapters = [part for part in parts if isinstance(part, Chapter)]
    except BookError as error:
        notes = "\n".join(getattr(error, "__notes__", ()))
        return notes or ("takes too long" if "too long" in str(error) else "")
    except Exception:
        return traceback.format_exc()
    if not in_cage:
        try:
            cover(path)
        except Exception:
            return traceback.format_exc()
    for chapter in chapters:
        for one in passages(chapter):
            if chapter.text[one.start.offset : one.start.offset + len(one.text)] != one.text:
                return "a passage is not in its chapter"
    return ""


def by_kind(folders: list[Path]) -> dict[str, list[Path]]:
    """Return the files worth mutating by the endings of their names."""
    kinds: dict[str, list[Path]] = {}
    for path in sorted(path for folder in folders for path in folder.rglob("*")):
        known = path.is_file() and path.suffix not in (".csv", ".jsonl", "")
        if known and 0 < path.stat().st_size < LARGEST and not any(word in path.name for word in BOMBS):
            kinds.setdefault(path.suffix.lower(), []).append(path)
    return kinds


def _late(number: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"over {HANG} seconds of work, or {STUCK} by the clock")


def main() -> None:
    """Read the command line, and run the rounds."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    arguments.add_argument("folders", type=Path, nargs="+")
    arguments.add_argument("--rounds", type=int, default=5000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--keep", type=Path, default=Path("runs/fuzz"))
    arguments.add_argument("--caged", action="store_true")
    options = arguments.parse_args()
    options.keep.mkdir(parents=True, exist_ok=True)
    kinds = by_kind(options.folders)
    for late in (signal.SIGALRM, signal.SIGPROF):
        signal.signal(late, _late)
    found = 0
    begun = time.monotonic()
    for number in range(options.seed, options.seed + options.rounds):
        luck = random.Random(number)
        source = luck.choice(kinds[luck.choice(sorted(kinds))])
        path = options.keep / f"{number}-{source.name}"
        path.write_bytes(mutated(luck, source.read_bytes()))
        signal.alarm(STUCK)
        signal.setitimer(signal.ITIMER_PROF, HANG)
        fault = opened(path, options.caged)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
        if fault:
            found += 1
            print(f"{path}: {fault}", flush=True)
        else:
            path.unlink()
        if number % 500 == 0:
            print(f"{number}: {time.monotonic() - begun:.0f} s, {found} found", file=sys.stderr, flush=True)
    print(f"{options.rounds} rounds, {found} found, {time.monotonic() - begun:.0f} s")
    raise SystemExit(found > 0)


if __name__ == "__main__":
    main()
