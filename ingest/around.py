"""What publishers put around a work: title pages, imprints, Project Gutenberg's licence. It is left out."""

import re
from collections.abc import Iterable, Sequence

from ingest.binding import Block, Start, size, stretches
from ingest.text import words

# by epub:type, type in an EPUB's guide, file name, or title in the contents; in lower case without spaces
_NAMES = words(
    "titlepage halftitlepage halftitle title-page half-title imprint colophon uncopyright copyright-page"
    " copyright cover coverpage toc contents tableofcontents nav landmarks loi lot inhaltsverzeichnis"
)
_LONGEST = 6_000  # characters; whatever is longer is read, however it is called

_START = re.compile(
    r"\*\*\*\s*START OF (?:THE|THIS) PROJECT GUTENBERG[^*]*\*\*\*|\*END\*THE SMALL PRINT", re.I
)
_END = re.compile(
    r"(?:\*\*\*\s*END OF (?:THE|THIS) PROJECT GUTENBERG"
    r"|\bEnd of (?:the |this )?Project Gutenberg(?:['’]s)? (?:e-?book|e-?text|of\b|[A-Z]))",
    re.I,
)
_NAMED = (b"utenberg", b"UTENBERG", b"SMALL PRINT")
_PICTURE = re.compile(r"\[\s*(?:Illustration|Frontispiece|Picture|Decoration|Blank Page)\b[^\[\]]*\]", re.I)
_PRODUCED = re.compile(r"^(?:E-text prepared by|Produced by|Transcribed (?:from|by)|Credits:)", re.I)


def is_around(names: Iterable[str], blocks: Sequence[Block]) -> bool:
    """Tell by its names whether a part is not of the work itself."""
    said = {name.lower().replace(" ", "") for name in names}
    return bool(said & _NAMES) and size(blocks) <= _LONGEST


def without_around(
    blocks: Sequence[Block], starts: Sequence[Start], names: Iterable[str] = ()
) -> list[Block]:
    """Return the blocks with those made empty that an outline calls cover, contents and so on."""
    kept = list(blocks)
    for one in stretches(blocks, starts):
        part = blocks[one.begin : one.end]
        if is_around([one.title], part) or (one.title.lower() in names and size(part) < _LONGEST):
            kept[one.begin : one.end] = [block._replace(text="") for block in part]
    return kept if any(block.text for block in kept) else list(blocks)


def may_have_licence(page: bytes) -> bool:
    """Tell whether `without_licence` may find anything on a page of markup."""
    pictures = b"[" in page and (b"\n[" in page or b">[" in page)
    return pictures or any(name in page for name in _NAMED)


def without_licence(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with the header's and the licence's made empty; indices stay as they were."""
    blocks = [
        block._replace(text="") if block.text[:1] == "[" and _is_picture(block.text) else block
        for block in blocks
    ]
    begin, end = _bounds(blocks)
    if begin == 0 and end == len(blocks):
        return blocks
    return [block if begin <= at < end else block._replace(text="") for at, block in enumerate(blocks)]


def _is_picture(text: str) -> bool:
    """Tell whether a paragraph only says that the printed book has a picture here."""
    return _PICTURE.fullmatch(text.strip()) is not None


def _bounds(blocks: Sequence[Block]) -> tuple[int, int]:
    begin, end = 0, len(blocks)
    for at, block in enumerate(blocks):
        text = block.text
        if "utenberg" not in text and "UTENBERG" not in text and "SMALL PRINT" not in text:
            continue
        if at < len(blocks) // 2 + 1 and _START.search(block.text):
            begin = at + 1
        elif at > begin and _END.search(block.text):
            end = at
            break
    while 0 < begin < end and _PRODUCED.match(blocks[begin].text):
        begin += 1
    return begin, end
