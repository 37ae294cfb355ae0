"""Numbers of lines in the margins of a PDF, as manuscripts, statutes and editions of verse have them: left out."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from ingest.pdf_lines import Line

_NUMBER = re.compile(r"\d{1,4}")
_LED_IN = re.compile(r"(\d{1,4})\s+(?=\S)")
_STEPS = (1, 2, 5, 10)  # lines from one number to the next
_ALIGNED = 6  # points between two edges that count as one
_FEWEST, _MOST = 3, 150  # numbers of a page; where there are more, it is a table
_MOST_PAGES = 0.7  # of those with text; numbers on fewer are of something else
_REGULAR = 0.8  # of the numbers count on by the same step
_DENSE = 0.4  # of the lines of a page are counted


def without_line_numbers(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """Return the pages without the numbers that count their lines."""
    found = [_apart(lines) or _leading(lines) for lines in pages]
    written = sum(len(lines) > _FEWEST for lines in pages)
    if sum(map(bool, found)) < max(2, _MOST_PAGES * written):
        return list(pages)
    return [_without(lines, numbers) for lines, numbers in zip(pages, found, strict=True)]


def _without(lines: list[Line], numbers: Mapping[int, str]) -> list[Line]:
    kept = (line._replace(text=numbers[at]) if at in numbers else line for at, line in enumerate(lines))
    return [line for line in kept if line.text]


def _apart(lines: list[Line]) -> dict[int, str]:
    """Return the places of the lines that are nothing but a number beside the text; nothing is left of them."""
    found = {at for at, line in enumerate(lines) if _NUMBER.fullmatch(line.text)}
    if not _FEWEST <= len(found) <= _MOST:
        return {}
    text = [line for at, line in enumerate(lines) if at not in found]
    numbers = [at for at in found if _is_beside(lines[at], text)]
    numbers.sort(key=lambda at: lines[at].top)
    ends = Counter(round(lines[at].right / _ALIGNED) for at in numbers) + Counter(
        round(lines[at].left / _ALIGNED) for at in numbers
    )
    aligned = bool(ends) and max(ends.values()) >= _REGULAR * len(numbers)
    counted = aligned and _counts(text, [int(lines[at].text) for at in numbers])
    return dict.fromkeys(numbers, "") if counted else {}


def _is_beside(number: Line, text: Sequence[Line]) -> bool:
    """Tell whether a number stands left or right of a line, and on none."""
    level = [line for line in text if line.top < number.bottom and line.bottom > number.top]
    left = all(number.right <= line.left + 1 for line in level)
    right = all(number.left >= line.right - 1 for line in level)
    return bool(level) and (left or right)


def _leading(lines: list[Line]) -> dict[int, str]:
    """Return the places of the lines that begin with their number, and what is left of them."""
    matches = {at: match for at, line in enumerate(lines) if (match := _LED_IN.match(line.text))}
    if not _counts(lines, [int(match[1]) for match in matches.values()]):
        return {}
    return {at: match.string[match.end() :] for at, match in matches.items()}


def _counts(lines: Sequence[Line], numbers: Sequence[int]) -> bool:
    """Tell whether numbers count these lines, each or every fifth."""
    if len(numbers) < _FEWEST:
        return False
    steps = Counter(after - one for one, after in pairwise(numbers))
    step, often = steps.most_common(1)[0]
    heights = len({round(line.top / 4) for line in lines})
    regular = step in _STEPS and often >= _REGULAR * (len(numbers) - 1)
    return regular and len(numbers) * step >= _DENSE * heights
