"""How fast is a long text read, and in how much memory? Ours against transformers, llama.cpp and a bare product.

    python -m benchmarks.reading [--size default] [--lengths 4096,16384,131072,1048576] [--seconds 60] [--rounds 5]
                                 [--kinds "ours bfloat16,ours int8,..."] [--pictures runs/pictures]

With one short length it is a comparison of writing (`--size 135M --lengths 512 --kinds "ours int8,llama.cpp Q8_0"`).

Every reader is a process of its own on the same cores. First the shortest length is read in turn, several rounds, and
medians are compared; then each reads on as far as `--seconds` let it. A length that was not reached is told as what
the chunks that were read come to (≈): a chunk's cost is a + b·depth, for ours b is nothing, for a key/value cache it
is what attention to all of the text costs. Useful FLOPs are `benchmarks.shapes.useful_flops`; the rate that they are
compared with is that of a product of 2048³ measured in the same rounds; both are in the width that this machine is
quicker in: bfloat16 where the processor has units for it, else float32.
"""

import argparse
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.comparing import Subject, cost, machine, median, table
from benchmarks.readers import Product, missing
from benchmarks.shapes import SHAPES
from model.machine import bfloat16_units

WIDTH = "bfloat16" if bfloat16_units() else "float32"
KINDS = f"ours {WIDTH},ours int8,transformers {WIDTH},llama.cpp F16,llama.cpp Q8_0"
STRETCH = 2048
"""Tokens between two looks at the clock of a long reading; its depth is taken to be the middle's."""


WARM, BEGUN, WRITTEN = 512, 4, 64
"""Tokens read before anything is timed (and before tokens are written), then written untimed, then timed."""


@dataclass
class Course:
    """What one reader did."""

    subject: Subject
    first: list[float] = field(default_factory=list)  # seconds for the shortest length, a round each
    stretches: list[float] = field(default_factory=list)  # seconds for each STRETCH of the long reading
    memory: list[int] = field(default_factory=list)  # the process's peak after each
    written: list[float] = field(default_factory=list)  # seconds for WRITTEN tokens one by one, a round each

    def seconds(self, length: int) -> tuple[float, bool]:
        """Give the seconds that reading so much takes, and whether they were measured."""
        n = length // STRETCH
        if n <= len(self.stretches):
            return sum(self.stretches[:n]), True
        if self.subject.name.startswith("ours"):  # what a segment costs does not depend on its place
            return length / STRETCH * median(self.stretches), False
        depths = [STRETCH * i for i in range(len(self.stretches))]
        return cost(depths[1:], self.stretches[1:], length, STRETCH), False

    def slope(self) -> float:
        """Say how much dearer the last measured token is than an early one."""
        few = max(1, min(4, len(self.stretches) // 4))
        return median(self.stretches[-few:]) / median(self.stretches[1 : 1 + few])


def compare(
    size: str, kinds: Sequence[str], lengths: Sequence[int], rounds: int, limit: float
) -> list[Course]:
    """Let all read in turn; print what cannot run."""
    context = max(STRETCH, min(max(lengths), 1 << 17))
    courses = [course for kind in kinds if (course := _started(kind, size, context))]
    for course in courses:
        course.subject.do(read=_first(course, [WARM]))  # the first time is slower
    for _ in range(rounds):
        for course in courses:
            course.first.append(course.subject.do(clear=True, read=_first(course, lengths))["seconds"])
            course.subject.do(clear=True, read=_first(course, [WARM]))
            course.subject.do(write=BEGUN)
            course.written.append(course.subject.do(write=WRITTEN)["seconds"])
    for course in courses:
        if len(lengths) > 1 and not course.subject.name.startswith("product"):
            _long(course, max(lengths), limit, context)
        course.subject.close()
    return courses


def _started(kind: str, size: str, context: int) -> Course | None:
    if lacks := missing(kind):
        print(f"{kind}: not run, {lacks} is not installed", flush=True)
        return None
    try:
        return Course(Subject(kind, ("-m", "benchmarks.readers", kind, size), LECTERN_CONTEXT=str(context)))
    except RuntimeError as error:
        print(f"{kind}: not run, {error}", flush=True)
        return None


def _first(course: Course, lengths: Sequence[int]) -> int:
    return 2 if course.subject.name.startswith("product") else lengths[0]


def _long(course: Course, upto: int, limit: float, context: int) -> None:
    course.subject.do(clear=True)
    if course.subject.name.startswith("llama.cpp"):
        upto = min(upto, context)
    while len(course.stretches) * STRETCH < upto and sum(course.stretches) < limit:
        answer = course.subject.do(read=STRETCH)
        course.stretches.append(answer["seconds"])
        course.memory.append(answer["memory"])


def report(size: str, courses: Sequence[Course], lengths: Sequence[int]) -> str:
    """Give the tables of one size."""
    products = [one for one in courses if one.subject.name.startswith("product")]
    readers = [one for one in courses if one not in products]
    rate = 2 * 2 * Product.SIDE**3 / median(products[0].first) if products else None
    ours = readers[0]
    rows = []
    for one in readers:
        flops, took = one.subject.about["flops"], median(one.first)
        share = f"{flops * lengths[0] / took / rate:.2f}" if flops and rate else ""
        ratio = median([b / a for a, b in zip(ours.first, one.first, strict=True)])
        cells = [one.subject.name, f"{lengths[0] / took:,.0f}", f"{ratio:.2f}", share]
        written = median([b / a for a, b in zip(ours.written, one.written, strict=True)])
        cells.append(f"{WRITTEN / median(one.written):,.0f} ({written:.1f})")
        rows.append([*cells, *(_at(one, ours, length) for length in lengths[1:]), _memory(one)])
    head = [
        f"{size}: tokens/s at",
        _short(lengths[0]),
        "ours is × quicker",
        "of the product's rate",
        "written (ours ×)",
    ]
    head += [f"{_short(length)} (ours ×)" for length in lengths[1:]] + ["peak memory, MiB"]
    told = table(head, rows)
    if rate:
        width = products[0].subject.name.split()[-1]
        told += f"\n\n{width} product of {Product.SIDE}³: {rate / 1e9:.0f} GFLOP/s"
    for one in readers:
        if len(one.stretches) > 4:
            far = _short(len(one.stretches) * STRETCH)
            told += f"\n{one.subject.name}: a token at {far} costs {one.slope():.2f} times an early one"
            if len(one.memory) > 32768 // STRETCH:
                told += f"; peak memory there over that at 32K {one.memory[-1] / one.memory[32768 // STRETCH - 1]:.3f}"
    return told


def _at(one: Course, ours: Course, length: int) -> str:
    if len(one.stretches) < 3:
        return "not run"
    (took, measured), (best, _) = one.seconds(length), ours.seconds(length)
    return f"{'' if measured else '≈ '}{length / took:,.0f} ({took / best:.1f})"


def _memory(one: Course) -> str:
    if not one.memory:
        return ""
    return f"{one.memory[-1] / 2**20:,.0f} at {_short(len(one.stretches) * STRETCH)}"


def _short(tokens: int) -> str:
    if tokens < 1024:
        return str(tokens)
    return f"{tokens // 1024}K" if tokens < 1 << 20 else f"{tokens / (1 << 20):g}M"


def picture(size: str, courses: Sequence[Course], lengths: Sequence[int], folder: Path) -> Path:
    """Draw seconds against length; where nothing was measured the line is dashed."""
    from matplotlib.figure import Figure

    figure = Figure((7, 4.5), layout="constrained")
    axes = figure.add_subplot(xscale="log", yscale="log", xlabel="tokens", ylabel="seconds")
    for one in courses:
        if len(one.stretches) < 3:
            continue
        far = len(one.stretches)
        line = axes.plot(
            [STRETCH * n for n in range(1, far + 1)], [one.seconds(STRETCH * n)[0] for n in range(1, far + 1)],
            label=one.subject.name,
        )[0]  # fmt: skip
        beyond = [STRETCH * far, *(n for n in lengths if n > STRETCH * far)]
        axes.plot(beyond, [one.seconds(n)[0] for n in beyond], linestyle=":", color=line.get_color())
    axes.set_title(f"Reading, {size}, {machine()}", loc="left")
    axes.legend(frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(alpha=0.25)
    folder.mkdir(parents=True, exist_ok=True)
    figure.savefig(file := folder / f"reading-{size}.png", dpi=150)
    return file


def main() -> None:
    """Compare one size and print its tables."""
    parser = argparse.ArgumentParser(description="Compare reading, side by side.")
    parser.add_argument("--size", default="default", choices=SHAPES)
    parser.add_argument("--lengths", default="4096,16384,131072,1048576")
    parser.add_argument("--kinds", default=KINDS)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument(
        "--processor",
        action="store_true",
        help="the processor's time, on a machine that is busy with other things",
    )
    parser.add_argument("--json", type=Path, help="keep what was measured")
    options = parser.parse_args()
    lengths = [int(length) for length in options.lengths.split(",")]
    if options.processor:
        os.environ["LECTERN_CLOCK"] = "processor"
    kinds = [*options.kinds.split(","), f"product {WIDTH}"]
    busy = "; seconds of the processor" if options.processor else ""
    courses = compare(options.size, kinds, lengths, options.rounds, options.seconds)
    print(f"\nOn {machine()}; medians of {options.rounds} rounds in turn{busy}\n")
    print(report(options.size, courses, lengths))
    if options.pictures:
        print(picture(options.size, courses, lengths, options.pictures))
    if options.json:
        kept = {one.subject.name: [one.first, one.stretches, one.memory] for one in courses}
        options.json.write_text(json.dumps(kept), "utf-8")


if __name__ == "__main__":
    main()
