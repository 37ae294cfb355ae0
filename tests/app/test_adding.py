import pytest

from app.adding import add
from app.library import Library
from app.values import Progress
from app.work import follow
from ingest import passages
from ingest.book import BookError
from tests.app.shelves import everything
from tests.ingest.making import epub, line, package

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


def test_a_cover_the_marks_of_the_contents_and_a_language_are_kept(tmp_path):
    pages = {
        "a.xhtml": "<h1>Предисловие</h1><p>Все счастливые семьи похожи друг на друга.</p>",
        "b.xhtml": "<h1>Глава</h1><p>Каждая несчастливая семья несчастлива по-своему. Все смешалось"
        " в доме Облонских. Жена узнала, что муж был в связи с бывшею в их доме француженкою.</p>",
    }
    entries = line("a.xhtml", "Предисловие") + line("b.xhtml", "Глава")
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 90"><rect width="60" height="90"/></svg>'
    )
    opf = package(list(pages), "<dc:title>T</dc:title>")
    item = '<item id="c" href="c.svg" media-type="image/svg+xml" properties="cover-image"/></manifest>'
    inside = {"OPS/c.svg": drawing, "OPS/book.opf": opf.replace("</manifest>", item)}
    file = epub(tmp_path / "x.epub", pages, entries, extra=inside)
    added = follow(add(tmp_path / "library", file))
    assert added.book.language == "ru"
    assert [entry.matter for entry in added.book.contents] == ["front", "body"]
    with Library(tmp_path / "library") as library:
        assert library.cover(added.book.id).startswith(b"\xff\xd8\xff")
        assert [heading.matter for heading in library.chapters(added.book.id)] == ["front", "body"]
        assert library.chapter(added.book.id, 0).matter == "front"
        library.remove(added.book.id)
        assert library.cover(added.book.id) is None


def test_nothing_of_a_sources_markup_reaches_the_reader(tmp_path):
    body = (
        "<h1 onclick='steal()'>One <b onmouseover='steal()'>day</b></h1>"
        "<script>document.write('told by a script')</script><style>p { color: red }</style>"
        "<p>He said &lt;b&gt;stop&lt;/b&gt; &amp;amp; <a href='javascript:steal()'>left</a>."
        "<img src='http://example.org/spy.png' alt='' onerror='steal()'/></p>"
        "<form action='http://example.org/'><input value='typed'/><button>Send</button>"
        "<textarea>typed</textarea></form><iframe src='http://example.org/'>framed</iframe>"
        "<svg xmlns='http://www.w3.org/2000/svg' onload='steal()'><desc>drawn</desc></svg>"
        "<p>The end of the day came at last.</p>"
    )
    broken = body.replace("</b></h1>", "</h1>").replace("<p>The end", "<p>The <i>end")
    entries = line("a.xhtml", "One <b onclick='steal()'>day</b>") + line(
        "b.xhtml", "Two &lt;i&gt;days&lt;/i&gt;"
    )
    added = follow(
        add(tmp_path / "l", epub(tmp_path / "x.epub", {"a.xhtml": body, "b.xhtml": broken}, entries))
    )
    with Library(tmp_path / "l") as library:
        texts = [library.chapter(added.book.id, index).text for index in range(added.chapters)]
    assert [entry.title for entry in added.book.contents] == ["One day", "Two <i>days</i>"]
    wanted = "One day\n\nHe said <b>stop</b> &amp; left.\n\nThe end of the day came at last."
    assert texts == [wanted, wanted]  # as a person reads it: what looks like markup in it was written so
