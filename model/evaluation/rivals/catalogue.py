"""The rivals by name: how each is made from the same sizes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from model.config import InfiniConfig
from model.evaluation.rivals.compressive import CompressiveAttention
from model.evaluation.rivals.infini import InfiniRival
from model.evaluation.rivals.local import LocalAttention
from model.evaluation.rivals.memorizing import lookup_or_cache
from model.evaluation.rivals.network import AttentionRival, Rival
from model.evaluation.rivals.rmt import RecurrentRival
from model.evaluation.rivals.transformer_xl import CacheAttention
from model.interface import ModelError


@dataclass(frozen=True)
class Sizes:
    """What all rivals have in common; heads have `hidden / heads` channels, `segment` is in tokens."""

    vocabulary: int = 4096
    hidden: int = 128
    inner: int = 384
    layers: int = 4
    heads: int = 2
    segment: int = 128

    def config(self, **changes: Any) -> InfiniConfig:
        """Give the network's config: by default without anything of the project's extensions."""
        plain: dict[str, Any] = {"gate": "head", "shift": "none", "write_gate": False}
        return InfiniConfig(
            vocab_size=self.vocabulary, hidden_size=self.hidden, intermediate_size=self.inner,
            num_hidden_layers=self.layers, num_attention_heads=self.heads, segment_length=self.segment,
            qk_norm=True, **(plain | changes),
        )  # fmt: skip


def _attention(
    kind: Callable[[InfiniConfig, int], LocalAttention], **changes: Any
) -> Callable[[Sizes], Rival]:
    return lambda sizes: AttentionRival(sizes.config(**changes), kind)


def _infini(**changes: Any) -> Callable[[Sizes], Rival]:
    return lambda sizes: InfiniRival(sizes.config(**changes))


def _compressive(sizes: Sizes) -> Rival:
    rival = AttentionRival(sizes.config(), CompressiveAttention)
    for module in rival.modules():
        if isinstance(module, CompressiveAttention):
            module.start_as_mean()
    return rival


GATED: dict[str, Any] = {"memory_rule": "token-delta", "gate": "token", "write_gate": True}


def _ours(sizes: Sizes) -> Rival:
    """Make it as the default model is: a third of the layers without memory, a floor, a shift on half of the heads."""
    return InfiniRival(
        sizes.config(**GATED, shift="half", write_floor=0.3, first_memory_layer=sizes.layers // 3)
    )


@dataclass(frozen=True)
class Kind:
    """One rival: the title of its row, and how it is made."""

    title: str
    make: Callable[[Sizes], Rival]


RIVALS: dict[str, Kind] = {
    "none": Kind("no memory", _attention(LocalAttention)),
    "transformer-xl": Kind("Transformer-XL", _attention(CacheAttention)),
    "compressive": Kind("Compressive Transformer", _compressive),
    "memorizing": Kind("Memorizing Transformer", _attention(lookup_or_cache)),
    "rmt": Kind("RMT", lambda sizes: RecurrentRival(sizes.config())),
    "infini-linear": Kind("Infini linear", _infini(memory_rule="linear")),
    "infini-delta": Kind("Infini delta", _infini(memory_rule="delta")),
    "infini-token-delta": Kind("Infini token-delta, write gate", _infini(**GATED)),
    "infini-ours": Kind("Infini as the default model is", _ours),
    "infini-linear-write": Kind("Infini linear, write gate", _infini(memory_rule="linear", write_gate=True)),
    "none-shift": Kind("no memory, shift", _attention(LocalAttention, shift="all")),
}
"""The last two tell the extensions apart: the write gate alone, and the shift with no memory."""


def make(name: str, sizes: Sizes) -> Rival:
    """Make an untrained rival; raise ModelError where there is none of that name."""
    if name not in RIVALS:
        raise ModelError(f"There is no rival {name!r}. Choose from: {', '.join(RIVALS)}.")
    return RIVALS[name].make(sizes)
