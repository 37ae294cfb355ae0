"""Optimizers: Muon for the layers' matrices, AdamW for the rest, quicker for shift and writing (RESEARCH.md §2, §7)."""

from collections.abc import Mapping, Sequence
from typing import Any

from torch import nn, optim

from model.interface import ModelError

QUICKER = {"shift": 10.0, "beta": 5.0, "write": 5.0}
"""How much quicker than the rest these parameters of the attention learn; but for gates none of them decays."""
GATES = {"gate", "write"}
"""Gates a token, for listening and for writing. They decay more than the rest, or they run, open or shut, to where no
gradient reaches them: write gates without decay to logits of -50 on any text (NOTES.md)."""
ROWS = {*QUICKER, *GATES}
"""Parameters that have a row of their own for each head, and so are no matrix to Muon."""
DECAY, GATE_DECAY = 0.01, 0.1


def make_optimizers(network: nn.Module, rate: float) -> tuple[optim.Optimizer, ...]:
    """Make the optimizers of a network that is trained from nothing; each group's `base` is its full learning rate.

    After 400,000 tokens of text a loss of 5.8 nats where AdamW alone has 6.4 (NOTES.md).
    """
    matrices = [p for name, p in network.named_parameters() if _is_matrix(name, p)]
    muon = optim.Muon(
        [{"params": matrices, "base": rate}], lr=rate, weight_decay=DECAY, adjust_lr_fn="match_rms_adamw"
    )
    return muon, make_optimizer(network, rate, but={id(p) for p in matrices})


def make_optimizer(
    network: nn.Module, rate: float, but: set[int] | None = None, quicker: Mapping[str, float] = QUICKER
) -> optim.AdamW:
    """Group the parameters, `but` those with these ids; each group's `base` is its full learning rate."""
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        if id(parameter) in (but or ()):
            continue
        own = _own(name)
        quick = quicker.get(own, 1.0)
        lost = GATE_DECAY if own in GATES else DECAY if quick == 1 else 0.0
        groups.setdefault((quick, lost if parameter.dim() > 1 else 0.0), []).append(parameter)
    return optim.AdamW(
        [{"params": ps, "base": rate * quick, "weight_decay": d} for (quick, d), ps in groups.items()],
        lr=rate, betas=(0.9, 0.95), fused=True,
    )  # fmt: skip


def restore(optimizers: Sequence[optim.Optimizer], kept: Sequence[dict[str, Any]]) -> None:
    """Give optimizers the states that were kept; their rates stay those they have now (going on at another is allowed).

    Raise ModelError if the parameters were grouped in another way when the states were kept.
    """
    bases = [[group["base"] for group in one.param_groups] for one in optimizers]
    try:
        for optimizer, state in zip(optimizers, kept, strict=True):
            optimizer.load_state_dict(state)
    except ValueError as error:
        raise ModelError(
            "What was kept of this training is of another version of the program; begin anew in another folder."
        ) from error
    for optimizer, own in zip(optimizers, bases, strict=True):
        for group, base in zip(optimizer.param_groups, own, strict=True):
            group["base"] = base


def _own(name: str) -> str:
    """Say which module of an attention a parameter belongs to; "" outside."""
    return name.split("self_attn.")[-1].split(".")[0] if "self_attn." in name else ""


def _is_matrix(name: str, parameter: nn.Parameter) -> bool:
    return parameter.dim() == 2 and "layers." in name and _own(name) not in ROWS
