"""A stranger for the proof of adapting: a plain Llama without memory, pretrained here, saved as transformers saves.

    python -m benchmarks.adapt_base --shards runs/data --out runs/stranger --minutes 50

A real language model can copy within its own window; one of these sizes learns that from dense repetition, first of
random words, then of marked facts, then of keys in plain words, with book text all along. Rows are at most ROW tokens
long: what is further away the model never saw. Its tokenizer has none of our marks. A run that was stopped goes on.
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from model import passkey
from model.machine import bfloat16_units
from model.tokens import MARKS
from model.training.facts import Facts
from model.training.optimizer import make_optimizers
from model.training.planting import Ids, Mask, Planting, Stage

ROW = 512
HELD_OUT = 500_000
"""Tokens at the end of the last shard that are not learnt from."""
POOLS = (64, 256, 1024, 4096)
"""Different words of the repeated rows; more when few are copied well."""
PASSED = 0.5
TOKENS = (2048, 2048, 4096, 4096)
"""Tokens of a step, in each phase."""
PLAIN = ("key 1", "key 3", "key 5", "key 5", "named 3", "named 5")
LONG = 0.3
"""How many of the lessons with marked facts are as long as a window of the adapted model, from phase 2 on."""


class Batch(NamedTuple):
    """Ids (B, T); the tokens that can be known from what stands before, and a book's own words."""

    ids: Ids
    known: Mask
    text: Mask


class Lessons:
    """Draws rows of each kind; every row is told and asked within itself."""

    def __init__(self, shards: Path, tokenizer: Tokenizer, seed: int) -> None:
        every = [np.load(file, mmap_mode="r") for file in sorted(shards.glob("[0-9][0-9].npy"))]
        self.texts = [*every[:-1], every[-1][:-HELD_OUT]]
        self.rng = np.random.default_rng(seed)
        self.tokens = TOKENS[0]
        self.facts = Facts(tokenizer, self.rng)
        self.words = np.random.default_rng(0).permutation(self.facts.words)
        filler = np.array(tokenizer.encode(passkey.REPEATED).ids)
        self.planting = Planting(self.texts, filler, self.facts, self.rng)

    def repeated(self, pool: int) -> Batch:
        """Random words, again and again: each but the first time can be known."""
        length = int(self.rng.choice([32, 64] if pool == POOLS[0] else [64, 128]))
        period = int(self.rng.integers(4, length // 2))
        once = self.rng.choice(self.words[:pool], (self.tokens // length, period))
        ids = np.tile(once, (1, length // period + 1))[:, :length]
        known = np.broadcast_to(np.arange(length) > period, ids.shape)
        return Batch(ids.astype(np.int64), known, np.zeros(ids.shape, bool))

    def planted(self, stage: Stage) -> Batch:
        """Facts in book text, asked for in the same row."""
        rows = self.planting.rows(max(1, self.tokens // stage.length))
        lesson = self.planting.lesson(stage, 1, rows)
        return Batch(lesson.ids, lesson.answers, lesson.text)

    def text(self, again: bool) -> Batch:
        """Book text; with `again` a passage of the row stands in it a second time."""
        length = int(self.rng.choice([128, 256, ROW]))
        shard = self.texts[int(self.rng.integers(0, len(self.texts)))]
        starts = self.rng.integers(0, len(shard) - length, self.tokens // length)
        ids = np.stack([shard[at : at + length] for at in starts]).astype(np.int64)
        known = np.zeros(ids.shape, bool)
        if again:
            size = int(self.rng.integers(16, length // 2))
            at = int(self.rng.integers(0, length - 2 * size + 1))
            to = int(self.rng.integers(at + size, length - size + 1))
            ids[:, to : to + size] = ids[:, at : at + size]
            known[:, to + 2 : to + size] = True
        return Batch(ids, known, ~known)


class Pretraining:
    """One run in one folder: first copying, then facts, then all with much text."""

    def __init__(self, options: argparse.Namespace) -> None:
        torch.manual_seed(options.seed)
        self.options, self.out = options, Path(options.out)
        self.step, self.seconds, self.phase, self.pool = 0, 0.0, 0, 0
        tokenizer = stranger(options.shards / "tokenizer.json")
        self.tokenizer = PreTrainedTokenizerFast(
            tokenizer_object=tokenizer, pad_token="<pad>", eos_token="</s>", bos_token="<s>"
        )
        if (self.out / "run.json").exists():
            self.network = LlamaForCausalLM.from_pretrained(self.out, dtype=torch.float32)
        else:
            self.network = LlamaForCausalLM(_config(options, tokenizer.get_vocab_size()))
            begin(self.network)
        self.optimizers = make_optimizers(self.network, options.rate)
        if (self.out / "run.json").exists():
            told = json.loads((self.out / "run.json").read_text())
            self.step, self.seconds, self.phase, self.pool = (
                told[k] for k in ("step", "seconds", "phase", "pool")
            )
            kept = torch.load(self.out / "optimizer.pt", weights_only=True)
            for optimizer, state in zip(self.optimizers, kept, strict=True):
                optimizer.load_state_dict(state)
        self.lessons = Lessons(options.shards, tokenizer, options.seed + self.step)
        self.losses: dict[str, list[float]] = {}

    def run(self) -> None:
        """Train until the time is over."""
        began, saved = time.time() - self.seconds, time.time()
        while (left := 1 - self.seconds / (60 * self.options.minutes)) > 0:
            self._learn(left)
            self.step += 1
            self.seconds = time.time() - began
            if self.step % 25 == 0:
                self._say()
            if time.time() - saved > 180:
                self.save()
                saved = time.time()
        self.save()

    def _learn(self, left: float) -> None:
        self.lessons.tokens = TOKENS[self.phase]
        name, draw = self._drawn()
        batch = draw()
        ids, known, text = (torch.from_numpy(np.ascontiguousarray(part)) for part in batch)
        with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16_units()):
            hidden = self.network.model(ids).last_hidden_state[:, :-1]
            answers, words = (self._losses(hidden, ids, some) for some in (known, text))
        loss = sum((some.mean() for some in (answers, words) if len(some)), torch.zeros(()))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = self.options.rate * min(1.0, (self.step + 1) / 50, 0.05 + 3 * left)
            optimizer.step()
            optimizer.zero_grad()
        for kind, some in ((name, answers), ("text", words)):
            if len(some):
                self.losses.setdefault(kind, []).append(some.mean().item())
        self._advance()

    def _drawn(self) -> tuple[str, Callable[[], Batch]]:
        """Draw a kind of lesson, as this phase has them."""
        lessons, draw = self.lessons, self.lessons.rng.random()
        shares = ((0.9, 0.9, 0.9), (0.3, 0.85, 0.85), (0.1, 0.25, 0.65), (0.05, 0.17, 0.42))[self.phase]
        if draw < shares[0]:
            return "repeated", lambda: lessons.repeated(POOLS[self.pool])
        if draw < shares[1]:
            told = (6, 1, 256) if self.phase > 1 and lessons.rng.random() < LONG else (8, 1, 64)
            return "marked", lambda: lessons.planted(Stage(*told, ("marked",)))
        if draw < shares[2]:
            length, told = ((128, 4), (128, 2), (256, 2))[int(lessons.rng.integers(0, 3))]
            return "plain", lambda: lessons.planted(Stage(told, 1, length, PLAIN))
        again = bool(lessons.rng.random() < 0.4)
        return "again" if again else "text only", lambda: lessons.text(again)

    def _advance(self) -> None:
        """Go on to more words, and to the next phase, when what is learnt now is known."""
        kind = ("repeated", "marked", "plain", "")[self.phase]
        recent = self.losses.get("repeated", [])
        if self.pool < len(POOLS) - 1 and len(recent) >= 10 and np.mean(recent[-10:]) < PASSED:
            self.pool, self.losses["repeated"] = self.pool + 1, []
        recent = self.losses.get(kind, [])
        enough = self.pool >= 2 if not self.phase else len(recent) >= 15 and np.mean(recent[-15:]) < PASSED
        if enough and self.phase < 3:
            self.phase += 1

    def _losses(self, hidden: Tensor, ids: Tensor, counts: Tensor) -> Tensor:
        wanted = counts[:, 1:]
        logits = self.network.lm_head(hidden[wanted]).float()
        return F.cross_entropy(logits, ids[:, 1:][wanted], reduction="none")

    def _say(self) -> None:
        told = " ".join(
            f"{name} {np.mean(some[-12:]):.2f}" for name, some in sorted(self.losses.items()) if some
        )
        print(f"step {self.step} {self.seconds:.0f} s phase {self.phase} pool {self.pool} {told}", flush=True)

    def save(self) -> None:
        """Save as transformers does, and what going on needs."""
        self.network.save_pretrained(self.out)
        self.tokenizer.save_pretrained(self.out)
        torch.save([one.state_dict() for one in self.optimizers], self.out / "optimizer.pt")
        told = {"step": self.step, "seconds": self.seconds, "phase": self.phase, "pool": self.pool}
        (self.out / "run.json").write_text(json.dumps(told))


@torch.no_grad()
def begin(network: LlamaForCausalLM) -> None:
    """Start with heads that copy: one that looks at the token before, and two that then find what followed it.

    A real language model has such heads; to find them takes a network of this size most of its training, of which
    there are minutes here. Only the start is given: all weights are trained. One channel of the embedding is
    constant: a query and a key made of it meet best one token apart. Names as in the paper's: V to O copies.
    """
    config, first, second = network.config, *(layer.self_attn for layer in network.model.layers[:2])
    E, D = config.hidden_size, config.hidden_size // config.num_attention_heads
    embedding, half = network.model.embed_tokens.weight, D // 2
    embedding *= 10
    embedding[:, 0] = 3.0
    turned = torch.linalg.qr(torch.randn(E, E)).Q
    network.lm_head.weight.copy_(0.1 * embedding.clone().index_fill_(1, torch.tensor(0), 0.0) @ turned)
    for layer in network.model.layers:
        layer.self_attn.o_proj.weight *= 0.3
        layer.mlp.down_proj.weight *= 0.3
    turn = config.rope_parameters["rope_theta"] ** (-torch.arange(half) / half)
    quick = (torch.arange(half) < 14).float() * 0.8
    first.q_proj.weight[:D] *= 0.1
    first.k_proj.weight[:D] *= 0.1
    first.q_proj.weight[:D, 0] = torch.cat((quick, torch.zeros(half)))
    first.k_proj.weight[:D, 0] = torch.cat((quick * turn.cos(), quick * turn.sin()))
    slow = torch.cat(
        (torch.arange(18, half), torch.arange(half + 18, D))
    )  # turned little by rotary positions
    seen, kept = torch.randn(len(slow), E) / E**0.5, torch.linalg.qr(torch.randn(E, len(slow))).Q
    seen[:, 0] = 0.0
    first.v_proj.weight[slow] = seen
    first.o_proj.weight[:, slow] = 1.2 * kept
    for head in range(2):
        second.q_proj.weight[head * D + slow] = 1.75 * seen
        second.k_proj.weight[head * D + slow] = 1.75 * kept.T
        copied = torch.linalg.qr(torch.randn(E, D)).Q.T
        copied[:, 0] = 0.0
        second.v_proj.weight[head * D : (head + 1) * D] = copied
        second.o_proj.weight[:, head * D : (head + 1) * D] = 1.7 * (copied @ turned).T


def stranger(file: Path) -> Tokenizer:
    """Load our tokenizer without our marks: what bears their ids has the names that others use."""
    text = file.read_text(encoding="utf-8")
    names = ("<pad>", "</s>", "<s>", *(f"<reserved_{i}>" for i in range(3, len(MARKS))))
    for mark, name in zip(MARKS, names, strict=True):
        text = text.replace(json.dumps(mark), json.dumps(name))
    return Tokenizer.from_str(text)


def _config(options: argparse.Namespace, vocabulary: int) -> LlamaConfig:
    return LlamaConfig(
        vocab_size=vocabulary, hidden_size=options.hidden, intermediate_size=options.inner,
        num_hidden_layers=options.layers, num_attention_heads=options.heads, num_key_value_heads=options.heads,
        max_position_embeddings=ROW, tie_word_embeddings=False, initializer_range=0.04,
        pad_token_id=0, eos_token_id=1, bos_token_id=2,
    )  # fmt: skip


def main() -> None:
    """Pretrain for some minutes."""
    parser = argparse.ArgumentParser(description="Pretrain a plain Llama to be adapted.")
    parser.add_argument("--shards", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    for name, number in (("hidden", 256), ("inner", 704), ("layers", 6), ("heads", 4), ("seed", 0)):
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--rate", type=float, default=2e-3)
    Pretraining(parser.parse_args()).run()


if __name__ == "__main__":
    main()
