"""The chapters' own numbers."""

import pytest

from ingest import Entry
from ingest.numbering import number, numbers, place


def entries(*titles: str) -> list[Entry]:
    return [Entry(title, 0) for title in titles]


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("I", 1),
        ("IV: The Last", 4),
        ("Chapter 12", 12),
        ("CHAPTER XIV. The End", 14),
        ("Chapter Three", 3),
        ("3 Implementation", 3),
        ("Epigraph", None),
        ("The Door", None),
        ("One of Us Is Lying Here", None),
        ("Mr. Bennet", None),
    ],
)
def test_a_title_has_a_number_or_none(title: str, value: int | None) -> None:
    assert number(title) == value


def test_front_matter_shifts_no_number() -> None:
    contents = entries("Epigraph", "Author’s Note", "I", "II: On", "III", "Endnotes")
    assert numbers(contents) == (None, None, 1, 2, 3, None)
    assert place(contents, 1) == 2
    assert place(contents, 4) is None


def test_numbers_that_begin_again_count_for_nothing() -> None:
    contents = entries("Part One", "I", "II", "Part Two", "I", "II")
    assert not any(numbers(contents))
    assert place(contents, 2) == 1


def test_a_book_without_numbers_is_counted() -> None:
    contents = entries("The Door", "The Window")
    assert (place(contents, 1), place(contents, 2), place(contents, 3)) == (0, 1, None)
