"""Plain text."""

from pathlib import Path

from ingest import Book, Chapter, open_book, sentences

WRAPPED = (
    "The river went slowly by the old mill, and nobody in the village could\n"
    "say when it had been otherwise, for even the oldest of them had always\n"
    "known it so, and they did not ask.\n"
)


def read(folder: Path, text: str, name: str = "x.txt") -> tuple[Book, list[Chapter]]:
    path = folder / name
    path.write_bytes(text.encode())
    book, chapters = open_book(path)
    return book, list(chapters)


def test_wrapped_lines_become_a_paragraph(tmp_path: Path) -> None:
    _, (chapter,) = read(tmp_path, f"{WRAPPED}\n\n{WRAPPED}")
    assert chapter.text.count("\n\n") == 1
    assert "the village could say when" in chapter.text


def test_verse_keeps_its_lines(tmp_path: Path) -> None:
    _, (chapter,) = read(tmp_path, f"{WRAPPED}\n  The sea was wet\n  as wet could be\n\n{WRAPPED}")
    assert "The sea was wet\nas wet could be" in chapter.text


def test_chapter_headings_make_chapters(tmp_path: Path) -> None:
    headings = ["CHAPTER I. The Door", "Chapter 2", "CHAPTER THREE: At Sea", "EPILOGUE"]
    book, chapters = read(tmp_path, "\n\n".join(f"{heading}\n\n{WRAPPED}" for heading in headings))
    assert [entry.title for entry in book.contents] == headings
    assert chapters[1].text.startswith("Chapter 2\n\nThe river")


def test_parts_stand_above_chapters(tmp_path: Path) -> None:
    text = "\n\n".join(
        f"{heading}\n\n{WRAPPED}" for heading in ("PART ONE", "CHAPTER I", "CHAPTER II", "PART TWO")
    )
    assert [entry.level for entry in read(tmp_path, text)[0].contents] == [0, 1, 1, 0]


def test_a_title_in_the_next_line_belongs_to_the_heading(tmp_path: Path) -> None:
    titled = f"CHAPTER I\n\nDOWN THE RABBIT-HOLE\n\n{WRAPPED}"
    text = f"{titled}\nCHAPTER II\n\nThe river was cold that day.\n\n{WRAPPED}"
    titles = [entry.title for entry in read(tmp_path, text)[0].contents]
    assert titles == ["CHAPTER I: DOWN THE RABBIT-HOLE", "CHAPTER II"]


def test_a_sentence_that_begins_like_a_heading_is_none(tmp_path: Path) -> None:
    prose = "Part of the wall had fallen.\n\nChapter two of his life began."
    text = f"CHAPTER I\n\n{WRAPPED}\n\n{prose}\n\n{WRAPPED}"
    assert len(read(tmp_path, text)[1]) == 1


def test_a_list_of_contents_makes_no_chapters(tmp_path: Path) -> None:
    listed = "CHAPTER I. A\nCHAPTER II. B\n\n"
    told = f"CHAPTER I. A\n\n{WRAPPED * 5}\n\nCHAPTER II. B\n\n{WRAPPED * 5}"
    assert [c.title for c in read(tmp_path, listed + told)[1]] == ["CHAPTER I. A", "CHAPTER II. B"]


def test_roman_numbers_that_count_up_make_chapters(tmp_path: Path) -> None:
    text = "\n\n".join(f"{number}\n\n{WRAPPED}" for number in ("I", "II", "III", "IV"))
    assert [c.title for c in read(tmp_path, text)[1]] == ["I", "II", "III", "IV"]


def test_gutenbergs_header_and_licence_are_left_out(tmp_path: Path) -> None:
    text = (
        "The Project Gutenberg eBook of Rivers\n\nTitle: Rivers\n\nAuthor: Ann Author\n\n"
        "Language: English\n\n"
        "*** START OF THE PROJECT GUTENBERG EBOOK RIVERS ***\n\nProduced by Bob\n\n"
        f"{WRAPPED}\n\n"
        "*** END OF THE PROJECT GUTENBERG EBOOK RIVERS ***\n\nYou may copy it under the licence.\n"
    )
    book, (chapter,) = read(tmp_path, text)
    assert (book.title, book.authors, book.language) == ("Rivers", ("Ann Author",), "en")
    assert chapter.text.startswith("The river")
    assert chapter.text.endswith("did not ask.")


def test_a_file_of_long_lines_has_a_paragraph_a_line(tmp_path: Path) -> None:
    line = "The river went slowly by the old mill. " * 5
    assert read(tmp_path, f"{line}\n{line}\n{line}")[1][0].text.count("\n\n") == 2


def test_every_kind_of_line_end_counts(tmp_path: Path) -> None:
    text = f"Chapter 1\r{WRAPPED}\r\n\r\nChapter 2\u2028{WRAPPED}\u2029\u2029Chapter 3\x85{WRAPPED}"
    assert [c.title for c in read(tmp_path, text)[1]] == ["Chapter 1", "Chapter 2", "Chapter 3"]


def test_a_gutenberg_header_gives_title_and_author(tmp_path: Path) -> None:
    text = (
        "The Project Gutenberg EBook of The Quiet House, by Ann Author\n\nThis eBook is for the use of anyone.\n\n"
        "*** START OF THIS PROJECT GUTENBERG EBOOK THE QUIET HOUSE ***\n\nIt was quiet.\n\n[Illustration: A house]\n\n"
        "[Illustration]\n\nIt stayed so.\n\n*** END OF THIS PROJECT GUTENBERG EBOOK THE QUIET HOUSE ***\n\nLicence\n"
    )
    book, (chapter,) = read(tmp_path, text)
    assert (book.title, book.authors) == ("The Quiet House", ("Ann Author",))
    assert chapter.text == "It was quiet.\n\nIt stayed so."


def test_headings_in_capitals_make_chapters(tmp_path: Path) -> None:
    prose = "It was a long and quiet evening by the river.\n\n" * 50
    text = f"THE HOUSE\n\nBY ANN AUTHOR\n\nTHE DOOR\n\n{prose}THE WINDOW\n\n{prose}THE GARDEN\n\n{prose}THE END\n"
    book, chapters = read(tmp_path, text)
    assert [entry.title for entry in book.contents] == ["THE DOOR", "THE WINDOW", "THE GARDEN"]
    assert chapters[1].text.startswith("THE WINDOW\n\nIt was")


def test_roman_numbers_alone_make_chapters(tmp_path: Path) -> None:
    text = "".join(f"{number}\n\nA girl came out of the house.\n\n" for number in ("I", "II", "III"))
    _, chapters = read(tmp_path, text)
    assert [chapter.title for chapter in chapters] == ["I", "II", "III"]
    assert [sentence for _, sentence in sentences(chapters[0].text)] == ["I", "A girl came out of the house."]


def test_shouting_is_no_heading(tmp_path: Path) -> None:
    text = (
        "He said this.\n\nSTOP IT NOW\n\nAnd went.\n\nDO NOT GO\n\nShe stayed.\n\nGO AWAY NOW\n\nSo it was.\n"
    )
    assert len(read(tmp_path, text)[1]) == 1


def test_a_rule_under_a_line_makes_it_a_heading(tmp_path: Path) -> None:
    text = (
        "======\nRivers\n======\n\nBefore.\n\nThe Spring\n----------\n\n"
        + WRAPPED
        + "\nThe Mouth\n---------\n"
        + WRAPPED
    )
    _, chapters = read(tmp_path, text)
    assert [(c.title, c.level) for c in chapters] == [("Rivers", 0), ("The Spring", 1), ("The Mouth", 1)]
    assert not any("--" in c.text or "==" in c.text for c in chapters)


def test_a_rule_under_a_chapters_heading_is_no_title(tmp_path: Path) -> None:
    text = "".join(f"Chapter {n}\n=========\n\n{WRAPPED}\n" for n in (1, 2, 3))
    _, chapters = read(tmp_path, text)
    assert [c.title for c in chapters] == ["Chapter 1", "Chapter 2", "Chapter 3"]


def test_underlined_lines_do_not_hide_the_chapters(tmp_path: Path) -> None:
    chapters = "".join(f"CHAPTER {n}\n\n{WRAPPED}\n" for n in ("I", "II", "III", "IV"))
    text = f"A Note\n------\n\n{WRAPPED}\nAnother\n-------\n\n{WRAPPED}\n{chapters}"
    titles = [c.title for c in read(tmp_path, text)[1]]
    assert titles[-4:] == ["CHAPTER I", "CHAPTER II", "CHAPTER III", "CHAPTER IV"]


def test_the_head_of_a_table_and_a_line_across_are_no_headings(tmp_path: Path) -> None:
    text = f"{WRAPPED}----------\n\nName      Age\n----      ---\nAnn         7\n\n{WRAPPED}"
    (chapter,) = read(tmp_path, text)[1]
    assert "Name Age" in chapter.text
