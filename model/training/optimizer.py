"""AdamW with a rate of its own for what must move far: gates, write gates and the shift (RESEARCH.md §2, §7)."""

from torch import nn, optim

QUICKER = {"shift": 10.0, "gate": 5.0, "beta": 5.0, "write": 5.0}
"""How much quicker than the rest these parameters of the attention learn; none of them decays."""


def make_optimizer(network: nn.Module, rate: float, decay: float = 0.01) -> optim.AdamW:
    """Group the parameters; each group's `base` is its full learning rate."""
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        own = name.split("self_attn.")[-1].split(".")[0] if "self_attn." in name else ""
        quick = QUICKER.get(own, 1.0)
        keep = quick > 1 or parameter.dim() < 2
        groups.setdefault((quick, 0.0 if keep else decay), []).append(parameter)
    return optim.AdamW(
        [{"params": ps, "base": rate * quick, "weight_decay": d} for (quick, d), ps in groups.items()],
        lr=rate, betas=(0.9, 0.95), fused=True,
    )  # fmt: skip
