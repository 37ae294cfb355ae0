"""EPUB."""

import zipfile
from pathlib import Path

import pytest

from ingest import Book, BookError, Chapter, open_book
from tests.ingest.making import LONG, epub, line, package, page


def read(path: Path) -> tuple[Book, list[Chapter]]:
    book, chapters = open_book(path)
    return book, list(chapters)


def two(path: Path, **more: object) -> Path:
    pages = {"a.xhtml": "<h1>One</h1><p>First.</p>", "b.xhtml": "<h1>Two</h1><p>Second.</p>"}
    return epub(path, pages, line("a.xhtml", "One") + line("b.xhtml", "Two"), **more)  # type: ignore[arg-type]


def test_title_authors_and_language_come_from_the_metadata(tmp_path: Path) -> None:
    book, _ = read(two(tmp_path / "x.epub"))
    assert (book.title, book.authors, book.language) == ("A Book", ("Ann Author",), "en")


def test_only_creators_who_are_authors_are_authors(tmp_path: Path) -> None:
    metadata = (
        '<dc:title>T</dc:title><dc:creator id="a">Ann</dc:creator><dc:creator id="b">Bob</dc:creator>'
        '<meta refines="#a" property="role">aut</meta><meta refines="#b" property="role">ill</meta>'
    )
    assert read(two(tmp_path / "x.epub", metadata=metadata))[0].authors == ("Ann",)


def test_the_main_title_is_taken_of_several(tmp_path: Path) -> None:
    metadata = (
        '<dc:title id="s">A Romance</dc:title><dc:title id="m">The Man</dc:title>'
        '<meta refines="#m" property="title-type">main</meta>'
    )
    assert read(two(tmp_path / "x.epub", metadata=metadata))[0].title == "The Man"


def test_a_book_without_a_title_is_called_after_its_file(tmp_path: Path) -> None:
    assert read(two(tmp_path / "My novel.epub", metadata=""))[0].title == "My novel"


def test_several_chapters_in_one_file_are_split(tmp_path: Path) -> None:
    body = '<h2 id="one">One</h2><p>First.</p><p>More.</p><h2 id="two">Two</h2><p>Second.</p>'
    path = epub(
        tmp_path / "x.epub", {"a.xhtml": body}, line("a.xhtml#one", "One") + line("a.xhtml#two", "Two")
    )
    assert [chapter.text for chapter in read(path)[1]] == ["One\n\nFirst.\n\nMore.", "Two\n\nSecond."]


def test_a_chapter_over_two_files_is_joined(tmp_path: Path) -> None:
    pages = {"a.xhtml": "<p>First.</p>", "b.xhtml": "<p>Second.</p>", "c.xhtml": "<p>Third.</p>"}
    path = epub(tmp_path / "x.epub", pages, line("a.xhtml", "One") + line("c.xhtml", "Two"))
    assert [chapter.text for chapter in read(path)[1]] == ["First.\n\nSecond.", "Third."]


def test_contents_are_nested_and_in_step_with_the_chapters(tmp_path: Path) -> None:
    pages = {"p.xhtml": "<h1>Part I</h1>", "a.xhtml": "<p>First.</p>", "b.xhtml": "<p>Second.</p>"}
    inner = line("a.xhtml", "I: A") + line("b.xhtml", "II: B")
    book, chapters = read(epub(tmp_path / "x.epub", pages, line("p.xhtml", "Part I", inner)))
    assert [(entry.title, entry.level) for entry in book.contents] == [
        ("Part I", 0),
        ("I: A", 1),
        ("II: B", 1),
    ]
    assert [(c.index, c.title, c.level) for c in chapters] == [
        (0, "Part I", 0),
        (1, "I: A", 1),
        (2, "II: B", 1),
    ]


def test_the_imprint_is_left_out_and_glued_to_no_chapter(tmp_path: Path) -> None:
    pages = {
        "title.xhtml": '<section epub:type="titlepage"><h1>A Book</h1></section>',
        "a.xhtml": "<p>First.</p>",
        "b.xhtml": "<p>Second.</p>",
        "end.xhtml": '<section epub:type="colophon"><p>Made by hand.</p></section>',
    }
    entries = "".join(line(name, name[:-6]) for name in pages)
    assert [chapter.text for chapter in read(epub(tmp_path / "x.epub", pages, entries))[1]] == [
        "First.",
        "Second.",
    ]


def test_a_half_title_does_not_make_its_chapters_stand_under_the_preface(tmp_path: Path) -> None:
    pages = {
        "preface.xhtml": "<p>Before.</p>",
        "half.xhtml": '<section epub:type="halftitlepage"><h1>A Book</h1></section>',
        "a.xhtml": "<p>First.</p>",
    }
    entries = line("preface.xhtml", "Preface") + line("half.xhtml", "A Book", line("a.xhtml", "I"))
    book, _ = read(epub(tmp_path / "x.epub", pages, entries))
    assert [(entry.title, entry.level) for entry in book.contents] == [("Preface", 0), ("I", 0)]


def test_text_before_the_first_entry_is_a_chapter_if_it_is_real(tmp_path: Path) -> None:
    pages = {"z.xhtml": f"<p>{LONG}</p>", "a.xhtml": "<p>First.</p>", "b.xhtml": "<p>Second.</p>"}
    entries = line("a.xhtml", "One") + line("b.xhtml", "Two")
    assert [c.title for c in read(epub(tmp_path / "x.epub", pages, entries))[1]] == ["Opening", "One", "Two"]
    pages["z.xhtml"] = "<p>For my mother</p>"
    assert [c.title for c in read(epub(tmp_path / "y.epub", pages, entries))[1]] == ["One", "Two"]


def test_without_contents_headings_make_chapters(tmp_path: Path) -> None:
    body = "<h1>One</h1><p>First.</p><h1>Two</h1><p>Second.</p>"
    assert [c.title for c in read(epub(tmp_path / "x.epub", {"a.xhtml": body}))[1]] == ["One", "Two"]


def test_without_headings_files_make_chapters(tmp_path: Path) -> None:
    pages = {"a.xhtml": "<p>First.</p>", "b.xhtml": "<p>Second.</p>"}
    assert [c.title for c in read(epub(tmp_path / "x.epub", pages))[1]] == ["Part 1", "Part 2"]


def test_contents_of_epub_2_are_read(tmp_path: Path) -> None:
    ncx = (
        '<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "x.dtd">'
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/">'
        "<navMap><navPoint><navLabel><text>Erstes</text></navLabel><content src='a.xhtml'/></navPoint>"
        "<navPoint><navLabel><text>Zweites</text></navLabel><content src='b%20b.xhtml'/>"
        "</navPoint></navMap></ncx>"
    )
    pages = {"a.xhtml": "<p>First.</p>", "b b.xhtml": "<p>Second.</p>"}
    book, _ = read(epub(tmp_path / "x.epub", pages, extra={"OPS/book.ncx": ncx}))
    assert [entry.title for entry in book.contents] == ["Erstes", "Zweites"]


def test_an_empty_chapter_is_dropped_and_indices_stay_dense(tmp_path: Path) -> None:
    pages = {"a.xhtml": "<p>First.</p>", "b.xhtml": "<p> </p>", "c.xhtml": "<p>Third.</p>"}
    entries = "".join(line(name, name) for name in pages)
    book, chapters = read(epub(tmp_path / "x.epub", pages, entries))
    assert [c.index for c in chapters] == [0, 1]
    assert len(book.contents) == 2


def test_a_missing_chapter_file_is_a_warning(tmp_path: Path) -> None:
    path = epub(tmp_path / "x.epub", {"a.xhtml": "<p>First.</p>"}, spine=["a.xhtml", "gone.xhtml"])
    book, chapters = read(path)
    assert [c.text for c in chapters] == ["First."]
    assert "gone.xhtml" in book.warnings[0]


def test_entities_without_a_document_type_and_bad_markup_are_read(tmp_path: Path) -> None:
    body = (
        "<?xml version='1.0'?><html><body><p>Caf&eacute;&nbsp;noir &amp; more<p>Second & last</body></html>"
    )
    assert (
        read(epub(tmp_path / "x.epub", {"a.xhtml": body}))[1][0].text == "Café noir & more\n\nSecond & last"
    )


@pytest.mark.parametrize("declaration", ['<!ENTITY x SYSTEM "file:///etc/passwd">', '<!ENTITY x "lol">'])
def test_a_file_cannot_define_entities(tmp_path: Path, declaration: str) -> None:
    body = f"<?xml version='1.0'?><!DOCTYPE html [{declaration}]><html><body><p>a&x;b</p></body></html>"
    assert read(epub(tmp_path / "x.epub", {"a.xhtml": body}))[1][0].text == "ab"


@pytest.mark.parametrize("mark", ["META-INF/rights.xml", "META-INF/sinf.xml", "META-INF/license.lcpl"])
def test_a_locked_book_is_refused(tmp_path: Path, mark: str) -> None:
    with pytest.raises(BookError, match=r"x\.epub.*DRM"):
        open_book(two(tmp_path / "x.epub", extra={mark: "<x/>"}))


def encryption(algorithm: str, uri: str) -> str:
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"'
        ' xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
        f'<e:EncryptedData><e:EncryptionMethod Algorithm="{algorithm}"/>'
        f'<e:CipherData><e:CipherReference URI="{uri}"/>'
        "</e:CipherData></e:EncryptedData></encryption>"
    )


def test_encrypted_chapters_are_refused_and_encrypted_fonts_are_not(tmp_path: Path) -> None:
    secret = {
        "META-INF/encryption.xml": encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OPS/a.xhtml")
    }
    with pytest.raises(BookError, match="DRM"):
        open_book(two(tmp_path / "x.epub", extra=secret))
    font = {"META-INF/encryption.xml": encryption("http://www.idpf.org/2008/embedding", "OPS/f.otf")}
    assert len(read(two(tmp_path / "y.epub", extra=font))[1]) == 2


def test_a_book_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.archive.LARGEST_MEMBER", 50_000)
    path = epub(tmp_path / "x.epub", {"a.xhtml": f"<p>{'x' * 60_000}</p>"})
    with pytest.raises(BookError, match="unpacks to more"):
        open_book(path)


def test_pictures_alone_are_no_book(tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"x\.epub.*no text"):
        open_book(epub(tmp_path / "x.epub", {"a.xhtml": '<img src="a.png" alt="image"/>'}))


def test_a_cut_off_file_is_refused(tmp_path: Path) -> None:
    path = two(tmp_path / "x.epub")
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(BookError, match="damaged"):
        open_book(path)


def test_a_flipped_byte_in_a_chapter_costs_that_chapter_only(tmp_path: Path) -> None:
    path = two(tmp_path / "x.epub")
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("OPS/a.xhtml").header_offset + 60
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    path.write_bytes(bytes(data))
    book, chapters = read(path)
    assert [c.title for c in chapters] == ["Two"]
    assert "a.xhtml" in book.warnings[0]


def test_metadata_that_ebooklib_cannot_read_is_a_warning(tmp_path: Path) -> None:
    opf = package(["a.xhtml"])
    stripped = opf[: opf.index("<metadata")] + opf[opf.index("</metadata>") + 11 :]
    book, _ = read(epub(tmp_path / "x.epub", {"a.xhtml": "<p>First.</p>"}, extra={"OPS/book.opf": stripped}))
    assert book.title == "x"
    assert "title and authors" in book.warnings[0]


def test_a_heading_of_the_contents_without_a_link_keeps_its_chapters_under_it(tmp_path: Path) -> None:
    entries = (
        f"<li><span>Part One</span><ol>{line('a.xhtml', 'First')}{line('b.xhtml', 'Second')}</ol></li>"
        f"<li><span>Part Two</span><ol>{line('c.xhtml#t', 'Third')}</ol></li>"
    )
    pages = {
        "a.xhtml": f"<h2>First</h2><p>{LONG}</p>",
        "b.xhtml": f"<h2>Second</h2><p>{LONG}</p>",
        "c.xhtml": f"<h1>Part Two</h1><h2 id='t'>Third</h2><p>{LONG}</p>",
    }
    book, chapters = read(epub(tmp_path / "x.epub", pages, entries))
    titles = [(entry.title, entry.level) for entry in book.contents]
    assert titles == [("Part One", 0), ("First", 1), ("Second", 1), ("Part Two", 0), ("Third", 1)]
    assert [chapter.text for chapter in chapters if not chapter.level] == ["Part One", "Part Two"]
    assert chapters[1].text.startswith("First\n\n")


def test_printed_pages_come_from_the_page_list_and_from_page_breaks(tmp_path: Path) -> None:
    page_list = (
        '<nav epub:type="page-list"><ol><li><a href="a.xhtml">i</a></li><li><a href="a.xhtml#p">ii</a></li>'
        '<li><a href="b.xhtml#q">9</a></li></ol></nav>'
    )
    pages = {
        "a.xhtml": "<h1>A</h1><p>One two <span id='p'/>three.</p><div epub:type='pagebreak' title='7'/><p>Four.</p>",
        "b.xhtml": "<h1>B</h1><p>Five <a id='q'/>six.</p>",
    }
    nav = page(f'<nav epub:type="toc"><ol>{line("a.xhtml", "A")}{line("b.xhtml", "B")}</ol></nav>{page_list}')
    first, second = read(epub(tmp_path / "x.epub", pages, extra={"OPS/nav.xhtml": nav}))[1]
    assert first.text == "A\n\nOne two three.\n\nFour."
    assert [(one.label, first.text[one.offset :][:5]) for one in first.pages] == [
        ("i", "A\n\nOn"),
        ("ii", "three"),
        ("7", "Four."),
    ]
    assert [(one.label, second.text[one.offset :][:3]) for one in second.pages] == [
        ("7", "B\n\n"),
        ("9", "six"),
    ]


def test_notes_stand_behind_the_text_and_not_in_its_sentences(tmp_path: Path) -> None:
    body = (
        "<h1>A</h1><p>The keeper<a epub:type='noteref' href='#n'>1</a> kept"
        "<aside epub:type='footnote' id='n'><p>Of the light.</p></aside> the light.<sup><a href='#m'>2</a></sup></p>"
        "<p>He stayed.</p>"
    )
    (chapter,) = read(epub(tmp_path / "x.epub", {"a.xhtml": body}))[1]
    assert chapter.text == "A\n\nThe keeper kept the light.\n\nHe stayed.\n\nOf the light."


def test_pictures_are_told_by_their_alternative_text(tmp_path: Path) -> None:
    body = (
        "<h1>A</h1><p>Before <img src='x.png' alt='A lighthouse on a rock'/>after.</p>"
        "<img src='y.png' alt='image'/><img src='z.png' alt='cover.jpg'/><p>End.</p>"
    )
    (chapter,) = read(epub(tmp_path / "x.epub", {"a.xhtml": body}))[1]
    assert chapter.text == "A\n\nBefore after.\n\nA lighthouse on a rock\n\nEnd."


def test_a_table_is_a_paragraph_of_lines_and_ruby_is_left_out(tmp_path: Path) -> None:
    body = (
        "<h1>A</h1><table><tr><th>Name</th><th><p>Age</p></th></tr><tr><td>Ann</td><td>7</td></tr></table>"
        "<p><ruby>漢<rt>kan</rt>字<rt>ji</rt></ruby>です。</p>"
        f"<table><tr><td><p>{LONG}</p><p>Text that a table arranges.</p></td></tr></table>"
    )
    (chapter,) = read(epub(tmp_path / "x.epub", {"a.xhtml": body}))[1]
    assert (
        chapter.text
        == f"A\n\nName | Age\nAnn | 7\n\n漢字です。\n\n{LONG.strip()}\n\nText that a table arranges."
    )


def test_a_way_out_of_the_archive_ends_at_its_root(tmp_path: Path) -> None:
    path = epub(
        tmp_path / "x.epub",
        {"../../OPS/a.xhtml": "<p>Inside.</p>"},
        extra={"OPS/a.xhtml": page("<p>In.</p>")},
    )
    assert read(path)[1][0].text in ("Inside.", "In.")


def test_a_page_nested_too_deeply_keeps_its_text_and_says_so(tmp_path: Path) -> None:
    deep = "<div>" * 3000 + "<p>Deep <b>down</b>.</p>" + "</div>" * 3000
    book, (chapter,) = read(epub(tmp_path / "x.epub", {"a.xhtml": deep}))
    assert (chapter.text, book.warnings) == ("Deep down.", ())
    book, (chapter,) = read(epub(tmp_path / "y.epub", {"a.xhtml": deep.replace("</b>", "</i>")}))
    assert chapter.text == "Deep down."
    assert "too deeply" in book.warnings[0]


def test_text_from_right_to_left_keeps_the_order_of_its_letters(tmp_path: Path) -> None:
    body = "<h1 dir='rtl'>פרק א</h1><p>בראשית \u202bברא\u202c <bdo dir='rtl'>אלהים</bdo> (את) 12 השמים.</p>"
    (chapter,) = read(epub(tmp_path / "x.epub", {"a.xhtml": body}))[1]
    assert chapter.text == "פרק א\n\nבראשית ברא אלהים (את) 12 השמים."


def test_a_book_of_fixed_layout_has_the_text_of_its_pages(tmp_path: Path) -> None:
    metadata = (
        "<dc:title>Pictures</dc:title><dc:language>en</dc:language>"
        "<meta property='rendition:layout'>pre-paginated</meta>"
    )
    pages = {
        f"p{n}.xhtml": "<div style='position:absolute;left:1px'><img src='p.jpg' alt=''/></div>"
        f"<div style='position:absolute;top:9px'><span>Page {n} of</span> <span>the tale.</span></div>"
        for n in range(1, 4)
    }
    entries = line("p1.xhtml", "The tale") + line("p3.xhtml", "Its end")
    book, chapters = read(epub(tmp_path / "x.epub", pages, entries, metadata=metadata))
    assert book.title == "Pictures"
    texts = [chapter.text for chapter in chapters]
    assert texts == ["Page 1 of the tale.\n\nPage 2 of the tale.", "Page 3 of the tale."]


@pytest.mark.parametrize("heading", ["<p><b>Chapter {}</b></p>", "<div>CHAPTER {}<br/><br/></div>"])
def test_without_contents_and_headings_words_make_chapters(tmp_path: Path, heading: str) -> None:
    body = "".join(heading.format(n) + f"<p>{LONG}</p>" for n in ("I", "II", "III"))
    book, chapters = read(epub(tmp_path / "x.epub", {"a.xhtml": body}))
    assert [entry.title.upper() for entry in book.contents] == ["CHAPTER I", "CHAPTER II", "CHAPTER III"]
    assert all(LONG.strip() in chapter.text for chapter in chapters)


def test_a_long_book_with_one_entry_in_its_contents_has_chapters_from_its_headings(tmp_path: Path) -> None:
    body = "".join(f"<h2>{name}</h2>" + f"<p>{LONG}</p>" * 60 for name in ("The Ferry", "Glass"))
    book, _ = read(epub(tmp_path / "x.epub", {"a.xhtml": body}, line("a.xhtml", "Start")))
    assert [entry.title for entry in book.contents] == ["The Ferry", "Glass"]
