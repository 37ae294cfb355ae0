"""The sample book is what the demonstration needs: checkable, unspoilt and reproducible."""

import importlib.util
import json
import re
import sys
from pathlib import Path

import ebooklib
import pymupdf
import pytest

SAMPLE = Path(__file__).parents[2] / "resources" / "sample"

TURN = [  # words that would give the turn away, and the first chapter that may say them
    (r"lead plate|slab of lead|screw-jack|crowbar|jacked", 9),
    (r"by hand\b|\blowered\b|never the ship", 9),
    (r"Crull who|saved the seven|after he had read the tape", 10),
    (r"NOUGHT UNDISTURBED|I taught him to swim", 10),
    (r"Ned Gannaway is|never any mule|deserter|Port Ammer|AND DAUGHTER", 11),
]


@pytest.fixture(scope="module")
def builder():
    spec = importlib.util.spec_from_file_location("sample_build", SAMPLE / "build.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture(scope="module")
def novel(builder):
    return builder.parse((SAMPLE / "novel.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def chapters(novel):
    return ["\n\n".join(paragraphs).replace("*", "") for _, paragraphs in novel.chapters]


@pytest.fixture(scope="module")
def questions():
    return json.loads((SAMPLE / "questions.json").read_text(encoding="utf-8"))


def test_it_is_a_short_novel(chapters):
    assert 8_000 <= sum(len(text.split()) for text in chapters) <= 12_000
    assert len(chapters) >= 10


def test_every_chapter_has_a_numbered_title(novel):
    assert [title.split(". ")[0] for title, _ in novel.chapters] == [
        str(number) for number in range(1, len(novel.chapters) + 1)
    ]


def test_quotation_marks_are_curly(chapters):
    assert not [character for text in chapters for character in text if character in "\"'"]


def test_there_are_questions_of_three_kinds_in_every_chapter(questions, chapters):
    plain = [q for q in questions if "chapter" in q and "as_of" not in q]
    assert len(plain) == 40
    assert {q["chapter"] for q in plain} == set(range(1, len(chapters) + 1))
    assert sum(q.get("found") is False for q in questions) == 12
    assert sum("as_of" in q for q in questions) == 5


def test_every_quote_is_verbatim_in_its_chapter(questions, chapters):
    for question in questions:
        if "quote" in question:
            assert question["quote"] in chapters[question["chapter"] - 1]
        if "later_quote" in question:
            assert question["later_quote"] in chapters[question["later_chapter"] - 1]


def test_what_turns_out_later_lies_after_what_was_believed(questions):
    for question in questions:
        if "as_of" in question:
            assert question["chapter"] <= question["as_of"] < 9 <= question["later_chapter"]


@pytest.mark.parametrize(("words", "first"), TURN)
def test_the_turn_is_not_given_away(chapters, words, first):
    said = [number for number, text in enumerate(chapters, 1) if re.search(words, text, re.IGNORECASE)]
    assert min(said) == first


def test_building_twice_gives_the_same_bytes(builder, tmp_path):
    first = [place.read_bytes() for place in builder.build(tmp_path)]
    assert first == [place.read_bytes() for place in builder.build(tmp_path)]


def test_the_epub_is_the_committed_one(builder, novel):
    committed = (SAMPLE / f"{builder.SLUG}.epub").read_bytes()
    if f"Ebook-lib {'.'.join(map(str, ebooklib.VERSION))}".encode() not in committed:
        pytest.skip("the committed EPUB was made with another EbookLib")
    assert builder.build_epub(novel) == committed


def test_the_pdf_is_the_committed_one(builder, novel):
    committed = (SAMPLE / f"{builder.SLUG}.pdf").read_bytes()
    with pymupdf.open("pdf", committed) as document:
        maker = document.metadata["producer"]
    if maker != f"PyMuPDF {pymupdf.__version__}":
        pytest.skip(f"the committed PDF was made with {maker}")
    assert builder.build_pdf(novel) == committed


def test_the_pdf_has_page_labels_and_an_outline(builder, novel):
    with pymupdf.open(SAMPLE / f"{builder.SLUG}.pdf") as document:
        contents = document.get_toc()
        assert [title for _, title, _ in contents] == [title for title, _ in novel.chapters]
        assert document[0].get_label() == "i"
        assert document[contents[0][2] - 1].get_label() == "1"
