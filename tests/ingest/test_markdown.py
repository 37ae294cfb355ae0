"""Front matter, attributes of headings and footnotes of Markdown."""

import time
from pathlib import Path

import pytest

from ingest import Book, Chapter, open_book
from ingest.markdown import plain_headings, with_notes, without_front


def read(folder: Path, text: str) -> tuple[Book, list[Chapter]]:
    (folder / "x.md").write_text(text, encoding="utf-8")
    book, chapters = open_book(folder / "x.md")
    return book, list(chapters)


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: 'The *Harbour*'\nauthor:\n- Ann Author\n- Bob Writer\nlang: en\n---\n",
        "---\nauthor: [Ann Author, Bob Writer]\ntitle: The Harbour\nlang: en\ntags:\n  - sea\n...\n",
        "---\nlang: en\nauthors:\n  - name: Ann Author\n  - name: Bob Writer\ntitle: >\n  The Harbour\n---\n",
        '+++\ntitle = "The Harbour"\nauthors = ["Ann Author", "Bob Writer"]\nlang = "en"\n+++\n',
    ],
)
def test_front_matter_of_every_kind_is_read(tmp_path: Path, front: str) -> None:
    book, chapters = read(tmp_path, front + "\nText that stays.\n")
    assert (book.title, book.authors, book.language) == ("The Harbour", ("Ann Author", "Bob Writer"), "en")
    assert chapters[0].text == "Text that stays."


def test_a_text_without_front_matter_is_as_it_was() -> None:
    for text in ("No front.\n\n---\n\ntitle: x\n", "---\nnever: ended\n"):
        assert without_front(text)[0] == text


def test_attributes_of_headings_are_no_text() -> None:
    assert plain_headings("# Preface {.unnumbered #p}\n\nA {set} of x.\n") == "# Preface\n\nA {set} of x.\n"


def test_footnotes_stand_behind_their_chapter(tmp_path: Path) -> None:
    text = (
        "# One\n\nA remark[^a] follows, and more.\n\n# Two\n\nOther[^b] text[^c].\n\n"
        "[^a]: The first *note*.\n[^b]: The second\n    goes on.\n\n    It has two parts.\n"
    )
    _, chapters = read(tmp_path, text)
    assert chapters[0].text == "One\n\nA remark follows, and more.\n\nThe first note."
    second = "The second goes on.\n\nIt has two parts."
    assert chapters[1].text == f"Two\n\nOther text[^c].\n\n{second}"  # a mark without a note is text


def test_a_note_that_nothing_refers_to_is_kept() -> None:
    assert "lost and found" in with_notes("Text.\n\n[^x]: lost and found\n")


def test_notes_take_no_time_however_many_blank_lines_follow() -> None:
    begun = time.process_time()
    with_notes("[^a]: note" + "\n" * 200_000 + "x[^a]" * 1000)
    assert time.process_time() - begun < 2
