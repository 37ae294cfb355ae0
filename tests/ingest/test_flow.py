"""A page of markup, read from its text or from a tree."""

import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.binding import Block
from ingest.flow import flow, read_page
from ingest.markup import parse, parse_xml, prepared
from ingest.tags import Tags
from ingest.tape import tape_of_markup

words = st.text("ab \n\u00a0é’<&\u2060", max_size=12).map(
    lambda one: one.replace("&", "&amp;").replace("<", "&lt;")
)
names = st.sampled_from(
    [
        "p",
        "div",
        "i",
        "sup",
        "h2",
        "table",
        "tr",
        "td",
        "pre",
        "br",
        "aside",
        "ul",
        "li",
        "blockquote",
        "section",
        "math",
        "annotation",
        "hgroup",
        "span",
        "ruby",
        "rt",
    ]
)
attributes = st.sampled_from(
    (
        "",
        ' id="x"',
        ' class="pagenum"',
        ' epub:type="footnote"',
        ' hidden="hidden"',
        ' style="display:none"',
        ' epub:type="pagebreak" title="7"',
        ' id="p"',
    )
)
links = st.tuples(words, st.sampled_from(("#n", "b.xhtml"))).map(
    lambda one: f'<a href="{one[1]}">{one[0]}</a>'
)
pages = st.recursive(
    words
    | links
    | st.sampled_from(('<img alt="A lighthouse"/>', '<a href="#n"><sup>2</sup></a>', "[<a href='#n'>3</a>]")),
    lambda inner: st.tuples(names, attributes, st.lists(inner, max_size=4).map("".join)).map(
        lambda one: f"<{one[0]}{one[1]}>{one[2]}</{one[0]}>"
    ),
    max_leaves=12,
)
HEAD = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>'


@given(st.lists(pages, max_size=5).map("".join))
@settings(deadline=None, max_examples=120)
def test_a_sound_page_is_the_same_from_both(body: str) -> None:
    page = f"{HEAD}{body}</body></html>".encode()
    labels = {"p": "12"}
    assert tape_of_markup(prepared(page)) is not None
    root = parse_xml(page)
    assert root is not None
    assert read_page(page, labels, Tags(None)) == flow(root, labels, Tags(None))


def test_the_pages_of_real_books_are_the_same_from_both(files: Path) -> None:
    told = 0
    for path in sorted((files / "epub").glob("se__*.epub"))[:3]:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if not name.endswith(".xhtml"):
                    continue
                page = archive.read(name)
                root = parse(page)
                told += tape_of_markup(prepared(page)) is not None
                assert root is not None
                assert read_page(page, None, Tags(None)) == flow(root, None, Tags(None))
    assert told > 20


@pytest.mark.parametrize(
    "body",
    [
        "<p>One <b>two</p><p>three</b> four</p>",
        "<p>One <b>two</b></p><p>three four",
        "<p>One <b>two</b></p><p>three &#1; four</p>",
    ],
)
def test_a_page_with_a_fault_is_read_from_its_tree(body: str) -> None:
    page = read_page(f"{HEAD}{body}</body></html>".encode())
    assert page is not None
    assert [block.text for block in page.blocks] == ["One two", "three four"]


def test_marks_of_our_own_in_a_page_are_nothing() -> None:
    page = read_page(b"<p>One\x01 two\x02\x03 three</p><p>four<br>five")
    assert page is not None
    assert page.blocks == [Block("One two three"), Block("four\nfive")]


def test_the_tables_in_a_table_are_told_apart() -> None:
    inner = "<table><tr><td>a</td><td>b</td></tr></table>"
    body = f"<table><tr><td><p>Text.</p>{inner}</td><td hidden=''>{inner}</td><td>{inner}</td></tr></table>"
    page = read_page(f"{HEAD}{body}</body></html>".encode())
    assert page is not None
    assert [block.text for block in page.blocks] == ["Text.", "a | b", "a | b"]
