"""The terminal's `evaluate` commands: each follows a measure and prints its cells as they come."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from app.errors import LibraryError
from app.evaluation import pictures
from app.evaluation.tables import Table, percent, share, tokens
from app.session import Session
from app.values import Progress
from model.interface import ModelError

if TYPE_CHECKING:
    from model.reader import Reader

C = TypeVar("C")


def passkey(session: Session) -> int:
    """Ask for pass keys."""
    options = session.options
    kinds = [options.filler] if options.filler else ["text", "repeat"]
    data, reader = _data(session, "text" in kinds), _reader(session)
    _check_rule(reader, options.rule)
    from model.evaluation import passkey as measured
    from model.evaluation.text import Filler

    lengths = options.lengths or measured.LENGTHS
    fillers = [Filler(kind, data, reader.tokenizer, max(lengths)) for kind in kinds]
    table = Table(
        session.printer, ("tokens", 9, ">"), ("filler", 6, "<"), ("depth", 6, "<"), ("exact", 7, ">"),
        ("token", 7, ">"), ("emptied: exact", 14, ">"), ("token", 7, ">"), ("questions", 9, ">"),
    )  # fmt: skip
    cells = []
    work = measured.measure(reader, fillers, lengths, options.depths, options.trials, options.keys)
    for cell in _followed(session, work, measured.Cell):
        cells.append(cell)
        fields = {name: getattr(cell, name) for name in PASSKEY_FIELDS}
        values = (share(cell.exact), share(cell.token), share(cell.emptied), share(cell.emptied_token))
        where = (tokens(cell.length), cell.filler, cell.depth)
        several = {"keys": cell.keys} if cell.keys > 1 else {}
        table.row(fields | several, *where, *values, str(cell.n))
    keys = f", {options.keys} keys at once" if options.keys > 1 else ""
    session.printer.text(
        f"Rule {cells[0].rule}, model {reader.name}{keys}. Each key lies in an earlier segment."
    )
    _draw(session, pictures.passkey, cells)
    return 0


PASSKEY_FIELDS = ("length", "depth", "filler", "rule", "exact", "token", "n")


def perplexity(session: Session) -> int:
    """Measure perplexity by position."""
    options, data = session.options, _data(session)
    reader = _reader(session)
    from itertools import islice

    from model.evaluation import perplexity as measured
    from model.evaluation.text import held_out

    scorers: list[measured.Scorer] = [
        measured.InfiniScorer(reader.network, reader.name, emptied) for emptied in (False, True)
    ]
    if options.rivals:
        scorers += _rivals(options.rivals, reader)
    books = islice(held_out(data, reader.tokenizer), options.limit)
    stretches = [*zip(measured.BOUNDS, measured.BOUNDS[1:], strict=False), (measured.BOUNDS[-1], None)]
    titles = [(_stretch(*one), 9, ">") for one in stretches]
    table = Table(session.printer, ("model", 24, "<"), ("memory", 7, "<"), *titles, ("values", 12, ">"))
    rows = list[tuple[measured.Cell, ...]]()
    for row in _followed(session, measured.measure(scorers, books), tuple):
        rows.append(row)
        if session.printer.as_json:
            for cell in row:
                session.printer.result(asdict(cell), "")
        else:
            found = {cell.start: f"{cell.perplexity:.2f}" for cell in row}
            values = [found.get(start, "–") for start in measured.BOUNDS]
            table.line(row[0].model, row[0].memory, *values, f"{row[0].memory_values:,}")
    change = measured.changed(rows[0], rows[1])
    if change is not None:
        after = tokens(measured.BOUNDS[2])
        session.printer.text(
            f"Beyond {after} tokens the memory changes the perplexity by {100 * change:+.1f} %."
        )
    cells = [cell for row in rows for cell in row]
    _draw(session, pictures.perplexity, cells)
    return 0


def recall(session: Session) -> int:
    """Ask about hidden facts."""
    options, data = session.options, _data(session)
    reader = _reader(session)
    from model.evaluation import recall as measured
    from model.evaluation.text import Filler

    lengths = options.lengths or measured.LENGTHS
    filler = Filler("text", data, reader.tokenizer, max(lengths))
    table = Table(
        session.printer, ("tokens", 9, ">"), ("task", 4, ">"), ("accuracy", 8, ">"), ("emptied", 8, ">"),
        ("questions", 9, ">"),
    )  # fmt: skip
    cells = []
    work = measured.measure(reader, filler, data, lengths, options.tasks, options.trials)
    for cell in _followed(session, work, measured.Cell):
        cells.append(cell)
        values = (share(cell.accuracy), share(cell.emptied), str(cell.n))
        table.row(asdict(cell), tokens(cell.length), str(cell.task), *values)
    session.printer.text(f"Guessing one of six places gives {share(measured.GUESSING)}.")
    _draw(session, pictures.recall, cells)
    return 0


def gates(session: Session) -> int:
    """List what each head does."""
    data, reader = _data(session), _reader(session)
    from model.evaluation import gates as measured
    from model.evaluation.text import Filler

    filler = Filler("text", data, reader.tokenizer, 0)
    table = Table(
        session.printer, ("layer", 5, ">"), ("head", 4, ">"), ("gate", 7, ">"), ("asked", 7, ">"),
        ("kind", 6, "<"), ("writes key", 10, ">"), ("text", 7, ">"),
    )  # fmt: skip
    cells = []
    for cell in _followed(session, measured.measure(reader, filler, session.options.trials), measured.Cell):
        cells.append(cell)
        written = (share(cell.write_needle), share(cell.write_filler))
        about = (str(cell.layer), str(cell.head), f"{cell.gate:.2f}", f"{cell.question:.2f}", cell.kind)
        table.row(asdict(cell), *about, *written)
    for layer, kinds in measured.counted(cells).items():
        told = ", ".join(f"{count} {name}" for name, count in kinds.items())
        session.printer.text(f"Layer {layer}: {told}.")
    _draw(session, pictures.gates, cells)
    return 0


def questions(session: Session) -> int:
    """Ask held-out questions."""
    options, data = session.options, _data(session)
    from app.evaluation import questions as measured

    table = Table(
        session.printer, ("set", 11, "<"), ("mode", 6, "<"), ("memory", 7, "<"), ("F1", 5, ">"),
        ("exact", 5, ">"), ("draft F1", 8, ">"), ("found F1", 8, ">"), ("not found: P", 12, ">"),
        ("R", 5, ">"), ("F1", 5, ">"), ("questions", 9, ">"), ("strange", 7, ">"),
    )  # fmt: skip
    work = measured.measure(data, session.model(), options.sets, options.modes, options.limit)
    cells = []
    for cell in _followed(session, work, measured.Cell):
        cells.append(cell)
        found = (cell.found_f1, cell.not_found_precision, cell.not_found_recall, cell.not_found_f1)
        values = [percent(one) for one in (cell.f1, cell.exact, cell.drafted_f1, *found)]
        where = (cell.set, cell.mode, cell.memory)
        table.row(asdict(cell), *where, *values, str(cell.n), str(cell.unanswerable))
    _draw(session, pictures.questions, cells)
    return 0


def summaries(session: Session) -> int:
    """Compare summaries."""
    options, data = session.options, _data(session)
    from app.evaluation import summaries as measured

    table = Table(
        session.printer, ("set", 8, "<"), ("read", 5, ">"), ("by", 8, "<"), ("ROUGE-1", 7, ">"),
        ("ROUGE-2", 7, ">"), ("ROUGE-L", 7, ">"), ("overall", 7, ">"), ("words", 6, ">"), ("texts", 5, ">"),
    )  # fmt: skip
    measured.check()
    work = measured.measure(data, session.model(), options.sets, options.shares, options.limit)
    cells = []
    for cell in _followed(session, work, measured.Cell):
        cells.append(cell)
        values = [percent(one) for one in (cell.rouge1, cell.rouge2, cell.rougeL, cell.rouge)]
        where = (cell.set, f"{100 * cell.read:.0f} %", cell.by)
        table.row(asdict(cell), *where, *values, f"{cell.words:.0f}", str(cell.n))
    _draw(session, pictures.summaries, cells)
    return 0


def _followed(session: Session, work: Iterable[object], kind: type[C]) -> Iterator[C]:
    """Show the steps of a measure; give its cells."""
    for event in work:
        if isinstance(event, kind):
            yield event
        elif isinstance(event, Progress):
            session.printer.progress(event)
        else:
            session.printer.progress(Progress(*_step(event)))


def _step(event: Any) -> tuple[int, int, str]:
    return event.done, event.total, event.what


def _draw(session: Session, picture: Any, cells: list[Any]) -> None:
    """Save the picture that was asked for."""
    file: Path | None = session.options.picture
    if file is None:
        return
    try:
        picture(cells).savefig(file)
    except OSError as error:
        raise LibraryError(f"The picture {file} cannot be written ({error.strerror}).") from error
    session.printer.message(f"The picture is in {file}.")


def _reader(session: Session) -> "Reader":
    """Load the model as what measures of the network need."""
    from model.reader import Reader

    model = session.model()
    assert isinstance(model, Reader)
    return model


def _data(session: Session, needed: bool = True) -> Any:
    """Give the folder of the evaluation data; say so when it is needed and there is none."""
    data: Path | None = session.options.data
    if needed and data is None:
        alone = " (with --filler repeat passkey needs none)" if session.options.measure == "passkey" else ""
        raise LibraryError(f"This needs the evaluation data: give their folder with --data DIR{alone}.")
    if needed and data is not None and not data.is_dir():
        raise LibraryError(f"There is no folder {data}; give that of the evaluation data with --data.")
    return data


def _check_rule(reader: "Reader", rule: str | None) -> None:
    own = reader.network.config.memory_rule
    if rule not in (None, own):
        raise ModelError(
            f"The model {reader.name} was trained with the memory rule {own} and cannot be measured with {rule}. "
            f"Train one with it (python -m model.training.train --rule {rule}) and give its folder with --model."
        )


def _rivals(folder: Path, reader: "Reader") -> list[Any]:
    """Give the trained rivals of a folder; their tokenizer must be the model's."""
    from model.evaluation.perplexity import check_tokenizer
    from model.evaluation.rivals import scorers

    check_tokenizer(folder, reader.tokenizer)
    return list(scorers(folder, reader.device))


def _stretch(start: int, end: int | None) -> str:
    return f"{tokens(start)}–{tokens(end)}" if end else f"{tokens(start)}–"
