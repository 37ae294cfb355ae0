"""Train the default model: book text with facts told and asked for, resumable, one command.

    python -m model.training.train --data ../shared/data --shards runs/data --out runs/default [--steps 4500]

A step reads one lesson and back-propagates through the memory of all its segments. The curriculum moves on when the
answers that need an earlier segment are known; in lessons of stages before `--first` the book's own words count little
(text learnt first unlearns recall: NOTES.md) and what they write costs nothing, then they count three times as much as
the answers. The last state is saved every few minutes, atomically.
"""

import argparse
import json
import signal
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from accelerate import Accelerator, DistributedDataParallelKwargs
from torch import Tensor, nn
from transformers import PreTrainedTokenizerFast

from model import passkey
from model.config import InfiniConfig
from model.interface import ModelError
from model.machine import bfloat16_units, keep_freed_memory
from model.memory import Memory
from model.network import InfiniForCausalLM
from model.tokens import BOOK, END, PAD
from model.training.curriculum import CURRICULUM
from model.training.facts import Facts
from model.training.optimizer import make_optimizers, restore
from model.training.planting import CARRIED, GOING_ON, Lesson, Planting, Row, Stage
from model.training.prepare import prepare
from model.training.reading import Reading
from model.training.tales import Tales, pad_of, tales
from model.training.tempting import Price, forgotten

PATIENCE = 400
"""Lessons of a stage after which the next is begun all the same: what is not learnt yet comes back now and then."""
SAVING = 240
"""Seconds after which a run is saved."""
TELLING, TOLD = 7, (1, 2, 4, 12, 12, 28)
"""The stage from which tales are told, and the segments whose end one fills, each as likely as it stands here; before
`--first` the short ones."""
CHEAP = 0.01
"""What forgetting costs the heads of lower layers, which serve the book's own words, against those of upper ones."""
LEAST, MOST = 0.1, 3.0
"""Weight of the book's own words in the loss, against that of the answers: in stages before `--first`, and in later
ones some 70 lessons after it was reached."""


@dataclass
class State:
    """Where a training run is; saved with the weights."""

    step: int = 0
    stage: int = 0
    seconds: float = 0.0
    text: float = LEAST
    asked: list[float] = field(default_factory=list)


class Going(NamedTuple):
    """What a stage's next lesson may go on from."""

    rows: list[Row]
    memory: Memory | None


class Learnt(NamedTuple):
    """What a lesson gave: nats of each answer's token, which are far, the memory, and what was forgotten."""

    asked: Tensor
    far: Tensor
    after: Memory
    kept: npt.NDArray[np.float32]


def _mean(losses: Tensor) -> Tensor:
    return losses.sum() / max(1, len(losses))


class Counted(nn.Module):
    """The network with its losses in one forward, so that several processes agree on which parameters took part."""

    def __init__(self, network: InfiniForCausalLM) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, ids: Tensor, counts: Tensor, memory: Memory | None, length: int
    ) -> tuple[Tensor, Memory, Tensor]:
        """Read ids (B, T).

        Give the loss in nats of each token that counts (B, T), the memory without its history, and what each sparing
        head forgot by each token (B, T, H).
        """
        out = self.network(ids, memory, segment_length=length, logits_to_keep=0)
        wanted = counts[:, 1:]
        logits = self.network.lm_head(out.hidden[:, :-1][wanted])
        losses = torch.nn.functional.cross_entropy(logits.float(), ids[:, 1:][wanted], reduction="none")
        return losses, out.memory.detached(), forgotten(self.network.model, ids.shape[1])


class Trainer:
    """One training run in one folder.

    With several processes (`accelerate launch`) each has rows of its own, drawn with `own_rng`; what to learn next is
    drawn with `rng`, and so alike in all.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self.options, self.state = options, _left(options.out)
        keep_freed_memory()
        unused = DistributedDataParallelKwargs(
            find_unused_parameters=True
        )  # a first segment writes, none reads
        self.accelerator = Accelerator(
            cpu=options.device == "cpu",
            mixed_precision="bf16" if options.device == "cuda" or bfloat16_units() else "no",
            kwargs_handlers=[unused],
        )
        self.device, self.main = self.accelerator.device, self.accelerator.is_main_process
        self._seed()
        torch.manual_seed(options.seed)
        tokenizer = prepare(options.data, options.shards, options.vocabulary, options.most_shards)
        special = {"pad_token": PAD, "eos_token": END, "bos_token": BOOK}
        self.tokenizer = PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special)
        shards = [np.load(shard, mmap_mode="r") for shard in sorted(options.shards.glob("[0-9][0-9].npy"))]
        filler = np.array(tokenizer.encode(passkey.REPEATED).ids)
        self.planting = Planting(shards, filler, Facts(tokenizer, self.own_rng), self.own_rng)
        self.reading = Reading(options.data, tokenizer, self.own_rng)
        self.tales = Tales(tales(options.data, tokenizer), shards, pad_of(tokenizer), self.own_rng)
        self.bare = InfiniForCausalLM(self._config(tokenizer.get_vocab_size())).train()
        self.bare.model.gradient_checkpointing = options.checkpointing
        self.network, *self.optimizers = self.accelerator.prepare(
            Counted(self.bare), *make_optimizers(self.bare, options.rate)
        )
        layers, sparing = self.bare.config.memory_layers, self.bare.config.sparing_heads
        keeping = torch.zeros(layers, sparing, dtype=torch.bool, device=self.device)
        keeping[layers // 2 :] = True  # the heads of upper layers keep what was told
        self.price = Price(keeping, self.bare.model, CHEAP)
        self.going: dict[int, Going] = {}
        self.losses: dict[str, list[float]] = {}
        self._resume()

    def _seed(self) -> None:
        seeds = [self.options.seed, self.state.step]
        self.rng = np.random.default_rng(seeds)
        self.own_rng = np.random.default_rng([*seeds, 1 + self.accelerator.process_index])

    def _config(self, vocabulary: int) -> InfiniConfig:
        o, marks = self.options, self.tokenizer
        return InfiniConfig(
            vocab_size=-(-vocabulary // 64) * 64, hidden_size=o.hidden, intermediate_size=o.inner,
            num_hidden_layers=o.layers, num_attention_heads=o.heads, head_dim=64, segment_length=o.segment,
            memory_rule=o.rule, write_floor=o.write_floor, sparing_heads=o.sparing, qk_norm=True,
            first_memory_layer=o.first_memory, shift=o.shift,
            pad_token_id=marks.pad_token_id, eos_token_id=marks.eos_token_id, bos_token_id=marks.bos_token_id,
        )  # fmt: skip

    def run(self) -> None:
        """Train until the last step, or until somebody stops it (Ctrl-C, SIGTERM); what was learnt is saved."""
        try:
            self._train()
        finally:
            self.save()

    def _train(self) -> None:
        start, saved = time.time() - self.state.seconds, time.time()
        while self.state.step < self.options.steps:
            self._set_rate()
            drawn = self.rng.random()
            if drawn < self.options.tales and self.state.stage >= TELLING:
                self._recount()
            elif drawn > 1 - self.options.reading and self.state.stage >= self.options.first:
                self._read()
            else:
                self._remember(self._draw_stage())
            self.state.step += 1
            self.state.seconds = time.time() - start
            self._advance()
            if self.state.step % 25 == 0:
                self._say()
            if time.time() - saved > SAVING:
                self.save()
                saved = time.time()

    def _draw_stage(self) -> int:
        """Draw the stage that is being learnt, or now and then one that was passed."""
        now = self.state.stage
        return now if self.rng.random() < 0.7 or not now else int(self.rng.integers(0, now))

    def _read(self) -> None:
        """One lesson of reading comprehension, the passage before its question."""
        ids, counts = self.reading.batch(256, max(1, self.options.tokens // 256))
        losses, _, _ = self.network(self._given(ids), self._given(counts), None, 256)
        self._update(losses.mean())
        self._note("reading", losses)

    def _recount(self) -> None:
        """One lesson of tales that lie in the memory alone when they are asked about."""
        late = self.state.stage >= self.options.first
        segments = TOLD[int(self.rng.integers(0, len(TOLD) if late else len(TOLD) // 2))]
        asked = 1 + segments // 4
        size = max(1, self.options.tokens // (256 * (segments + asked)))
        lesson = self.tales.lesson(256, segments, asked, size)
        self._learn(lesson, None, 256, "tales", late, weight=self.state.text if late else 1.0)

    def _remember(self, number: int) -> None:
        """One lesson of a stage of the curriculum."""
        stage = CURRICULUM[number]
        rows, memory = self._begin(number, stage)
        segments = int(self.rng.integers(max(1, stage.segments // 2), stage.segments + 1))
        lesson = self.planting.lesson(stage, segments, rows)
        late = number >= self.options.first
        asked, far, after, kept = self._learn(lesson, memory, self._cut(number), f"far {number}", late)
        self.going[number] = Going(rows, after)
        self.planting.tempting.note(lesson.ids, lesson.text, kept)
        # in a world far answers are the easy ones: what two facts tell together was mostly told just now
        hard = asked[far] if stage.told and stage.segments > 1 else asked
        sums = torch.stack((hard.sum(), torch.tensor(float(len(hard)), device=self.device)))
        loss, count = self.accelerator.reduce(sums).tolist()
        if count:
            self._weigh(number, loss / count)

    def _learn(
        self, lesson: Lesson, memory: Memory | None, length: int, name: str, late: bool, weight: float = 1.0
    ) -> Learnt:
        """Learn from a lesson read in segments of `length`: its answers, the book's own words, what these forget."""
        ids, answers, far, text = (self._given(part) for part in lesson)
        losses, after, nats = self.network(ids, answers | text, memory, length)
        is_answer = answers[:, 1:][(answers | text)[:, 1:]]
        asked, words = losses[is_answer], losses[~is_answer]
        paid = self.price.paid(nats, text)
        own = self.state.text if late else LEAST
        cost = self.options.writing * own / MOST * paid if late else 0.0
        self._update(weight * _mean(asked) + own * _mean(words) + cost)
        far = far[:, 1:][answers[:, 1:]]
        for what, some in (
            ("forgotten", paid[None]),
            ("text", words),
            ("near", asked[~far]),
            (name, asked[far]),
        ):
            self._note(what, some)
        return Learnt(asked.detach(), far, after, self.price.kept(nats))

    def _given(self, part: npt.NDArray[Any]) -> Tensor:
        return torch.from_numpy(part).to(self.device)

    def _weigh(self, number: int, loss: float) -> None:
        """Note how a lesson went (`loss` nats an answer), and let the book's own words count more as time goes on."""
        s = self.state
        if s.stage >= self.options.first:
            s.text = min(MOST, s.text * 1.05)
        if number == s.stage:
            s.asked.append(loss)

    def _begin(self, number: int, stage: Stage) -> Going:
        """Go on from the stage's last lesson, or start anew with an empty memory."""
        going = self.going.get(number)
        if going and stage.segments >= CARRIED and self.rng.random() < GOING_ON:
            return going
        size = max(1, self.options.tokens // (stage.segments * stage.length))
        return Going(self.planting.rows(size), None)

    def _cut(self, number: int) -> int:
        """Draw the length of the network's segments: now and then not the lesson's, so that facts are cut in two."""
        length = CURRICULUM[number].length
        if number < self.options.first or self.rng.random() < 0.6:
            return length
        return int(self.rng.integers(4, 17)) * 16

    def _update(self, loss: Tensor) -> None:
        self.accelerator.backward(loss)
        self.accelerator.clip_grad_norm_(self.network.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad()

    def _note(self, name: str, some: Tensor) -> None:
        if len(some):
            self.losses.setdefault(name, []).append(some.detach().mean().item())

    def _advance(self) -> None:
        """Go to the next stage when this one's questions are answered."""
        asked = self.state.asked
        passed = len(asked) >= 15 and np.mean(asked[-12:]) < CURRICULUM[self.state.stage].passed
        if (passed or len(asked) >= PATIENCE) and self.state.stage < len(CURRICULUM) - 1:
            self.state.stage, self.state.asked = self.state.stage + 1, []
            now = CURRICULUM[self.state.stage]
            self.accelerator.print(f"stage {self.state.stage} {now} at step {self.state.step}", flush=True)

    def _set_rate(self) -> None:
        """Warm up over 100 steps, stay, and fall to a twentieth over the last third."""
        left = 1 - self.state.step / self.options.steps
        share = min(1.0, (self.state.step + 1) / 100, 0.05 + 0.95 * left * 3)
        for group in self._groups():
            group["lr"] = group["base"] * share

    def _groups(self) -> list[dict[str, Any]]:
        return [group for optimizer in self.optimizers for group in optimizer.param_groups]

    def _say(self) -> None:
        recent = " ".join(f"{name} {np.mean(all_[-12:]):.2f}" for name, all_ in sorted(self.losses.items()))
        at = f"step {self.state.step} {self.state.seconds:.0f} s stage {self.state.stage}"
        self.accelerator.print(f"{at} x{self.state.text:.2f} {recent}", flush=True)

    def save(self) -> None:
        """Save weights (loadable as a model) and where the run is; the last good ones stay until these are whole."""
        if not self.main:
            return
        part = self.options.out.with_name(self.options.out.name + ".part")
        self.bare.save_pretrained(part)
        self.tokenizer.save_pretrained(part)
        torch.save([optimizer.state_dict() for optimizer in self.optimizers], part / "optimizer.pt")
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
        trained = InfiniForCausalLM.from_pretrained(self.options.out)
        if _shape(trained.config) != _shape(self.bare.config):
            raise ModelError(
                f"In {self.options.out} is a run with other sizes; go on with its own, or use another folder."
            )
        self.bare.load_state_dict(trained.state_dict())
        restore(self.optimizers, torch.load(self.options.out / "optimizer.pt", weights_only=True))


def _left(folder: Path) -> State:
    """Give where the run in a folder was left; the beginning where there is none."""
    file = folder / "run.json"
    return State(**json.loads(file.read_text())) if file.exists() else State()


def _shape(config: InfiniConfig) -> dict[str, object]:
    """What two runs must have in common to go on from one another."""
    return {
        k: v
        for k, v in config.to_dict().items()
        if k not in {"_name_or_path", "dtype", "architectures", "transformers_version"}
    }


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
        ("steps", 5600), ("tokens", 4096), ("seed", 1), ("vocabulary", 4096), ("most-shards", 3),
        ("hidden", 256), ("inner", 704), ("layers", 6), ("heads", 4), ("segment", 256), ("first", 10),
    ):  # fmt: skip
        p.add_argument(f"--{name}", type=int, default=number)
    p.add_argument("--rate", type=float, default=2e-3)
    p.add_argument("--reading", type=float, default=0.1, help="share of reading comprehension, late stages")
    p.add_argument(
        "--tales", type=float, default=0.3, help="share of tales asked about from memory, once they are told"
    )
    p.add_argument("--checkpointing", action="store_true", help="less memory, a third more time")
    p.add_argument("--rule", default="token-delta")
    p.add_argument("--shift", default="half")
    p.add_argument("--sparing", type=int, help="heads a layer that write sparingly; all unless it is said")
    p.add_argument("--first-memory", type=int, default=2, help="the first layer that has a memory")
    p.add_argument("--write-floor", type=float, default=0.3)
    p.add_argument(
        "--writing",
        type=float,
        default=2.0,
        help="what a nat costs that a head forgets by text, once its words count in full",
    )
    p.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return p.parse_args(argv)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    Trainer(options()).run()
