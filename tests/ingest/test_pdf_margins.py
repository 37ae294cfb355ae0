"""Numbers of lines in the margins of a PDF."""

from pathlib import Path

import pytest

from ingest import open_book
from ingest.mupdf import pymupdf


def numbered(path: Path, x: float, step: int = 1, *, pages: int = 2, number_first: bool = False) -> str:
    """Write a PDF of pages of twenty lines, every line or every so many of them with its number; return its text."""
    document = pymupdf.open()
    for page in range(pages):
        sheet = document.new_page()
        for row in range(20):
            number, y = page * 20 + row + 1, 80 + row * 24
            pieces = [((100, y), f"So the long tale went on from line to line and {'so ' * (row % 4)}on")]
            if number % step == 0:
                pieces.insert(0 if number_first else 1, ((x, y), str(number)))
            for place, text in pieces:
                sheet.insert_text(place, text, fontsize=11)
    document.save(path)
    _, chapters = open_book(path)
    return "\n".join(chapter.text for chapter in chapters)


@pytest.mark.parametrize("number_first", [False, True])
@pytest.mark.parametrize(("x", "step"), [(40, 1), (82, 1), (70, 5), (500, 5)])
def test_numbers_of_lines_are_left_out(tmp_path: Path, x: float, step: int, number_first: bool) -> None:
    text = numbered(tmp_path / "x.pdf", x, step, number_first=number_first)
    assert text.count("So the long tale") == 40
    assert not any(character.isdigit() for character in text)


def test_the_numbers_of_one_list_stay(tmp_path: Path) -> None:
    text = numbered(tmp_path / "x.pdf", 40, pages=1)
    assert all(str(number) in text.split() for number in range(3, 19))


def test_the_numbers_of_a_table_stay(tmp_path: Path) -> None:
    document = pymupdf.open()
    for _ in range(3):
        sheet = document.new_page()
        for row, (count, name) in enumerate(((12, "boats"), (7, "nets"), (31, "oars"), (2, "lamps"))):
            sheet.insert_text((60, 80 + row * 24), str(count))
            sheet.insert_text((100, 80 + row * 24), f"of the {name} that came home")
    document.save(tmp_path / "x.pdf")
    _, chapters = open_book(tmp_path / "x.pdf")
    assert next(chapters).text.split().count("31") == 3
