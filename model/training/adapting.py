"""Adapting: a frozen base model learns to use its memory; the result is a small adapter file.

Trained are the memory path's own parameters alone (model.adapter.OWN). Two losses in turn: the distance (KL) to the
same model's full attention on the tokens beyond the first segment, with a random segment length; and recall, facts
asked for in later segments. Heads of local attention are dropped at random, else they would bypass the memory
(RESEARCH.md §2). Work that was interrupted lies in the model's folder under `adapting`, and is gone on with.
"""

import json
import shutil
import time
from collections.abc import Generator, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from transformers import AutoConfig, AutoTokenizer, PreTrainedTokenizerBase

from model import adapter
from model.config import InfiniConfig
from model.encoding import encode
from model.families import infini_config
from model.finding import ADAPTER
from model.interface import ModelError
from model.loading import base_fingerprint, choose_device, load_base
from model.looking import check_tokenizer, look
from model.network import InfiniAttention, InfiniForCausalLM
from model.training.lessons import Ids, Mask
from model.training.optimizer import make_optimizer
from model.training.strangers import Course

COMPARED = 512
"""Tokens of a step at which student and teacher are compared: the logits of all would not fit."""
PASSED, PATIENCE = 0.5, 150
"""The loss (nats) at which a stage of recall is passed, and the steps after which it is left all the same."""
SAVED_EVERY = 300.0


@dataclass(frozen=True)
class Plan:
    """How to adapt: `tokens` of a step, `longest` of one row, `dropped` heads, `recall` the share of questions."""

    steps: int = 1000
    tokens: int = 4096
    longest: int = 4096
    rate: float = 1e-3
    dropped: float = 0.1
    recall: float = 0.6
    rank: int = 16
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


@dataclass
class _State:
    step: int = 0
    stage: int = 0
    since: int = 0
    distance: float = float("nan")
    recall: float = float("nan")


def adapt(
    folder: Path, texts: Iterable[str], plan: Plan | None = None, device: str = "auto"
) -> Generator[Adapted, None, Path]:
    """Adapt the base model in `folder` to its memory on texts; yield each step, return the adapter's file."""
    plan, work = plan or Plan(), folder / "adapting"
    seen = look(folder)
    if seen.family == "infini":
        raise ModelError(f"The model {seen.name} was made with a memory; there is nothing to adapt.")
    check_tokenizer(folder)
    work.mkdir(exist_ok=True)
    run = _Run(folder, work, texts, plan, choose_device(device))
    saved, began, first = time.monotonic(), time.monotonic(), run.state.step
    try:
        while run.state.step < plan.steps:
            run.do_step()
            pace = (time.monotonic() - began) / (run.state.step - first)
            s = run.state
            yield Adapted(s.step, plan.steps, s.stage, s.distance, s.recall, pace * (plan.steps - s.step))
            if time.monotonic() - saved > SAVED_EVERY:
                run.save()
                saved = time.monotonic()
    finally:
        run.save()
    adapter.save(run.network, base_fingerprint(folder), folder / ADAPTER)
    shutil.rmtree(work, ignore_errors=True)
    return folder / ADAPTER


class _Run:
    """One adaptation: the network, what it learns from, and where it stands."""

    def __init__(
        self, folder: Path, work: Path, texts: Iterable[str], plan: Plan, device: torch.device
    ) -> None:
        torch.manual_seed(plan.seed)
        self.work, self.plan, self.state, self.base = work, plan, _State(), base_fingerprint(folder)
        self.network = _frozen(folder, plan).to(device)
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        self.optimizer = make_optimizer(self.network, plan.rate)
        self._resume()
        self.course = Course(
            self._ids(texts, tokenizer), tokenizer.backend_tokenizer, plan.seed + self.state.step
        )
        positions = int(self.network.config.max_position_embeddings)
        self.longest = min(plan.longest, positions)

    def do_step(self) -> None:
        """Learn from one lesson."""
        asks = self.course.rng.random() < self.plan.recall
        loss = self._asked() if asks else self._compared()
        loss.backward()
        own = [p for p in self.network.parameters() if p.requires_grad]
        torch.nn.utils.clip_grad_norm_(own, 1.0)
        warm = min(1.0, (self.state.step + 1) / 20)
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * warm * max(0.1, 1 - self.state.step / self.plan.steps)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.state.step += 1

    def _asked(self) -> Tensor:
        """Ask for facts of earlier segments."""
        lesson, length = self.course.asked(self.state.stage, self.plan.tokens)
        ids, far = self._tensor(lesson.ids), self._tensor(lesson.far)
        hidden = self._student(ids, length)[:, :-1][far[:, 1:]]
        loss = F.cross_entropy(self.network.lm_head(hidden).float(), ids[:, 1:][far[:, 1:]])
        s = self.state
        s.recall, s.since = _smooth(s.recall, loss.item()), s.since + 1
        passed = s.since > 20 and s.recall < PASSED
        if (passed or s.since >= PATIENCE) and s.stage < len(self.course.stages) - 1:
            s.stage, s.since = s.stage + 1, 0
        return loss

    def _compared(self) -> Tensor:
        """Compare with the same model's full attention, on tokens beyond the first segment."""
        drawn, length = self.course.text(self.plan.tokens, self.longest)
        ids = self._tensor(drawn)
        every = (
            torch.arange(length, ids.shape[1]).repeat(len(ids), 1)
            + ids.shape[1] * torch.arange(len(ids))[:, None]
        )
        some = every.flatten()[torch.randperm(every.numel())[:COMPARED]].to(ids.device)
        with torch.no_grad():  # one segment of the whole input meets no memory: it is the base model itself
            taught = self.network.lm_head(self.network.model(ids, absorb=False).hidden.flatten(0, 1)[some])
        said = self.network.lm_head(self._student(ids, length).flatten(0, 1)[some])
        loss = distance(said, taught)
        self.state.distance = _smooth(self.state.distance, loss.item())
        return loss

    def _student(self, ids: Tensor, length: int) -> Tensor:
        self.network.train()
        hidden: Tensor = self.network.model(ids, segment_length=length).hidden
        self.network.eval()
        return hidden

    def _tensor(self, some: Ids | Mask) -> Tensor:
        return torch.as_tensor(np.asarray(some, bool if some.dtype == bool else np.int64)).to(
            self.network.device
        )

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
        adapter.save(self.network, self.base, self.work / ADAPTER)
        part = self.work / "run.part"
        told = {"state": asdict(self.state), "base": self.base, "plan": asdict(self.plan)}
        torch.save(self.optimizer.state_dict(), self.work / "optimizer.pt")
        part.write_text(json.dumps(told))
        part.replace(self.work / "run.json")

    def _resume(self) -> None:
        """Go on from what was kept, if it belongs to this base and this plan."""
        file = self.work / "run.json"
        if not file.exists():
            return
        told = json.loads(file.read_text())
        if told["base"] != self.base or told["plan"]["rank"] != self.plan.rank:
            raise ModelError(
                f"In {self.work} lies the work on another model or plan; delete it to begin anew."
            )
        adapter.apply(self.network, self.work)
        self.optimizer.load_state_dict(torch.load(self.work / "optimizer.pt", weights_only=True))
        self.state = _State(**told["state"])


def distance(said: Tensor, taught: Tensor) -> Tensor:
    """KL(taught ‖ said) in nats a token, of logits (n, V)."""
    a, b = F.log_softmax(said.float(), -1), F.log_softmax(taught.float(), -1)
    return F.kl_div(a, b, log_target=True, reduction="batchmean")


def _frozen(folder: Path, plan: Plan) -> InfiniForCausalLM:
    """Load a base model of which only the memory path learns."""
    config = AutoConfig.from_pretrained(folder, local_files_only=True)
    assert not isinstance(config, InfiniConfig)
    config = infini_config(config, memory_rank=plan.rank)
    network = load_base(folder, config, torch.float32)
    for name, parameter in network.named_parameters():
        parameter.requires_grad_(adapter.is_own(name))
    for module in network.modules():
        if isinstance(module, InfiniAttention):
            module.dropped = plan.dropped
    network.eval()
    return network


def _smooth(before: float, now: float) -> float:
    return now if before != before else 0.9 * before + 0.1 * now  # NaN: nothing yet
