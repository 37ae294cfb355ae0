"""Pages that are pictures."""

from pathlib import Path

import pytest

from ingest import Book, BookError, Chapter, Step, open_book, pdf, pdf_pages, recognising
from ingest.cage import caged
from ingest.mupdf import pymupdf
from tests.ingest.making import pdf as write_pdf
from tests.ingest.making import prose

there = pytest.mark.skipif(recognising.data_folder() is None, reason="Tesseract is not installed")


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A page of text, and a page that is a picture of one."""
    document = pymupdf.open(write_pdf(tmp_path / "text.pdf", [prose(3), prose(5, "Sheet")]))
    picture = document[1].get_pixmap(dpi=150)
    document.delete_page(1)
    document.new_page(width=420, height=595).insert_image((0, 0, 420, 595), pixmap=picture)
    document.save(tmp_path / "scan.pdf")
    return tmp_path / "scan.pdf"


def test_without_tesseract_pictures_are_said_to_be_missing(
    scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (pdf, pdf_pages):
        monkeypatch.setattr(module, "data_folder", lambda: None)
    book, chapters = open_book(scan)
    assert book.warnings == (
        "Page 2: only pictures, without text; text recognition (Tesseract) is not installed.",
    )
    assert "Sheet" not in next(chapters).text
    only = pymupdf.open(scan)
    only.delete_page(0)
    only.save(scan.with_name("only.pdf"))
    with pytest.raises(BookError, match=r"only\.pdf.*no text layer.*Tesseract"):
        open_book(scan.with_name("only.pdf"))


@there
def test_the_text_of_pictures_is_recognised_in_the_cage(scan: Path) -> None:
    parts = list(caged(scan))
    (book,) = (part for part in parts if isinstance(part, Book))
    (chapter,) = (part for part in parts if isinstance(part, Chapter))
    assert book.warnings == ("Page 2: recognised from pictures (OCR); the text may have mistakes.",)
    assert "Sheet 0 of a quiet story" in chapter.text
    assert [page.label for page in chapter.pages] == ["1", "2"]
    assert Step(0, 1, recognising=True) in parts


def test_the_documents_language_is_chosen_if_it_is_there(tmp_path: Path) -> None:
    for name in ("deu", "eng", "osd"):
        (tmp_path / f"{name}.traineddata").touch()
    assert recognising.languages(tmp_path, "de-AT") == "deu"
    assert recognising.languages(tmp_path, "fr") == "eng"
    assert recognising.languages(tmp_path, None) == "eng"


def test_pages_are_named_in_ranges() -> None:
    assert pdf_pages.ranges([1, 2, 3, 7, 9, 10]) == "1–3, 7, 9–10"


def test_the_plates_of_an_illustrated_book_are_not_recognised(scan: Path) -> None:
    document = pymupdf.open(scan)
    with pymupdf.open(scan.with_name("text.pdf")) as text:
        for _ in range(9):
            document.insert_pdf(text)
    document.save(scan.with_name("book.pdf"))
    assert open_book(scan.with_name("book.pdf"))[0].warnings == ("Page 2: only pictures, without text.",)


def test_a_poster_is_looked_at_more_coarsely() -> None:
    document = pymupdf.open()
    assert recognising._dots(document.new_page(width=420, height=595)) == 200
    assert recognising._dots(document.new_page(width=14400, height=14400)) < 20
