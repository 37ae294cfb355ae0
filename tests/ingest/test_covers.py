"""Covers: found in every kind of file that has one, and made small."""

from base64 import b64encode
from pathlib import Path

import pytest

from ingest import Chapter, Cover
from ingest.cage import caged
from ingest.covers import cover
from ingest.drawings import painted
from ingest.mupdf import pymupdf
from ingest.thumbnails import HIGHEST, WIDEST
from tests.ingest.making import LONG, METADATA, epub, package, pdf, prose

RED, WHITE = (200, 16, 16), (255, 255, 255)
ITEM = '<item id="pic" href="c.png" media-type="image/png"{}/></manifest>'


def picture(width: int = 900, height: int = 1200, colour: tuple[int, int, int] = RED) -> bytes:
    one = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, width, height), False)
    one.set_rect(one.irect, colour)
    return bytes(one.tobytes("png"))


def drawn(found: Cover | None) -> pymupdf.Pixmap:
    assert found is not None
    assert found.picture.startswith(b"\xff\xd8\xff")
    return pymupdf.Pixmap(found.picture)


def near(found: tuple[int, ...], colour: tuple[int, ...]) -> bool:
    return all(abs(one - other) < 12 for one, other in zip(found, colour, strict=True))


def book(path: Path, opf: str, **extra: str | bytes) -> Path:
    inside = {"OPS/book.opf": opf, "OPS/c.png": picture()} | {f"OPS/{k}": v for k, v in extra.items()}
    return epub(path, {"a.xhtml": f"<h1>One</h1><p>{LONG}</p>"}, extra=inside)


@pytest.mark.parametrize(
    ("said", "metadata", "guide"),
    [
        (' properties="cover-image"', "", ""),
        ("", '<meta name="cover" content="pic"/>', ""),
        ("", "", '<guide><reference type="cover" href="front.xhtml"/></guide>'),
    ],
)
def test_an_epubs_cover_is_the_one_that_it_names(
    tmp_path: Path, said: str, metadata: str, guide: str
) -> None:
    opf = package(["a.xhtml"], METADATA + metadata)
    opf = opf.replace("</manifest>", ITEM.format(said)).replace("</spine>", f"</spine>{guide}")
    found = drawn(cover(book(tmp_path / "x.epub", opf, **{"front.xhtml": '<img src="c.png"/>'})))
    assert (found.width, found.height) == (480, 640)
    assert near(found.pixel(200, 300), RED)


def test_a_book_without_a_picture_has_no_cover(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Chapter 1\n\nText.")
    assert cover(epub(tmp_path / "x.epub", {"a.xhtml": "<p>Text.</p>"})) is None
    assert cover(tmp_path / "x.txt") is None


def test_the_first_page_of_a_pdf_is_its_cover_and_asks_for_its_password(tmp_path: Path) -> None:
    document = pymupdf.open(pdf(tmp_path / "plain.pdf", [prose(3)]))
    document[0].draw_rect((0, 0, 420, 60), color=None, fill=(0.78, 0.06, 0.06))
    document.save(tmp_path / "x.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="u", owner_pw="o")
    assert cover(tmp_path / "x.pdf") is None
    found = drawn(cover(tmp_path / "x.pdf", "u"))
    assert found.width == WIDEST
    assert found.height <= HIGHEST
    assert near(found.pixel(20, 20), RED)
    assert near(found.pixel(20, 600), WHITE)


def test_a_fiction_books_cover_is_in_its_text(tmp_path: Path) -> None:
    data = b64encode(picture(100, 150)).decode()
    (tmp_path / "x.fb2").write_text(
        '<FictionBook xmlns:l="http://www.w3.org/1999/xlink"><description><title-info><coverpage>'
        '<image l:href="#c.png"/></coverpage></title-info></description><body><p>Text.</p></body>'
        f'<binary id="c.png">{data}</binary></FictionBook>'
    )
    found = drawn(cover(tmp_path / "x.fb2"))
    assert (found.width, found.height) == (100, 150)  # nothing is made larger


@pytest.mark.parametrize("bad", [b"", b"\x89PNG\r\n\x1a\n rubbish", picture(10, 10), picture()[:900]])
def test_a_picture_that_cannot_be_used_costs_the_cover_alone(tmp_path: Path, bad: bytes) -> None:
    opf = package(["a.xhtml"]).replace("</manifest>", ITEM.format(' properties="cover-image"'))
    parts = list(caged(book(tmp_path / "x.epub", opf, **{"c.png": bad})))
    assert sum(isinstance(part, Chapter) for part in parts) == 1
    assert not any(isinstance(part, Cover) for part in parts)


def test_a_drawing_keeps_what_its_style_sheet_says() -> None:
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg"><style>path{fill:#fff} .box, g { fill : #000; }</style>'
        b'<path class="box"/><path/></svg>'
    )
    assert painted(drawing).count(b'fill="#000"') == 1
    assert painted(drawing).count(b'fill="#fff"') == 1
    assert painted(b"<svg") == b"<svg"
