"""How soon a question about a long book is answered from what was saved, and how much that is.

    python -m benchmarks.answering [--data ../shared/data] [--tokens 200000] [--rounds 5] [--processor]

A book of that many tokens (of the corpus; without one the bundled novel, again and again) is added and read by the
program, through its library. Then, in turn: Lectern from its
snapshot (the model alone, and the whole answer with search, evidence and citations), the bare model with a prompt of
500 tokens, transformers' Llama of the same shape from a key/value cache that lies on the disk, and llama.cpp from its
saved state. Re-reading is what the chunks of `--reread` tokens come to (≈). The contents of transformers' cache are
drawn at random, which changes no time.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from transformers import DynamicCache

from app.adding import add
from app.answering import answer
from app.library import Library
from app.reading import read
from benchmarks.comparing import cost, machine, median, table
from benchmarks.flat import text
from benchmarks.readers import CHUNK, missing
from benchmarks.shapes import SHAPES, rival
from model.finding import DEFAULT
from model.interface import Sampling, Token
from model.loading import load
from model.reader import Reader
from model.writing import write

CHARACTERS_A_TOKEN = 3.9
PROMPT, ASKED, WRITTEN = 500, 24, 32
"""Tokens of a bare prompt, of a question to a rival, and of what is written after it."""
QUESTIONS = (
    "Who kept the clock?", "Where did the captain go in winter?", "What was in the letter?",
    "Who lived in the old house?", "Why did she leave the garden?", "When did the ship return?",
)  # fmt: skip

SPOKEN = 0.002
"""Seconds under which a stream was not written token by token: a small model quotes."""

Clock = Callable[[], float]
Times = tuple[float, float]
"""Seconds to the first token, and tokens a second after it."""


def shelved(place: Path, data: Path | None, tokens: int, model: Reader) -> str:
    """Add a book of about so many tokens, in chapters, and let the model read it; give its id."""
    characters = int(tokens * CHARACTERS_A_TOKEN)
    novel = (files("resources") / "sample" / "novel.md").read_text("utf-8")
    body = text(data, characters) if data else (novel * (1 + characters // len(novel)))[:characters]
    size = 20_000
    parts = [f"Chapter {i + 1}\n\n{body[at : at + size]}" for i, at in enumerate(range(0, len(body), size))]
    file = place / "long.txt"
    file.write_text("\n\n\n".join(parts), "utf-8")
    _last(add(place / "library", file))
    with Library(place / "library") as library:
        book = library.books()[0].book.id
    _last(read(place / "library", book, model))
    return book


def _last(work: Any) -> None:
    for _ in work:
        pass


def streamed(tokens: Iterator[Any], clock: Clock) -> Times:
    """Time a stream: to its first token, and from there on."""
    began, came = clock(), []
    for event in tokens:
        if isinstance(event, Token):
            came.append(clock())
    if not came:
        return clock() - began, 0.0
    took = came[-1] - came[0]
    return came[0] - began, (len(came) - 1) / took if took > SPOKEN else 0.0


class Lectern:
    """The program's own ways to answer."""

    def __init__(self, place: Path, book: str, model: Reader, clock: Clock) -> None:
        self.place, self.book, self.model, self.clock = place / "library", book, model, clock
        with Library(self.place) as library:
            saved = library.snapshot(book, model.fingerprint)
        assert saved is not None
        self.state, self.tokens = saved.state, saved.tokens
        self.prompt = model.prompts.plain(text_of(self.place, book))[:PROMPT]

    def bare(self, question: str) -> Times:
        """The model with no memory and a prompt of 500 tokens."""
        blank = self.model.network.model.blank()
        sampling = Sampling(limit=WRITTEN)
        return streamed(
            write(self.model.network, self.model.tokenizer, self.prompt, blank, sampling), self.clock
        )

    def memory(self, question: str) -> Times:
        """The model alone: the snapshot is unpacked, and asked."""

        def asked() -> Iterator[Token]:
            memory = self.model.unpack(self.state)
            yield from self.model.answer(question, (), memory, Sampling(limit=WRITTEN))

        return streamed(asked(), self.clock)

    def whole(self, question: str) -> Times:
        """The whole answer: memory, search, evidence, citations."""
        return streamed(answer(self.place, self.book, question, self.model), self.clock)

    def cold(self, question: str) -> Times:
        """`lectern ask` in a new process, to its end."""
        command = [sys.executable, "-m", "app", "--library", str(self.place), "ask", self.book[:12], question]
        began, used = time.perf_counter(), _children()
        subprocess.run(command, check=True, capture_output=True)
        spent = _children() - used if self.clock is time.process_time else time.perf_counter() - began
        return spent, 0.0


def text_of(place: Path, book: str) -> str:
    """Give the text of a book's first chapter."""
    with Library(place) as library:
        return library.chapter(book, 0).text


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Transformers:
    """transformers' Llama of the default model's shape, with the keys and values of the book on the disk."""

    def __init__(self, folder: Path, tokens: int, clock: Clock) -> None:
        self.network, self.clock, self.tokens = rival(SHAPES["default"]), clock, tokens
        c, self.file = self.network.config, folder / "cache.safetensors"
        shape = (1, c.num_key_value_heads, tokens, c.head_dim)
        save_file(
            {f"{i}{u}": torch.randn(shape) for i in range(c.num_hidden_layers) for u in "kv"}, self.file
        )
        self.bytes = self.file.stat().st_size

    @torch.inference_mode()
    def saved(self, question: str) -> Times:
        """The cache is loaded, the question read, and some tokens written."""
        began = self.clock()
        cache, held = DynamicCache(config=self.network.config), load_file(self.file)
        for i in range(self.network.config.num_hidden_layers):
            cache.update(held[f"{i}k"], held[f"{i}v"], i)
        ids, came = torch.full((1, ASKED), 9), []
        for _ in range(8):
            ids = self.network(ids, past_key_values=cache, logits_to_keep=1).logits[:, -1:].argmax(-1)
            came.append(self.clock())
        return came[0] - began, 7 / (came[-1] - came[0])

    @torch.inference_mode()
    def reread(self, upto: int) -> float:
        """What reading all of the book again comes to."""
        cache, ids, took = DynamicCache(config=self.network.config), torch.full((1, CHUNK), 9), []
        for _ in range(0, upto, CHUNK):
            began = self.clock()
            self.network(ids, past_key_values=cache, logits_to_keep=1)
            took.append(self.clock() - began)
        return cost([CHUNK * i for i in range(1, len(took))], took[1:], self.tokens, CHUNK)


class LlamaCpp:
    """llama.cpp on the same shape in F16; its state is saved after `upto` tokens, and grows in line with them."""

    def __init__(self, folder: Path, tokens: int, upto: int, clock: Clock) -> None:
        from benchmarks.export import export
        from benchmarks.llamacpp import Session

        self.clock, self.share, self.upto, self.file = clock, tokens / upto, upto, folder / "state"
        export(rival(SHAPES["default"]), folder / "rival.gguf", "F16")
        self.session, took = Session(folder / "rival.gguf", upto + 512), []
        for _ in range(0, upto, CHUNK):
            began = clock()
            self.session.read([9] * CHUNK)
            took.append(clock() - began)
        self.bytes = self.session.save(self.file) * self.share
        self.again = cost([CHUNK * i for i in range(1, len(took))], took[1:], tokens, CHUNK)

    def saved(self, question: str) -> Times:
        """The state is restored, the question read, and some tokens written, at `upto` tokens."""
        began = self.clock()
        self.session.clear()
        self.session.restore(self.file, self.upto)
        came, ids = [], [9] * ASKED
        for _ in range(WRITTEN):
            self.session.read(ids)
            ids = [int(self.session.logits().argmax())]
            came.append(self.clock())
        return came[0] - began, (WRITTEN - 1) / (came[-1] - came[0])


def rows(options: argparse.Namespace, folder: Path, clock: Clock) -> list[list[str]]:
    """Measure all in turn and give the table's rows."""
    model = load(DEFAULT, "cpu")
    ours = Lectern(folder, shelved(folder, options.data, options.tokens, model), model, clock)
    ways: dict[str, tuple[Callable[[str], Times], float | None, str]] = {
        "bare model, prompt of 500 tokens": (ours.bare, None, ""),
        "Lectern, from memory alone, warm": (ours.memory, len(ours.state), ""),
        "Lectern, whole answer with citations, warm": (ours.whole, len(ours.state), ""),
        "Lectern, whole answer, cold (to its end)": (ours.cold, len(ours.state), ""),
    }
    hf = Transformers(folder, ours.tokens, clock)
    ways["transformers, key/value cache from disk"] = (hf.saved, hf.bytes, "")
    again = [["transformers, re-reading", f"≈ {hf.reread(options.reread):,.0f}", "", ""]]
    if lacks := missing("llama.cpp"):
        print(f"llama.cpp: not run, {lacks} is not installed", flush=True)
    else:
        cpp = LlamaCpp(folder, ours.tokens, options.reread, clock)
        name = f"llama.cpp F16, saved state (at {options.reread:,} tokens)"
        ways[name] = (cpp.saved, cpp.bytes, "≈ ")
        again.append(["llama.cpp F16, re-reading", f"≈ {cpp.again:,.0f}", "", ""])
    print(f"the book: {ours.tokens:,} tokens, read once; on {machine()}", flush=True)
    took: dict[str, list[Times]] = {name: [] for name in ways}
    for question in islice((q for _ in range(99) for q in QUESTIONS), options.rounds + 1):
        for name, (way, _, _) in ways.items():
            took[name].append(way(question))
    made = []
    for name, (_, size, about) in ways.items():
        first, after = ([one[i] for one in took[name][1:]] for i in (0, 1))  # the first round is slower
        each = median(after)
        made.append(
            [
                name,
                f"{median(first):.3f}",
                f"{each:,.0f}" if each else "",
                f"{about}{size:,.0f}" if size else "",
            ]
        )
    return made + again


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Compare answering from what was saved.")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--tokens", type=int, default=200_000)
    parser.add_argument(
        "--reread", type=int, default=8192, help="tokens that the rivals read to tell what all cost"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--processor", action="store_true", help="the processor's time, on a busy machine")
    options = parser.parse_args()
    torch.set_num_threads(len(os.sched_getaffinity(0)))
    clock = time.process_time if options.processor else time.perf_counter
    with tempfile.TemporaryDirectory() as folder:
        made = rows(options, Path(folder), clock)
    head = ("", "question to first token, s", "tokens/s after", "bytes on disk")
    print(f"medians of {options.rounds} rounds in turn\n\n{table(head, made)}")


if __name__ == "__main__":
    main()
