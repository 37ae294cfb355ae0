"""The texts of the data with what is asked about them, or with people's summaries of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model.data import BOOKS, rows

Row = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """A question and its answers; `possible`: the text that it is asked of has one."""

    text: str
    answers: tuple[str, ...]
    possible: bool = True


@dataclass(frozen=True)
class Asked:
    """A whole text and the questions about it."""

    title: str
    text: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Told:
    """A whole text and people's summaries of it."""

    title: str
    text: str
    summaries: tuple[str, ...]


def tales(data: Path, split: str) -> tuple[dict[str, str], dict[str, list[Row]]]:
    """Give FairytaleQA's tales, by name, and the rows of their questions of a split."""
    texts = {row["story"]: row["text"] for row in rows(data, "qa/fairytaleqa_stories")}
    return texts, grouped(rows(data, f"qa/fairytaleqa_{split}"), "story")


def articles(data: Path, split: str) -> tuple[dict[str, str], dict[str, list[Row]]]:
    """Give SQuAD 2's articles, by title, as their paragraphs, and the rows of their questions of a split."""
    asked = grouped(rows(data, f"qa/squad2_{split}"), "title")
    texts = {
        title: "\n\n".join(dict.fromkeys(row["context"] for row in some)) for title, some in asked.items()
    }
    return texts, asked


def questions(data: Path, name: str) -> list[Asked]:
    """Give the held-out texts of a set: `fairytaleqa`, `squad` or `narrativeqa`."""
    if name == "narrativeqa":
        return [
            Asked(row["title"], row["text"], tuple(map(_question, row["questions"])))
            for row in rows(data, BOOKS)
        ]
    texts, asked = (tales if name == "fairytaleqa" else articles)(data, "test")
    return [Asked(title, texts[title], tuple(map(_question, some))) for title, some in sorted(asked.items())]


def summaries(data: Path, name: str) -> Iterator[Told]:
    """Give the held-out texts with summaries of a set: `squality` (its questions for the plot) or `books`."""
    if name == "books":
        for row in rows(data, BOOKS):
            yield Told(row["title"], row["text"], (row["summary"],))
        return
    for row in rows(data, "qa/squality_test"):
        if "plot" in row["question"]:
            text = "\n\n".join(" ".join(part.split()) for part in row["context"].split("\n\n"))
            yield Told(row["story"], text, tuple(row["answers"]))


def grouped(some: Iterable[Row], key: str) -> dict[str, list[Row]]:
    """Put rows together that are alike in one field."""
    found = defaultdict(list)
    for row in some:
        found[row[key]].append(row)
    return dict(found)


def _question(row: Row) -> Question:
    return Question(row["question"], tuple(row["answers"]), not row.get("is_impossible", False))
