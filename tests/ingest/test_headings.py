"""Headings told by their words."""

import pytest

from ingest import headings


@pytest.mark.parametrize(
    "line",
    [
        "CHAPTER IV",
        "Chapter 1. Title",
        "CHAPTER TWENTY-ONE",
        "Chap. 4",
        "CAPÍTULO 3",
        "The Third Letter",
        "Letter 3",
        "Kapitel 2",
        "Epilogue",
        "PREFACE.",
        "Prologue:",
        "Appendix B",
        "To the Reader",
        "AVANT-PROPOS",
    ],
)
def test_a_chapter_is_told_by_its_words(line: str) -> None:
    assert headings.rank(line) == 2


@pytest.mark.parametrize(
    "line", ["PART ONE", "Book II: The Sea", "VOLUME III.", "Vol. 2", "Part the Second", "THE FIRST BOOK"]
)
def test_a_part_stands_above_a_chapter(line: str) -> None:
    assert headings.rank(line) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Part of the wall had fallen.",
        "chapter and verse",
        "The book was old.",
        "Letter after letter came,",
        "",
        "I",
    ],
)
def test_prose_is_no_heading(line: str) -> None:
    assert headings.rank(line) is None


def test_a_number_alone_waits_for_its_title() -> None:
    assert headings.bare("CHAPTER IV.")
    assert not headings.bare("CHAPTER IV. At Sea")


@pytest.mark.parametrize(
    ("line", "value"), [("I", 1), ("IV.", 4), ("XLII", 42), ("IX The Sea", 9), ("Mill", None)]
)
def test_a_roman_number_has_a_value(line: str, value: int | None) -> None:
    assert headings.roman(line) == value


def test_two_headings_of_one_chapter_share_a_name() -> None:
    assert headings.name("CHAPTER I. Down the Hole") == headings.name("Chapter I")
    assert headings.name("Chapter I") != headings.name("Chapter II")
