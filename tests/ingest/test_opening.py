"""Opening a file."""

import contextlib
import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import BookError, open_book
from tests.ingest.making import epub, pdf, prose


def test_a_books_id_is_the_hash_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("Some text.")
    assert open_book(path)[0].id == hashlib.sha256(b"Some text.").hexdigest()


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    epub(tmp_path / "a.pdf", {"a.xhtml": "<p>First.</p>"})
    pdf(tmp_path / "b.epub", [prose(2)])
    (tmp_path / "c.txt").write_text("<!DOCTYPE html><html><body><p>Text.</p></body></html>")
    assert next(open_book(tmp_path / "a.pdf")[1]).text == "First."
    assert next(open_book(tmp_path / "b.epub")[1]).text.startswith("Line 0")
    assert next(open_book(tmp_path / "c.txt")[1]).text == "Text."


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
        (b"\xd0\xcf\x11\xe0" + bytes(50), "Office"),
        (b"PK\x05\x06" + bytes(18), "archive"),
        (b"PK\x03\x04" + bytes(50), "damaged"),
        (b"\x01\x02\x03\x04\x05" * 100, "not a text"),
        (b" \n \n", "no text"),
    ],
)
def test_what_is_no_book_is_refused_in_a_sentence_with_its_name(
    tmp_path: Path, data: bytes, word: str
) -> None:
    path = tmp_path / "strange.bin"
    path.write_bytes(data)
    with pytest.raises(BookError, match=rf"“strange\.bin”.*{word}.*\."):
        open_book(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"“gone\.epub” was not found"):
        open_book(tmp_path / "gone.epub")
    with pytest.raises(BookError, match="folder"):
        open_book(tmp_path)


@given(
    st.binary(min_size=1, max_size=200),
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", b"\xff\xfe"]),
)
@settings(deadline=None, max_examples=60)
def test_whatever_the_bytes_nothing_but_a_book_or_a_book_error_comes_out(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, begin: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.bin"
    path.write_bytes(begin + data)
    with contextlib.suppress(BookError):
        book, chapters = open_book(path)
        assert [chapter.title for chapter in chapters] == [entry.title for entry in book.contents]


@given(st.lists(st.text("abc é.,\n<&“—", max_size=80), min_size=1, max_size=20))
@settings(deadline=None, max_examples=40)
def test_paragraphs_come_back_as_they_went_in(
    tmp_path_factory: pytest.TempPathFactory, paragraphs: list[str]
) -> None:
    wanted = [" ".join(paragraph.split()) for paragraph in paragraphs if any(map(str.isalnum, paragraph))]
    body = "".join(f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>" for text in wanted)
    path = tmp_path_factory.getbasetemp() / "round.html"
    path.write_text(f"<html><body><p>begin</p>{body}</body></html>", encoding="utf-8")
    (chapter,) = open_book(path)[1]
    assert chapter.text.split("\n\n")[1:] == wanted
