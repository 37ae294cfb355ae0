"""Put the mean of two runs' weights in a folder: what two ends of one training know, known by one network.

    python -m model.training.averaging RUN OTHER OUT

The two must have one beginning, or their mean is noise. It is often better than both (NOTES.md).
"""

import argparse
from pathlib import Path

import torch
from transformers import AutoTokenizer

from model.interface import ModelError
from model.network import InfiniForCausalLM


def average(run: Path, other: Path, out: Path) -> None:
    """Save the mean of two models' weights in the first one's width; raise ModelError where they are not alike."""
    first, second = (InfiniForCausalLM.from_pretrained(folder) for folder in (run, other))
    ours, theirs = (dict(one.named_parameters()) for one in (first, second))  # a tied weight is one of them
    if {n: p.shape for n, p in ours.items()} != {n: p.shape for n, p in theirs.items()}:
        raise ModelError(f"The models in {run} and {other} have other sizes; there is no mean of them.")
    with torch.no_grad():
        for name, weight in ours.items():
            weight.copy_((weight.float() + theirs[name].float()) / 2)
    first.save_pretrained(out)
    AutoTokenizer.from_pretrained(run, local_files_only=True).save_pretrained(out)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Average the weights of two runs.")
    for name in ("run", "other", "out"):
        parser.add_argument(name, type=Path)
    average(**vars(parser.parse_args()))
