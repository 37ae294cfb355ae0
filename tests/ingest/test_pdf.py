"""PDF."""

import time
from pathlib import Path

import pytest

from ingest import Book, BookError, Chapter, Locked, Page, open_book
from ingest.display import Display
from ingest.mupdf import pymupdf
from tests.ingest.making import pdf, prose


def read(path: Path) -> tuple[Book, list[Chapter]]:
    book, chapters = open_book(path)
    return book, list(chapters)


def test_chapters_come_from_the_outline(tmp_path: Path) -> None:
    pages = [[("First", 16.0), *prose(8)], prose(8, "Still"), [("Second", 16.0), *prose(8)]]
    path = pdf(tmp_path / "x.pdf", pages, [(1, "First", 1), (1, "Second", 3)], metadata={"title": "A Paper"})
    book, chapters = read(path)
    assert book.title == "A Paper"
    assert [entry.title for entry in book.contents] == ["First", "Second"]
    assert chapters[0].text.startswith("First\n\nLine 0 of a quiet story")
    assert "Still 7" in chapters[0].text


def test_an_entry_in_the_middle_of_a_page_starts_its_chapter_there(tmp_path: Path) -> None:
    pages = [[("First", 16.0), *prose(4), ("", 20.0), ("Second", 16.0), *prose(4, "Other")]]
    _, chapters = read(pdf(tmp_path / "x.pdf", pages, [(1, "First", 1), (1, "Second", 1)]))
    assert [c.text.split("\n\n")[0] for c in chapters] == ["First", "Second"]
    assert "Other" not in chapters[0].text


def test_small_sections_stay_in_their_chapter(tmp_path: Path) -> None:
    pages = [[("1 One", 16.0), *prose(4)], [("1.1 Part", 13.0), *prose(4)], [("2 Two", 16.0), *prose(4)]]
    outline = [(1, "1 One", 1), (2, "1.1 Part", 2), (1, "2 Two", 3)]
    book, _ = read(pdf(tmp_path / "x.pdf", pages, outline))
    assert [entry.title for entry in book.contents] == ["1 One", "2 Two"]


def test_without_an_outline_chapter_headings_are_found(tmp_path: Path) -> None:
    pages = [[(f"Chapter {n}", 16.0), *prose(6)] for n in (1, 2, 3)]
    book, _ = read(pdf(tmp_path / "x.pdf", pages))
    assert [entry.title for entry in book.contents] == ["Chapter 1", "Chapter 2", "Chapter 3"]


def test_without_words_large_type_makes_headings(tmp_path: Path) -> None:
    pages = [[(name, 16.0), *prose(25)] for name in ("The Door", "The Window", "The Garden")]
    book, _ = read(pdf(tmp_path / "x.pdf", pages))
    assert [entry.title for entry in book.contents] == ["The Door", "The Window", "The Garden"]


def test_numbered_headings_make_chapters(tmp_path: Path) -> None:
    pages = [[(f"{n} {name}", 13.0), *prose(5)] for n, name in enumerate(("Aim", "Way", "End"), 1)]
    book, _ = read(pdf(tmp_path / "x.pdf", pages))
    assert [entry.title for entry in book.contents] == ["1 Aim", "2 Way", "3 End"]


def test_without_any_heading_a_book_is_cut_into_even_stretches(tmp_path: Path) -> None:
    book, chapters = read(pdf(tmp_path / "x.pdf", [prose(2, f"Sheet {n}") for n in range(45)]))
    assert [entry.title for entry in book.contents] == ["Pages 1–20", "Pages 21–40", "Pages 41–45"]
    assert chapters[1].text.startswith("Sheet 20")


def test_pages_carry_their_printed_labels_and_offsets(tmp_path: Path) -> None:
    labels = [{"startpage": 0, "prefix": "", "style": "r", "firstpagenum": 1}, {"startpage": 1, "style": "D"}]
    pages = [prose(3, "Preface"), prose(3, "Page"), prose(3, "Next")]
    _, (chapter,) = read(pdf(tmp_path / "x.pdf", pages, labels=labels))
    assert [page.label for page in chapter.pages] == ["i", "1", "2"]
    assert [chapter.text[page.offset :][:6] for page in chapter.pages] == ["Prefac", "Page 0", "Next 0"]


def test_a_chapter_that_begins_on_a_page_knows_that_page(tmp_path: Path) -> None:
    pages = [[("First", 16.0), *prose(3)], [*prose(3, "Rest"), ("Second", 16.0), *prose(3, "New")]]
    _, chapters = read(pdf(tmp_path / "x.pdf", pages, [(1, "First", 1), (1, "Second", 2)]))
    assert chapters[1].pages == (Page("2", 0),)


def test_a_word_broken_at_a_line_end_is_joined(tmp_path: Path) -> None:
    lines = [
        ("They were walking slowly along the river until the even-", 11.0),
        ("ing came over the fields.", 11.0),
    ]
    assert "until the evening came" in read(pdf(tmp_path / "x.pdf", [lines]))[1][0].text


def test_a_compound_keeps_its_hyphen(tmp_path: Path) -> None:
    lines = [
        ("A large rose-tree stood near the entrance of the garden, and", 11.0),
        ("there was no one who did not look at it, for it was the rose-", 11.0),
        ("tree of the queen.", 11.0),
    ]
    assert "it was the rose-tree of the queen" in read(pdf(tmp_path / "x.pdf", [lines]))[1][0].text


def test_a_sentence_over_two_pages_is_joined(tmp_path: Path) -> None:
    one = [*prose(3), ("and when he had come to the door of the house at last he", 11.0)]
    two = [("went in without a word to anybody who was there that day.", 11.0), *prose(3, "After")]
    text = read(pdf(tmp_path / "x.pdf", [one, two]))[1][0].text
    assert "at last he went in without a word" in text


def test_running_heads_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    document = pymupdf.open()
    for number in range(6):
        sheet = document.new_page(width=420, height=595)
        sheet.insert_text((50, 40), "THE QUIET STORY", fontsize=9)
        sheet.insert_text((200, 570), str(number + 10), fontsize=9)
        for row, (text, size) in enumerate(prose(10, f"Sheet {number}")):
            sheet.insert_text((50, 90 + 14 * row), text, fontsize=size)
    document.save(path)
    text = "\n\n".join(chapter.text for chapter in read(path)[1])
    assert "QUIET STORY" not in text
    assert "15" not in text
    assert text.count("Sheet") == 60


def test_title_and_author_are_told_apart(tmp_path: Path) -> None:
    metadata = {"title": "Walden, by Henry Thoreau", "author": "scanner"}
    book, _ = read(pdf(tmp_path / "x.pdf", [prose(3)], metadata=metadata))
    assert (book.title, book.authors) == ("Walden", ("Henry Thoreau",))


def test_without_metadata_the_largest_line_of_the_first_page_is_the_title(tmp_path: Path) -> None:
    book, _ = read(pdf(tmp_path / "x.pdf", [[("On Rivers", 20.0), *prose(6)]]))
    assert book.title == "On Rivers"


def test_a_scan_without_text_is_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"x\.pdf.*no text layer.*OCR"):
        open_book(pdf(tmp_path / "x.pdf", [[], []]))


def test_a_password_is_asked_for_in_words(tmp_path: Path) -> None:
    document = pymupdf.open(pdf(tmp_path / "plain.pdf", [prose(2)]))
    document.save(tmp_path / "x.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="u", owner_pw="o")
    with pytest.raises(Locked, match=r"x\.pdf.*password"):
        open_book(tmp_path / "x.pdf")
    with pytest.raises(Locked, match=r"does not open “x\.pdf”"):
        open_book(tmp_path / "x.pdf", "wrong")
    for password in ("u", "o"):
        assert next(open_book(tmp_path / "x.pdf", password)[1]).text.startswith("Line 0")


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"%PDF-1.7\n" + b"junk " * 50)
    with pytest.raises(BookError, match=r"x\.pdf"):
        open_book(path)


def test_a_footnotes_mark_is_not_part_of_the_word(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    document = pymupdf.open()
    sheet = document.new_page(width=420, height=595)
    sheet.insert_text((50, 90), "The keeper kept the light", fontsize=11)
    right = 50 + pymupdf.get_text_length("The keeper kept the light", fontsize=11)
    sheet.insert_text((right, 86), "12", fontsize=6)
    sheet.insert_text((right + 7, 90), " for ten years and x", fontsize=11)
    right += 7 + pymupdf.get_text_length(" for ten years and x", fontsize=11)
    sheet.insert_text((right, 86), "2", fontsize=6)
    document.save(path)
    text = read(path)[1][0].text.replace("\n", " ")
    assert "the light for ten years" in text
    assert "x2" in text.replace(" ", "")


def test_a_file_encrypted_in_an_unknown_way_is_said_to_be_locked(tmp_path: Path) -> None:
    document = pymupdf.open(pdf(tmp_path / "plain.pdf", [prose(2)]))
    document.save(tmp_path / "x.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="u", owner_pw="o")
    data = (tmp_path / "x.pdf").read_bytes().replace(b"/Filter/Standard", b"/Filter/Stranger")
    (tmp_path / "y.pdf").write_bytes(data)
    with pytest.raises(BookError, match=r"y\.pdf.*(?:locked|protected)"):
        open_book(tmp_path / "y.pdf")


def test_roman_numbers_in_capitals_make_chapters(tmp_path: Path) -> None:
    names = ("I. INTRODUCTION", "II. METHOD", "III. RESULTS", "REFERENCES")
    pages = [[(name, 11.0), ("", 20.0), *prose(6)] for name in names]
    book, _ = read(pdf(tmp_path / "x.pdf", pages))
    assert [entry.title for entry in book.contents] == list(names)


def test_the_only_level_of_an_outline_is_kept_however_small(tmp_path: Path) -> None:
    pages = [[("The Paper", 20.0), *prose(3)], [("One", 14.0), *prose(4)], [("Two", 14.0), *prose(4)]]
    outline = [(1, "The Paper", 1), (2, "One", 2), (2, "Two", 3)]
    book, _ = read(pdf(tmp_path / "x.pdf", pages, outline))
    assert [(entry.title, entry.level) for entry in book.contents] == [
        ("The Paper", 0),
        ("One", 1),
        ("Two", 1),
    ]


def footnoted(path: Path) -> Path:
    """Two pages of one chapter and one of another; each has a footnote, and the text goes on overleaf."""
    document = pymupdf.open()
    for number in range(3):
        sheet = document.new_page(width=420, height=595)
        y = 80
        if number != 1:
            sheet.insert_text((50, 80), "One" if number == 0 else "Two", fontsize=16)
        for row in range(20):
            y += 14
            end = "." if row < 19 else " and"
            sheet.insert_text(
                (50, y),
                f"text {number} {row} of a quiet story that goes on and on with wa-ter{end}",
                fontsize=11,
            )
        sheet.insert_text((50, 480), f"{number + 1} Note {number} tells of the light-", fontsize=8)
        sheet.insert_text((50, 490), "house and its keeper.", fontsize=8)
        sheet.insert_text((50, 500), "* Another with a sign.", fontsize=8)
    document.set_toc([[1, "One", 1], [1, "Two", 3]])
    document.set_page_labels([{"startpage": 0, "style": "r", "firstpagenum": 4}])
    document.save(path)
    return path


def test_footnotes_stand_behind_their_chapter_and_on_their_page(tmp_path: Path) -> None:
    one, two = read(footnoted(tmp_path / "x.pdf"))[1]
    assert one.text.index("text 1 19") < one.text.index("1 Note 0")
    assert "wa-ter and text 1 0" in one.text.replace("\n", " ")  # no note stands in the sentence
    notes = one.text[one.text.index("1 Note 0") :].split("\n\n")
    assert notes == [
        "1 Note 0 tells of the lighthouse and its keeper.",
        "* Another with a sign.",
        "2 Note 1 tells of the lighthouse and its keeper.",
        "* Another with a sign.",
    ]
    last = [page.label for page in one.pages if page.offset <= one.text.index("2 Note 1")][-1]
    assert last == "v"
    assert two.pages[0] == Page("vi", 0)


def test_small_type_under_a_heading_is_no_footnote(tmp_path: Path) -> None:
    lines = [
        *prose(12),
        ("References", 11.0),
        ("1 A. Author, On Rivers.", 8.0),
        ("2 B. Author, On Seas.", 8.0),
    ]
    (chapter,) = read(pdf(tmp_path / "x.pdf", [lines, prose(5, "More")]))[1]
    assert chapter.text.index("On Seas") < chapter.text.index("More 0")


def test_a_book_with_many_outline_entries_finds_each_place(tmp_path: Path) -> None:
    pages = [[(f"Chapter {n}", 16.0), *prose(3, f"Of {n}:")] for n in range(60)]
    outline = [(1, f"Chapter {n}", n + 1) for n in range(60)]
    chapters = read(pdf(tmp_path / "x.pdf", pages, outline))[1]
    assert [chapter.text.split("\n")[0] for chapter in chapters] == [f"Chapter {n}" for n in range(60)]


@pytest.mark.parametrize("size", [11.0, 16.0])
def test_titles_of_short_chapters_at_the_head_of_their_page_are_no_running_heads(
    tmp_path: Path, size: float
) -> None:
    names = ("The Ferry", "A Letter", "Glass", "Winter Lamp", "The Quay", "Home")
    document = pymupdf.open()
    for name in names:
        for number in range(2):
            sheet = document.new_page(width=420, height=595)
            sheet.insert_text((50, 50), "" if number else name, fontsize=size, fontname="hebo")
            for row in range(20):
                sheet.insert_text((50, 90 + row * 15), f"Line {row} of a quiet story that goes on and on.")
    document.save(tmp_path / "x.pdf")
    book, chapters = read(tmp_path / "x.pdf")
    assert [entry.title for entry in book.contents] == list(names)
    assert all(chapter.text.startswith(name) for chapter, name in zip(chapters, names, strict=True))


def test_bold_running_heads_are_left_out_where_they_change_too(tmp_path: Path) -> None:
    document = pymupdf.open()
    for number in range(24):
        sheet = document.new_page(width=420, height=595)
        name = ("Alpha", "Alpha", "Beta", "Beta", "Gamma")[number // 5]
        sheet.insert_text((50, 40), name if number < 23 else "Delta", fontname="hebo")
        for row in range(20):
            sheet.insert_text((50, 90 + row * 15), f"Line {row} of a quiet story that goes on and on.")
    document.save(tmp_path / "x.pdf")
    text = "\n".join(chapter.text for chapter in read(tmp_path / "x.pdf")[1])
    assert not any(name in text for name in ("Alpha", "Beta", "Gamma", "Delta"))


def test_a_rotated_page_is_read_as_it_is_displayed(tmp_path: Path) -> None:
    document = pymupdf.open()
    for number in range(1, 7):
        sheet = document.new_page(width=420, height=595)
        for row in range(12):
            text = f"Row {row} of sheet {number} goes on and on to its end."
            sheet.insert_text((50 + row * 25, 535), text, rotate=90)
        sheet.insert_text((400, 305), str(number), rotate=90)
        sheet.set_rotation(90)
    document.save(tmp_path / "x.pdf")
    _, chapters = read(tmp_path / "x.pdf")
    text = "\n".join(chapter.text for chapter in chapters)
    assert "Row 3 of sheet 2 goes on" in text
    assert text.rstrip().endswith("to its end.")  # and not with the page's number


@pytest.mark.parametrize("prefix", ["FEFF00E4002D", "C3A42D", "E42D"])
def test_the_prefix_of_a_label_is_read_however_it_is_written(tmp_path: Path, prefix: str) -> None:
    document = pymupdf.open(pdf(tmp_path / "y.pdf", [prose(5), prose(5, "More")]))
    document.xref_set_key(document.pdf_catalog(), "PageLabels", f"<</Nums[0<</S/D/St 7/P<{prefix}>>>]>>")
    document.save(tmp_path / "x.pdf")
    _, chapters = read(tmp_path / "x.pdf")
    assert [page.label for page in chapters[0].pages] == ["ä-7", "ä-8"]


def test_a_label_that_no_page_can_have_is_the_number_of_the_sheet(tmp_path: Path) -> None:
    document = pymupdf.open(pdf(tmp_path / "y.pdf", [prose(2), prose(2, "More")]))
    document.xref_set_key(document.pdf_catalog(), "PageLabels", "<</Nums[0<</S/r/St 99999999999>>]>>")
    document.save(tmp_path / "x.pdf")
    assert [page.label for page in read(tmp_path / "x.pdf")[1][0].pages] == ["1", "2"]


def test_a_rule_for_the_label_of_every_page_costs_no_more(tmp_path: Path) -> None:
    document = pymupdf.open(pdf(tmp_path / "y.pdf", [prose(2, f"Sheet {number}") for number in range(600)]))
    rules = "".join(f"{number}<</S/A/P(p. )/St {number + 1}>>" for number in range(600))
    document.xref_set_key(document.pdf_catalog(), "PageLabels", f"<</Nums[{rules}]>>")
    document.save(tmp_path / "x.pdf")
    begun = time.process_time()
    _, chapters = read(tmp_path / "x.pdf")
    labels = [page.label for chapter in chapters for page in chapter.pages]
    assert (labels[0], labels[25], labels[26]) == ("p. A", "p. Z", "p. AA")
    assert time.process_time() - begun < 2  # it took four seconds when the rules were read for every page


def test_neither_a_chapters_heading_nor_a_stamp_is_the_title(tmp_path: Path) -> None:
    stamp = [("arXiv:0908.0054v1 [astro-ph.CO] 1 Aug 2009", 24.0), ("Dark Matter", 18.0), *prose(5)]
    assert read(pdf(tmp_path / "x.pdf", [stamp]))[0].title == "Dark Matter"
    pages = [[("Chapter 1", 20.0), *prose(8)], [("Chapter 2", 20.0), *prose(8)]]
    book, _ = read(pdf(tmp_path / "tides.pdf", pages, metadata={"author": "anonymous"}))
    assert (book.title, book.authors) == ("tides", ())


def test_a_raised_number_behind_a_space_is_no_mark(tmp_path: Path) -> None:
    document = pymupdf.open()
    sheet = document.new_page()
    x = 72.0
    for text, raised in (("The first stage lasted about", 0), (" 2", 3), (" hours and then it stopped", 0)):
        sheet.insert_text((x, 100 - raised), text, fontsize=11)
        x += pymupdf.get_text_length(text, fontsize=11)
    document.save(tmp_path / "x.pdf")
    assert "lasted about 2 hours" in read(tmp_path / "x.pdf")[1][0].text


def test_lam_and_alef_set_as_one_sign_are_read_in_order(tmp_path: Path) -> None:
    letters = {"A": "0627", "B": "06440623", "C": "0648", "D": "0644", "E": "0633", "F": "0623"}
    cmap = "".join(f"<{ord(name):02X}> <{code}>\n" for name, code in letters.items())
    document = pymupdf.open()
    sheet = document.new_page()
    sheet.insert_text((72, 100), "DCBA", fontsize=11)  # from left to right, as it is drawn
    sheet.insert_text((72, 140), "DFE", fontsize=11)
    unicode = document.get_new_xref()
    document.update_object(unicode, "<<>>")
    space = "1 begincodespacerange <00> <FF> endcodespacerange"
    document.update_stream(
        unicode, f"begincmap {space} {len(letters)} beginbfchar\n{cmap}endbfchar endcmap".encode()
    )
    document.xref_set_key(sheet.get_fonts()[0][0], "ToUnicode", f"{unicode} 0 R")
    document.save(tmp_path / "x.pdf")
    assert read(tmp_path / "x.pdf")[1][0].text.split() == ["الأول", "سأل"]
    with Display(tmp_path / "x.pdf") as display:
        assert [line.text.strip() for line in display.lines(0)] == ["الأول", "سأل"]
