"""The terminal's commands that need a model: read, ask and summarize."""

from collections.abc import Sequence
from time import monotonic

from app.errors import LibraryError
from app.exporting import quoted
from app.library import Heading, Library
from app.printing import ReadingView, citation_fields, duration, peak_memory
from app.session import Session, titled
from app.values import Answer
from app.work import follow
from model.interface import ReadingModel, Sampling, Token


def read(session: Session) -> int:
    """Let the model read on from where it stopped."""
    from app.reading import read as reading

    book, _ = session.find()
    model = session.model()
    work = reading(session.place, book.id, model, session.options.again)
    report = follow(work, ReadingView(session.printer))
    fields: dict[str, object] = {
        "book": book.id,
        "tokens_total": report.tokens_total,
        "tokens_read_now": report.tokens_read_now,
        "seconds": round(report.seconds, 3),
        "snapshots": report.snapshots,
        "snapshot_bytes": report.snapshot_bytes,
        "peak_memory_bytes": peak_memory(),
    }
    now = f"{report.tokens_read_now:,} of them now, in {duration(report.seconds)}"
    if not report.tokens_read_now:
        now = "all of them before"
    line = f"{titled(book)} is read: {report.tokens_total:,} tokens, {now}; {report.snapshots} snapshots."
    session.printer.result(fields, line)
    return 0


class AnswerView:
    """Streams an answer as it comes: call it with each event."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._began = monotonic()
        self._streamed: list[str] = []
        self.first_token: float | None = None

    def __call__(self, event: object) -> None:
        """Show one event."""
        if not isinstance(event, Token):
            return self._session.show(event)
        if self.first_token is None:
            self.first_token = self.seconds
        self._streamed.append(event.text)
        return self._session.printer.piece(event.text)

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return round(monotonic() - self._began, 3)

    def end(self, answer: Answer, headings: Sequence[Heading]) -> None:
        """Finish what was streamed, and print the citations below it."""
        text, printer = "".join(self._streamed), self._session.printer
        if text:
            printer.text("")
        if text.split() != answer.text.split():
            printer.text(answer.text)
        if answer.citations and not answer.found:
            printer.text("\nWhat came nearest:")
        for citation in answer.citations:
            said = citation.quote in answer.text  # a small model's answer is the quote itself
            printer.text(f"\n{quoted(citation, headings, width=60 if said else 10_000)}")
        if answer.as_of + 1 < len(headings):
            printer.text(f"\n(as of chapter {answer.as_of + 1} of {len(headings)})")


def ask(session: Session) -> int:
    """Answer a question about a book."""
    from app.answering import answer as answering

    options, settings = session.options, session.settings
    book, headings = session.find()
    as_of = _index(options.as_of, headings)
    model = session.model()
    before, view = model.tokens_read, AnswerView(session)
    sampling = Sampling(settings.temperature, settings.top_p, settings.limit, settings.seed)
    work = answering(session.place, book.id, options.question, model, as_of, options.mode, sampling)
    answer = follow(work, view)
    fields: dict[str, object] = {
        "answer": answer.text,
        "found": answer.found,
        "citations": [citation_fields(citation) for citation in answer.citations],
        "as_of": answer.as_of + 1,
        "book_tokens_processed": model.tokens_read - before,
        "seconds_to_first_token": view.first_token,
        "seconds": view.seconds,
    }
    if session.printer.as_json:
        session.printer.result(fields, "")
    else:
        view.end(answer, headings)
    return 0


def summarize(session: Session) -> int:
    """Summarize a book, a chapter, or the story so far."""
    from app.summarizing import summarize as summarizing

    options = session.options
    book, headings = session.find()
    chapter = _index(options.chapter, headings)
    model = session.model()
    before = model.tokens_read
    scope = "book" if chapter is None else f"chapter:{chapter + 1}"
    if options.so_far:
        scope = _so_far(session, book.id, model)
    summary = follow(summarizing(session.place, book.id, scope, model), session.show)
    fields: dict[str, object] = {
        "summary": summary.text,
        "citations": [citation_fields(citation) for citation in summary.citations],
        "scope": summary.scope,
        "book_tokens_processed": model.tokens_read - before,
    }
    session.printer.result(fields, summary.text + "\n" if summary.citations else summary.text)
    for citation in summary.citations:  # a small model's summary is made of them
        session.printer.text(quoted(citation, headings, width=60))
    return 0


def _index(number: int | None, headings: Sequence[Heading]) -> int | None:
    """Turn a chapter's number, from 1, into its index."""
    if number is not None and not 1 <= number <= len(headings):
        raise LibraryError(f"The book has no chapter {number}; its chapters are 1 to {len(headings)}.")
    return None if number is None else number - 1


def _so_far(session: Session, book_id: str, model: ReadingModel) -> str:
    from app.reading import so_far

    with Library(session.place) as library:
        chapters = so_far(library, book_id, model.fingerprint)
    if not chapters:
        raise LibraryError("The model has read no chapter of this book to its end; let it read first.")
    return f"so far:{chapters}"
