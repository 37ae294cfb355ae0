"""Fit the network of `app.selecting` on `*_train` question sets, and print what it is worth on held-out titles.

    python -m benchmarks.fit_selecting ../shared/data --seeds 1 --keep  # judged on held-out titles, and saved
    python -m benchmarks.fit_selecting ../shared/data --final           # fitted on all titles, and saved

Among all stretches of words of the best sentences for a question, those that people gave should be likeliest: what is
made large is the logarithm of the expected F1 of words, as SQuAD counts it.
"""

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from app.evaluation.sets import articles, grouped, tales
from app.evidence import find
from app.likeness import width
from app.question import understand
from app.quoting import rank
from app.selecting import FILE, LOOKED_AT, SIZES, spans
from app.tokens import ASKED_WORDS, LINE_WIDTH, Described, describe
from app.words import WORD
from benchmarks.answers import Bound, held_out, plain
from model.data import rows as rows_of

ELSEWHERE = 0.5
"""What words are worth that answer, but stand where the question was not asked."""

HIDDEN = 96
CROSSED = 24
BATCH = 24
CALM = 1e-3
"""What large scores cost: sureness is to be earned."""

SAMPLED = 150
"""So many stretches that do not answer are drawn for each question, each time anew; and so many of the best."""

_ARTICLES = frozenset(("a", "an", "the"))


@dataclass
class Example:
    """A question with its best sentences, all stretches that could answer, and their F1."""

    source: str
    title: str
    described: Described
    spans: np.ndarray
    worth: np.ndarray  # F1 as it will be judged
    wanted: np.ndarray  # less for what stands elsewhere


def bare_words(words: Sequence[str]) -> list[str]:
    """Give words as SQuAD's measure compares them."""
    return [word.lower().replace("’", "").replace("'", "") for word in words]


def worths(described: Described, found: np.ndarray, answers: Sequence[str]) -> np.ndarray:
    """Give each stretch's F1 with the nearest answer."""
    said = bare_words(described.words)
    counted = np.cumsum([0] + [word not in _ARTICLES for word in said])
    size, best = counted[found[:, 1] + 1] - counted[found[:, 0]], np.zeros(len(found), np.float32)
    for answer in answers:
        gold = [word for word in bare_words(WORD.findall(answer)) if word not in _ARTICLES]
        shared = np.zeros(len(found))
        for word, n in Counter(gold).items():
            sums = np.cumsum([0] + [one == word for one in said])
            shared += np.minimum(sums[found[:, 1] + 1] - sums[found[:, 0]], n)
        best = np.maximum(best, 2 * shared / np.maximum(1, size + len(gold)))
    return best


def texts(data: Path) -> Iterator[tuple[str, str, str, list[dict]]]:
    """Give (source, title, text, questions) of all that may be learnt from."""
    for source, (bodies, asked) in (
        ("fairytale", tales(data, "train")),
        ("squad", articles(data, "train")),
    ):
        yield from ((source, title, bodies[title], some) for title, some in asked.items())
    for title, some in grouped(rows_of(data, "qa/narrativeqa_train"), "doc_id").items():
        yield "narrative", title, some[0]["summary"], some
    seen = set()
    for name in ("nq_open_oracle", "qed", "onestopqa"):
        for row in rows_of(data, f"qa/{name}_train"):
            if (row["question"], name == "qed") not in seen and row["answers"]:
                seen |= {(row["question"], True), (row["question"], False)}
                yield "short", row["title"], row["context"], [row]


def example(source: str, title: str, book: Bound, row: dict) -> Example | None:
    """Describe one question over its book; None if nothing is found."""
    evidence = find(book, "", understand(row["question"]), (), 0)
    best = rank(evidence)[:LOOKED_AT]
    if not best or not row["answers"]:
        return None
    lines = [evidence.sentences[one.passage][one.line] for one in best]
    described = describe(evidence, best)
    found = spans(described)
    if not len(found):
        return None
    worth = worths(described, found, row["answers"])
    context = plain(row["context"]) if row.get("context") else ""
    there = np.array([not context or plain(line.text) in context for line in lines])
    inside = there[described.sentence[found[:, 0]]]
    described = Described(**{**vars(described), "tokens": described.tokens.astype(np.float16)})
    return Example(source, title, described, found, worth, worth * np.where(inside, 1.0, ELSEWHERE))


def examples(data: Path, most: int) -> Iterator[Example]:
    """Describe all questions, `most` of each text at most."""
    for source, title, text, asked in texts(data):
        book = Bound()
        book.add(text)
        some = [row for row in asked if not row.get("is_impossible")]
        random.Random(title).shuffle(some)
        for row in some[:most]:
            made = example(source, title, book, row)
            if made is not None:
                yield made


class Network(nn.Module):
    """The network of `app.selecting.Selector`, for fitting."""

    def __init__(self, question: int, token: int, drop: float, forget: float = 0.0) -> None:
        super().__init__()
        self.drop, self.forget = nn.Dropout(drop), forget
        self.asked = nn.Linear(question, HIDDEN)
        self.line = nn.Linear(LINE_WIDTH, HIDDEN)
        self.near = nn.Linear(5 * token, HIDDEN)
        self.wide = nn.Linear(3 * HIDDEN, HIDDEN)
        self.first, self.last, self.inside, self.whole, self.before, self.after = (
            nn.Linear(HIDDEN, HIDDEN, bias=False) for _ in range(6)
        )
        self.line_too, self.asked_too = nn.Linear(LINE_WIDTH, HIDDEN), nn.Linear(question, HIDDEN)
        self.size = nn.Embedding(SIZES, HIDDEN)
        nn.init.normal_(self.size.weight, std=0.1)
        self.score = nn.Linear(HIDDEN, 1)
        self.line_score = nn.Linear(LINE_WIDTH, 1)
        self.kind, self.fits = nn.Linear(question, CROSSED), nn.Linear(3 * HIDDEN, CROSSED)
        nn.init.zeros_(self.fits.weight)
        nn.init.zeros_(self.fits.bias)

    def forgotten(self, table: Tensor, at: int, last: bool) -> Tensor:
        """Forget what some words are like, so that no tale is learnt by heart; how they stand is kept."""
        like, rest = (table[:, at:], table[:, :at]) if last else (table[:, :at], table[:, at:])
        if self.training:
            like = self.drop(like) * (torch.rand(len(like), 1) > self.forget)
        return torch.cat([rest, like] if last else [like, rest], 1)

    def forward(self, batch: "Batch") -> Tensor:
        """Score the stretches of a batch."""
        asked, line = (
            self.forgotten(batch.asked, len(batch.asked[0]) - width() * ASKED_WORDS, True),
            batch.line,
        )
        x = shifted(self.forgotten(batch.tokens, width(), False), batch.sentence, 2)
        per_line = self.asked(asked)[batch.line_of] + self.line(line)
        h = torch.relu(self.near(x) + per_line[batch.sentence])
        h = h + torch.relu(self.wide(shifted(self.drop(h), batch.sentence, 1)))
        sums = torch.cat([torch.zeros_like(h[:1]), torch.cumsum(h, 0)])
        counts = torch.bincount(batch.sentence, minlength=len(line)).clamp(min=1)[:, None]
        pooled = torch.zeros_like(per_line).index_add(0, batch.sentence, h) / counts
        first, last = batch.spans[:, 0], batch.spans[:, 1]
        size = last - first + 1
        mean = (sums[last + 1] - sums[first]) / size[:, None]
        left, right = shifts(h, batch.sentence, -1), shifts(h, batch.sentence, 1)
        fixed = self.whole(pooled) + self.line_too(line) + self.asked_too(asked)[batch.line_of]
        u = (
            (self.first(h) + self.before(left))[first]
            + (self.last(h) + self.after(right))[last]
            + self.inside(mean)
            + fixed[batch.sentence[first]]
            + self.size(size.clamp(max=SIZES - 1))
        )
        fits = self.fits(torch.cat([h[first], h[last], mean], 1)) * self.kind(asked)[batch.question]
        return (
            self.score(self.drop(torch.relu(u)))[:, 0]
            + self.line_score(line)[batch.sentence[first], 0]
            + fits.sum(1) / CROSSED**0.5
        )


def shifts(table: Tensor, owner: Tensor, step: int) -> Tensor:
    """Give each word its neighbour's row, zeros at the sentence's edge."""
    moved = torch.roll(table, -step, 0)
    same = torch.roll(owner, -step, 0) == owner
    if step > 0:
        same[-step:] = False
    elif step < 0:
        same[:-step] = False
    return moved * same[:, None]


def shifted(table: Tensor, owner: Tensor, reach: int) -> Tensor:
    """Put the rows of each word's neighbours beside its own."""
    return torch.cat(
        [table if step == 0 else shifts(table, owner, step) for step in range(-reach, reach + 1)], 1
    )


@dataclass
class Batch:
    """Several questions as one: their words and sentences one after another."""

    asked: Tensor
    line_of: Tensor  # which question each sentence is for
    line: Tensor
    tokens: Tensor
    sentence: Tensor
    spans: Tensor
    question: Tensor  # which question each stretch is for
    wanted: Tensor
    more: Tensor  # logarithm of how many stretches each stands for


def batch_of(some: Sequence[Example], draw: np.random.Generator | None) -> Batch:
    """Put questions together; with `draw`, only the best and some others of their stretches."""
    parts = defaultdict(list)
    words = lines = 0
    for at, one in enumerate(some):
        seen = one.described
        keep, more = drawn(one, draw)
        parts["asked"].append(seen.question)
        parts["line_of"].append(np.full(len(seen.lines), at))
        parts["line"].append(seen.lines)
        parts["tokens"].append(seen.tokens.astype(np.float32))
        parts["sentence"].append(seen.sentence + lines)
        parts["spans"].append(one.spans[keep] + words)
        parts["question"].append(np.full(len(keep), at))
        parts["wanted"].append(one.wanted[keep].astype(np.float32))
        parts["more"].append(more)
        words, lines = words + len(seen.tokens), lines + len(seen.lines)
    made = {name: np.stack(part) if name == "asked" else np.concatenate(part) for name, part in parts.items()}
    return Batch(**{name: torch.from_numpy(np.ascontiguousarray(part)) for name, part in made.items()})


def drawn(one: Example, draw: np.random.Generator | None) -> tuple[np.ndarray, np.ndarray]:
    """Choose the stretches to learn from, and how many each stands for."""
    every = np.arange(len(one.spans))
    if draw is None or len(every) <= 2 * SAMPLED:
        return every, np.zeros(len(every), np.float32)
    order = np.argsort(-one.wanted, kind="stable")
    rest = draw.choice(order[SAMPLED // 4 :], SAMPLED, replace=False)
    more = np.zeros(SAMPLED // 4 + SAMPLED, np.float32)
    more[SAMPLED // 4 :] = np.log((len(every) - SAMPLED // 4) / SAMPLED)
    return np.concatenate([order[: SAMPLED // 4], rest]), more


def loss_of(scores: Tensor, batch: Batch, sharp: float) -> Tensor:
    """Give minus the logarithm of the expected worth; a question that nothing answers well counts less."""
    scores = scores + batch.more
    n = len(batch.asked)
    top = torch.full((n,), -1e9).scatter_reduce(0, batch.question, scores.detach(), "amax")
    odds = torch.exp(scores - top[batch.question])
    every = torch.zeros(n).index_add(0, batch.question, odds)
    best = torch.zeros(n).scatter_reduce(0, batch.question, batch.wanted, "amax").clamp(min=0.05)
    share = (batch.wanted / best[batch.question]) ** sharp
    good = torch.zeros(n).index_add(0, batch.question, odds * share)
    return (-torch.log(good / every + 1e-6) * best).sum() / best.sum()


def fit(
    some: Sequence[Example], judged: Sequence[Example], options: argparse.Namespace, seed: int
) -> Network:
    """Fit one network by AdamW, its rate falling along half a cosine."""
    torch.manual_seed(seed)
    draw = np.random.default_rng(seed)
    first = some[0].described
    network = Network(len(first.question), first.tokens.shape[1], options.drop, options.forget)
    made = torch.optim.AdamW(network.parameters(), lr=options.rate, weight_decay=options.decay)
    steps = options.epochs * (len(some) // BATCH)
    course = torch.optim.lr_scheduler.OneCycleLR(made, options.rate, total_steps=steps + 1, pct_start=0.1)
    for epoch in range(options.epochs):
        begun, total = time.monotonic(), 0.0
        network.train()
        order = draw.permutation(len(some))
        for at in range(0, len(order) - BATCH + 1, BATCH):
            batch = batch_of([some[i] for i in order[at : at + BATCH]], draw)
            scores = network(batch)
            loss = loss_of(scores, batch, options.sharp)
            made.zero_grad()
            (loss + CALM * (scores**2).mean()).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            made.step()
            course.step()
            total += float(loss.detach())
        print(
            f"epoch {epoch} loss {total * BATCH / len(order):.4f} {time.monotonic() - begun:.0f} s",
            flush=True,
        )
        if judged and (epoch % 2 or epoch + 1 == options.epochs):
            judge([network], judged)
    return network


@torch.no_grad()
def judge(networks: Sequence[Network], judged: Sequence[Example]) -> None:
    """Print the mean F1 of the likeliest stretch by source, and what was possible."""
    rows = defaultdict(list)
    for network in networks:
        network.eval()
    for one in judged:
        batch = batch_of([one], None)
        scores = sum(network(batch) for network in networks) / len(networks)
        best = int(scores.argmax())
        missed = float(loss_of(scores, batch, 2.0))
        rows[one.source].append(
            (100 * one.worth[best], 100 * one.wanted[best], 100 * one.worth.max(), missed)
        )
    for source, some in sorted(rows.items()):
        print(
            f"  {source}: n {len(some)} F1, in place, at most; loss:",
            np.round(np.mean(some, axis=0), 2),
            flush=True,
        )


def save(networks: Sequence[Network]) -> None:
    """Write the weights of all networks to one file, sixteen bits a number."""
    every = {
        f"{at}.{name}": table.numpy().astype(np.float16)
        for at, network in enumerate(networks)
        for name, table in network.state_dict().items()
    }
    np.savez_compressed(FILE, **every)
    print(f"{FILE}: {FILE.stat().st_size:,} bytes")


def main() -> None:
    """Describe, fit, judge or save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--final", action="store_true")
    parser.add_argument("--keep", action="store_true", help="save them, although not fitted on all")
    parser.add_argument("--most", type=int, default=150, help="questions of a text")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--decay", type=float, default=2e-2)
    parser.add_argument("--drop", type=float, default=0.35)
    parser.add_argument("--forget", type=float, default=0.25)
    parser.add_argument("--sharp", type=float, default=2.0)
    parser.add_argument("--seeds", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(1)
    begun = time.monotonic()
    every = list(examples(options.data, options.most))
    print(f"{len(every)} questions in {time.monotonic() - begun:.0f} s", flush=True)
    judged = [] if options.final else [one for one in every if held_out(one.title)]
    some = every if options.final else [one for one in every if not held_out(one.title)]
    networks = [fit(some, judged, options, seed) for seed in range(options.seeds)]
    if judged:
        judge(networks, judged)
    if options.final or options.keep:
        save(networks)


if __name__ == "__main__":
    main()
