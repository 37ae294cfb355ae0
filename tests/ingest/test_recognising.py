"""Pages that are pictures."""

from pathlib import Path

import pytest

from ingest import Book, BookError, Chapter, Step, open_book, pdf, pdf_pages, recognising, tesseract
from ingest.cage import caged
from ingest.mupdf import pymupdf
from ingest.pdf_lines import Line
from tests.ingest.making import pdf as write_pdf
from tests.ingest.making import prose

there = pytest.mark.skipif(tesseract.data_folder() is None, reason="Tesseract is not installed")


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
    (warning,) = book.warnings
    assert warning.startswith("Page 2: recognised from pictures (OCR, language eng); ")
    assert int(warning.split("; ")[1].split()[0]) > 80
    assert "Sheet 0 of a quiet story" in chapter.text
    assert [page.label for page in chapter.pages] == ["1", "2"]
    assert Step(0, 1, recognising=True) in parts


def test_the_documents_language_is_chosen_if_it_is_there(tmp_path: Path) -> None:
    for name in ("deu", "eng", "osd"):
        (tmp_path / f"{name}.traineddata").touch()
    assert tesseract.languages(tmp_path, "de-AT") == "deu"
    assert tesseract.languages(tmp_path, "fr") == "eng"
    assert tesseract.languages(tmp_path, None) == "eng"


def test_a_person_chooses_the_language_among_those_that_are_there(tmp_path: Path) -> None:
    for name in ("eng", "deu", "osd"):
        (tmp_path / f"{name}.traineddata").touch()
    wishes: dict[str, str | None] = {"auto": None, "de": "deu", "deu": "deu", "de+eng": "deu+eng"}
    for said, wanted in wishes.items():
        token = tesseract.CHOSEN.set(said)
        assert tesseract.chosen(tmp_path) == wanted
        tesseract.CHOSEN.reset(token)
    token = tesseract.CHOSEN.set("fra")
    with pytest.raises(BookError, match=r"“fra” is not installed .*; installed: deu, eng\. Install"):
        tesseract.chosen(tmp_path)
    tesseract.CHOSEN.reset(token)


@there
def test_the_chosen_language_passes_into_the_cage(scan: Path) -> None:
    book = next(part for part in caged(scan, ocr_language="en") if isinstance(part, Book))
    assert any("language eng" in warning for warning in book.warnings)
    book = next(part for part in caged(scan, ocr_language="xyz") if isinstance(part, Book))
    assert any("Page 2: only pictures" in one and "“xyz” is not installed" in one for one in book.warnings)
    only = pymupdf.open(scan)
    only.delete_page(0)
    only.save(scan.with_name("only.pdf"))
    with pytest.raises(BookError, match="“xyz” is not installed"):
        list(caged(scan.with_name("only.pdf"), ocr_language="xyz"))


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


def test_what_looks_like_words_is_counted() -> None:
    def line(text: str) -> Line:
        return Line(0, 0, text, 10.0, False, 0.0, 0.0, 0.0, 0.0)

    said = recognising.Recognised("eng", {0: [line("“The keeper’s light,” he"), line("|~ x}} 1,234.5 %&")]})
    assert said.legible() == 5 / 8


@there
def test_the_language_of_a_scan_that_does_not_say_is_found(
    scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def lines(document: object, number: int, folder: object, language: str) -> list[Line]:
        asked.append(language)
        text = "der die und das nicht ist ein eine den von zu mit sich auf dem " * 3
        return [Line(number, 0, text, 10.0, False, 0.0, 0.0, 0.0, 0.0)]

    monkeypatch.setattr(recognising, "_lines", lines)
    monkeypatch.setattr(recognising, "languages", lambda folder, said: "deu" if said == "de" else "eng")
    work = recognising.recognise(pymupdf.open(scan), [0, 1], Path("x"), None)
    steps, found = [], None
    while found is None:
        try:
            steps.append(next(work))
        except StopIteration as end:
            found = end.value
    assert asked == ["eng", "deu", "deu"]
    assert found.language == "deu"
    assert [(step.done, step.total) for step in steps] == [(0, 2), (0, 2), (1, 2)]
