"""Answering a question from the memory of a book and from passages found in it, none later than "as of".

A small model answers with the book's own words; a large one writes. Either way each citation is checked
against the book when the answer is made, and the saved memory is left as it was.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.citing import cite
from app.errors import LibraryError
from app.evidence import Evidence, find
from app.library import Library
from app.part import PartShelf
from app.question import Question, summary_wanted, understand
from app.quoting import Quote, Ranked, carried, quote, rank, supporting
from app.values import Answer, Mode, Part, Progress, Summary, Work
from model.interface import MemoryState, ReadingModel, Sampling, Token

NOT_FOUND = "I did not find this in the book."

SHOWN = 4
"""How many passages a model that writes is shown."""

GAIN = 0.0
"""How much likelier (nats a token) the memory must make an answer that rests on memory alone."""


@dataclass(frozen=True)
class _Asking:
    """What every step of one answer needs."""

    library: Library
    book_id: str
    question: Question
    model: ReadingModel
    memory: MemoryState
    as_of: int
    mode: Mode
    sampling: Sampling
    part: Part | None
    asked: str

    def answer(self, text: str, quotes: Iterable[Quote], found: bool) -> Answer:
        """Make the answer; its citations are checked against the book here."""
        citations = tuple(cite(self.library, self.book_id, one.start, one.text) for one in quotes)
        assert all(citation.start.chapter <= self.as_of for citation in citations)
        return Answer(self.asked, text, citations, self.as_of, found, self.mode, self.part)


def answer(
    place: Path,
    book_id: str,
    question: str,
    model: ReadingModel,
    as_of: int | None = None,
    mode: Mode = "both",
    sampling: Sampling = Sampling(),  # noqa: B008 - frozen
    part: Part | None = None,
    before: str = "",
) -> Work[Answer]:
    """Answer a question as of the end of a chapter (default: the last that was read), and keep the answer.

    With a `part`, what the text says comes from there alone, and the memory is that of its chapter's end. `before` is
    the question that this one follows. What a book is about is told by its summary.
    """
    question = question.encode("utf-8", "replace").decode()  # half a surrogate pair cannot be stored
    if not question.replace("\0", " ").strip():
        raise LibraryError("The question is empty; ask something.")
    if part and mode == "memory":
        raise LibraryError("Memory alone cannot be held to a part of the book; let the text be used, too.")
    with Library(place) as library:
        as_of = part.chapter if part else as_of
        as_of, memory = _remembered(library, book_id, model, as_of, mode)
        understood = understand(question, before)
        asking = _Asking(library, book_id, understood, model, memory, as_of, mode, sampling, part, question)
        scope = _summary_scope(asking)
        if scope:
            made = yield from _from_summary(asking, scope)
        else:
            made = yield from (_from_memory(asking) if mode == "memory" else _from_text(asking))
        library.save_answer(book_id, made, model.fingerprint, sampling.seed)
    return made


def _summary_scope(asking: _Asking) -> str | None:
    """Name the summary that answers the question, if one does and all of it was read."""
    number, library = summary_wanted(asking.asked), asking.library
    if number is None or asking.mode != "both":
        return None
    wanted = asking.as_of if number == 0 else number - 1
    saved = library.snapshot(asking.book_id, asking.model.fingerprint, wanted)
    if wanted > asking.as_of or saved is None or saved.chapter != wanted:
        return None
    if asking.part is not None:
        whole = asking.part == Part(wanted, 0, library.chapters(asking.book_id)[wanted].characters)
        return f"chapter:{wanted + 1}" if whole else None
    if number:
        return f"chapter:{number}"
    return "book" if wanted + 1 == library.shelved(asking.book_id).chapters else f"so far:{wanted + 1}"


def _from_summary(asking: _Asking, scope: str) -> Work[Answer]:
    """Answer with a summary; each of its sentences is a citation."""
    from app.summarizing import summarize  # numpy, which most questions never need

    place = asking.library.folder
    summary: Summary = yield from summarize(place, asking.book_id, scope, asking.model)
    yield from spoken(summary.text)
    quotes = [Quote(one.start, one.quote) for one in summary.citations]
    return asking.answer(summary.text, quotes, found=bool(quotes))


def _remembered(
    library: Library, book_id: str, model: ReadingModel, as_of: int | None, mode: Mode
) -> tuple[int, MemoryState]:
    """Give the chapter as of which to answer, and the newest memory at or before its end."""
    last = library.shelved(book_id).chapters - 1
    if as_of is not None and not 0 <= as_of <= last:
        raise LibraryError(f"The book has no chapter {as_of + 1}; its chapters are 1 to {last + 1}.")
    saved = library.snapshot(book_id, model.fingerprint, as_of)
    if mode == "text":
        reached = saved.chapter if saved else last
        return reached if as_of is None else as_of, model.blank()
    if saved is None:
        raise LibraryError(
            "No chapter has been read as far as that; read the book first, or ask of its text only."
        )
    return saved.chapter if as_of is None else as_of, model.unpack(saved.state)


def _from_memory(asking: _Asking) -> Work[Answer]:
    """Answer from memory alone: no passage is looked up and none is cited."""
    yield Progress(0, 1, "recalling")
    drafted = "".join(token.text for token in _written(asking, ())).strip()
    found = bool(drafted) and asking.model.gain((drafted,), asking.memory)[0] > GAIN
    made = asking.answer(drafted if found else NOT_FOUND, (), found)
    yield from spoken(made.text)
    return made


def _from_text(asking: _Asking) -> Work[Answer]:
    """Answer from passages, found by the question's words and the memory's clues."""
    clues: tuple[str, ...] = ()
    if asking.mode == "both":
        yield Progress(0, 3, "recalling")
        clues = asking.model.clues(asking.question.text, asking.memory)
    yield Progress(1, 3, "looking up")
    shelf = PartShelf(asking.library, asking.book_id, asking.part) if asking.part else asking.library
    evidence = find(shelf, asking.book_id, asking.question, clues, asking.as_of)
    order = rank(evidence)
    yield Progress(2, 3, "writing")
    if asking.model.writes:
        return (yield from _freely(asking, evidence, order))
    return (yield from _quoted(asking, evidence, order))


def _quoted(asking: _Asking, evidence: Evidence, order: Sequence[Ranked]) -> Work[Answer]:
    """Answer with the book's own words: those that are asked for, and the sentence where they stand as the quote."""
    from app.selecting import reply  # numpy, which the program's start does without

    said = reply(evidence, order)
    if said is not None and said.found:
        made = asking.answer(said.text, [said.carrying], found=True)
    else:
        made = asking.answer(NOT_FOUND, [quote(evidence, order)] if order else [], found=False)
    yield from spoken(made.text)
    return made


def _freely(asking: _Asking, evidence: Evidence, order: Sequence[Ranked]) -> Work[Answer]:
    """Let the model write; what the evidence does not promise is drafted first, and said only if it holds."""
    best = list(dict.fromkeys(one.passage for one in order))[:SHOWN]
    shown = [evidence.passages[at].text for at in best]
    promised, said = carried(evidence, order), ""
    for token in _written(asking, shown):
        said += token.text
        if promised:
            yield token
    said = said.strip()
    quotes = supporting(evidence, best, said)
    recalled = asking.mode == "both" and bool(said) and asking.model.gain((said,), asking.memory)[0] > GAIN
    if promised or quotes or recalled:
        if not promised:
            yield from spoken(said)
        return asking.answer(said, quotes or ([quote(evidence, order)] if promised else []), found=True)
    yield from spoken(NOT_FOUND)
    return asking.answer(NOT_FOUND, [quote(evidence, order)] if order else [], found=False)


def _written(asking: _Asking, texts: Sequence[str]) -> Iterator[Token]:
    """Let the model write from memory, passages and question."""
    return asking.model.answer(asking.question.text, texts, asking.memory, asking.sampling)


def spoken(text: str) -> Iterator[Token]:
    """Give a text word by word."""
    yield from (Token(word) for word in re.findall(r"\s*\S+\s*", text))
