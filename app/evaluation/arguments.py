"""What can be typed after `lectern evaluate`."""

import argparse
from collections.abc import Callable
from pathlib import Path

from app.evaluation import commands, pictures
from app.session import Session

DEPTHS = ("start", "middle", "end")
FILLERS = ("text", "repeat")
SETS = ("fairytaleqa", "squad", "narrativeqa")
TEXTS = ("squality", "books")
MODES = ("both", "memory", "text")

CELLS = "With --json, one object for each cell, as soon as it is measured: "
PASSKEY = """length, depth, filler, rule, exact (share of the n keys that are written whole), token (share of
the key's tokens), n. The table also says what is left with the memory emptied before the question."""
PERPLEXITY = """model, memory (kept, emptied or none), start, end (positions, in tokens), perplexity, tokens,
memory_values."""
RECALL = """task, length, accuracy, emptied (the same with the memory emptied), n. Guessing gives 1/6."""
QUESTIONS = """set, mode, memory (kept, emptied), f1 and exact (SQuAD's, in percent, over the questions that have an
answer in the book), drafted_f1 (in mode memory: of what the model says before it is decided whether it says it),
found_precision, found_recall, found_f1, not_found_precision, not_found_recall, not_found_f1, n, unanswerable."""
SUMMARIES = """set, read (share of the text that was read), by (lectern, emptied, lead, lexrank), rouge1, rouge2,
rougeL (F, in percent), rouge (their geometric mean), words, n."""
GATES = """layer, head, gate (mean over text), question (where a pass key is asked for), kind (local, mixer, memory),
write_needle, write_filler (how much of a key's digits and of the text is written; null without a write gate)."""


def add_evaluate(made: argparse.ArgumentParser, everywhere: argparse.ArgumentParser) -> None:
    """Give the command `evaluate` its measures."""
    subparsers = made.add_subparsers(dest="measure", metavar="NAME", title="measures", required=True)

    def measure(name: str, run: Callable[[Session], int], text: str, cells: str) -> argparse.ArgumentParser:
        one = subparsers.add_parser(
            name, help=text[0].lower() + text[1:-1], description=text, epilog=CELLS + cells,
            parents=[everywhere], allow_abbrev=False,
        )  # fmt: skip
        one.set_defaults(run=run)
        one.add_argument(
            "--data", metavar="DIR", type=Path, default=None, help="the evaluation data's folder"
        )
        one.add_argument(
            "--picture", metavar="FILE", type=_picture, default=None, help="draw it: a PNG, SVG or PDF file"
        )
        return one

    _passkey(measure("passkey", commands.passkey, "Ask for a pass key told in a long text.", PASSKEY))
    _perplexity(
        measure("perplexity", commands.perplexity, "Measure perplexity along held-out books.", PERPLEXITY)
    )
    _recall(measure("recall", commands.recall, "Ask about facts hidden in book text.", RECALL))
    _questions(measure("questions", commands.questions, "Ask held-out questions about books.", QUESTIONS))
    _summaries(
        measure("summaries", commands.summaries, "Compare summaries with people's summaries.", SUMMARIES)
    )
    gates = measure("gates", commands.gates, "List what each head attends to and writes.", GATES)
    gates.add_argument("--trials", metavar="N", type=_count, default=8, help="stretches of text (default: 8)")


def _passkey(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--lengths",
        metavar="N,...",
        type=_lengths,
        default=None,
        help="tokens (default: 4K,32K,128K,256K,512K,1M; 10M is possible)",
    )
    made.add_argument(
        "--rule", choices=("linear", "delta", "token-delta"), help="the memory rule (the model's)"
    )
    made.add_argument("--filler", choices=FILLERS, default=None, help="book text or the paper's lines (both)")
    made.add_argument(
        "--depths", metavar="NAME,...", type=_some(DEPTHS), default=DEPTHS, help="start,middle,end"
    )
    made.add_argument("--trials", metavar="N", type=_count, default=None, help="of each cell (by the length)")
    made.add_argument(
        "--keys",
        metavar="K",
        type=_keys,
        default=1,
        help="different keys, told and asked by name (default: 1)",
    )


def _perplexity(made: argparse.ArgumentParser) -> None:
    made.add_argument("--rivals", metavar="DIR", type=Path, default=None, help="also measure trained rivals")
    made.add_argument("--limit", metavar="N", type=_count, default=None, help="so many books (default: all)")


def _recall(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--lengths", metavar="N,...", type=_lengths, default=None, help="tokens (default: 4K,32K,128K,1M)"
    )
    made.add_argument("--tasks", metavar="N,...", type=_tasks, default=(1, 2, 3), help="1,2,3")
    made.add_argument("--trials", metavar="N", type=_count, default=None, help="of each cell (by the length)")


def _questions(made: argparse.ArgumentParser) -> None:
    made.add_argument("--sets", metavar="NAME,...", type=_some(SETS), default=SETS, help=",".join(SETS))
    made.add_argument("--modes", metavar="NAME,...", type=_some(MODES), default=MODES, help=",".join(MODES))
    made.add_argument(
        "--limit", metavar="N", type=_count, default=None, help="questions of a set (default: all)"
    )


def _summaries(made: argparse.ArgumentParser) -> None:
    made.add_argument("--sets", metavar="NAME,...", type=_some(TEXTS), default=TEXTS, help=",".join(TEXTS))
    made.add_argument("--limit", metavar="N", type=_count, default=None, help="texts of a set (default: all)")
    made.add_argument(
        "--shares",
        metavar="N,...",
        type=_shares,
        default=(10, 25, 50, 100),
        help="percent read: 10,25,50,100",
    )


def _lengths(written: str) -> tuple[int, ...]:
    return tuple(_length(one) for one in written.split(","))


def _length(written: str) -> int:
    """Read 4096, 4K or 1M."""
    number, unit = written.strip(), 1
    if number[-1:].upper() in ("K", "M"):
        unit = 1024 if number[-1].upper() == "K" else 1024**2
        number = number[:-1]
    if not number.isdecimal() or int(number) * unit < 1:
        raise argparse.ArgumentTypeError(f"“{written}” is no number of tokens; write 4096, 128K or 1M")
    return int(number) * unit


def _some(known: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    def read(written: str) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(one.strip() for one in written.split(",")))
        for name in names:
            if name not in known:
                raise argparse.ArgumentTypeError(f"there is no “{name}”; choose from {', '.join(known)}")
        return names

    return read


def _tasks(written: str) -> tuple[int, ...]:
    return tuple(int(one) for one in _some(("1", "2", "3"))(written))


def _shares(written: str) -> tuple[int, ...]:
    shares = [one.strip().rstrip("%") for one in written.split(",")]
    if not all(one.isdecimal() and 1 <= int(one) <= 100 for one in shares):
        raise argparse.ArgumentTypeError("percents are from 1 to 100, as in 10,25,50,100")
    return tuple(sorted({int(one) for one in shares}))


def _count(written: str) -> int:
    if not written.isdecimal() or int(written) < 1:
        raise argparse.ArgumentTypeError("must be a number of at least 1")
    return int(written)


def _keys(written: str) -> int:
    count = _count(written)
    if count > 64:
        raise argparse.ArgumentTypeError("there are names for 64 keys at most")
    return count


def _picture(written: str) -> Path:
    file = Path(written)
    if file.suffix.lower() not in pictures.FORMATS:
        raise argparse.ArgumentTypeError(f"a picture's name ends in {', '.join(pictures.FORMATS)}")
    if not file.absolute().parent.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {file.absolute().parent}; make it first")
    return file
