"""MOBI, AZW3 and PalmDOC without DRM: records of a database, unpacked into one page of HTML."""

from collections.abc import Callable, Generator
from pathlib import Path

from ingest.archive import LARGEST_MEMBER
from ingest.assembling import About, assembled
from ingest.binding import Block
from ingest.book import BookError, Step
from ingest.encoding import decode
from ingest.files import read
from ingest.flow import flow
from ingest.huffdic import PackingError, Unpacker
from ingest.markup import parse
from ingest.opening import Opening
from ingest.text import one_line

_LARGEST = 512 << 20  # bytes of a file; pictures are most of it
_UTF8 = 65001
_PLAIN, _PALM, _HUFF = 1, 2, 17480  # ways of compression
_TITLE, _AUTHOR, _LANGUAGE, _SECOND, _COVER = 503, 100, 524, 121, 201


class _Records:
    """The records of the database, and what the first one says of the others."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._data = read(path, _LARGEST)
        count = self._number(76, 2)
        self._places = [self._number(78 + 8 * n, 4) for n in range(count)] + [len(self._data)]
        self.first = 0
        self.head = self.record(0)
        self.has_more = self.head[16:20] == b"MOBI"

    def record(self, index: int) -> bytes:
        """Return a record, counted from the first of the book."""
        begin, end = (self._places[self.first + index + n] if self._has(index + n) else 0 for n in (0, 1))
        return self._data[begin:end]

    def start_at(self, index: int) -> None:
        """Go over to the second book in the file, which is the newer form of the first."""
        self.first, self.head = index, b""
        self.head = self.record(0)

    def number(self, at: int, size: int = 4) -> int:
        """Return a number of the first record; 0 if that is too short."""
        return int.from_bytes(self.head[at : at + size], "big")

    def extras(self) -> dict[int, bytes]:
        """Return the values of the extended header by their types."""
        found: dict[int, bytes] = {}
        at = 16 + self.number(20)
        if not self.has_more or not self.number(128) & 0x40 or self.head[at : at + 4] != b"EXTH":
            return found
        count = self.number(at + 8)
        at += 12
        for _ in range(min(count, 1000)):
            kind, size = self.number(at), self.number(at + 4)
            if size < 8:
                break
            found.setdefault(kind, self.head[at + 8 : at + size])
            at += size
        return found

    def _has(self, index: int) -> bool:
        return 0 <= self.first + index < len(self._places)

    def _number(self, at: int, size: int) -> int:
        return int.from_bytes(self._data[at : at + size], "big")


def read_kindle(path: Path, password: str | None = None) -> Opening:
    """Return the book and its chapters; raise BookError if it is locked or packed in an unknown way."""
    yield Step(0, 1)
    records = _Records(path)
    extras = records.extras()
    second = int.from_bytes(extras.get(_SECOND, b""), "big")
    if 0 < second < 0xFFFFFFFF and records.number(36) < 8:
        records.start_at(second)
        extras = {**extras, **records.extras()}
    if records.number(12, 2):
        raise BookError(
            f"“{path.name}” is locked with DRM, so its text cannot be read; "
            "get a copy without DRM from where you bought it."
        )
    data = yield from _unpacked(path, records)
    text = data.decode("utf-8", "replace") if records.number(28) == _UTF8 else decode(data)
    return assembled(path, _blocks(text), _about(records, extras))


def cover_record(path: Path) -> bytes | None:
    """Return the picture that a book names as its cover; nothing if it names none."""
    records = _Records(path)
    said = records.extras().get(_COVER)
    return records.record(records.number(108) + int.from_bytes(said, "big")) if said else None


def _unpacked(path: Path, records: _Records) -> Generator[Step, None, bytes]:
    unpack = _way(path, records)
    if unpack is None:
        raise BookError(f"“{path.name}” is packed in a way that Lectern does not know; convert it to EPUB.")
    flags = records.number(0xF2, 2) if records.has_more and records.number(20) >= 0xE4 else 0
    count = records.number(8, 2)
    parts, size = [], 0
    for index in range(1, count + 1):
        yield Step(index, count)
        try:
            parts.append(unpack(_without_trailers(records.record(index), flags)))
        except PackingError as error:
            raise _damaged(path) from error
        size += len(parts[-1])
        if size > LARGEST_MEMBER:
            raise BookError(
                f"“{path.name}” unpacks to more text than any book has; it may be made to do harm."
            )
    return b"".join(parts)


def _way(path: Path, records: _Records) -> Callable[[bytes], bytes] | None:
    """Return how records are unpacked, nothing if that is unknown."""
    ways: dict[int, Callable[[bytes], bytes]] = {_PLAIN: bytes, _PALM: palm}
    way = records.number(0, 2)
    if way != _HUFF:
        return ways.get(way)
    first, count = records.number(0x70), min(records.number(0x74), 1000)
    try:
        return Unpacker(records.record(first), [records.record(first + n) for n in range(1, count)]).unpack
    except PackingError as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> BookError:
    return BookError(f"“{path.name}” is damaged or incomplete; download or copy it again.")


def _blocks(text: str) -> list[Block]:
    root = parse(text.encode("utf-8", "ignore")) if "<" in text else None
    if root is not None and len(root):
        return flow(root).blocks
    return [Block(one_line(part)) for part in text.split("\n") if part.strip()]


def _about(records: _Records, extras: dict[int, bytes]) -> About:
    begin, size = records.number(84), records.number(88)
    name = records.head[begin : begin + size] if records.has_more else b""
    title, author, language = (decode(extras.get(kind, b"")) for kind in (_TITLE, _AUTHOR, _LANGUAGE))
    return About(one_line(title or decode(name)), one_line(author), one_line(language))


def _without_trailers(data: bytes, flags: int) -> bytes:
    """Take off what stands behind the text of a record, by the bits that say what there is."""
    for _ in range((flags >> 1).bit_count()):
        size = 0
        for place, byte in enumerate(reversed(data[-4:])):
            size |= (byte & 0x7F) << (7 * place)
            if byte & 0x80:
                break
        data = data[: max(0, len(data) - size)]
    return data[: max(0, len(data) - (data[-1] & 3) - 1)] if flags & 1 and data else data


def palm(data: bytes) -> bytes:
    """Unpack PalmDOC's compression: letters, a space and a letter, or a few bytes again."""
    out = bytearray()
    at = 0
    while at < len(data):
        byte = data[at]
        at += 1
        if byte == 0 or 9 <= byte < 0x80:
            out.append(byte)
        elif byte < 9:
            out += data[at : at + byte]
            at += byte
        elif byte >= 0xC0:
            out += bytes((32, byte ^ 0x80))
        else:
            pair = (byte << 8 | (data[at] if at < len(data) else 0)) & 0x3FFF
            at += 1
            _repeat(out, pair >> 3, (pair & 7) + 3)
    return bytes(out)


def _repeat(out: bytearray, back: int, count: int) -> None:
    if 0 < back <= len(out):
        for _ in range(count):
            out.append(out[-back])
