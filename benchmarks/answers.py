"""How well answers are found: questions over whole tales and articles, from `*_train` question sets alone.

    python -m benchmarks.answers /work/shared/data/qa

A book here is a whole tale, a whole article, or a few bound together (a novel has more to be misled by).
A third of the titles is held out, by their hash: `benchmarks.fit_quoting` never fits on them.
"""

import argparse
import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import app.evidence
from app.evaluation.sets import articles, grouped, tales
from app.evidence import Evidence, find
from app.question import understand
from app.quoting import carried, rank
from app.words import stem, stems, words
from ingest.book import Locator, Passage
from model.data import rows as rows_of


@dataclass
class Bound:
    """An in-memory stand-in for a library with one book of one chapter."""

    passages: list[Passage] = field(default_factory=list)
    index: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, text: str) -> None:
        """Add the paragraphs of a text, short ones joined, as passages."""
        for paragraph in joined(text):
            start = (
                Locator(0, self.passages[-1].start.offset + len(self.passages[-1].text) + 2)
                if self.passages
                else Locator(0, 0)
            )
            for root in {stem(word) for word in set(words(paragraph))}:
                self.index[root].add(len(self.passages))
            self.passages.append(Passage(start, paragraph))

    def matching(self, book_id: str, term: str, last_chapter: int) -> set[int]:
        """Give the passages that hold a term."""
        return self.index.get(stems(term)[0], set()) if stems(term) else set()

    def passage(self, id: int) -> Passage:  # noqa: A002 - as the library calls it
        """Give one passage."""
        return self.passages[id]

    def passage_count(self, book_id: str, last_chapter: int) -> int:
        """Count the passages."""
        return len(self.passages)


@dataclass
class Case:
    """A question over a book, and for each passage and sentence of the evidence whether it answers."""

    source: str
    question: str
    answers: list[str]
    evidence: Evidence
    right: list[list[bool]]
    possible: bool = True


def joined(text: str, least: int = 400) -> Iterator[str]:
    """Give a text's paragraphs, joined until they are `least` characters long."""
    part = ""
    for paragraph in filter(None, (p.strip() for p in re.split(r"\n\s*\n", text.replace("\r", "\n")))):
        part = f"{part}\n\n{paragraph}" if part else paragraph
        if len(part) >= least:
            yield part
            part = ""
    if part:
        yield part


def held_out(title: str) -> bool:
    """Say whether a title is kept from fitting."""
    return sha256(title.encode()).digest()[0] % 3 == 0


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """Give the words of a text alone, a blank on each side of every one."""
    return f" {' '.join(words(text))} "


def answers(sentence: str, golds: Iterable[str], context: str) -> bool:
    """Say whether a sentence contains a gold answer, word for word, where the question was asked."""
    return any(gold in sentence for gold in golds) and (context == "  " or sentence in context)


def plain_gold(gold: str) -> str:
    """Give an answer's words without a leading article or because."""
    return re.sub(r"^(the|a|an|because|to|in|at|on|by|he|she|they|it) ", "", " ".join(words(gold)))


def books(folder: Path, bind: int) -> Iterator[tuple[str, Bound, list[dict]]]:
    """Give (source, book, its questions), with `bind` texts a book."""
    for source, texts, asked in sources(folder.parent):
        for out in (False, True):
            titles = sorted(t for t in texts if t in asked and held_out(t) == out)
            random.Random(1).shuffle(titles)
            for at in range(0, len(titles), bind):
                book = Bound()
                for title in titles[at : at + bind]:
                    book.add(texts[title])
                rows = [row | {"out": out} for title in titles[at : at + bind] for row in asked[title]]
                yield source, book, rows


def sources(data: Path) -> Iterator[tuple[str, dict[str, str], dict[str, list[dict]]]]:
    """Give tales, articles and plots, with their questions, those that cannot be answered too."""
    yield "fairytale", *tales(data, "train")
    yield "squad", *articles(data, "train")
    plots = grouped(rows_of(data, "qa/narrativeqa_train"), "doc_id")
    yield "narrative", {id_: some[0]["summary"] for id_, some in plots.items()}, plots


def novels(data: Path) -> tuple[dict[str, str], dict[str, list[dict]]]:
    """Give the whole books that there are for plots of NarrativeQA's training set, and what is asked about them."""
    asked = grouped(rows_of(data, "qa/narrativeqa_train"), "doc_id")
    known = {_titled(some[0]["title"]): id_ for id_, some in asked.items()}
    texts = dict[str, str]()
    for shard in sorted((data / "books").glob("*.jsonl.xz")):
        for book in rows_of(data, f"books/{shard.name.split('.')[0]}"):
            id_ = known.get(_titled(book["title"]))
            if id_ is not None:
                texts.setdefault(id_, book["text"])
    return texts, {id_: asked[id_] for id_ in texts}


def _titled(title: str) -> str:
    """Give a title as it is compared: plain letters, no article, nothing in brackets, no second title."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    first = re.split(r"[:;]| or,", re.sub(r"\(.*?\)", "", plain))[0]
    return re.sub(r"^(the|an?) ", "", " ".join(re.sub(r"[^a-z ]", "", first).split()))


def cases(folder: Path, bind: int, most: int, seed: int = 0) -> Iterator[tuple[bool, Case]]:
    """Give (held out, case), at most about `most` of a source."""
    for source, pool in grouped(
        (
            {"source": source, "book": book, "row": row}
            for source, book, rows in books(folder, bind)
            for row in rows
        ),
        "source",
    ).items():
        random.Random(seed).shuffle(pool)
        for entry in pool[:most]:
            row = entry["row"]
            yield row["out"], case(source, entry["book"], row)


app.evidence.lines = lru_cache(maxsize=30_000)(app.evidence.lines)  # many questions on the same few passages


def strangers(folder: Path, bind: int, most: int, seed: int = 0) -> Iterator[tuple[bool, Case]]:
    """Give (held out, case) for questions asked of a book that they were not written for."""
    for source, some in grouped(
        ({"source": s, "book": b, "rows": r} for s, b, r in books(folder, bind)), "source"
    ).items():
        pool = [(at, row) for at, entry in enumerate(some) for row in entry["rows"]]
        for at, row in random.Random(seed).sample(pool, min(most, len(pool))):
            other = some[at - 1]
            if other["rows"][0]["out"] == row["out"]:
                found = case(source, other["book"], row | {"is_impossible": True})
                yield row["out"], found


def case(source: str, book: Bound, row: dict) -> Case:
    """Find the evidence for one question and mark what answers it."""
    evidence = find(book, "", understand(row["question"]), (), 0)
    context = plain(row.get("context") or "")
    golds = [f" {gold} " for gold in map(plain_gold, row["answers"]) if gold]
    right = [[answers(plain(line.text), golds, context) for line in cut] for cut in evidence.sentences]
    possible = not row.get("is_impossible", False)
    return Case(source, row["question"], row["answers"], evidence, right, possible)


def main() -> None:
    """Print how often the first sentence, or one of three, holds the answer in held-out titles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=600, help="questions of each source and binding")
    options = parser.parse_args()
    for bind in (1, 6):
        rows = defaultdict(list)
        for out, one in cases(options.folder, bind, options.most):
            if out and one.possible:
                order = rank(one.evidence)
                marks = [one.right[best.passage][best.line] for best in order[:3]]
                rows[one.source].append((any(marks[:1]), any(marks), carried(one.evidence, order)))
        for source, some in rows.items():
            hit, three, found = (sum(column) / len(some) for column in zip(*some, strict=True))
            print(f"{bind} a book, {source}: {len(some)} hit {hit:.3f} hit@3 {three:.3f}; found {found:.3f}")


if __name__ == "__main__":
    main()
