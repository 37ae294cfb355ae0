"""A frozen base model learns to use its memory; what is learnt is a small file bound to its base."""

import json
import sys
from dataclasses import replace
from subprocess import PIPE

import pytest
import torch
from safetensors import safe_open
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from model import families
from model.adapter import is_own
from model.config import InfiniConfig
from model.families import MEMORY
from model.finding import ADAPTER
from model.interface import ModelError
from model.loading import load
from model.network import InfiniForCausalLM
from model.training import adapting
from model.training.adapting import RANKS, Plan, adapt, fitting_rank
from tests.model.making import config, ids
from tests.programs import program

PLAN = Plan(steps=4, tokens=512, longest=512, rank=4, rate=1e-4)


@pytest.fixture
def base(tmp_path, tokenizer):
    torch.manual_seed(0)
    LlamaForCausalLM(
        LlamaConfig(
            vocab_size=tokenizer.get_vocab_size(), hidden_size=32, intermediate_size=48, num_hidden_layers=2,
            num_attention_heads=2, max_position_embeddings=512,
        )
    ).save_pretrained(tmp_path / "base")  # fmt: skip
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|end|>").save_pretrained(
        tmp_path / "base"
    )
    return tmp_path / "base"


@pytest.fixture
def texts(data):
    from model.training.prepare import shards_of
    from model.training.prepare import texts as books

    return [text for shard in shards_of(data) for text in books(shard)]


def drive(work):
    events = []
    while True:
        try:
            events.append(next(work))
        except StopIteration as end:
            return end.value, events


@torch.inference_mode()
def logits(folder):
    network = load(str(folder), "cpu").network
    return network(ids(96), segment_length=32).logits


def test_adapting_changes_the_memory_alone(base, texts):
    before = logits(base)
    made, events = drive(adapt(base, texts, PLAN, "cpu"))
    assert [event.step for event in events] == [1, 2, 3, 4]
    with safe_open(made.file, "pt") as held:
        assert all(is_own(name) for name in held.keys())  # noqa: SIM118
    after = logits(base)
    assert torch.equal(before[:, :32], after[:, :32])
    assert not torch.allclose(before[:, 32:], after[:, 32:])
    assert not (base / "adapting").exists()


def test_adapting_goes_on_where_it_stopped(base, texts):
    work = adapt(base, texts, PLAN, "cpu")
    next(work)
    next(work)
    work.close()
    assert not (base / ADAPTER).exists()
    _, events = drive(adapt(base, [], PLAN, "cpu"))
    assert [event.step for event in events] == [3, 4]


def test_work_that_another_version_began_is_refused(base, texts, monkeypatch):
    monkeypatch.setattr(families, "REMEMBERING", 1.0)
    work = adapt(base, texts, PLAN, "cpu")
    next(work)
    work.close()
    monkeypatch.setitem(families.MEMORY, "sparing_heads", 1)
    with pytest.raises(ModelError, match="another version"):
        drive(adapt(base, [], PLAN, "cpu"))


def test_each_stage_raises_the_floor_and_the_adapter_is_read_with_the_last(base, texts, monkeypatch):
    monkeypatch.setattr(adapting, "PATIENCE", 0.0)
    work, floors = adapt(base, texts, replace(PLAN, steps=30, recall=1.0), "cpu"), {}
    for event in (next(work) for _ in range(12)):
        run = work.gi_frame.f_locals["run"]
        assert {one.floor for one in run.network.model.remembering} == {run.network.config.write_floor}
        floors[event.stage] = run.network.config.write_floor
    work.close()
    assert len(floors) > 2
    assert floors[min(floors)] < floors[max(floors)] <= adapting.FLOOR
    drive(adapt(base, [], replace(PLAN, steps=12, recall=1.0), "cpu"))
    assert load(str(base), "cpu").network.config.write_floor == pytest.approx(floors[max(floors)])


@pytest.mark.parametrize("recall", [1.0, 0.0])
def test_the_first_memory_learns_from_questions_and_the_second_from_text(recall, base, texts):
    work = adapt(base, texts, replace(PLAN, recall=recall, copied=0.0), "cpu")
    next(work)
    (one,) = work.gi_frame.f_locals["run"].network.model.remembering
    learnt = []
    for parameter in (one.gate.weight, one.write.weight, one.shift.k, one.low_rank.q):
        parameter.register_hook(lambda grad: learnt.append([bool(half.any()) for half in grad.chunk(2)]))
    next(work)
    work.close()
    assert len(learnt) == 4
    assert all(halves == [recall == 1.0, recall == 0.0] for halves in learnt)


def test_an_adapter_of_another_base_is_refused(base, texts):
    drive(adapt(base, texts, PLAN, "cpu"))
    config = base / "config.json"
    config.write_text(config.read_text().replace('"rms_norm_eps": 1e-06', '"rms_norm_eps": 1e-05'))
    with pytest.raises(ModelError, match="another model"):
        load(str(base), "cpu")
    (base / ADAPTER).write_bytes(b"cut")
    with pytest.raises(ModelError, match="adapter"):
        load(str(base), "cpu")


def test_the_fingerprint_follows_the_adapter(base, texts):
    before = load(str(base), "cpu").fingerprint
    drive(adapt(base, texts, PLAN, "cpu"))
    assert load(str(base), "cpu").fingerprint != before


def test_too_little_text_is_a_sentence(base):
    with pytest.raises(ModelError, match="give more books"):
        drive(adapt(base, ["A short text."], PLAN, "cpu"))
    assert not (base / "adapting").exists()


def test_an_adapter_that_makes_text_worse_is_not_switched_on(base, texts):
    before = logits(base)
    work = adapt(base, texts, PLAN, "cpu")
    for _ in range(PLAN.steps):
        next(work)
    for one in work.gi_frame.f_locals["run"].network.model.remembering:
        torch.nn.init.constant_(one.gate.bias, 9.0)  # all that is recalled is listened to, whatever it is
        torch.nn.init.constant_(one.read_norm.weight, 9.0)
    with pytest.raises(ModelError, match=r"worse .*not switched on"):
        next(work)
    assert not (base / ADAPTER).exists()
    assert torch.equal(logits(base), before)
    assert (base / "adapting" / ADAPTER).exists()


def test_a_lora_is_added_to_the_weights_when_they_are_loaded(base, texts):
    pytest.importorskip("peft")
    before, plan = logits(base), replace(PLAN, lora=2, rate=1e-3, recall=1.0)
    work = adapt(base, texts, plan, "cpu")
    next(work)
    next(work)
    learnt = work.gi_frame.f_locals["run"].network
    learnt.eval()
    with torch.inference_mode():
        wanted = learnt(ids(96), segment_length=32).logits
    work.close()
    _, events = drive(adapt(base, [], replace(plan, steps=2), "cpu"))
    assert events == []
    after = logits(base)
    assert torch.allclose(after, wanted, atol=1e-4)
    assert not torch.allclose(after[:, :32], before[:, :32], atol=1e-4)
    narrow = load(str(base), "cpu", "int8").network
    with torch.inference_mode():
        said = narrow(ids(96), segment_length=32).logits
    assert torch.cosine_similarity(said.flatten(), after.flatten(), 0) > 0.99


@pytest.mark.slow
def test_two_processes_share_the_work(base, texts, tmp_path):
    books = tmp_path / "books"
    books.mkdir()
    (books / "all.txt").write_text("\n\n".join(texts))
    start = [sys.executable, "-m", "accelerate.commands.launch", "--cpu", "--num_processes", "2"]
    start += ["--main_process_port", "0", "-m", "app", "--library", str(tmp_path / "library")]
    start += ["--json", "models", "adapt", str(base), "--books", str(books), "--steps", "3"]
    with program([*start, "--tokens", "512"], 280, stdout=PIPE, stderr=PIPE) as running:
        out, err = running.communicate()
    assert running.returncode == 0, err[-3000:]
    last = json.loads(out.splitlines()[-1])
    assert last["share"] > 0
    assert load(str(base), "cpu").fingerprint
    assert (base / ADAPTER).stat().st_size == last["bytes"]


def test_the_rank_keeps_to_a_hundredth_of_the_parameters():
    shape = config(
        hidden_size=256,
        num_hidden_layers=3,
        num_attention_heads=4,
        head_dim=64,
        num_key_value_heads=4,
        **MEMORY,
    )
    rank = fitting_rank(shape, 5_000_000)
    made = network_of(shape, rank)
    own = sum(p.numel() for name, p in made.named_parameters() if is_own(name))
    assert 0.008 * 5_000_000 < own <= 0.01 * 5_000_000
    assert fitting_rank(shape, 10**9) == RANKS[1]


def network_of(shape, rank):
    about = shape.to_dict() | {"memory_rank": rank}
    with torch.device("meta"):
        return InfiniForCausalLM(InfiniConfig(**about))
