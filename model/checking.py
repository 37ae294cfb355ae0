"""A model's self-test: it reads a page, and says how much likelier its memory makes the page, and an answer."""

import math
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from time import monotonic

from model.interface import ReadingModel, Sampling

PAGE = 6_000
"""Characters that are read: several segments of a small model, and a few seconds of a large one on a CPU."""
QUESTION = "What is this story about?"


@dataclass(frozen=True)
class Report:
    """The figures; `gain` is what the memory gives (nats a token), `sound` whether all of it worked."""

    sound: bool
    seconds_to_load: float
    tokens: int
    tokens_per_second: float
    memory_bytes: int
    gain: float
    remembers: bool
    answer: str


def check(model: ReadingModel, loaded_in: float = 0.0, page: str | None = None) -> Report:
    """Let a model read a page, recall it and answer."""
    page = page or sample_page()
    began = monotonic()
    memory = model.blank()
    for state in model.read(page, memory):
        memory = state
    seconds = max(1e-6, monotonic() - began)
    paragraphs = [one for one in page.split("\n\n") if len(one) > 40][:4] or [page]
    gains = model.gain(paragraphs, memory)
    answer = "".join(token.text for token in model.answer(QUESTION, (), memory, Sampling(limit=24)))
    packed = model.pack(memory)
    kept = model.unpack(packed).tokens == memory.tokens
    gain = sum(gains) / len(gains)
    return Report(
        sound=kept and memory.tokens > 0 and all(map(math.isfinite, gains)),
        seconds_to_load=round(loaded_in, 3),
        tokens=memory.tokens,
        tokens_per_second=round(memory.tokens / seconds, 1),
        memory_bytes=len(packed),
        gain=round(gain, 4) if math.isfinite(gain) else 0.0,
        remembers=gain > 0,
        answer=answer.strip(),
    )


def sample_page() -> str:
    """Give the beginning of the sample novel."""
    novel = Path(str(files("resources"))) / "sample" / "novel.md"
    return novel.read_text(encoding="utf-8")[:PAGE]
