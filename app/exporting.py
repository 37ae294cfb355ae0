"""All answers and summaries of a book as Markdown."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import shorten

from app.library import Heading, Library
from app.records import AnswerRecord, SummaryRecord
from app.values import Citation

MARKS = re.compile(r"([\\`*_\[\]<>#|])")


def export(place: Path, book_id: str) -> str:
    """Write the history of a book as one Markdown text."""
    with Library(place) as library:
        shelved = library.shelved(book_id)
        headings = library.chapters(book_id)
        answers, summaries = library.answers(book_id), library.summaries(book_id)
    parts = [f"# {_plain(shelved.book.title)}"]
    if shelved.book.authors:
        parts.append(_plain(", ".join(shelved.book.authors)))
    if summaries:
        parts.append("## Summaries")
    for summary in summaries:
        parts.extend(_summary(summary, headings))
    if answers:
        parts.append("## Questions")
    for answer in answers:
        parts.extend(_answer(answer, headings))
    if not answers and not summaries:
        parts.append("Nothing was asked or summarized yet.")
    return "\n\n".join(parts) + "\n"


def whereabouts(citation: Citation, headings: Sequence[Heading]) -> str:
    """Say where a quote stands, as people say it: chapter 3, "Title", p. 12."""
    number = citation.start.chapter + 1
    title = " ".join(headings[citation.start.chapter].title.split()) if number <= len(headings) else ""
    page = f", p. {citation.page}" if citation.page else ""
    return f'chapter {number}, "{title}"{page}' if title else f"chapter {number}{page}"


def quoted(citation: Citation, headings: Sequence[Heading], width: int = 10_000) -> str:
    """Write a citation on one line, for a terminal; a quote longer than `width` is cut."""
    return f"— {whereabouts(citation, headings)}: “{shorten(citation.quote, width, placeholder=' …')}”"


def scope_name(scope: str, headings: Sequence[Heading]) -> str:
    """Name what a summary is of: the book, a chapter, or the story so far."""
    kind, _, number = scope.partition(":")
    if kind == "chapter":
        title = headings[int(number) - 1].title if int(number) <= len(headings) else ""
        return f"Chapter {number}: {' '.join(title.split())}" if title else f"Chapter {number}"
    return f"So far, to the end of chapter {number}" if kind == "so far" else "The whole book"


def _summary(record: SummaryRecord, headings: Sequence[Heading]) -> Iterator[str]:
    yield f"### {_plain(scope_name(record.summary.scope, headings))}"
    yield _plain(record.summary.text)
    yield from _quotes(record.summary.citations, headings)


def _answer(record: AnswerRecord, headings: Sequence[Heading]) -> Iterator[str]:
    answer = record.answer
    yield f"### {_plain(' '.join(answer.question.split()))}"
    yield _plain(answer.text)
    yield from _quotes(answer.citations, headings)
    part = f"From a part of chapter {answer.part.chapter + 1} alone" if answer.part else None
    yield f"{part or f'As of chapter {answer.as_of + 1}'}, {record.at[:10]}."


def _quotes(citations: Sequence[Citation], headings: Sequence[Heading]) -> Iterator[str]:
    for citation in citations:
        lines = "\n".join(f"> {_plain(line)}".rstrip() for line in citation.quote.splitlines())
        yield f"{lines}\n>\n> — {_plain(whereabouts(citation, headings))}"


def _plain(text: str) -> str:
    """Escape what Markdown would take for its own marks."""
    return MARKS.sub(r"\\\1", text)
