"""The second compression of Kindle books: codes of varying length that stand for phrases of a dictionary."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

_WINDOW = 0xFFFFFFFF  # 32 bits of the data are looked at
_DEEPEST = 32  # phrases in phrases


class PackingError(Exception):
    """The dictionary or the data make no sense."""


@dataclass(frozen=True)
class _Codes:
    """Which codes there are: by their first byte, and where they are longer than that, by their length."""

    short: tuple[tuple[int, bool, int], ...]  # length, whether that is all, highest code
    lowest: tuple[int, ...]
    highest: tuple[int, ...]


class Unpacker:
    """Unpacks the records of one book."""

    def __init__(self, codes: bytes, dictionaries: Sequence[bytes]) -> None:
        try:
            self._codes = _codes(codes)
            self._phrases = [phrase for one in dictionaries for phrase in _phrases(one)]
        except (struct.error, IndexError) as error:
            raise PackingError("cut off") from error

    def unpack(self, data: bytes, depth: int = 0) -> bytes:
        """Return the text of a record."""
        if depth > _DEEPEST:
            raise PackingError("phrases without end")
        bits, left = int.from_bytes(data + bytes(8), "big"), len(data) * 8
        at = left + 64  # bits from the end to where the next code begins
        said: list[bytes] = []
        while True:
            code = (bits >> (at - 32)) & _WINDOW
            length, highest = self._length(code)
            left -= length
            if left < 0:
                return b"".join(said)
            at -= length
            said.append(self._phrase((highest - code) >> (32 - length), depth))

    def _length(self, code: int) -> tuple[int, int]:
        """Return the length of the code that these bits begin with, and the highest code of that length."""
        length, whole, highest = self._codes.short[code >> 24]
        if not whole:
            while length < 33 and code < self._codes.lowest[length]:
                length += 1
            highest = self._codes.highest[min(length, 32)]
        if not 0 < length <= 32:
            raise PackingError("no such code")
        return length, highest

    def _phrase(self, index: int, depth: int) -> bytes:
        if not 0 <= index < len(self._phrases):
            raise PackingError("no such phrase")
        phrase, plain = self._phrases[index]
        if not plain:
            phrase = self.unpack(phrase, depth + 1)
            self._phrases[index] = (phrase, True)
        return phrase


def _codes(record: bytes) -> _Codes:
    if record[:4] != b"HUFF":
        raise PackingError("no codes")
    first, second = struct.unpack_from(">LL", record, 8)
    short = []
    for value in struct.unpack_from(">256L", record, first):
        length = value & 0x1F
        short.append((length, bool(value & 0x80), (((value >> 8) + 1) << (32 - length)) - 1))
    bounds = struct.unpack_from(">64L", record, second)
    lowest = [low << (31 - n) for n, low in enumerate(bounds[0::2])]
    highest = [((high + 1) << (31 - n)) - 1 for n, high in enumerate(bounds[1::2])]
    return _Codes(tuple(short), (0, *lowest, 0), (0, *highest))


def _phrases(record: bytes) -> list[tuple[bytes, bool]]:
    """Return the phrases of one part of the dictionary, and of each whether it is plain text."""
    if record[:4] != b"CDIC":
        raise PackingError("no dictionary")
    total, bits = struct.unpack_from(">LL", record, 8)
    count = min(1 << min(bits, 16), total, (len(record) - 16) // 2)
    found = []
    for at in struct.unpack_from(f">{count}H", record, 16):
        (size,) = struct.unpack_from(">H", record, 16 + at)
        found.append((record[18 + at : 18 + at + (size & 0x7FFF)], bool(size & 0x8000)))
    return found
