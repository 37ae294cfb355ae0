"""FB2, Kindle books, Word documents and XPS."""

import contextlib
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import Book, BookError, Chapter, open_book
from ingest.huffdic import PackingError, Unpacker
from ingest.kindle import palm
from ingest.mupdf import pymupdf
from tests.ingest.making import LONG

FB2 = """<?xml version="1.0" encoding="windows-1251"?>
<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="http://www.w3.org/1999/xlink">
<description><title-info><author><first-name>Лев</first-name><last-name>Толстой</last-name></author>
<book-title>Война</book-title><lang>ru</lang></title-info></description>
<body><title><p>Война</p></title>
<section><title><p>Часть</p><p>первая</p></title>
<section><title><p>I</p></title><p>Ну, князь<a l:href="#n1" type="note">[1]</a>, вот.</p>
<poem><stanza><v>Первый стих</v><v>Второй стих</v></stanza></poem></section>
<section><title><p>II</p></title><p>Дальше.</p></section></section></body>
<body name="notes"><section id="n1"><p>Примечание.</p></section></body>
<binary id="c" content-type="image/png">AAAA</binary></FictionBook>"""

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = (
    f'<w:styles {W}><w:style w:styleId="U1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="T"><w:name w:val="Title"/></w:style></w:styles>'
)
CORE = (
    '<c:coreProperties xmlns:c="x" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:creator>Ann Author</dc:creator></c:coreProperties>"
)


def read(path: Path) -> tuple[Book, list[Chapter]]:
    book, chapters = open_book(path)
    return book, list(chapters)


def paragraph(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(path: Path, body: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/styles.xml", STYLES)
        archive.writestr("docProps/core.xml", CORE)
    return path


def mobi(path: Path, text: bytes, encryption: int = 0, compression: int = 2, trailing: bytes = b"") -> Path:
    """Write a Kindle book of one or more records, all letters as they are."""
    if compression == 2:
        text = b"".join(bytes((byte,)) if 9 <= byte < 0x80 else bytes((1, byte)) for byte in text)
    parts = [text[at : at + 4000] + trailing for at in range(0, len(text), 4000)]
    name = "Ünder".encode()
    extra = b"EXTH" + (28).to_bytes(4, "big") + (1).to_bytes(4, "big")
    extra += (100).to_bytes(4, "big") + (16).to_bytes(4, "big") + b"A. Autho"
    header = bytearray(232)
    header[0:4], header[4:8], header[12:16] = b"MOBI", (232).to_bytes(4, "big"), (65001).to_bytes(4, "big")
    header[20:24] = (6).to_bytes(4, "big")
    header[112:116] = (0x40).to_bytes(4, "big")
    header[226:228] = (2 if trailing else 0).to_bytes(2, "big")
    header[68:72], header[72:76] = (248 + len(extra)).to_bytes(4, "big"), len(name).to_bytes(4, "big")
    first = compression.to_bytes(2, "big") + bytes(6) + len(parts).to_bytes(2, "big") + bytes(2)
    first += encryption.to_bytes(2, "big") + bytes(2) + header + extra + name
    records = [first, *parts]
    data, at = bytearray(60) + b"BOOKMOBI" + bytes(8) + len(records).to_bytes(2, "big"), 80 + 8 * len(records)
    for record in records:
        data += at.to_bytes(4, "big") + bytes(4)
        at += len(record)
    path.write_bytes(bytes(data) + bytes(2) + b"".join(records))
    return path


def test_fiction_books_have_chapters_from_their_sections(tmp_path: Path) -> None:
    (tmp_path / "x.fb2").write_bytes(FB2.encode("cp1251"))
    book, chapters = read(tmp_path / "x.fb2")
    assert (book.title, book.authors, book.language) == ("Война", ("Лев Толстой",), "ru")
    titles = [(entry.title, entry.level) for entry in book.contents]
    assert titles[-4:] == [("Часть: первая", 0), ("I", 1), ("II", 1), ("Notes", 0)]
    assert chapters[-3].text == "I\n\nНу, князь, вот.\n\nПервый стих\nВторой стих"
    assert chapters[-1].text == "Notes\n\nПримечание."


def test_the_notes_of_a_fiction_book_are_one_chapter(tmp_path: Path) -> None:
    notes = (
        "".join(f'<section id="n{n}"><title><p>{n}</p></title><p>Note {n}.</p></section>' for n in (1, 2))
        + '<section id="n3"><title><p>3</p></title><poem><stanza><v>Verse.</v></stanza></poem></section>'
    )
    text = FB2.replace('<section id="n1"><p>Примечание.</p></section>', notes)
    (tmp_path / "x.fb2").write_bytes(text.encode("cp1251"))
    _, chapters = read(tmp_path / "x.fb2")
    assert (chapters[-1].title, chapters[-1].matter) == ("Notes", "back")
    assert chapters[-1].text == "Notes\n\n1 Note 1.\n\n2 Note 2.\n\n3\n\nVerse."


def test_a_zipped_fiction_book_is_opened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.fb2.zip", "w") as archive:
        archive.writestr("x.fb2", FB2.encode("cp1251"))
    assert read(tmp_path / "x.fb2.zip")[0].title == "Война"


def test_word_documents_have_chapters_from_their_headings(tmp_path: Path) -> None:
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("a", "b"))
    body = (
        paragraph("My Work", "T")
        + paragraph("One", "U1")
        + "<w:p><w:r><w:t>First</w:t><w:tab/><w:t>text.</w:t></w:r>"
        + "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        + "<w:ins><w:r><w:t> New.</w:t></w:r></w:ins></w:p>"
        + f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{cells}</w:tr></w:tbl>"
        + paragraph("Two", "U1")
        + paragraph("Second text.")
    )
    book, chapters = read(docx(tmp_path / "x.docx", body))
    assert (book.title, book.authors) == ("My Work", ("Ann Author",))
    assert [chapter.title for chapter in chapters][-2:] == ["One", "Two"]
    assert chapters[-2].text == "One\n\nFirst text. New.\n\na | b\na | b"


def test_the_notes_of_a_word_document_stand_behind_their_chapter(tmp_path: Path) -> None:
    def marked(text: str, kind: str, name: int) -> str:
        return f'<w:p><w:r><w:t>{text}</w:t></w:r><w:r><w:{kind}Reference w:id="{name}"/></w:r></w:p>'

    body = (
        paragraph("One", "U1") + marked("First.", "footnote", 2) + paragraph("More.")
        + paragraph("Two", "U1") + marked("Second.", "endnote", 2) + marked("Again.", "footnote", 9)
    )  # fmt: skip
    path = docx(tmp_path / "x.docx", body)
    with zipfile.ZipFile(path, "a") as archive:
        for kind in ("footnote", "endnote"):
            note = f'<w:{kind} w:id="2">{paragraph(f"A {kind}.")}</w:{kind}>'
            archive.writestr(f"word/{kind}s.xml", f"<w:{kind}s {W}>{note}</w:{kind}s>")
    _, chapters = read(path)
    assert [c.text for c in chapters] == [
        "One\n\nFirst.\n\nMore.\n\nA footnote.",
        "Two\n\nSecond.\n\nAgain.\n\nA endnote.",
    ]


def test_a_word_document_without_styles_has_chapters_by_words(tmp_path: Path) -> None:
    body = "".join(paragraph(f"Chapter {n}") + paragraph(LONG) for n in (1, 2, 3))
    assert [c.title for c in read(docx(tmp_path / "x.docx", body))[1]] == [
        "Chapter 1",
        "Chapter 2",
        "Chapter 3",
    ]


@pytest.mark.parametrize("compression", [1, 2])
@pytest.mark.parametrize("trailing", [b"", b"xy\x83"])
def test_kindle_books_are_opened(tmp_path: Path, compression: int, trailing: bytes) -> None:
    page = f"<html><body><h1>One</h1><p>Größe. {LONG * 20}</p><h1>Two</h1><p>End.</p></body></html>".encode()
    book, chapters = read(mobi(tmp_path / "x.mobi", page, compression=compression, trailing=trailing))
    assert (book.title, book.authors) == ("Ünder", ("A. Autho",))
    assert [chapter.title for chapter in chapters] == ["One", "Two"]
    assert chapters[0].text == f"One\n\nGröße. {LONG * 20}".strip()
    assert chapters[1].text == "Two\n\nEnd."


def test_a_locked_kindle_book_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"“x\.azw” is locked with DRM"):
        read(mobi(tmp_path / "x.azw", b"<p>secret</p>", encryption=2))
    (tmp_path / "y.azw").write_bytes(b"\xeaDRMION\xee" + bytes(99))
    with pytest.raises(BookError, match="DRM"):
        read(tmp_path / "y.azw")


def test_an_unknown_packing_is_named(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="packed in a way"):
        read(mobi(tmp_path / "x.mobi", b"<p>text</p>", compression=3))
    with pytest.raises(BookError, match="damaged"):
        read(mobi(tmp_path / "x.mobi", b"<p>text</p>", compression=17480))


def test_phrases_are_looked_up_in_the_dictionary() -> None:
    short = b"".join(
        (255 << 8 | 0x80 | 8).to_bytes(4, "big") for _ in range(256)
    )  # all codes have eight bits
    codes = (
        b"HUFF"
        + bytes(4)
        + (24).to_bytes(4, "big")
        + (24 + 1024).to_bytes(4, "big")
        + bytes(8)
        + short
        + bytes(256)
    )
    phrases = [
        (b"The keeper ", True),
        (b"kept ", True),
        (bytes((255 - 0, 255 - 1)), False),
        (b"the light.", True),
    ]
    entries, places = b"", []
    for phrase, plain in phrases:
        places.append(2 * len(phrases) + len(entries))
        entries += (len(phrase) | 0x8000 * plain).to_bytes(2, "big") + phrase
    words = b"".join(at.to_bytes(2, "big") for at in places) + entries
    dictionary = b"CDIC" + bytes(4) + (4).to_bytes(4, "big") + (8).to_bytes(4, "big") + words
    unpacker = Unpacker(codes, [dictionary])
    assert unpacker.unpack(bytes((255 - 2, 255 - 3))) == b"The keeper kept the light."
    with pytest.raises(PackingError):
        unpacker.unpack(b"\x00")
    endless = dictionary.replace(bytes((255, 254)), bytes((253, 253)))
    with pytest.raises(PackingError, match="without end"):
        Unpacker(codes, [endless]).unpack(bytes((253,)))


@given(st.binary(max_size=1400), st.binary(max_size=60), st.binary(max_size=40))
def test_no_dictionary_breaks_the_unpacker(codes: bytes, dictionary: bytes, data: bytes) -> None:
    with contextlib.suppress(PackingError):
        unpacker = Unpacker(b"HUFF" + bytes(11) + b"\x18" + codes, [b"CDIC" + dictionary])
        text = unpacker.unpack(data)
        assert unpacker.unpack(data) == text  # it has kept the phrases that it unpacked on the way


def test_palms_compression_repeats_bytes_and_joins_spaces() -> None:
    assert palm(b"abc\x80\x18\xe4\x02\xc3\xa9") == b"abcabc d\xc3\xa9"
    assert palm(b"\xbf\xff\x80") == b""  # nothing to repeat


def test_xps_pages_are_read(tmp_path: Path) -> None:
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship'
    )
    kind = "http://schemas.microsoft.com/xps/2005/06"
    files: dict[str, str | bytes] = {
        "_rels/.rels": f'{relation} Id="r" Type="{kind}/fixedrepresentation" Target="/s.fdseq"/></Relationships>',
        "s.fdseq": f'<FixedDocumentSequence xmlns="{kind}"><DocumentReference Source="d.fdoc"/>'
        "</FixedDocumentSequence>",
        "d.fdoc": f'<FixedDocument xmlns="{kind}"><PageContent Source="p.fpage"/></FixedDocument>',
        "p.fpage": (
            f'<FixedPage xmlns="{kind}" Width="800" Height="600"><Glyphs FontUri="/f.ttf" FontRenderingEmSize="16" '
            'OriginX="90" OriginY="90" UnicodeString="The keeper kept the light." Fill="#ff000000"/></FixedPage>'
        ),
        "f.ttf": pymupdf.Font("helv").buffer,
    }
    with zipfile.ZipFile(tmp_path / "x.xps", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    _, (chapter,) = read(tmp_path / "x.xps")
    assert chapter.text == "The keeper kept the light."
    assert [page.label for page in chapter.pages] == ["1"]


def test_comic_books_are_refused_with_the_reason(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.cbz", "w") as archive:
        archive.writestr("1.jpg", b"\xff\xd8\xff")
    with pytest.raises(BookError, match=r"“x\.cbz” is a comic book: its pages are pictures"):
        read(tmp_path / "x.cbz")


def test_a_document_of_another_office_is_named_with_a_way_out(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.odt", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<x/>")
    (tmp_path / "x.rtf").write_bytes(b"{\\rtf1 Text.}")
    for name, kind in (("x.odt", "OpenDocument"), ("x.rtf", "RTF")):
        with pytest.raises(BookError, match=f"{kind}.*save it as DOCX or PDF"):
            open_book(tmp_path / name)
