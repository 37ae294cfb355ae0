"""Train the rivals one after another on the same tokens, then measure each on held-out books.

    python -m model.evaluation.rivals.train --data ../shared/data --shards runs/data --out runs/rivals

On a GPU the same at a larger size, for instance:

    ... --device cuda --hidden 512 --inner 1536 --layers 12 --heads 8 --segment 512 --readers 16 --steps 20000

OUT gets a folder a rival (weights, optimizer, where the run is) and `table.json`. Each rival goes on from its last
saved step; one that is done is not trained again, one that is measured is not measured again.
"""

import argparse
import json
import math
import shutil
import time
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_model, save_model
from transformers import PreTrainedTokenizerFast

from model.evaluation.rivals.catalogue import RIVALS, Sizes, make
from model.evaluation.rivals.loading import TOKENIZER, load_rival
from model.evaluation.rivals.measuring import measured, table
from model.evaluation.rivals.network import State
from model.evaluation.rivals.order import Order
from model.evaluation.text import Ids, held_out
from model.interface import ModelError
from model.machine import bfloat16_units
from model.training.optimizer import make_optimizers, restore
from model.training.prepare import prepare

SAVED_EVERY = 60.0
"""Seconds; saved only where the streams begin anew, so that a resumed run is the one that was stopped."""


@dataclass(frozen=True)
class Recipe:
    """What must be equal for all rivals of a table, beside their sizes."""

    steps: int = 400
    readers: int = 1
    segments: int = 16
    run: int = 4
    rate: float = 3e-3
    seed: int = 1


@dataclass
class Progress:
    """Where a rival's training is."""

    step: int = 0
    seconds: float = 0.0
    loss: float = float("nan")


class RivalTrainer:
    """One rival's training, in the folder OUT/name."""

    def __init__(self, name: str, sizes: Sizes, recipe: Recipe, order: Order, out: Path, device: str) -> None:
        self.name, self.recipe, self.order, self.folder = name, recipe, order, out / name
        self.device = torch.device(device)
        torch.manual_seed(recipe.seed)
        self.rival = make(name, sizes).to(self.device)
        self.optimizers = make_optimizers(self.rival, recipe.rate)
        self.narrow = device == "cuda" or bfloat16_units()
        self.progress = Progress()
        self.state: State | None = None
        self.settings = {"sizes": asdict(sizes), "recipe": asdict(recipe)}
        self._resume()

    def run(self) -> None:
        """Train to the last step, saving now and then."""
        p, saved = self.progress, time.monotonic()
        began = saved - p.seconds
        while p.step < self.recipe.steps:
            if self.order.begins(p.step) and time.monotonic() - saved > SAVED_EVERY:
                self.save()
                saved = time.monotonic()
            loss = self.do_step()
            p.loss = loss if math.isnan(p.loss) else 0.95 * p.loss + 0.05 * loss
            p.step, p.seconds = p.step + 1, time.monotonic() - began
            if p.step % 20 == 0:
                print(f"{self.name} step {p.step} {p.seconds:.0f} s loss {p.loss:.3f}", flush=True)
        self.save()

    def do_step(self) -> float:
        """Learn from the next batch; the memory is carried on from the step before, without its history."""
        p = self.progress
        if self.order.begins(p.step):
            self.state = None
        done = p.step / self.recipe.steps
        warm = min(1.0, (p.step + 1) / max(1, min(100, self.recipe.steps // 10)))
        for group in (group for one in self.optimizers for group in one.param_groups):
            group["lr"] = group["base"] * warm * (0.1 + 0.45 * (1 + math.cos(math.pi * done)))
        ids = torch.from_numpy(self.order.batch(p.step)).to(self.device)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.narrow):
            hidden, state = self.rival.read(ids[:, :-1], self.state)
            logits = F.linear(hidden, self.rival.head)
        loss = F.cross_entropy(logits.float().flatten(0, 1), ids[:, 1:].flatten())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.rival.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        self.state = state.detached()
        return loss.item()

    def save(self) -> None:
        """Save weights, optimizer and progress; `run.json`, written last and whole, says which weights are good."""
        self.folder.mkdir(parents=True, exist_ok=True)
        step = self.progress.step
        save_model(self.rival, str(self.folder / f"{step}.safetensors"))
        kept = [optimizer.state_dict() for optimizer in self.optimizers]
        torch.save(kept, self.folder / f"{step}.optimizer.pt")
        part = self.folder / "run.part"
        part.write_text(json.dumps({**self.settings, "progress": asdict(self.progress)}))
        part.replace(self.folder / "run.json")
        for file in self.folder.iterdir():
            if file.name.endswith((".safetensors", ".optimizer.pt")) and file.name.split(".")[0] != str(step):
                file.unlink()

    def _resume(self) -> None:
        file = self.folder / "run.json"
        if not file.exists():
            return
        told = json.loads(file.read_text())
        if {key: told[key] for key in self.settings} != self.settings:
            raise ModelError(
                f"In {self.folder} lies a rival of other sizes or another recipe; give another --out."
            )
        self.progress = Progress(**told["progress"])
        weights = self.folder / f"{self.progress.step}.safetensors"
        load_model(self.rival, weights)
        kept = torch.load(weights.with_suffix(".optimizer.pt"), weights_only=True, map_location=self.device)
        restore(self.optimizers, kept)


def books_of(options: argparse.Namespace) -> list[Ids]:
    """Give the ids of the held-out books that are measured on, each cut at `--at-most` tokens."""
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(options.shards / TOKENIZER))
    every = held_out(options.data, tokenizer)
    return [ids[: options.at_most] for ids, _ in zip(every, range(options.books), strict=False)]


def train(options: argparse.Namespace) -> None:
    """Train and measure the rivals that were asked for, and print their table."""
    tokenizer = prepare(options.data, options.shards, options.vocabulary, options.most_shards)
    names = options.rivals.split(",") if options.rivals else list(RIVALS)
    sizes = Sizes(
        -(-tokenizer.get_vocab_size() // 64) * 64,
        options.hidden, options.inner, options.layers, options.heads, options.segment,
    )  # fmt: skip
    recipe = Recipe(options.steps, options.readers, options.segments, options.run, options.rate, options.seed)
    shards = sorted(options.shards.glob("[0-9][0-9].npy"))
    order = Order(shards, recipe.readers, recipe.segments * sizes.segment, recipe.run, recipe.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    shutil.copy(options.shards / TOKENIZER, options.out / TOKENIZER)
    books = books_of(options)
    found = []
    for name in names:
        RivalTrainer(name, sizes, recipe, order, options.out, options.device).run()
        folder = options.out / name
        found.append(measured(folder, load_rival(folder, options.device), books))
        (options.out / "table.json").write_text(json.dumps(found, indent=1))
        print(table(found), flush=True)


def parse(argv: list[str] | None = None) -> argparse.Namespace:
    """Parse the command line."""
    p = argparse.ArgumentParser(description="Train and measure the rivals of the paper's Table 2.")
    for name in ("data", "shards", "out"):
        p.add_argument(f"--{name}", type=Path, required=True)
    p.add_argument("--rivals", help=f"names with commas between; default: {','.join(RIVALS)}")
    for field in (*fields(Sizes), *fields(Recipe)):
        if field.name not in {"vocabulary", "rate"}:
            p.add_argument(f"--{field.name}", type=int, default=field.default)
    for name, number in (("vocabulary", 4096), ("most-shards", 3), ("books", 4), ("at-most", 163_840)):
        p.add_argument(f"--{name}", type=int, default=number)
    p.add_argument("--rate", type=float, default=Recipe.rate)
    p.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return p.parse_args(argv)


if __name__ == "__main__":
    train(parse())
