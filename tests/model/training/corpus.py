"""A corpus in small, of the form that ../shared/data has."""

import json
import lzma
import random
from pathlib import Path

WORDS = [
    "lamp", "clock", "keeper", "harbour", "signal", "window", "garden", "letter",
    "mountain", "silver", "copper", "winter", "morning", "evening", "teacher", "doctor",
    "captain", "soldier", "village", "castle", "river", "forest", "bridge", "market",
    "church", "school", "kitchen", "ladder", "candle", "mirror", "basket", "button",
]  # fmt: skip
SETS = ("squad1", "squad2", "fairytaleqa", "nq_open_oracle", "qed", "narrativeqa", "squality")


def sentence(rng: random.Random) -> str:
    return f"The {rng.choice(WORDS)} of the {rng.choice(WORDS)} had {rng.randrange(10**5)} {rng.choice(WORDS)}s. "


def write(folder: Path, books: int = 4, sentences: int = 1500) -> Path:
    rng = random.Random(1)
    (folder / "books").mkdir(parents=True)
    (folder / "qa").mkdir()
    (folder / "eval_books").mkdir()
    for place in (folder / "books" / "00.jsonl.xz", folder / "eval_books" / "books.jsonl.xz"):
        with lzma.open(place, "wt", encoding="utf-8") as lines:
            for _ in range(books):
                lines.write(json.dumps({"text": "".join(sentence(rng) for _ in range(sentences))}) + "\n")
    row = {
        "story": "clocks",
        "title": "Clocks",
        "doc_id": "1",
        "context": "A clock was kept here.",
        "question": "What was kept?",
        "answers": ["A clock"],
    }
    for name in SETS:
        with lzma.open(folder / "qa" / f"{name}_train.jsonl.xz", "wt", encoding="utf-8") as lines:
            lines.write(json.dumps(row) + "\n" + json.dumps(row | {"is_impossible": True}) + "\n")
    return folder
