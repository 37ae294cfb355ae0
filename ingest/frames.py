"""What the process that parses a book tells the one that asked: JSON with its length before it."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import IO, Any, TypeAlias, cast, get_args

from ingest.book import Book, Chapter, Cover, Entry, Matter, Page, Step

Frame: TypeAlias = Mapping[str, Any]
Part: TypeAlias = Step | Book | Chapter | Cover

TOLD: Frame = {"told": True}  # all chapters have come; what may follow is the cover
END: Frame = {"end": True}

_LENGTH = 4  # bytes


class FrameError(Exception):
    """What came is no frame, or one that is too long."""


def send(out: IO[bytes], frame: Frame) -> None:
    """Write a frame."""
    data = json.dumps(frame).encode("ascii")
    out.write(len(data).to_bytes(_LENGTH, "big") + data)
    out.flush()


def receive(source: IO[bytes], most: int) -> tuple[Frame, int] | None:
    """Read a frame of at most so many bytes, and its size; nothing at the end."""
    head = source.read(_LENGTH)
    size = int.from_bytes(head, "big")
    if len(head) < _LENGTH:
        return None
    if size > most:
        raise FrameError("too long")
    data = source.read(size)
    if len(data) < size:
        return None
    try:
        frame = json.loads(data)
    except ValueError as error:
        raise FrameError("not JSON") from error
    if not isinstance(frame, dict):
        raise FrameError("not an object")
    return frame, size


def to_frame(part: Part) -> Frame:
    """Return the frame of a part of a book."""
    if isinstance(part, Cover):
        return {"Cover": b64encode(part.picture).decode("ascii")}
    return {type(part).__name__: asdict(part)}


def from_frame(frame: Frame) -> Part:
    """Return the part of a book in a frame, with every value of the type it should have."""
    try:
        ((name, said),) = frame.items()
        return _MAKERS[name](said)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise FrameError(f"not a part of a book: {error}") from error


def _book(said: Frame) -> Book:
    contents = tuple(
        Entry(str(one["title"]), int(one["level"]), _matter(one["matter"])) for one in said["contents"]
    )
    language = said["language"]
    return Book(
        str(said["id"]),
        str(said["title"]),
        _strings(said["authors"]),
        None if language is None else str(language),
        contents,
        _strings(said["warnings"]),
    )


def _chapter(said: Frame) -> Chapter:
    pages = tuple(Page(str(one["label"]), int(one["offset"])) for one in said["pages"])
    title, text = str(said["title"]), str(said["text"])
    warnings, matter = _strings(said["warnings"]), _matter(said["matter"])
    return Chapter(int(said["index"]), title, int(said["level"]), text, pages, warnings, matter)


def _matter(said: object) -> Matter:
    if said not in get_args(Matter):
        raise ValueError(said)
    return cast(Matter, said)


def _cover(said: object) -> Cover:
    return Cover(b64decode(str(said), validate=True))


def _step(said: Frame) -> Step:
    return Step(int(said["done"]), int(said["total"]), said["recognising"] is True)


def _strings(said: list[object]) -> tuple[str, ...]:
    return tuple(str(one) for one in said)


_MAKERS: dict[str, Callable[[Any], Part]] = {
    "Book": _book,
    "Chapter": _chapter,
    "Cover": _cover,
    "Step": _step,
}
