"""Train the default model: recall curriculum and book text together, resumable, one command.

    python -m model.training.train --data ../shared/data --shards runs/data --out runs/default [--steps 4500]

A step reads one lesson (model.training.lessons) and back-propagates through the memory of all its segments. The
curriculum moves on when the loss of questions that need an earlier segment falls under a bound; meanwhile and after,
book text, reading comprehension and recall are drawn in turn. The last state is saved every few minutes, atomically.
"""

import argparse
import json
import math
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from transformers import PreTrainedTokenizerFast

from model.config import InfiniConfig
from model.memory import Memory
from model.network import InfiniForCausalLM
from model.tokens import BOOK, END, PAD
from model.training.lessons import CURRICULUM, Lesson, Reading, Recall, Stream, Vocabulary
from model.training.optimizer import make_optimizer
from model.training.prepare import prepare

PASSED = 0.35
"""Mean loss (nats) of the last questions under which a stage of the curriculum is passed."""
PATIENCE = 80
"""Lessons of a stage after which the next is begun all the same: what is not learnt yet comes back now and then."""


@dataclass
class State:
    """Where a training run is; saved with the weights."""

    step: int = 0
    stage: int = 0
    seconds: float = 0.0
    asked: list[float] = field(default_factory=list)


class Trainer:
    """One training run in one folder."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options, self.rng, self.state = options, np.random.default_rng(options.seed), State()
        torch.manual_seed(options.seed)
        tokenizer = prepare(options.data, options.shards, options.vocabulary, options.most_shards)
        special = {"pad_token": PAD, "eos_token": END, "bos_token": BOOK}
        self.tokenizer = PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special)
        shards = sorted(options.shards.glob("[0-9][0-9].npy"))
        text = np.load(shards[0], mmap_mode="r")[:4_000_000].astype(np.int64)
        self.recall = Recall(text, Vocabulary(tokenizer), self.rng)
        self.stream = Stream(shards, options.readers, self.rng)
        self.reading = Reading(options.data, tokenizer, self.rng)
        self.device = torch.device(options.device)
        self.network = InfiniForCausalLM(self._config(tokenizer.get_vocab_size())).to(self.device).train()
        self.optimizer = make_optimizer(self.network, options.rate)
        self.memory: Memory | None = None
        self.drawn = 0
        self.losses: dict[str, list[float]] = {}
        self._resume()

    def _config(self, vocabulary: int) -> InfiniConfig:
        o, marks = self.options, self.tokenizer
        return InfiniConfig(
            vocab_size=-(-vocabulary // 64) * 64, hidden_size=o.hidden, intermediate_size=o.inner,
            num_hidden_layers=o.layers, num_attention_heads=o.heads, segment_length=o.segment,
            memory_rule=o.rule, qk_norm=True,
            pad_token_id=marks.pad_token_id, eos_token_id=marks.eos_token_id, bos_token_id=marks.bos_token_id,
        )  # fmt: skip

    def run(self) -> None:
        """Train until the last step."""
        start, saved = time.time() - self.state.seconds, time.time()
        while self.state.step < self.options.steps:
            self._set_rate()
            kind, lesson, length = self._lesson()
            self._step(kind, lesson, length)
            self.state.step += 1
            self.state.seconds = time.time() - start
            self._advance()
            if self.state.step % 50 == 0:
                self._say()
            if time.time() - saved > 300:
                self.save()
                saved = time.time()
        self.save()

    def _lesson(self) -> tuple[str, Lesson, int]:
        """Draw the next lesson: its kind, its tokens, the length of its segments."""
        tokens = self.options.tokens
        if self.rng.random() < self._share():
            stage = CURRICULUM[self._draw_stage()]
            most = stage.segments
            segments = int(self.rng.integers(max(1, most // 2), most + 1))
            return (
                "recall",
                self.recall.batch(stage, segments, max(1, tokens // (segments * stage.length))),
                stage.length,
            )
        if self.rng.random() < 0.35:
            apart = bool(self.rng.random() < 0.4)
            return "reading", self.reading.batch(256, max(1, tokens // (512 if apart else 256)), apart), 256
        if self.memory is not None and self.rng.random() < 0.1:
            self.stream.jump()
            self.memory = None
        return (
            "text",
            self.stream.batch(tokens // self.options.readers),
            int(self.rng.choice([64, 128, 256, 256, 256])),
        )

    def _share(self) -> float:
        """How much of the time goes to recall: nearly all until the memory works, and most while it is learnt."""
        if self.state.stage < self.options.first:
            return 0.9
        return 0.75 if self.state.stage < len(CURRICULUM) - 1 else 0.4

    def _draw_stage(self) -> int:
        """Draw the stage that is being learnt, or now and then one that was passed."""
        now = self.state.stage
        self.drawn = now if self.rng.random() < 0.65 or not now else int(self.rng.integers(0, now))
        return self.drawn

    def _step(self, kind: str, lesson: Lesson, length: int) -> None:
        ids, counts, far = (torch.from_numpy(part).to(self.device) for part in lesson)
        if kind == "text":
            counts = counts & (torch.rand(counts.shape, device=self.device) < self.options.sampled)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type == "cuda"):
            out = self.network(
                ids, self.memory if kind == "text" else None, segment_length=length, logits_to_keep=0
            )
            assert out.hidden is not None
            losses = self._losses(out.hidden, ids, counts)
        losses.mean().backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        if kind == "text":
            assert out.memory is not None
            self.memory = out.memory.detached()
        self._note(kind, losses.detach(), far[:, 1:][counts[:, 1:]])

    def _losses(self, hidden: Tensor, ids: Tensor, counts: Tensor) -> Tensor:
        """Loss in nats of each token that counts."""
        wanted = counts[:, 1:]
        logits = self.network.lm_head(hidden[:, :-1][wanted])
        return torch.nn.functional.cross_entropy(logits.float(), ids[:, 1:][wanted], reduction="none")

    def _note(self, kind: str, losses: Tensor, far: Tensor) -> None:
        def add(name: str, some: Tensor) -> None:
            if len(some):
                self.losses.setdefault(name, []).append(some.mean().item())

        add(kind, losses)
        if kind != "text":
            add(f"{kind} far", losses[far])
        if kind == "recall" and self.drawn == self.state.stage:
            hard = losses[far] if CURRICULUM[self.state.stage].segments > 1 else losses
            self.state.asked += [hard.mean().item()] if len(hard) else []

    def _advance(self) -> None:
        """Go to the next stage when this one's questions are answered."""
        asked = self.state.asked
        passed = len(asked) >= 25 and np.mean(asked[-15:]) < PASSED
        if (passed or len(asked) >= PATIENCE) and self.state.stage < len(CURRICULUM) - 1:
            self.state.stage, self.state.asked = self.state.stage + 1, []
            print(
                f"stage {self.state.stage} {CURRICULUM[self.state.stage]} at step {self.state.step}",
                flush=True,
            )

    def _set_rate(self) -> None:
        """Warm up over 100 steps, then fall along a cosine to a tenth; the recall stages keep the full rate."""
        done = self.state.step / self.options.steps
        share = min(1.0, (self.state.step + 1) / 100) * (0.1 + 0.45 * (1 + math.cos(math.pi * done)))
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * share

    def _say(self) -> None:
        recent = " ".join(f"{name} {np.mean(all_[-30:]):.3f}" for name, all_ in sorted(self.losses.items()))
        print(
            f"step {self.state.step} {self.state.seconds:.0f} s stage {self.state.stage} {recent}", flush=True
        )

    def save(self) -> None:
        """Save weights (loadable as a model) and where the run is; the last good ones stay until these are whole."""
        part = self.options.out.with_name(self.options.out.name + ".part")
        self.network.save_pretrained(part)
        self.tokenizer.save_pretrained(part)
        torch.save(self.optimizer.state_dict(), part / "optimizer.pt")
        (part / "run.json").write_text(json.dumps(asdict(self.state)))
        old = self.options.out.with_name(self.options.out.name + ".old")
        if self.options.out.exists():
            _remove(old)
            self.options.out.rename(old)
        part.rename(self.options.out)
        _remove(old)

    def _resume(self) -> None:
        """Go on from the folder's last saved state, if there is one."""
        if not (self.options.out / "run.json").exists():
            return
        self.state = State(**json.loads((self.options.out / "run.json").read_text()))
        trained = InfiniForCausalLM.from_pretrained(self.options.out)
        self.network.load_state_dict(trained.state_dict())
        self.optimizer.load_state_dict(torch.load(self.options.out / "optimizer.pt", weights_only=True))
        self.rng = np.random.default_rng([self.options.seed, self.state.step])
        for part in (self.recall, self.stream, self.reading):
            part.rng = self.rng


def _remove(folder: Path) -> None:
    if folder.exists():
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()


def options(argv: list[str] | None = None) -> argparse.Namespace:
    """Parse the command line."""
    p = argparse.ArgumentParser(description="Train the default model.")
    for name in ("data", "shards", "out"):
        p.add_argument(f"--{name}", type=Path, required=True)
    for name, number in (
        ("steps", 4500), ("tokens", 4096), ("readers", 4), ("seed", 1), ("vocabulary", 4096), ("most-shards", 3),
        ("hidden", 128), ("inner", 384), ("layers", 4), ("heads", 2), ("segment", 256), ("first", 7),
    ):  # fmt: skip
        p.add_argument(f"--{name}", type=int, default=number)
    p.add_argument("--rate", type=float, default=3e-3)
    p.add_argument(
        "--sampled", type=float, default=0.5, help="share of text tokens on which the loss is taken"
    )
    p.add_argument("--rule", default="token-delta")
    p.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return p.parse_args(argv)


if __name__ == "__main__":
    Trainer(options()).run()
