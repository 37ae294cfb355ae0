"""Narrower weights side by side: how fast a model reads and writes, what it takes, what it costs in perplexity.

    python -m benchmarks.quantization [--device cpu] [--model FOLDER] [--tokens 512]

Speed and size are those of random networks: with layers as large as a 0.5B model's (few of them), and as small as the
default model's; the best of READ and WRITTEN goes. Perplexity is that
of a trained model (the default one, or --model) on the sample novel. Seconds are processor time on a CPU, so that
other work on the machine counts less. 4 bits are measured for perplexity on any device, in groups of GROUP.
"""

import argparse
import copy
import math
import tempfile
import time
from importlib.resources import files
from pathlib import Path

import torch
from torchao.quantization import IntxWeightOnlyConfig, PerGroup, quantize_
from transformers import LlamaConfig, LlamaForCausalLM

from model.families import infini_config
from model.loading import load, load_base
from model.machine import QUANTIZATIONS
from model.network import InfiniForCausalLM
from model.packed import PackedLinear, pack
from model.quantizing import GROUP, large, narrowed

SHAPES: dict[str, dict[str, int]] = {
    "large": {"hidden_size": 1024, "intermediate_size": 3072, "num_attention_heads": 16, "num_key_value_heads": 8},
    "small": {"hidden_size": 256, "intermediate_size": 704, "num_attention_heads": 4, "num_key_value_heads": 4},
}  # fmt: skip
LAYERS, READ, WRITTEN = 4, 4, 8


def made(folder: Path, shape: dict[str, int]) -> None:
    """Save a random Llama of a shape in bfloat16, as most checkpoints are."""
    torch.manual_seed(0)
    about = LlamaConfig(vocab_size=8192, num_hidden_layers=LAYERS, max_position_embeddings=4096, **shape)
    LlamaForCausalLM(about).to(torch.bfloat16).save_pretrained(folder)


def loaded(folder: Path, how: str, dtype: torch.dtype, device: torch.device) -> InfiniForCausalLM:
    """Load it with weights of this kind."""
    config = infini_config(LlamaConfig.from_pretrained(folder), segment_length=2048)
    if how == "none":
        return load_base(folder, config, dtype).to(device).eval()
    network = narrowed(folder, config, how, dtype, device).eval()
    return pack(network) if device.type == "cpu" else network  # as model.loading does


@torch.inference_mode()
def speeds(network: InfiniForCausalLM, tokens: int, device: torch.device) -> tuple[float, float]:
    """Tokens a second when reading a segment of so many tokens, and when writing token by token."""
    clock = time.process_time if device.type == "cpu" else time.perf_counter
    ids = torch.randint(10, 8000, (1, tokens), device=device)
    took = []
    for part in (*([ids] * READ), *([ids[:, :1]] * WRITTEN)):
        network.model(part, absorb=False)  # the first time is slower
        began = clock()
        network.model(part, absorb=False).hidden.sum().item()
        took.append(clock() - began)
    return tokens / min(took[:READ]), 1 / min(took[READ:])


def megabytes(network: InfiniForCausalLM) -> float:
    """Bytes of the large layers' weights, scales included, in millions."""
    total = 0
    for name, parameter in network.named_parameters():
        layer = network.get_submodule(name.rpartition(".")[0])
        if isinstance(layer, PackedLinear) or large(layer, name.rpartition(".")[0]):
            inner = getattr(parameter, "__tensor_flatten__", None)
            parts = [getattr(parameter, one) for one in inner()[0]] if inner else [parameter]
            total += sum(part.numel() * part.element_size() for part in parts if hasattr(part, "numel"))
    return total / 1e6


@torch.inference_mode()
def perplexity(network: InfiniForCausalLM, ids: torch.Tensor) -> float:
    """Perplexity a token of ids (1, T)."""
    return math.exp(network(ids, labels=ids).loss.item())


def four_bits(network: InfiniForCausalLM) -> InfiniForCausalLM:
    """Give a copy whose large layers have 4 bits a weight."""
    narrow = copy.deepcopy(network)
    recipe = IntxWeightOnlyConfig(weight_dtype=torch.int4, granularity=PerGroup(GROUP))
    quantize_(narrow, recipe, filter_fn=large)
    return narrow


def table(name: str, tokens: int, device: torch.device) -> None:
    """Print how fast a network of one shape is with each kind of weights."""
    with tempfile.TemporaryDirectory() as folder:
        made(Path(folder), SHAPES[name])
        for how in QUANTIZATIONS[device.type]:
            for dtype in (torch.float32, torch.bfloat16):
                if how == "int4" and dtype == torch.float32:
                    continue
                network = loaded(Path(folder), how, dtype, device)
                reads, writes = speeds(network, tokens, device)
                kind, size = str(dtype).removeprefix("torch."), megabytes(network)
                print(f"| {name} | {how} | {kind} | {reads:.0f} | {writes:.1f} | {size:.0f} |", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Compare quantizations.")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--model", default="default")
    parser.add_argument("--tokens", type=int, default=512)
    parser.add_argument("--shapes", nargs="+", choices=SHAPES, default=list(SHAPES))
    options = parser.parse_args()
    device = torch.device(options.device)
    print("| layers | weights | computed in | reads, tokens/s | writes, tokens/s | MB of the large layers |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name in options.shapes:
        table(name, options.tokens, device)
    full = load(options.model, options.device)
    novel = files("resources") / "sample" / "novel.md"
    ids = torch.tensor([full.tokenizer.encode(novel.read_text(encoding="utf-8")[:20_000])], device=device)
    before = perplexity(full.network, ids)
    print(f"\nPerplexity of {full.name} on the sample novel: {before:.3f} with full weights")
    for how in QUANTIZATIONS["cpu"][1:]:
        after = perplexity(load(options.model, options.device, how).network, ids)
        print(f"- {how}: {after:.3f} ({100 * (after / before - 1):+.2f} %)", flush=True)
    after = perplexity(four_bits(full.network), ids)
    print(f"- 4 bits: {after:.3f} ({100 * (after / before - 1):+.2f} %)")


if __name__ == "__main__":
    main()
