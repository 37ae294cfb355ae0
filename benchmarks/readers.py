"""What reads in a comparison, each in a process of its own: ours, transformers, llama.cpp, and a bare matrix product.

    python -m benchmarks.readers KIND SIZE

A reader is told what to do in lines of JSON on stdin and answers in lines of JSON: `{"read": n}` reads n tokens
more, `{"clear": true}` forgets all of them, `{"write": n}` goes on one by one as an answer is written. So several can
be alternated, and each one's peak memory is its own.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

LENGTH = 4096
"""Tokens of the text, which is read again and again."""
CHUNK = 512
"""Tokens that a rival takes in at once; ours takes what the program takes."""
SEED = 7
PROMPT = 128
"""Tokens of an unfinished segment after which ours writes, as it does after a question and its evidence."""


class Reading(Protocol):
    """Something that reads tokens on and on."""

    def read(self, count: int) -> None:
        """Read so many tokens more."""

    def write(self, count: int) -> None:
        """Go on by so many tokens, one by one, each with its logits."""

    def clear(self) -> None:
        """Forget everything."""


class Ours:
    """The network with its memory, a step at a time as `model.reader` reads: no logits, the memory passed on."""

    def __init__(self, size: str, kind: str) -> None:
        import torch

        from benchmarks.shapes import SHAPES, ours, useful_flops
        from model.adapter import widen
        from model.machine import bfloat16_units, keep_freed_memory
        from model.reader import step_of

        keep_freed_memory()

        network = ours(SHAPES[size])
        self.flops = useful_flops(network)
        width = ("bfloat16" if bfloat16_units() else "float32") if kind == "int8" else kind
        network = network.to(getattr(torch, width))
        widen(network)
        network = narrow(network) if kind == "int8" else network
        self.network, self.step = network, step_of(network)
        self.ids = _novel() if SHAPES[size].trained else _ids(network.config.vocab_size)
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.memory, self.line = self.network.model.blank(), None

    def read(self, count: int) -> None:
        """Read so many tokens more."""
        import torch

        self.line = None
        with torch.inference_mode():
            for at in range(0, count, self.step):
                start = at % self.ids.shape[1]  # whole steps of it
                ids = self.ids[:, start : start + min(self.step, count - at)]
                self.memory = self.network(ids, self.memory, logits_to_keep=0).memory

    def write(self, count: int) -> None:
        """Go on by so many tokens, one by one; what was read is in the memory, and a prompt before the first."""
        import torch

        from model.writing import Line

        with torch.inference_mode():
            if self.line is None:
                self.line = Line(self.network, self.memory)
                self.line.extend(self.ids[0, :PROMPT].tolist())
            for token in self.ids[0, :count].tolist():
                self.line.extend([token]).argmax().item()


class Transformers:
    """transformers' own Llama with its key/value cache, read in chunks; the head sees the last token alone."""

    def __init__(self, size: str, kind: str) -> None:
        import torch

        from benchmarks.shapes import SHAPES, rival

        self.network = rival(SHAPES[size]).to(getattr(torch, kind))
        self.ids = _ids(self.network.config.vocab_size)
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        from transformers import DynamicCache

        self.cache = DynamicCache(config=self.network.config)

    def read(self, count: int) -> None:
        """Read so many tokens more."""
        import torch

        with torch.inference_mode():
            for at in range(0, count, CHUNK):
                ids = self.ids[:, : min(CHUNK, count - at)]
                self.network(ids, past_key_values=self.cache, use_cache=True, logits_to_keep=1)

    def write(self, count: int) -> None:
        """Go on by so many tokens, one by one."""
        import torch

        with torch.inference_mode():
            for at in range(count):
                logits = self.network(
                    self.ids[:, at : at + 1], past_key_values=self.cache, use_cache=True
                ).logits
                logits.argmax().item()


class LlamaCpp:
    """llama.cpp on the same weights in a GGUF file; the cache is made for as much as is going to be read."""

    def __init__(self, size: str, kind: str) -> None:
        from benchmarks.export import export
        from benchmarks.llamacpp import Session
        from benchmarks.shapes import SHAPES, rival

        network = rival(SHAPES[size])
        self.ids = _ids(network.config.vocab_size)[0].tolist()
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "rival.gguf"
            export(network, file, kind)
            del network
            self.session = Session(file, int(os.environ.get("LECTERN_CONTEXT", "8192")))

    def clear(self) -> None:
        """Forget everything."""
        self.session.clear()

    def read(self, count: int) -> None:
        """Read so many tokens more."""
        for at in range(0, count, CHUNK):
            self.session.read(self.ids[: min(CHUNK, count - at)])

    def write(self, count: int) -> None:
        """Go on by so many tokens, one by one."""
        for token in self.ids[:count]:
            self.session.read([token])
            self.session.logits().argmax()


class Product:
    """A bare product of two large matrices, what this machine can do in a dtype; a token is one product."""

    SIDE = 2048

    def __init__(self, size: str, kind: str) -> None:
        import torch

        self.a = torch.randn(self.SIDE, self.SIDE).to(getattr(torch, kind))
        self.b = torch.randn(self.SIDE, self.SIDE).to(self.a.dtype)

    def clear(self) -> None:
        """There is nothing to forget."""

    def read(self, count: int) -> None:
        """Multiply `count` times."""
        for _ in range(count):
            self.a @ self.b

    def write(self, count: int) -> None:
        """There is nothing to write."""


KINDS: dict[str, Callable[[str, str], Reading]] = {
    "ours": Ours, "transformers": Transformers, "llama.cpp": LlamaCpp, "product": Product,
}  # fmt: skip
NEEDS = {"llama.cpp": ("llama_cpp", "gguf")}


def missing(kind: str) -> str | None:
    """Name the package that a kind of reader lacks here, if it lacks one."""
    return next((name for name in NEEDS.get(kind.split()[0], ()) if find_spec(name) is None), None)


def narrow(network: Any) -> Any:
    """Hold the large layers in 8 bits, as the program does on this machine."""
    from torchao.quantization import Int8DynamicActivationInt8WeightConfig, quantize_

    from model.packed import pack
    from model.quantizing import large

    quantize_(network, Int8DynamicActivationInt8WeightConfig(), filter_fn=large)
    return pack(network)


def _ids(vocabulary: int) -> Any:
    import torch

    return torch.randint(5, vocabulary, (1, LENGTH), generator=torch.Generator().manual_seed(SEED))


def _novel() -> Any:
    """Give real text, for how much a trained model writes of it says how long that takes."""
    import torch
    from transformers import AutoTokenizer

    from model.finding import DEFAULT, find

    novel = (files("resources") / "sample" / "novel.md").read_text("utf-8")
    return torch.tensor([AutoTokenizer.from_pretrained(find(DEFAULT)).encode(novel)[:LENGTH]])


def peak_memory() -> int:
    """Give the most bytes that this process has held at once."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def do(reader: Reading, told: dict[str, Any]) -> None:
    """Do what one line tells, and nothing that it does not: reading no token would end what is being written."""
    if told.get("clear"):
        reader.clear()
    if told.get("read"):
        reader.read(told["read"])
    if told.get("write"):
        reader.write(told["write"])


def main() -> None:
    """Serve until stdin ends."""
    import torch

    torch.set_num_threads(len(os.sched_getaffinity(0)))
    name, size = sys.argv[1:3]
    what, _, kind = name.partition(" ")
    out, sys.stdout = sys.stdout, sys.stderr  # libraries may talk
    clock = time.process_time if os.environ.get("LECTERN_CLOCK") == "processor" else time.perf_counter
    reader = KINDS[what](size, kind)
    start = peak_memory()
    print(
        json.dumps({"ready": name, "flops": getattr(reader, "flops", None), "memory": start}),
        file=out,
        flush=True,
    )
    for line in sys.stdin:
        told = json.loads(line)
        began = clock()
        do(reader, told)
        took = clock() - began
        print(json.dumps({"seconds": took, "memory": peak_memory()}), file=out, flush=True)


if __name__ == "__main__":
    main()
