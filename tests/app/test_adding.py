import pytest

from app.adding import add
from app.library import Library
from app.values import Progress
from app.work import follow
from ingest import passages
from ingest.book import BookError
from tests.app.shelves import everything

TEXT = "Chapter I\n\nMarten kept the light.\n\nChapter II\n\nThe letter came with a key.\n"


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "keeper.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_a_file_becomes_a_book_with_passages(tmp_path, file):
    added = follow(add(tmp_path / "library", file))
    assert not added.known
    assert added.chapters >= 1
    with Library(tmp_path / "library") as library:
        assert library.find(added.book.id) == added.book
        stored = [library.chapter(added.book.id, index) for index in range(added.chapters)]
        assert added.characters == sum(len(chapter.text) for chapter in stored)
        expected = [passage for chapter in stored for passage in passages(chapter)]
        assert library.passages(added.book.id, library.passage_ids(added.book.id, 99)) == expected
        assert library.books()[0].file == file


def test_adding_shows_how_far_it_is(tmp_path, file):
    events = list(add(tmp_path / "library", file))
    assert all(isinstance(event, Progress) for event in events)
    assert events[-1].done == events[-1].total


def test_a_file_that_is_there_already_is_recognised(tmp_path, file):
    first = follow(add(tmp_path / "library", file))
    before = everything(tmp_path / "library")
    copy = tmp_path / "copy.txt"
    copy.write_bytes(file.read_bytes())
    second = follow(add(tmp_path / "library", copy))
    assert second.known
    assert (second.book, second.characters) == (first.book, first.characters)
    assert everything(tmp_path / "library") == before


def test_adding_closed_halfway_adds_nothing(tmp_path, file):
    work = add(tmp_path / "library", file)
    next(work)
    next(work)
    work.close()
    with Library(tmp_path / "library") as library:
        assert library.books() == []


def test_a_file_that_is_no_book_adds_nothing(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(BookError):
        follow(add(tmp_path / "library", tmp_path / "empty.txt"))
    with Library(tmp_path / "library") as library:
        assert library.books() == []
