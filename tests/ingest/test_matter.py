"""Front and back matter."""

from pathlib import Path

import pytest

from ingest import open_book
from ingest.matter import placed, said_matter
from tests.ingest.making import LONG, epub, line, nav, page

LETTERS = {"front": "f", "body": "b", "back": "k"}


def marks(*titles: str) -> str:
    return "".join(LETTERS[one] for one in placed([(title, 0, None) for title in titles]))


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (("Dedication", "Preface", "I", "II", "Appendix A: Maps", "Index"), "ffbbkk"),
        (("Preface", "Notes"), "bb"),  # a book is never without a body
        (("1 Introduction", "2 Notes on Rivers", "References"), "bbk"),
        (("I", "Acknowledgements", "II"), "bbb"),  # what stands between chapters is one
        (("Acknowledgements", "I", "Acknowledgements"), "fbk"),
        (("Vorwort", "Kapitel 1", "B Stichwortverzeichnis"), "fbk"),
        (("Chapter 1: Preface", "Chapter 2"), "bb"),
        (("Abstract", "1 Aim", "2 Way", "3 End", "Solutions", "Thanks to all"), "fbbbkk"),
        (("Introduction", "1 Aim", "2 Way", "3 End", "Conclusion"), "bbbbb"),
        (("Ferry", "1 Aim", "7 Way", "3 End", "Quay"), "bbbbb"),  # they do not count
    ],
)
def test_matter_is_told_by_titles_and_by_place(titles: tuple[str, ...], expected: str) -> None:
    assert marks(*titles) == expected


def test_parts_are_of_the_matter_that_they_stand_under() -> None:
    parts = [("Chapter 1", 0, None), ("Appendix", 0, None), ("Tables", 1, None), ("More Tables", 1, None)]
    assert placed(parts) == ["body", "back", "back", "back"]


def test_what_the_file_says_goes_before_the_title() -> None:
    assert placed([("Preface", 0, "body"), ("Two", 0, None)]) == ["body", "body"]
    assert placed([("A Word", 0, "front"), ("Two", 0, None)]) == ["front", "body"]
    assert placed([("Preface", 0, "body"), ("Two", 0, "body")]) == [
        "front",
        "body",
    ]  # of every part it tells nothing
    assert said_matter(["bodymatter", "preface"]) == "body"
    assert said_matter(["section"]) is None


def test_an_epubs_types_and_landmarks_are_kept_on_its_entries_and_chapters(tmp_path: Path) -> None:
    pages = {
        "z.xhtml": f"<p>{LONG}</p>",
        "p.xhtml": f'<section epub:type="preface"><p>{LONG}</p></section>',
        "a.xhtml": f'<section epub:type="chapter"><p>{LONG}</p></section>',
        "e.xhtml": page(f"<p>{LONG}</p>", 'epub:type="backmatter"'),
    }
    entries = "".join(line(name, f"Of {name[0]}") for name in pages)
    landmarks = (
        '<nav epub:type="landmarks"><ol><li><a epub:type="bodymatter" href="a.xhtml">x</a></li></ol></nav>'
    )
    contents = nav(entries).replace("</body>", landmarks + "</body>")
    book, chapters = open_book(epub(tmp_path / "x.epub", pages, extra={"OPS/nav.xhtml": contents}))
    assert [entry.matter for entry in book.contents] == ["front", "front", "body", "back"]
    assert [chapter.matter for chapter in chapters] == [entry.matter for entry in book.contents]
