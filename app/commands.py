"""The terminal's commands that need no model; each gets the session and returns the exit code."""

from collections.abc import Sequence
from datetime import datetime

from app.exporting import export as exported
from app.exporting import quoted, scope_name
from app.library import Heading, Library
from app.printing import citation_fields
from app.records import AnswerRecord, SummaryRecord
from app.session import Session, titled


def books(session: Session) -> int:
    """List the books."""
    with Library(session.place) as library:
        shelf = library.books()
    for one in shelf:
        fields: dict[str, object] = {
            "book": one.book.id,
            "title": one.book.title,
            "authors": one.book.authors,
            "chapters": one.chapters,
            "read_chapters": one.read_chapters,
            "tokens": one.tokens,
        }
        read = f"{one.read_chapters} of {one.chapters} chapters read"
        session.printer.result(fields, f"{one.book.id[:8]}  {titled(one.book)}: {read}")
    if not shelf:
        session.printer.message("The library is empty; `lectern add FILE` adds a book.")
    return 0


def contents(session: Session) -> int:
    """List the chapters of a book."""
    _, headings = session.find()
    for number, heading in enumerate(headings, start=1):
        fields: dict[str, object] = {"chapter": number, "title": heading.title}
        fields |= {"characters": heading.characters, "page": heading.page}
        page = f", p. {heading.page}" if heading.page else ""
        line = f"{number:>4}  {'  ' * heading.level}{heading.title}{page}"
        session.printer.result(fields, line)
    return 0


def history(session: Session) -> int:
    """List the earlier answers and summaries of a book."""
    book, headings = session.find()
    with Library(session.place) as library:
        answers, summaries = library.answers(book.id), library.summaries(book.id)
    for one in answers:
        _past_answer(session, one, headings)
    for kept in summaries:
        _past_summary(session, kept, headings)
    if not answers and not summaries:
        session.printer.message("Nothing was asked or summarized yet.")
    return 0


def export(session: Session) -> int:
    """Print all answers and summaries of a book as Markdown."""
    book, _ = session.find()
    markdown = exported(session.place, book.id)
    session.printer.result({"book": book.id, "markdown": markdown}, markdown.rstrip("\n"))
    return 0


def remove(session: Session) -> int:
    """Delete a book, with its memories, answers and summaries."""
    book, _ = session.find()
    with Library(session.place) as library:
        library.remove(book.id)
    session.printer.result({"removed": book.id}, f"{titled(book)} is removed from the library.")
    return 0


def _past_answer(session: Session, record: AnswerRecord, headings: Sequence[Heading]) -> None:
    answer = record.answer
    fields: dict[str, object] = {
        "question": answer.question,
        "answer": answer.text,
        "found": answer.found,
        "citations": [citation_fields(citation) for citation in answer.citations],
        "as_of": answer.as_of + 1,
        "mode": answer.mode,
        "seed": record.seed,
        "model": record.model,
        "time": record.at,
    }
    lines = [f"{_time(record.at)}  {answer.question}", answer.text]
    lines += [quoted(citation, headings) for citation in answer.citations]
    session.printer.result(fields, "\n".join(lines) + "\n")


def _past_summary(session: Session, record: SummaryRecord, headings: Sequence[Heading]) -> None:
    summary = record.summary
    fields: dict[str, object] = {
        "summary": summary.text,
        "citations": [citation_fields(citation) for citation in summary.citations],
        "scope": summary.scope,
        "model": record.model,
        "time": record.at,
    }
    head = f"{_time(record.at)}  {scope_name(summary.scope, headings)}"
    session.printer.result(fields, f"{head}\n{summary.text}\n")


def _time(at: str) -> str:
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
