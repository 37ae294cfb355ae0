"""Build the sample book's EPUB and PDF from `novel.md`; the same source gives the same bytes."""

import datetime
import html
import io
import re
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pymupdf
from ebooklib import epub

HERE = Path(__file__).parent
SLUG = "the-nought-at-tamsel"
IDENTIFIER = "urn:uuid:6a1d2f0e-94c8-5b58-8e31-000000000094"
WRITTEN = datetime.datetime(2025, 11, 10, tzinfo=datetime.UTC)
NOTICE = (  # short: before the first chapter, a reader counts 200 characters as a chapter of their own
    "Written for Lectern, a reading assistant. CC0 1.0 Universal: no rights reserved."
)

STYLE = """
body { font-family: serif; line-height: 1.4; margin: 0 5%; }
h1 { font-size: 1.3em; font-weight: normal; text-align: center; margin: 3em 0 2em; line-height: 1.3; }
h1 .number { display: block; font-size: 0.75em; letter-spacing: 0.15em; margin-bottom: 0.6em; }
p { margin: 0; text-indent: 1.4em; text-align: justify; hyphens: auto; -webkit-hyphens: auto; }
p.first { text-indent: 0; }
p.wire { text-align: center; text-indent: 0; margin: 1em 0; letter-spacing: 0.05em; hyphens: none; }
p.record { text-indent: 0; margin: 0.8em 1.4em; }
"""

PRINT_STYLE = """
* { font-family: serif; font-size: 10.5pt; line-height: 1.3; }
h1 { font-size: 16pt; font-weight: normal; text-align: center; margin: 54pt 0 30pt 0; }
h1 span { font-size: 10.5pt; }
p { margin: 0; text-indent: 14pt; text-align: justify; }
p.first { text-indent: 0; }
p.wire { text-align: center; text-indent: 0; margin: 9pt 0; }
p.record { text-indent: 0; margin: 6pt 14pt; }
p.title { font-size: 24pt; text-align: center; text-indent: 0; margin-top: 150pt; }
p.author { font-size: 12pt; text-align: center; text-indent: 0; margin-top: 24pt; }
p.notice { font-size: 9pt; text-align: left; text-indent: 0; margin-top: 380pt; }
"""

PAPER = pymupdf.paper_rect("a5")
TEXT_AREA = pymupdf.Rect(54, 58, PAPER.x1 - 54, PAPER.y1 - 58)
HEAD_LINE, FOOT_LINE = 42, PAPER.y1 - 34


@dataclass(frozen=True)
class Novel:
    """The parsed source: what the front matter says, and every chapter's title and paragraphs."""

    title: str
    author: str
    language: str
    rights: str
    chapters: tuple[tuple[str, tuple[str, ...]], ...]


def parse(source: str) -> Novel:
    """Return the novel that this Markdown holds."""
    _, front, body = source.split("---\n", 2)
    fields = dict(line.split(": ", 1) for line in front.strip().splitlines())
    parts = body.split("\n## ")[1:]
    blocks = [[block.strip() for block in part.split("\n\n") if block.strip()] for part in parts]
    chapters = tuple((title, tuple(paragraphs)) for title, *paragraphs in blocks)
    return Novel(fields["title"], fields["author"], fields["language"], fields["rights"], chapters)


def markup(title: str, paragraphs: tuple[str, ...]) -> str:
    """Return a chapter as HTML: its heading and its paragraphs."""
    number, name = title.split(". ", 1)
    lines = [f'<h1><span class="number">{number}.</span> {inline(name)}</h1>']
    for place, paragraph in enumerate(paragraphs):
        kind = _kind(paragraph, place)
        lines.append(f"<p{kind}>{inline(paragraph)}</p>")
    return "\n".join(lines)


def inline(text: str) -> str:
    """Return the text escaped for HTML, with `*words*` in italics."""
    return re.sub(r"\*([^*]+)\*", r"<i>\1</i>", html.escape(text, quote=False))


def _kind(paragraph: str, place: int) -> str:
    if paragraph.isupper():
        return ' class="wire"'
    if re.fullmatch(r"\*[^*]*\d[^*]*\*", paragraph):  # an entry of the daybook
        return ' class="record"'
    return ' class="first"' if place == 0 else ""


def build_epub(novel: Novel) -> bytes:
    """Return the novel as an EPUB 3 with navigation document and NCX."""
    book = epub.EpubBook()
    book.set_identifier(IDENTIFIER)
    book.set_title(novel.title)
    book.set_language(novel.language)
    book.add_author(novel.author)
    book.add_metadata("DC", "rights", novel.rights)
    book.add_metadata("DC", "description", NOTICE)
    book.add_metadata("DC", "date", WRITTEN.date().isoformat())
    style = epub.EpubItem("style", "style.css", "text/css", STYLE.strip().encode())
    book.add_item(style)
    pages = []
    for number, (title, paragraphs) in enumerate(novel.chapters, 1):
        page = epub.EpubHtml(
            f"chapter{number:02}", f"chapter{number:02}.xhtml", title=title, lang=novel.language
        )
        page.content = markup(title, paragraphs)
        page.add_item(style)
        book.add_item(page)
        pages.append(page)
    book.toc = pages
    book.add_item(epub.EpubNcx())
    book.add_item(epub.EpubNav())
    book.spine = pages
    written = io.BytesIO()
    epub.write_epub(written, book, {"mtime": WRITTEN})
    return _undated(written)


def _undated(packed: io.BytesIO) -> bytes:
    """Pack again with fixed dates, uncompressed: compressors differ between machines."""
    again = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_STORED) as new:
        for item in old.infolist():
            entry = zipfile.ZipInfo(item.filename, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            new.writestr(entry, old.read(item))
    return again.getvalue()


def build_pdf(novel: Novel) -> bytes:
    """Return the novel as A5 pages with running heads, page labels and an outline."""
    front = [
        f'<p class="title">{novel.title}</p><p class="author">{novel.author}</p>',
        f'<p class="notice">{NOTICE}</p>',
    ]
    document = pymupdf.open()
    for leaf in front:
        _append(document, leaf)
    outline, opening = [], set()
    for title, paragraphs in novel.chapters:
        opening.add(document.page_count)
        outline.append([1, title, document.page_count + 1])
        first = document.page_count
        _append(document, markup(title, paragraphs))
        for number in range(first, document.page_count):
            _furnish(
                document[number], number, len(front), title if number not in opening else "", novel.title
            )
    document.set_toc(outline)
    document.set_page_labels(
        [
            {"startpage": 0, "style": "r", "firstpagenum": 1},
            {"startpage": len(front), "style": "D", "firstpagenum": 1},
        ]
    )
    return _saved(document, novel)


def _append(document: pymupdf.Document, content: str) -> None:
    """Lay the HTML out on as many new pages as it takes."""
    made = io.BytesIO()
    story = pymupdf.Story(content, PRINT_STYLE)
    writer = pymupdf.DocumentWriter(made)
    more = 1
    while more:
        device = writer.begin_page(PAPER)
        more, _ = story.place(TEXT_AREA)
        story.draw(device)
        writer.end_page()
    writer.close()
    with pymupdf.open("pdf", made.getvalue()) as pages:
        document.insert_pdf(pages)


def _furnish(page: pymupdf.Page, number: int, front: int, chapter: str, book: str) -> None:
    """Write the page number and, where the page does not open a chapter, a running head."""
    page.wrap_contents()  # the story leaves its own, turned coordinates behind
    writer = pymupdf.TextWriter(page.rect)
    label = number - front + 1
    _centred(writer, str(label), FOOT_LINE, pymupdf.Font("tiro"))
    if chapter:
        head = chapter.split(". ", 1)[1] if label % 2 else book
        _centred(writer, head, HEAD_LINE, pymupdf.Font("tiit"))
    writer.write_text(page, color=(0.25, 0.25, 0.25))


def _centred(writer: pymupdf.TextWriter, text: str, baseline: float, font: pymupdf.Font) -> None:
    left = (PAPER.width - font.text_length(text, 9)) / 2
    writer.append((left, baseline), text, font, 9)


def _saved(document: pymupdf.Document, novel: Novel) -> bytes:
    date = f"D:{WRITTEN:%Y%m%d%H%M%S}Z"
    document.set_metadata(
        {
            "title": novel.title,
            "author": novel.author,
            "subject": novel.rights,
            "creator": "Lectern resources/sample/build.py",
            "producer": f"PyMuPDF {pymupdf.__version__}",
            "creationDate": date,
            "modDate": date,
        }
    )
    document.set_language(novel.language)
    document.subset_fonts()
    return document.tobytes(garbage=4, deflate=True, use_objstms=1, no_new_id=True)


def build(folder: Path) -> tuple[Path, Path]:
    """Write the EPUB and the PDF into the folder; return where they are."""
    novel = parse((HERE / "novel.md").read_text(encoding="utf-8"))
    places = folder / f"{SLUG}.epub", folder / f"{SLUG}.pdf"
    for place, content in zip(places, (build_epub(novel), build_pdf(novel)), strict=True):
        place.write_bytes(content)
    return places


if __name__ == "__main__":
    for built in build(HERE):
        sys.stdout.write(f"{built.name}: {built.stat().st_size:,} bytes\n")
