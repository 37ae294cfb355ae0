"""The proof at small scale: a plain Llama without memory is trained here, installed as a stranger's model, adapted.

    python -m benchmarks.adapt_toy pretrain --shards runs/data --out /tmp/toy/plain --minutes 5
    python -m benchmarks.adapt_toy adapt --shards runs/data --out /tmp/toy/plain --steps 300

`pretrain` saves an ordinary transformers checkpoint; `adapt` measures it, adapts it, and measures it again.

Negative so far (2026-11-21, one shared CPU core): a base of 1.3M parameters trained for 6 minutes (160 steps, loss
5.5) gains nothing from context beyond 64 tokens (perplexity 244.0 in windows, 244.0 in full attention), so it is no
teacher; 260 steps of adapting at rate 2e-3 brought far questions from 8.8 to 7.4 nats, 0 % exact, and perplexity
beyond the window from 244 to 414; within the first window it is the base's own, 251.8, bit for bit. Next: a base
that copies in its own window (minutes on a GPU), and a rate of 1e-3 or less.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from model.adapter import is_own
from model.finding import ADAPTER
from model.loading import load
from model.tokens import BOOK, END, PAD
from model.training.adapting import Plan, adapt
from model.training.lessons import Recall, stage
from model.training.strangers import POOL, StrangersVocabulary


def pretrain(options: argparse.Namespace) -> None:
    """Train a plain Llama on book text for some minutes and save it as transformers does."""
    torch.manual_seed(0)
    tokenizer = Tokenizer.from_file(str(options.shards / "tokenizer.json"))
    made = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=tokenizer.get_vocab_size(), hidden_size=128, intermediate_size=384, num_hidden_layers=4,
            num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=4096, tie_word_embeddings=True,
            bos_token_id=2, eos_token_id=1, pad_token_id=0,
        )
    )  # fmt: skip
    text = np.load(sorted(options.shards.glob("[0-9]*.npy"))[0], mmap_mode="r")
    rng, optimizer = np.random.default_rng(0), torch.optim.AdamW(made.parameters(), 3e-3, (0.9, 0.95))
    began, step = time.time(), 0
    while (left := 1 - (time.time() - began) / (60 * options.minutes)) > 0:
        # long rows now and then: a base model that never saw position 1,000 is no teacher for it
        length = int(rng.choice([128, 256, 1024]))
        starts = rng.integers(0, len(text) - length, 4096 // length)
        ids = torch.from_numpy(np.stack([text[at : at + length] for at in starts]).astype(np.int64))
        loss = made(ids, labels=ids).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(made.parameters(), 1.0)
        for group in optimizer.param_groups:
            group["lr"] = 3e-3 * min(1.0, (step + 1) / 20, 0.05 + left)
        optimizer.step()
        optimizer.zero_grad()
        step += 1
        if step % 20 == 0:
            print(f"step {step} loss {loss.item():.3f} {time.time() - began:.0f} s", flush=True)
    made.save_pretrained(options.out)
    marks = {"pad_token": PAD, "eos_token": END, "bos_token": BOOK}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **marks).save_pretrained(options.out)


@torch.inference_mode()
def measures(folder: Path, text: np.ndarray, segment: int = 64) -> dict[str, float]:
    """Measure recall at 16 windows, and perplexity in the first window, beyond it, and of full attention."""
    network = load(str(folder), "cpu").network
    vocabulary = StrangersVocabulary(Tokenizer.from_file(str(folder / "tokenizer.json")))
    vocabulary.words = np.random.default_rng(0).permutation(vocabulary.words)[:POOL]  # of the first stage
    recall = Recall(text.astype(np.int64), vocabulary, np.random.default_rng(5))
    found: dict[str, float] = {}
    for windows in (4, 16):
        lesson = recall.batch(stage(1, windows, length=segment), windows, 128)
        ids, far = torch.from_numpy(lesson.ids), torch.from_numpy(lesson.far)
        hidden = network.model(ids, segment_length=segment).hidden[:, :-1][far[:, 1:]]
        right = network.lm_head(hidden).argmax(-1) == ids[:, 1:][far[:, 1:]]
        found[f"recall, up to {windows} windows"] = right.float().mean().item()
    ids = torch.from_numpy(text[: 24 * 1024].astype(np.int64)).view(24, 1024)
    for name, length in (("windows", segment), ("full attention", 1024)):
        logits = network(ids, segment_length=length).logits[:, :-1].float()
        losses = F.cross_entropy(logits.transpose(1, 2), ids[:, 1:], reduction="none")
        found[f"perplexity within the first window ({name})"] = losses[:, : segment - 1].mean().exp().item()
        found[f"perplexity beyond ({name})"] = losses[:, segment:].mean().exp().item()
    own = sum(p.numel() for n, p in network.named_parameters() if is_own(n))
    return found | {"adapter's share": own / (sum(p.numel() for p in network.parameters()) - own)}


def adapt_it(options: argparse.Namespace) -> None:
    """Measure, adapt for some minutes, measure again."""
    shards = sorted(options.shards.glob("[0-9]*.npy"))
    unseen = np.load(shards[-1], mmap_mode="r")[500_000:600_000]
    (options.out / ADAPTER).unlink(missing_ok=True)
    print(json.dumps(measures(options.out, unseen)), flush=True)
    tokenizer = Tokenizer.from_file(str(options.out / "tokenizer.json"))
    text = tokenizer.decode(np.load(shards[0], mmap_mode="r")[:400_000].tolist())
    plan = Plan(
        steps=options.steps, rate=options.rate, recall=options.recall, longest=1024, rank=options.rank
    )
    for event in adapt(options.out, [text], plan, "cpu"):
        if event.step % 20 == 0:
            print(event, flush=True)
    print(json.dumps(measures(options.out, unseen)), flush=True)


def main() -> None:
    """Do one of the two."""
    parser = argparse.ArgumentParser(description="Pretrain a plain toy Llama, or adapt it.")
    parser.add_argument("what", choices=("pretrain", "adapt"))
    parser.add_argument("--shards", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--recall", type=float, default=0.8)
    options = parser.parse_args()
    if options.what == "pretrain":
        pretrain(options)
    else:
        adapt_it(options)


if __name__ == "__main__":
    main()
