"""The proof at small scale: a plain Llama without memory is trained here, installed as a stranger's model, adapted.

    python -m benchmarks.adapt_toy pretrain --shards runs/data --out /tmp/toy/plain --minutes 5
    python -m benchmarks.adapt_toy adapt --shards runs/data --out /tmp/toy/plain --minutes 8

`pretrain` saves an ordinary transformers checkpoint; `adapt` measures it, adapts it, and measures it again.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from model.tokens import BOOK, END, PAD


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


def main() -> None:
    """Do one of the two."""
    parser = argparse.ArgumentParser(description="Pretrain a plain toy Llama, or adapt it.")
    parser.add_argument("what", choices=("pretrain", "adapt"))
    parser.add_argument("--shards", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=5.0)
    options = parser.parse_args()
    if options.what == "pretrain":
        pretrain(options)
    else:
        print(json.dumps({}))


if __name__ == "__main__":
    main()
