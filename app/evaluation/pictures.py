"""Pictures of measures, drawn with matplotlib, which is imported only when one is wanted."""

from collections.abc import Callable, Iterable, Sequence
from math import ceil
from typing import TYPE_CHECKING, Any, TypeVar

from app.evaluation.tables import tokens

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS = (".png", ".svg", ".pdf")
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#6b6b6b", "#a6761d")
"""Told apart by the colour-blind too (Okabe and Ito)."""
MARKERS = "os^Dv*Px"
K = TypeVar("K")


def passkey(cells: Sequence[Any]) -> "Figure":
    """Draw how many keys are recalled, by length: a panel for each filler, a line for each depth."""
    fillers = _each(cell.filler for cell in cells)
    figure, panels = _panels(len(fillers))
    for panel, filler in zip(panels, fillers, strict=True):
        here = [cell for cell in cells if cell.filler == filler]
        for at, (depth, some) in enumerate(_by(here, lambda cell: cell.depth).items()):
            _line(panel, at, depth, [cell.length for cell in some], [100 * cell.exact for cell in some])
        emptied = _by(here, lambda cell: cell.length)
        guessed = [100 * sum(cell.emptied for cell in some) / len(some) for some in emptied.values()]
        panel.plot(list(emptied), guessed, color=COLOURS[6], linestyle=":", label="memory emptied")
        _lengths(panel, list(emptied))
        panel.set(title={"text": "In book text", "repeat": "In repeated lines"}[filler], ylim=(-4, 104))
    panels[0].set_ylabel("keys recalled whole (%)")
    _finish(figure, panels, f"Pass key, rule {cells[0].rule}")
    return figure


def perplexity(cells: Sequence[Any]) -> "Figure":
    """Draw perplexity by position, a line for each model with its memory kept or emptied."""
    figure, panels = _panels(1, wide=7.5)
    panel = panels[0]
    starts = sorted({cell.start for cell in cells})
    for at, ((name, memory), some) in enumerate(_by(cells, lambda cell: (cell.model, cell.memory)).items()):
        label = f"{name}, memory emptied" if memory == "emptied" else name
        where = [starts.index(cell.start) for cell in some]
        _line(panel, at, label, where, [cell.perplexity for cell in some])
    ends = {cell.start: cell.end for cell in cells}
    names = [
        f"{tokens(start)}–{tokens(end)}" if (end := ends[start]) else f"{tokens(start)}–" for start in starts
    ]
    panel.set_xticks(range(len(starts)), names)
    panel.set(xlabel="position in the book (tokens)", ylabel="perplexity a token", yscale="log")
    _plain_numbers(panel)
    _finish(figure, panels, "Perplexity along held-out books", beside=True)
    return figure


def recall(cells: Sequence[Any]) -> "Figure":
    """Draw how many questions are answered, by length, a line for each task."""
    figure, panels = _panels(1)
    panel = panels[0]
    for at, (task, some) in enumerate(_by(cells, lambda cell: cell.task).items()):
        lengths = [cell.length for cell in some]
        _line(panel, at, f"task {task}", lengths, [100 * cell.accuracy for cell in some])
        panel.plot(lengths, [100 * cell.emptied for cell in some], color=COLOURS[at], linestyle=":")
    panel.axhline(100 / 6, color=COLOURS[6], linewidth=1, label="guessing")
    panel.plot([], [], color=COLOURS[6], linestyle=":", label="memory emptied")
    _lengths(panel, _each(cell.length for cell in cells))
    panel.set(ylabel="questions answered (%)", ylim=(-4, 104))
    _finish(figure, panels, "Facts hidden in book text")
    return figure


def questions(cells: Sequence[Any]) -> "Figure":
    """Draw F1 by mode with the memory kept and emptied: a panel for each set."""
    sets = _each(cell.set for cell in cells)
    figure, panels = _panels(len(sets))
    for panel, name in zip(panels, sets, strict=True):
        here = [cell for cell in cells if cell.set == name]
        modes = _each(cell.mode for cell in here)
        for at, memory in enumerate(("kept", "emptied")):
            some = [cell for cell in here if cell.memory == memory]
            where = [
                modes.index(cell.mode) + (0.2 * (2 * at - 1) if cell.mode != "text" else 0) for cell in some
            ]
            heights = [cell.f1 if cell.drafted_f1 is None else cell.drafted_f1 for cell in some]
            bars = panel.bar(where, heights, 0.36, color=COLOURS[at], label=f"memory {memory}")
            panel.bar_label(bars, fmt="%.1f", fontsize=8, padding=2)
        panel.set_xticks(
            range(len(modes)), [mode if mode != "memory" else "memory\n(drafts)" for mode in modes]
        )
        panel.set(title=name)
        panel.margins(y=0.15)
    panels[0].set_ylabel("F1 (%)")
    _finish(figure, panels, "Held-out questions over whole texts")
    return figure


def summaries(cells: Sequence[Any]) -> "Figure":
    """Draw overall ROUGE by how much was read (the paper's Fig. 4): a panel for each set."""
    sets = _each(cell.set for cell in cells)
    figure, panels = _panels(len(sets))
    names = {"lectern": "Lectern", "emptied": "Lectern, memory emptied", "lead": "first sentences"}
    for panel, name in zip(panels, sets, strict=True):
        here = [cell for cell in cells if cell.set == name]
        for at, (way, some) in enumerate(_by(here, lambda cell: cell.by).items()):
            label = names.get(way, "LexRank")
            _line(panel, at, label, [100 * cell.read for cell in some], [cell.rouge for cell in some])
        panel.set_xticks([100 * read for read in _each(cell.read for cell in here)])
        panel.set(title=name, xlabel="of the text read (%)")
    panels[0].set_ylabel("ROUGE, overall (%)")
    _finish(figure, panels, "Summaries, as more is read")
    return figure


def gates(cells: Sequence[Any]) -> "Figure":
    """Draw every head's gate in text and where a key is asked for (the paper's Fig. 3), and the write gates."""
    layers, heads = 1 + max(cell.layer for cell in cells), 1 + max(cell.head for cell in cells)
    kinds = [("gate", "Gate: book text"), ("question", "Gate: key asked for")]
    if cells[0].write_needle is not None:
        kinds += [("write_needle", "Written: a key's digits"), ("write_filler", "Written: book text")]
    figure, panels = _panels(len(kinds), wide=2.5 + 0.22 * heads, high=1.8 + 0.32 * layers)
    for panel, (name, title) in zip(panels, kinds, strict=True):
        table = [[0.0] * heads for _ in range(layers)]
        for cell in cells:
            table[cell.layer][cell.head] = abs(getattr(cell, name))
        picture = panel.imshow(table, vmin=0, vmax=1, cmap="cividis", aspect="auto")
        panel.set(title=title, xlabel="head")
        panel.set_xticks(range(heads))
        panel.set_yticks(range(layers))
        panel.grid(visible=False)
    panels[0].set_ylabel("layer")
    bar = figure.colorbar(picture, ax=panels, shrink=0.9, pad=0.02, ticks=[0, 0.5, 1])
    bar.ax.set_yticklabels(["0: local,\nnot written", "0.5: mixes", "1: memory,\nwritten"])
    figure.suptitle("What each head listens to and writes", fontsize=12, fontweight="bold")
    return figure


def _panels(count: int, wide: float = 5.0, high: float = 4.0) -> "tuple[Figure, list[Axes]]":
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(wide * count, high), dpi=150, layout="constrained")
    FigureCanvasAgg(figure)
    panels = [figure.add_subplot(1, count, at + 1) for at in range(count)]
    for panel in panels:
        panel.grid(axis="y", color="#dddddd", linewidth=0.8)
        panel.set_axisbelow(True)
        panel.spines[["top", "right"]].set_visible(False)
    return figure, panels


def _line(panel: "Axes", at: int, label: str, x: Sequence[float], y: Sequence[float]) -> None:
    """Draw a line, thinner than those before it: one that lies on another leaves it to be seen."""
    panel.plot(
        x, y, label=label, color=COLOURS[at % len(COLOURS)], marker=MARKERS[at % len(MARKERS)],
        linewidth=max(1.4, 4.4 - at), markersize=max(4, 10 - 2 * at),
    )  # fmt: skip


def _lengths(panel: "Axes", lengths: Sequence[int]) -> None:
    """Set out lengths in tokens, each twice as far as half of it."""
    panel.set_xscale("log", base=2)
    panel.set_xticks(list(lengths), [tokens(length) for length in lengths])
    panel.minorticks_off()
    panel.set_xlabel("length (tokens)")


def _plain_numbers(panel: "Axes") -> None:
    from matplotlib.ticker import NullFormatter, ScalarFormatter

    panel.yaxis.set_major_formatter(ScalarFormatter())
    panel.yaxis.set_minor_formatter(ScalarFormatter() if _narrow(panel) else NullFormatter())


def _narrow(panel: "Axes") -> bool:
    low, high = panel.get_ylim()
    return bool(high < 10 * low)


def _finish(figure: "Figure", panels: "Sequence[Axes]", title: str, beside: bool = False) -> None:
    figure.suptitle(title, fontsize=12, fontweight="bold")
    handles, labels = panels[0].get_legend_handles_labels()
    most = (2 if max(map(len, labels)) > 14 else 4) * len(panels)
    columns = 1 if beside else ceil(len(labels) / ceil(len(labels) / most))
    look: dict[str, Any] = {"ncols": columns, "frameon": False, "fontsize": 9}
    figure.legend(handles, labels, loc="outside right center" if beside else "outside lower center", **look)


def _each(values: Iterable[K]) -> list[K]:
    return list(dict.fromkeys(values))


def _by(cells: Iterable[Any], key: Callable[[Any], K]) -> dict[K, list[Any]]:
    found: dict[K, list[Any]] = {}
    for cell in cells:
        found.setdefault(key(cell), []).append(cell)
    return found
