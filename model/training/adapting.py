"""Adapting: a frozen base model learns to use its memory; the result is a small adapter file.

Trained are the memory path's own parameters (model.adapter.OWN) and, if wished, a LoRA. Three kinds of lessons: facts
asked for in later segments, passages that come again, and the distance (KL) to the same model's full attention on
tokens beyond the first segment. Heads of local attention are dropped at random, else they would bypass the memory
(RESEARCH.md §2). Work that was interrupted lies in the model's folder under `adapting`, and is gone on with.

Several GPUs, or several machines, share the work when it is started by `accelerate launch` (ADAPTING.md beside this).
"""

import json
import shutil
import time
from collections.abc import Generator, Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from accelerate import Accelerator, DistributedDataParallelKwargs
from safetensors.torch import load_file
from torch import Tensor
from transformers import PreTrainedTokenizerBase

from model import adapter
from model.config import InfiniConfig
from model.encoding import encode
from model.families import infini_config
from model.finding import ADAPTER
from model.fingerprints import base_fingerprint
from model.interface import ModelError
from model.loading import choose_device, load_base, load_config, load_tokenizer
from model.looking import Look, check_tokenizer, look
from model.machine import bfloat16_units, keep_freed_memory
from model.network import InfiniAttention, InfiniForCausalLM
from model.sharing import OPTIONS, options
from model.training import lora
from model.training.centring import centre
from model.training.judging import Verdict, held_out, judge
from model.training.optimizer import QUICKER, make_optimizer, restore
from model.training.planting import Ids
from model.training.pupil import Pupil, Said
from model.training.strangers import CURRICULUM, Course
from model.training.tempting import Price

COMPARED, LOGITS = (512, 2048), 2**25
"""At least and at most so many tokens of a step, by so many logits, at which student and teacher are compared, or the
book's own words learnt: all would not fit."""
PASSED, PATIENCE = 0.5, 0.06
"""The loss (nats) at which a stage of recall is passed, and the share of all steps after which it is left all the
same."""
FLOOR = 0.7
"""The floor under the write gate in the last stage; in the first it is the config's own, for facts are many there. Each
stage raises it: what is written of thousands of other words takes a fact away (ADAPTING.md)."""
LISTENING = {"gate": 0.1}
"""How much slower than the rest gates learn here: what a stranger's memory recalls is noise at first, and quick gates
are shut for that, or open, before there is anything to listen to (ADAPTING.md)."""
SAVED_EVERY = 300.0
SHARE, RANKS = 0.01, (2, 32)
"""The share of the base's parameters that is trained at most, and the ranks that are chosen from to keep to it."""


@dataclass(frozen=True)
class Plan:
    """How to adapt.

    `tokens` of a step and `longest` of one row; `rate` of learning; `dropped` heads of local attention; `recall` and
    `copied`, the shares of lessons with questions and with passages that come again; `words`, the weight of the
    book's own words beside them; `writing`, what a nat costs in the last stage that heads forget by these, in the
    first nothing (before something is recalled it would shut the gates); `rank` of the memory's own projections (0:
    what keeps to SHARE); `lora`, the rank of a LoRA (0: none); `window`, the most tokens read in one step later on
    (0: as the base allows).
    """

    steps: int = 1000
    tokens: int = 4096
    longest: int = 4096
    rate: float = 3e-3
    dropped: float = 0.1
    recall: float = 0.6
    copied: float = 0.05
    words: float = 4.0
    writing: float = 2.0
    rank: int = 0
    lora: int = 0
    window: int = 0
    seed: int = 0


@dataclass(frozen=True)
class Adapted:
    """An event: the last losses in nats a token; `recall` is that of facts from earlier segments."""

    step: int
    steps: int
    stage: int
    distance: float
    recall: float
    seconds_left: float


@dataclass(frozen=True)
class Result:
    """The adapter's file, and what it changes on held-out text."""

    file: Path
    verdict: Verdict
    share: float


@dataclass
class _State:
    step: int = 0
    stage: int = 0
    distance: float = float("nan")
    recall: float = float("nan")
    asked: list[float] = field(default_factory=list)


def adapt(
    folder: Path, texts: Iterable[str], plan: Plan | None = None, device: str = "auto"
) -> Generator[Adapted, None, Result]:
    """Adapt the base model in `folder` to its memory on texts; yield each step, return what was made.

    Raise ModelError, and leave the model as it was, when held-out text is worse with the adapter than without.
    """
    plan, work = plan or Plan(), folder / "adapting"
    seen = look(folder)
    if seen.family == "infini":
        raise ModelError(f"The model {seen.name} was made with a memory; there is nothing to adapt.")
    check_tokenizer(folder)
    work.mkdir(exist_ok=True)
    keep_freed_memory()
    try:
        run = _Run(seen, work, texts, plan, device)
    except ModelError:
        if not (work / "run.json").exists():
            shutil.rmtree(work)  # nothing was learnt, and other books may be given next time
        raise
    saved, began, first = time.monotonic(), time.monotonic(), run.state.step
    try:
        while run.state.step < plan.steps:
            run.do_step()
            pace = (time.monotonic() - began) / (run.state.step - first)
            s = run.state
            yield Adapted(s.step, plan.steps, s.stage, s.distance, s.recall, pace * (plan.steps - s.step))
            if run.accelerator.num_processes == 1 and time.monotonic() - saved > SAVED_EVERY:
                run.save()
                saved = time.monotonic()
            elif run.accelerator.num_processes > 1 and s.step % 200 == 0:  # all at the same step
                run.save()
    finally:
        if run.accelerator.num_processes == 1 or run.state.step >= plan.steps:
            run.save()
    return run.end()


class _Run:
    """One adaptation: the network, what it learns from, and where it stands."""

    def __init__(self, seen: Look, work: Path, texts: Iterable[str], plan: Plan, device: str) -> None:
        chosen = choose_device(device).type
        unused = DistributedDataParallelKwargs(find_unused_parameters=True)
        width = "bf16" if chosen == "cpu" and bfloat16_units() else "no"
        self.accelerator = Accelerator(cpu=chosen == "cpu", mixed_precision=width, kwargs_handlers=[unused])
        torch.manual_seed(plan.seed)
        self.folder, self.work, self.state = seen.folder, work, _State()
        self.base = base_fingerprint(seen.folder)
        tokenizer = load_tokenizer(seen.folder)
        narrow = chosen == "cuda" and seen.width == 2
        self.network, self.plan = _frozen(seen, plan, torch.bfloat16 if narrow else torch.float32)
        config, device = self.network.config, self.accelerator.device
        self.floor = float(config.write_floor)
        every = torch.ones(config.memory_layers, config.sparing_heads, dtype=torch.bool, device=device)
        self.price = Price(every, self.network.model)
        with self.accelerator.main_process_first():
            ids = self._ids(texts, tokenizer)
        self.held, learnt = held_out(ids, int(self.network.config.segment_length))
        resumed = self._resume()
        seed, process = plan.seed + self.state.step, self.accelerator.process_index
        # alike in all processes: they must do the same kind of work
        self.rng = np.random.default_rng([seed, 1])
        self.course = Course(learnt, tokenizer.backend_tokenizer, seed + 1_000_003 * process)
        if not resumed:
            centre(self.network, learnt)
        self._raise_floor()
        own = [p for p in self.network.parameters() if p.requires_grad]
        self.share = sum(p.numel() for p in own) / seen.parameters
        optimizer = make_optimizer(self.network, plan.rate, quicker=QUICKER | LISTENING)
        self.pupil, self.optimizer = self.accelerator.prepare(Pupil(self.network), optimizer)
        self._resume_optimizer()
        self.compared = int(np.clip(LOGITS // self.network.config.vocab_size, *COMPARED))
        self.longest = min(plan.longest, int(self.network.config.max_position_embeddings))

    def do_step(self) -> None:
        """Learn from one lesson."""
        draw, plan = self.rng.random(), self.plan
        if draw < plan.recall:
            loss = self._asked()
        elif draw < plan.recall + plan.copied:
            loss = self._copied()
        else:
            loss = self._compared()
        self.accelerator.backward(loss)
        self.accelerator.clip_grad_norm_([p for p in self.pupil.parameters() if p.requires_grad], 1.0)
        warm, left = min(1.0, (self.state.step + 1) / 20), 1 - self.state.step / plan.steps
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * min(warm, 0.05 + 2 * left)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.state.step += 1

    def _asked(self) -> Tensor:
        """Ask for facts of earlier segments."""
        self._teach(keeping=True)
        lesson = self.course.asked(self.state.stage, self.plan.tokens)
        nothing = np.zeros(0, np.int64)
        given = (self._tensor(some) for some in (lesson.wanted, self._sampled(lesson.own), nothing))
        said: Said = self._student(self._tensor(lesson.ids), lesson.length, *given, lesson.memory)
        self.course.passed_on(lesson, said.memory)
        if lesson.stage == self.state.stage:
            self._advance(said.wanted)
        self.course.planting.tempting.note(lesson.ids, lesson.text, self.price.kept(said.forgotten))
        paid = self.price.paid(said.forgotten, self._tensor(lesson.text))
        cost = self.plan.writing * lesson.stage / (len(CURRICULUM) - 1) * paid
        return _mean(said.wanted) + self.plan.words * _mean(said.own) + cost

    def _advance(self, losses: Tensor) -> None:
        """Go to the next stage when this one's questions are answered, in all processes together."""
        s = self.state
        sums = torch.stack((losses.detach().sum(), losses.new_tensor(float(len(losses)))))
        loss, count = self.accelerator.reduce(sums).tolist()
        if not count:
            return
        s.recall = _smooth(s.recall, loss / count)
        s.asked.append(loss / count)
        passed = len(s.asked) >= 10 and np.mean(s.asked[-8:]) < PASSED
        if (passed or len(s.asked) >= PATIENCE * self.plan.steps) and s.stage < len(CURRICULUM) - 1:
            s.stage, s.asked = s.stage + 1, []
            self._raise_floor()

    def _raise_floor(self) -> None:
        """Set the stage's floor under the write gate, in the config as well: the adapter is read with it."""
        done = self.state.stage / (len(CURRICULUM) - 1)
        self.network.config.write_floor = FLOOR * done + self.floor * (1 - done)
        for attention in self.network.model.remembering:
            attention.floor = self.network.config.write_floor

    def _copied(self) -> Tensor:
        """Let passages come again that stood segments ago."""
        self._teach(keeping=False)
        ids, length, wanted = self.course.copied(self.plan.tokens, self.plan.longest)
        nothing = np.zeros(0, np.int64)
        given = (self._tensor(some) for some in (wanted, np.zeros_like(wanted), nothing))
        said: Said = self._student(self._tensor(ids), length, *given)
        return _mean(said.wanted)

    def _compared(self) -> Tensor:
        """Compare with the same model's full attention, on tokens beyond the first segment."""
        self._teach(keeping=False)
        ids, length = self.course.text(self.plan.tokens, self.longest)
        every = np.arange(ids.size).reshape(ids.shape)
        beyond = np.broadcast_to(np.arange(ids.shape[1]) >= length, ids.shape)
        some = self.course.rng.permutation(every[beyond])[: self.compared]
        own, wanted = self._sampled(beyond), np.zeros(ids.shape, bool)
        given = (self._tensor(one) for one in (wanted, own, some))
        said: Said = self._student(self._tensor(ids), length, *given)
        loss, count = self.accelerator.reduce(
            torch.stack((said.distance.detach(), said.distance.new_ones(())))
        ).tolist()
        self.state.distance = _smooth(self.state.distance, loss / count)
        return said.distance + self.plan.words * _mean(said.own)

    def _teach(self, keeping: bool) -> None:
        """Let only the memories that keep what was told learn from the next lesson, or only those that serve the text.

        What one kind learns from is noise to the other (ADAPTING.md). Where all keep, all learn from all.
        """
        for one in self.network.model.remembering:
            kept = one.sparing // one.heads
            one.taught = tuple(kept == one.memories or (i < kept) == keeping for i in range(one.memories))

    def _sampled(self, mask: np.ndarray) -> np.ndarray:
        """Keep about `compared` of the places that are marked."""
        share = self.compared / max(1, int(mask.sum()))
        return mask & (self.course.rng.random(mask.shape) < share)

    def _student(self, *given: object) -> Said:
        self.pupil.train()
        said: Said = self.pupil(*given)
        self.pupil.eval()
        return said

    def _tensor(self, some: np.ndarray) -> Tensor:
        return torch.from_numpy(np.ascontiguousarray(some)).to(self.accelerator.device)

    def _ids(self, texts: Iterable[str], tokenizer: PreTrainedTokenizerBase) -> Ids:
        """Give the tokens of all texts, kept so that going on needs no encoding."""
        file = self.work / "ids.npy"
        if not file.exists():
            parts = [np.array(ids, np.uint32) for text in texts for ids in encode(tokenizer, text)]
            if not parts:
                raise ModelError("There is no text to learn from; give a folder with books.")
            np.save(file, np.concatenate(parts))
        kept: Ids = np.load(file, mmap_mode="r")  # as uint32: a book folder may be large
        return kept

    def save(self) -> None:
        """Keep what was learnt and where the run is."""
        parts = adapter.parts(self.network)
        if not self.accelerator.is_main_process:
            return
        adapter.write(parts, self.network.config, self.base, self.work / ADAPTER)
        if not self._spread():
            torch.save(self.optimizer.state_dict(), self.work / "optimizer.pt")
        part = self.work / "run.part"
        part.write_text(
            json.dumps({"state": asdict(self.state), "base": self.base, "plan": asdict(self.plan)})
        )
        part.replace(self.work / "run.json")

    def end(self) -> Result:
        """Judge what was learnt, and put the adapter beside its base when it is no worse."""
        verdict = judge(
            self.pupil, self.held, int(self.network.config.segment_length), self.accelerator.device
        )
        if verdict.worse:
            raise ModelError(
                f"The adapter makes held-out text worse ({verdict}), so it is not switched on. Adapt for more "
                f"steps or with other books. It lies in {self.work / ADAPTER}."
            )
        self.accelerator.wait_for_everyone()
        if self.accelerator.is_main_process:
            (self.work / ADAPTER).replace(self.folder / ADAPTER)
            shutil.rmtree(self.work, ignore_errors=True)
        return Result(self.folder / ADAPTER, verdict, self.share)

    def _spread(self) -> bool:
        """Say whether the parameters lie spread over processes (FSDP); then the optimizer's state is not kept."""
        return any(hasattr(p, "full_tensor") for p in self.network.parameters())

    def _resume(self) -> bool:
        """Go on from what was kept, if it belongs to this base and this plan; say whether something was kept."""
        file = self.work / "run.json"
        if not file.exists():
            return False
        told = json.loads(file.read_text())
        kept, plan = told["plan"], asdict(self.plan)
        if told["base"] != self.base or any(kept[k] != plan[k] for k in ("rank", "lora", "window")):
            raise ModelError(
                f"In {self.work} lies the work on another model or plan; delete it to begin anew."
            )
        weights = load_file(self.work / ADAPTER)
        own = {n.replace(".default", ""): p for n, p in self.network.named_parameters() if p.requires_grad}
        begun, now = options(self.work / ADAPTER, self.base), self.network.config.to_dict()
        other = any(begun[name] != now[name] for name in OPTIONS if name != "write_floor")  # it rises
        if other or any(name not in weights or weights[name].shape != p.shape for name, p in own.items()):
            raise ModelError(
                f"In {self.work} lies the work of another version of the program; delete it to begin anew."
            )
        with torch.no_grad():
            for name, parameter in own.items():
                parameter.copy_(weights[name])
        self.state = _State(**told["state"])
        return True

    def _resume_optimizer(self) -> None:
        file = self.work / "optimizer.pt"
        if self.state.step and file.exists() and not self._spread():
            restore([self.optimizer], [torch.load(file, weights_only=True)])


def _frozen(seen: Look, plan: Plan, dtype: torch.dtype) -> tuple[InfiniForCausalLM, Plan]:
    """Load a base model of which only the memory path, and a LoRA, learn; and the plan with its rank."""
    config = load_config(seen.folder)
    assert not isinstance(config, InfiniConfig)
    window = {"segment_length": plan.window} if plan.window else {}
    rank = plan.rank or fitting_rank(infini_config(config), seen.parameters)
    config = infini_config(config, **window, memory_rank=rank)
    network = load_base(seen.folder, config, dtype)
    for name, parameter in network.named_parameters():
        parameter.requires_grad_(adapter.is_own(name))
    if plan.lora:
        lora.add(network, plan.lora)
    for module in network.modules():
        if isinstance(module, InfiniAttention):
            module.dropped = plan.dropped
    network.eval()
    return network, replace(plan, rank=rank)


def fitting_rank(config: InfiniConfig, parameters: int) -> int:
    """Choose the rank of the memory's own projections that keeps to SHARE of a base of so many parameters."""
    E, D = config.hidden_size, config.head_dim or 0
    heads, groups = config.num_attention_heads, config.num_key_value_heads or 0
    shift = (heads + 2 * groups) * D if config.shift != "none" else 0
    fixed = config.memories * ((E + 1) * (heads + groups) + shift) + D  # gates, shift, norm
    a_rank = config.memories * (3 * E + (heads + 2 * groups) * D)
    room = SHARE * parameters / len(config.remembering) - fixed
    return min(RANKS[1], max(RANKS[0], int(room / a_rank)))


def _mean(losses: Tensor) -> Tensor:
    return losses.sum() / max(1, len(losses))


def _smooth(before: float, now: float) -> float:
    return now if before != before else 0.9 * before + 0.1 * now  # NaN: nothing yet
