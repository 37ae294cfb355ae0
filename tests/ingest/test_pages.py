"""HTML and Markdown."""

import time
from pathlib import Path

from ingest import Book, Chapter, open_book


def read(folder: Path, text: str, name: str) -> tuple[Book, list[Chapter]]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    book, chapters = open_book(path)
    return book, list(chapters)


def test_headings_of_a_page_make_chapters(tmp_path: Path) -> None:
    text = (
        '<!doctype html><html lang="fr"><head><title>Rivers</title>'
        '<meta name="author" content="Ann Author"></head>'
        "<body><h1>One</h1><p>First.</p><h2>Inner</h2><p>Deep.</p><h1>Two</h1><p>Second.</p></body></html>"
    )
    book, chapters = read(tmp_path, text, "x.html")
    assert (book.title, book.authors, book.language) == ("Rivers", ("Ann Author",), "fr")
    assert [(entry.title, entry.level) for entry in book.contents] == [("One", 0), ("Inner", 1), ("Two", 0)]
    assert chapters[1].text == "Inner\n\nDeep."


def test_scripts_styles_and_hidden_parts_are_left_out(tmp_path: Path) -> None:
    text = (
        "<html><body><script>bad()</script><style>p{}</style><p hidden>no</p><p style='display: none'>no</p>"
        "<template>no</template><nav>no</nav><noscript>no</noscript><!-- no --><p>Yes.</p></body></html>"
    )
    assert read(tmp_path, text, "x.html")[1][0].text == "Yes."


def test_text_after_what_is_left_out_is_kept(tmp_path: Path) -> None:
    body = "<p>One<script>x</script> two<!-- c --> three<sup role='doc-noteref'>1</sup>.</p>"
    text = f"<html><body>{body}</body></html>"
    assert read(tmp_path, text, "x.html")[1][0].text == "One two three."


def test_an_element_whose_name_cannot_be_read_keeps_its_text(tmp_path: Path) -> None:
    text = "<html><body><p>One <t}>two</t}> <br¬>three</p></body></html>"
    assert read(tmp_path, text, "x.html")[1][0].text.split() == ["One", "two", "three"]


def test_verse_and_preformatted_lines_stay(tmp_path: Path) -> None:
    text = "<html><body><p>The sea<br>was wet.</p><pre>a = 1\n  b = 2\n\nc</pre></body></html>"
    assert read(tmp_path, text, "x.html")[1][0].text == "The sea\nwas wet.\n\na = 1\n  b = 2\n\nc"


def test_a_heading_in_two_parts_is_one_heading(tmp_path: Path) -> None:
    text = "<html><body><hgroup><h2>I</h2><p>The Door</p></hgroup><p>Text.</p></body></html>"
    assert read(tmp_path, text, "x.html")[1][0].text == "I: The Door\n\nText."


def test_cells_of_a_row_stay_apart(tmp_path: Path) -> None:
    rows = "<tr><td>Ann</td><td>7</td></tr><tr><td>Bob</td><td>8</td></tr>"
    text = f"<html><body><table>{rows}</table></body></html>"
    assert read(tmp_path, text, "x.html")[1][0].text == "Ann | 7\nBob | 8"


def test_characters_are_made_plain(tmp_path: Path) -> None:
    text = "<html><body><p>\ufb01ne, co\u00adop, a\u00a0b, cafe\u0301, x\u2060—y, ½</p></body></html>"
    assert read(tmp_path, text, "x.html")[1][0].text == "fine, coop, a b, café, x—y, ½"


def test_headings_of_markdown_make_chapters(tmp_path: Path) -> None:
    text = "# Rivers\n\n## One\n\nFirst *line*\nsecond.\n\n## Two\n\nMore.\n"
    book, chapters = read(tmp_path, text, "x.md")
    assert book.title == "Rivers"
    assert [(c.title, c.level, c.text) for c in chapters] == [
        ("One", 0, "One\n\nFirst line second."),
        ("Two", 0, "Two\n\nMore."),
    ]


def test_front_matter_names_title_and_authors(tmp_path: Path) -> None:
    text = '---\ntitle: "Rivers"\nauthor: Ann Author\nlang: en\n---\n\nText.\n'
    book, _ = read(tmp_path, text, "x.md")
    assert (book.title, book.authors, book.language) == ("Rivers", ("Ann Author",), "en")


def test_headings_that_name_the_author_are_no_chapters(tmp_path: Path) -> None:
    about = "# Title: The Wendigo\n\n## Author: Algernon Blackwood\n\n## Year: 1910\n\n"
    text = f"{about}## I\n\nText.\n\n## II\n\nMore.\n"
    book, chapters = read(tmp_path, text, "x.md")
    assert (book.title, book.authors) == ("The Wendigo", ("Algernon Blackwood",))
    assert [c.title for c in chapters] == ["I", "II"]


def test_brackets_that_are_never_closed_take_no_time(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("# One\n\nBefore [a link](x) " + "<![CDATA[" * 1000 + " behind.")
    begun = time.process_time()
    (chapter,) = open_book(tmp_path / "x.md")[1]
    assert time.process_time() - begun < 5
    assert chapter.text.startswith("One\n\nBefore a link <![CDATA[<![CDATA[")


def test_of_a_saved_page_only_the_main_part_is_read(tmp_path: Path) -> None:
    around = "<header><p>Sign in</p></header>{}<aside><p>Read next: ten tips</p></aside><footer><p>© 2020</p></footer>"
    main = f"<main><h1>Rivers</h1><p>{'They flow. ' * 20}</p></main>"
    (chapter,) = read(tmp_path, f"<html><body>{around.format(main)}</body></html>", "x.html")[1]
    assert chapter.text == f"Rivers\n\n{'They flow. ' * 20}".strip()
    little = "<article><p>A teaser.</p></article>" + f"<p>{'They flow. ' * 20}</p>"
    (chapter,) = read(tmp_path, f"<html><body>{around.format(little)}</body></html>", "y.html")[1]
    assert "They flow" in chapter.text  # what is called an article need not be the text


def test_a_page_may_have_several_authors(tmp_path: Path) -> None:
    names = "".join(
        f'<meta name="author" content="{name}">' for name in ("Ann Author", "Bob Writer", "Ann Author")
    )
    book, _ = read(tmp_path, f"<html><head>{names}</head><body><p>Text.</p></body></html>", "x.html")
    assert book.authors == ("Ann Author", "Bob Writer")


def test_notes_stand_behind_the_chapter_that_they_are_in(tmp_path: Path) -> None:
    note = '<aside role="doc-footnote"><p>A note.</p></aside>'
    text = f"<html><body><h1>One</h1><p>First.</p>{note}<p>More.</p><h1>Two</h1><p>Second.</p></body></html>"
    _, chapters = read(tmp_path, text, "x.html")
    assert [c.text for c in chapters] == ["One\n\nFirst.\n\nMore.\n\nA note.", "Two\n\nSecond."]
