"""The terminal's `models` commands; only `check` and `adapt` load torch."""

import os
from dataclasses import asdict
from pathlib import Path
from time import monotonic

from app import models, recommending
from app.models import ModelRow
from app.printing import duration
from app.session import Session
from app.values import Progress
from app.work import follow
from model.interface import ModelError


def listed(session: Session) -> int:
    """List the models."""
    for row in models.models(session.place, session.settings):
        session.printer.result(fields(row), line(row))
    return 0


def recommended(session: Session) -> int:
    """List models to recommend."""
    for row in recommending.recommended():
        fits = {True: "fits", False: "does not fit", None: "may fit"}[row.fits]
        told = (
            f"  {row.repo}: {_count(row.parameters)} parameters, {_size(row.size)} to fetch, needs about "
            f"{_size(row.memory)} of memory: {fits}; {row.licence}; {row.languages}"
        )
        fields_: dict[str, object] = {"repo": row.repo, "family": row.family, "parameters": row.parameters}
        fields_ |= {"bytes": row.size, "memory_bytes": row.memory, "quantization": row.quantization}
        session.printer.result(fields_ | {"fits": row.fits, "licence": row.licence}, told)
    return 0


def add(session: Session) -> int:
    """Install a model from a folder, or an adapter from a file."""
    given = Path(session.options.folder).expanduser()
    if given.is_file():
        if session.options.name:
            raise ModelError("An adapter has no name of its own: leave --name away.")
        _show(session, models.add_adapter(session.place, given, session.settings))
        return 0
    work = models.add(session.place, given, session.options.name, session.settings)
    _show(session, follow(work, session.show))
    return 0


def get(session: Session) -> int:
    """Install a model from the hub."""
    o, told = session.options, list[str]()

    def show(event: object) -> None:
        if isinstance(event, Progress) and not told:  # the first step names the licence
            told.append(event.what)
            session.printer.message(event.what)
        session.show(event)

    row, licence = follow(models.get(session.place, o.repo, o.name, session.settings), show)
    _show(session, row, licence=licence)
    return 0


def use(session: Session) -> int:
    """Choose the model that reads."""
    _show(session, models.use(session.place, session.options.name, session.settings))
    return 0


def remove(session: Session) -> int:
    """Remove an installed model."""
    name = session.options.name
    used = models.remove(session.place, name)
    now = " The default model is in use now." if used else ""
    session.printer.result({"removed": name}, f"The model {name} is removed.{now}")
    return 0


def check(session: Session) -> int:
    """Let a model load, read a page, recall and answer; print the figures."""
    began, name = monotonic(), session.options.name
    chosen = session.with_model(name) if name else session
    model = chosen.model()
    from model.checking import check as checking

    report = checking(model, loaded_in=monotonic() - began)
    figures: dict[str, object] = {"model": model.name, "device": model.device} | asdict(report)
    session.printer.result(figures, _told(model.name, model.device, figures))
    if not report.sound:
        session.printer.message(f"The model {model.name} does not work as it should. Install it again.")
    return 0 if report.sound else 1


def adapt(session: Session) -> int:
    """Let a base model learn to use its memory."""
    from app.adapting import Wish
    from app.adapting import adapt as adapting

    o = session.options
    wish = Wish(o.steps, o.tokens, o.window, o.rank, o.lora)
    speaks = os.environ.get("RANK", "0") == "0"  # accelerate may have started several of these
    work = adapting(session.place, o.name, Path(o.books), wish, session.settings.device)
    made = follow(work, session.show if speaks else lambda _: None)
    if not speaks:
        return 0
    fields_: dict[str, object] = {
        "model": o.name,
        "adapter": str(made.file),
        "bytes": made.file.stat().st_size,
    }
    figures = {name: round(value, 4) for name, value in asdict(made).items() if isinstance(value, float)}
    session.printer.result(
        fields_ | figures,
        f"The model {o.name} is adapted; its adapter ({100 * made.share:.1f} % of its parameters) is {made.file}. "
        f"Held-out text: perplexity {made.beyond:.1f} beyond the window ({made.beyond_base:.1f} without the memory), "
        f"{made.inside:.1f} in it ({made.inside_base:.1f}).",
    )
    return 0


def _told(name: str, device: str, figures: dict[str, object]) -> str:
    gain = figures["gain"]
    remembers = (
        "its memory makes the page likelier" if figures["remembers"] else "its memory does not help yet"
    )
    return (
        f"{name} on {device}: loaded in {duration(float(str(figures['seconds_to_load'])))}; "
        f"read {figures['tokens']} tokens at {figures['tokens_per_second']} a second "
        f"({figures['memory_bytes']} bytes of memory); {remembers} "
        f"({gain} nats a token); answered: {figures['answer'] or 'nothing'!r}"
    )


def _show(session: Session, row: ModelRow, **more: object) -> None:
    session.printer.result(fields(row) | more, line(row))


def fields(row: ModelRow) -> dict[str, object]:
    """Give a model as a JSON object."""
    look = row.look
    return {
        "model": row.name,
        "in_use": row.in_use,
        "family": look.family if look else None,
        "parameters": look.parameters if look else None,
        "bytes": look.size if look else None,
        "quantization": row.quantization or None,
        "memory_bytes": row.memory or None,
        "free_bytes": row.free,
        "fits": row.fits,
        "adapted": look.adapted if look else None,
        "folder": str(row.folder),
        "problem": row.problem or None,
    }


def line(row: ModelRow) -> str:
    """Give a model as a line for people."""
    mark = "*" if row.in_use else " "
    if row.look is None:
        return f"{mark} {row.name}: {row.problem}"
    look = row.look
    fits = {True: "fits", False: "does not fit", None: "may fit"}[row.fits]
    return (
        f"{mark} {row.name}: {look.family}, {_count(look.parameters)} parameters, {_size(look.size)}, "
        f"weights {'as they are' if row.quantization == 'none' else row.quantization}, "
        f"{'adapted' if look.adapted else 'not adapted'}, needs about {_size(row.memory)} of memory: {fits}"
    )


def _count(number: int) -> str:
    return f"{number / 1e9:.1f}B" if number >= 1e9 else f"{number / 1e6:.1f}M"


def _size(number: int) -> str:
    return f"{number / 1e9:.1f} GB" if number >= 1e9 else f"{number / 1e6:.0f} MB"
