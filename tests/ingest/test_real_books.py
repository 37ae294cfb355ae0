"""Real books and real troubles, where they are at hand."""

import json
from pathlib import Path

import pytest

from ingest import Book, BookError, Chapter, open_book, passages
from ingest.mupdf import pymupdf
from ingest.text import key

IMPRINT = ("Standard Ebooks", "public domain", "Uncopyright", "Project Gutenberg License")
BOOKS = {
    "bronte_villette.epub": (43, "I: Bretton"),
    "conrad_almayers-folly.epub": (15, "Epigraph"),
    "fitzgerald_this-side-of-paradise.epub": (14, "Epigraph"),
    "hodgson_the-house-on-the-borderland.epub": (33, "Foreword"),
}
# files on which bare libraries fail, and that have text
HARD = (
    "epub/made__missing-chapter-and-no-toc.epub",
    "epub/made__garbage-prefix.epub",
    "epub/made__no-mimetype-no-container.epub",
    "epub/made__ncx-depth-1200.epub",
    "epub/epubcheck__opf-manifest-item-resource-missing-error.epub",
    "epub/epubcheck__ocf-url-path-absolute-error.epub",
    "epub/epub3-samples__kusamakura-preview.epub",
    "pdf/qpdf__hybrid-xref.pdf",
    "pdf/sample-files__habibi-rotated.pdf",
    "pdf/unstructured__copy-protected.pdf",
    "other/made__nul-bytes.txt",
    "other/made__nested-1200.md",
    "other/made__utf16le-no-bom.txt",
)
REFUSED = {
    "epub/made__truncated-zip.epub": "damaged",
    "epub/made__drm-adept-style.epub": "DRM",
    "epub/made__drm-apple-fairplay-style.epub": "DRM",
    "epub/made__empty-spine.epub": "no text",
    "epub/epublib__not_a_zip.epub": "damaged",
    "epub/epub3-samples__page-blanche-bitmaps-in-spine.epub": "no text",
    "pdf/made__page-count-100000.pdf": "damaged",
    "pdf/made__zero-bytes.pdf": "empty",
    "pdf/pdfbox__AESkeylength256.pdf": "locked",
    "pdf/unstructured__password.pdf": "password",
    "pdf/pocs__pdf_zip_pe.pdf": "no pages",
    "other/made__binary-named.txt": "picture",
    "other/made__empty.txt": "empty",
}
EXPECTED = (
    "epub/se__f-scott-fitzgerald_the-great-gatsby.epub",
    "epub/se__jack-london_the-call-of-the-wild.epub",
    "epub/se__charlotte-perkins-gilman_herland.epub",
    "epub/se__robert-louis-stevenson_the-strange-case-of-dr-jekyll-and-mr-hyde.epub",
    "epub/se__joseph-conrad_heart-of-darkness.epub",
    "epub/se__h-g-wells_the-invisible-man.epub",
    "pdf/koreader-base__Alice.pdf",
    "pdf/novel-analysis__1342-pdf.pdf",
    "pdf/sample-files__GeoTopo-komprimiert.pdf",
    "pdf/pdfcpu__WaldenFull.pdf",
    "pdf/pdfminer.six__naacl06-shinyama.pdf",
    "other/classic-books-markdown__The_Wendigo.md",
)


def read(path: Path) -> tuple[Book, list[Chapter]]:
    if not path.is_file():
        pytest.skip(f"{path} is not here")
    book, chapters = open_book(path)
    return book, list(chapters)


def printed_labels(path: Path) -> list[str]:
    """The label of every page of a PDF, as it is printed, or else its number."""
    with pymupdf.open(path) as document:
        return [page.get_label() or str(number) for number, page in enumerate(document, 1)]


def pages_of(chapters: list[Chapter], sentence: str) -> list[str]:
    """The labels of the pages that a sentence stands on: the one that it begins on, and others over which it goes."""
    chapter = next(chapter for chapter in chapters if sentence in chapter.text)
    begin = chapter.text.index(sentence)
    earlier = [page.label for page in chapter.pages if page.offset <= begin]
    return earlier[-1:] + [
        page.label for page in chapter.pages if begin < page.offset < begin + len(sentence)
    ]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_whole_document_is_what_its_readers_say_it_is(files: Path, name: str) -> None:
    rows = [json.loads(line) for line in (files / "expect.jsonl").read_text(encoding="utf-8").splitlines()]
    row = next(row for row in rows if row["file"] == name)
    book, chapters = read(files / name)
    assert book.title == row["title"]
    assert list(book.authors) == row["authors"]
    assert (book.language or "").split("-")[0] == row["language"].split("-")[0]
    titles = [key(entry.title) for entry in book.contents]
    assert key(row["first_chapter_title"]) in titles
    assert len(titles) - titles.index(key(row["first_chapter_title"])) >= row["n_chapters"]
    (middle,) = [c for c in chapters if row["middle_sentence"] in c.text]
    assert key(row["middle_chapter"]).startswith(key(middle.title))
    assert any(row["last_sentence"] in chapter.text for chapter in chapters)
    if row.get("middle_page"):
        labels = printed_labels(files / name)
        for sentence, number in (
            (row["middle_sentence"], row["middle_page"]),
            (row["last_sentence"], row.get("last_page")),
        ):
            assert number is None or labels[number - 1] in pages_of(chapters, sentence)


@pytest.mark.parametrize("name", BOOKS)
def test_a_finely_made_book_has_its_chapters_and_no_imprint(books: Path, name: str) -> None:
    book, chapters = read(books / name)
    count, first = BOOKS[name]
    assert (len(book.contents), book.contents[0].title) == (count, first)
    assert not any(mark in chapter.text for chapter in chapters for mark in IMPRINT)
    for chapter in chapters:
        assert chapter.text == chapter.text.strip()
        assert "\n\n\n" not in chapter.text
        for passage in passages(chapter):
            offset = passage.start.offset
            assert chapter.text[offset : offset + len(passage.text)] == passage.text


@pytest.mark.parametrize("name", HARD)
def test_a_hard_file_is_read(files: Path, name: str) -> None:
    book, chapters = read(files / name)
    assert [chapter.title for chapter in chapters] == [entry.title for entry in book.contents]
    assert any(key(chapter.text) for chapter in chapters)
    assert not any("root:" in chapter.text for chapter in chapters)


@pytest.mark.parametrize("name", REFUSED)
def test_a_hopeless_file_is_refused_in_words(files: Path, name: str) -> None:
    if not (files / name).is_file():
        pytest.skip(f"{name} is not here")
    with pytest.raises(BookError, match=REFUSED[name]) as caught:
        open_book(files / name)
    assert Path(name).name in str(caught.value)
