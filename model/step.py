"""A step: one token of an unfinished segment on a CPU, in as few calls as torch can do it in.

The network's own forward says what is right, and serves everywhere else (see `prepared`). A small model's token is a
few hundred microseconds of products, and the forward asks torch for some 125 things a layer, a few microseconds each.
So here, once a network, layers are merged (`model.product`) and the cos and sin of all positions laid ready; once a
segment, keys and values get room for all of it, and the memory, which stays as it is until the segment is full,
becomes one matrix a head. Activations are float32, whatever the weights are.

Shapes: H key/value heads, G query heads a key/value head, D head size, E hidden size, A memories of a layer, n
tokens so far.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple, cast
from weakref import WeakKeyDictionary

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from model.arithmetic import Rotary, rotary
from model.memory import EPSILON, LayerMemory, Memory, feature
from model.memory_path import Shift
from model.network import SHUT, InfiniAttention, InfiniForCausalLM, InfiniLayer
from model.product import Merging, Whole
from model.window import LayerWindow, Window

TINY = 1e-30
NIL = torch.zeros(1, 1, 1)


def prepared(network: InfiniForCausalLM) -> "Step | None":
    """Give a network's step, made anew when weights have changed; None where its own forward has to serve.

    That is elsewhere than on a CPU, and while the network learns.
    """
    if network.device.type != "cpu" or network.training:
        return None
    weights = tuple((p.data_ptr(), 0 if p.is_inference() else p._version) for p in network.parameters())  # noqa: SLF001
    held = _steps.get(network)
    if held is None or held[0] != weights:
        with torch.inference_mode():
            _steps[network] = held = (weights, Step(network))
    return held[1]


@dataclass
class Part:
    """What a layer keeps of an unfinished segment, beside keys and values.

    `last`    the last token's q, k and v before their shift, side by side; where the memory alone is shifted, its q
    `memory`  what queries are multiplied by (see `Asking.laid`); None while nothing was absorbed
    """

    last: Tensor
    memory: Tensor | None


class Place(NamedTuple):
    """Where a token comes to stand in a layer's window, whose keys and values reach up to it."""

    rotary: Rotary  # of its position, (1, D) each
    slot: Tensor  # (2, H, D) for its key and value
    keys: Tensor  # (H, D, n)
    values: Tensor  # (H, n, D)


class Asking:
    """How a layer asks its memory, and mixes what it recalls with local attention."""

    def __init__(self, a: InfiniAttention, before: Tensor, eps: float) -> None:
        self._adds, self._heads, self._group, self._asks = a.adds, a.memory_heads, a.group, a.heads * a.group
        self._memories = a.memories
        self._least = _least(eps, a.size)
        self._read = None if a.read_norm is None else _weights(a.read_norm)
        self._shift = _rates(a)[: a.ends * a.group * a.size] if a.shift and not a.shift_all else None
        self._beta = None if a.beta is None else a.beta.float()
        few: list[tuple[Tensor, Tensor]] = [] if a.gate is None else [(a.gate.weight, a.gate.bias)]
        self._up: tuple[Tensor, ...] | None = None
        self._keys_ask = False
        if a.low_rank is not None:
            self._up, self._keys_ask = a.low_rank.q.float().chunk(a.memories), a.low_rank.keys_ask
            down = a.low_rank.down[: a.memories * a.low_rank.q.shape[1]]
            few.append((down, down.new_zeros(len(down))))
        self._few = None
        if few:
            weight, bias = (torch.cat([one.float() for one in some]) for some in zip(*few, strict=True))
            self._few = Whole(weight * before, bias)

    def laid(self, memory: LayerMemory) -> Tensor:
        """Lay a layer's memories out for queries: (A·H, D, 2D), or (A·H, D, D + 1) where they have normalisers.

        What token-delta recalls, RMSNorm(q̂ M), is √D w ⊙ qM / √(‖qM‖² + εD ‖q‖²), and that root ‖q [M, √(εD) I]‖.
        """
        M, z = memory.M[0], memory.z[0]
        if self._read is None:
            return torch.cat((M, z), -1)
        return torch.cat((M, self._least * torch.eye(M.shape[-1]).expand_as(M)), -1)

    def __call__(self, x: Tensor, qk: Tensor, part: Part) -> tuple[Tensor, Tensor]:
        """Give what q and k (heads, D) of x (1, E), not turned yet, recall (A·H, G, D), and the gates (A·H, G, 1)."""
        few = cast(Tensor, self._beta) if self._few is None else self._few(x)
        q = self._queries(qk, few, part).view(self._heads, self._group, -1)
        recalled = self._recalled(q, cast(Tensor, part.memory))
        gates = few[0, : self._memories * self._asks] if self._beta is None else self._beta
        g = F.leaky_relu(gates.tanh(), SHUT) if self._adds else gates.sigmoid()
        return recalled, g.view(self._heads, self._group, 1)

    def mixed(self, local: Tensor, found: tuple[Tensor, Tensor]) -> Tensor:
        """Mix local attention (H, G, D) with what was recalled."""
        recalled, g = found
        if not self._adds:
            return torch.lerp(local, recalled, g)
        for gate, own in zip(g.chunk(self._memories), recalled.chunk(self._memories), strict=True):
            local = torch.addcmul(local, gate, own)
        return local

    def _queries(self, qk: Tensor, few: Tensor, part: Part) -> Tensor:
        q = qk[: self._asks]
        if self._keys_ask:
            q = qk[self._asks :].repeat_interleave(self._group, 0)
        if self._up is not None:
            own = few[0, -self._memories * self._up[0].shape[1] :].chunk(self._memories)
            q = torch.cat(
                [torch.addmv(q.reshape(-1), up, one) for up, one in zip(self._up, own, strict=True)]
            )
        elif self._memories > 1:
            q = q.repeat(self._memories, 1)
        if self._shift is not None:
            raw = q.reshape(-1)
            q, part.last = torch.lerp(raw, part.last, self._shift), raw.clone()
        return q

    def _recalled(self, q: Tensor, memory: Tensor) -> Tensor:
        size = q.shape[-1]
        if self._read is None:
            both = torch.bmm(feature(q), memory)
            return torch.div(both[..., :size], both[..., size:] + EPSILON)
        both = torch.bmm(q, memory)
        length = torch.linalg.vector_norm(both, dim=-1, keepdim=True).clamp_(min=TINY)
        return torch.div(both[..., :size], length).mul_(self._read)


class Layer:
    """A decoder layer for one token."""

    def __init__(self, layer: InfiniLayer, merge: Merging, eps: float) -> None:
        a, mlp, before = layer.self_attn, layer.mlp, _weights(layer.input_layernorm)
        self._size, self._heads, self._group = a.size, a.heads, a.group
        self._turning = a.heads * (a.group + 1)  # query and key heads
        self._qkv = merge([a.q_proj, a.k_proj, a.v_proj], before)
        self._out = merge([a.o_proj])
        self._inner = merge([mlp.gate_proj, mlp.up_proj], _weights(layer.post_attention_layernorm))
        self._down, self._act = merge([mlp.down_proj]), mlp.act
        self.shifts_all = a.shift is not None and a.shift_all
        self._shift = _rates(a) if self.shifts_all else None
        self._norm, self._rotates = _head_norms(a), a.rotates
        self._least, self._head_least = _least(eps, len(before)), _least(eps, a.size)
        self.asking = None if a.gate is None and a.beta is None else Asking(a, before, eps)

    def __call__(self, x: Tensor, place: Place, part: Part) -> Tensor:
        """X (1, E) to the same."""
        x = x + self._out(self._attended(_unit(x, self._least), place, part).view(1, -1))
        inner, up = self._inner(_unit(x, self._least)).chunk(2, -1)
        return x + self._down(self._act(inner).mul_(up))

    def _attended(self, x: Tensor, place: Place, part: Part) -> Tensor:
        """Give the heads' outputs (H, G, D) for x (1, E), normed; the token's key and value are put into the window."""
        asks = self._heads * self._group
        u = raw = self._qkv(x)
        if self._shift is not None:
            u, part.last = torch.lerp(raw, part.last, self._shift), raw
        heads = u.view(-1, self._size)  # q, k and v, head below head
        qk = turned = heads[: self._turning]
        if self._norm is not None:
            qk = _unit(qk, self._head_least).mul_(self._norm)
        found = None
        if self.asking is not None and part.memory is not None:
            found = self.asking(x, qk, part)
        if self._rotates:
            cos, sin = place.rotary
            torch.addcmul(qk * cos, qk.roll(self._size // 2, -1), sin, out=turned)
        elif qk is not turned:
            turned.copy_(qk)
        place.slot.copy_(heads[asks:].view(place.slot.shape))
        q = heads[:asks].view(self._heads, self._group, -1)
        scores = torch.baddbmm(NIL, q, place.keys, beta=0, alpha=self._size**-0.5)
        local = torch.bmm(scores.softmax(-1), place.values)
        return local if found is None or self.asking is None else self.asking.mixed(local, found)


def _unit(x: Tensor, least: Tensor) -> Tensor:
    """Give x / √(‖x‖² + εD) of x (..., D): its RMSNorm but for √D and weights."""
    return torch.div(x, torch.hypot(torch.linalg.vector_norm(x, dim=-1, keepdim=True), least))


def _least(eps: float, size: int) -> Tensor:
    return torch.tensor(math.sqrt(eps * size))


def _weights(norm: nn.RMSNorm) -> Tensor:
    """Give what an RMSNorm multiplies a `_unit` by: (D,)."""
    return norm.weight.float() * math.sqrt(len(norm.weight))


def _rates(a: InfiniAttention) -> Tensor:
    """Give how far each channel of q, k and v, side by side, is shifted: not at all in heads that stand still."""
    shift, rates = cast(Shift, a.shift), []
    for p, heads in ((shift.q, a.ends * a.group), (shift.k, a.ends), (shift.v, a.ends)):
        shifted = p.float().sigmoid().flatten()
        rates += [shifted, shifted.new_zeros(heads * a.size - len(shifted))]
    return torch.cat(rates)


def _head_norms(a: InfiniAttention) -> Tensor | None:
    """Give what the heads of q and k are multiplied by after their norm: (heads, D)."""
    if not isinstance(a.q_norm, nn.RMSNorm) or not isinstance(a.k_norm, nn.RMSNorm):
        return None
    return torch.cat(
        (_weights(a.q_norm).expand(a.heads * a.group, -1), _weights(a.k_norm).expand(a.heads, -1))
    )


class Segment:
    """An unfinished segment that goes on from a window, token by token; the window stays as it is."""

    def __init__(self, step: "Step", memory: Memory, window: Window) -> None:
        self._step, self._tokens = step, window.tokens
        _, heads, _, size = window.layers[0].k.shape
        self._held = torch.empty(len(window.layers), 2, heads, len(step.rotary), size)  # keys, values
        for held, layer in zip(self._held, window.layers, strict=True):
            held[0, :, : window.tokens], held[1, :, : window.tokens] = layer.k[0], layer.v[0]
        memories = iter(memory.layers)
        self._parts = [
            _part(layer, left, next(memories) if layer.asking and memory.tokens else None)
            for layer, left in zip(step.layers, window.layers, strict=True)
        ]

    @torch.inference_mode()
    def go(self, token: int) -> Tensor:
        """Take in a token; give the logits (V,) of the next, in float32."""
        step, n = self._step, self._tokens + 1
        places = zip(
            self._held[:, :, :, n - 1].unbind(),
            self._held[:, 0, :, :n].mT.unbind(),
            self._held[:, 1, :, :n].unbind(),
            strict=True,
        )
        x, by = step.embeddings[token : token + 1].float(), step.rotary[n - 1]
        for layer, part, place in zip(step.layers, self._parts, places, strict=True):
            x = layer(x, Place(by, *place), part)
        self._tokens = n
        return step.head(_unit(x, step.least))[0]


class Step:
    """A network as one token needs it, for as many segments as are written with it."""

    def __init__(self, network: InfiniForCausalLM) -> None:
        model, eps = network.model, float(network.config.rms_norm_eps)
        merge = Merging(narrow=any(weight.dtype == torch.int8 for weight in model.parameters()))
        self.embeddings = model.embed_tokens.weight.detach()
        self.head = merge.head(network.lm_head, _weights(model.norm))
        self.layers = [Layer(cast(InfiniLayer, layer), merge, eps) for layer in model.layers]
        self.least = _least(eps, len(model.norm.weight))
        positions = torch.arange(network.config.segment_length)[None]
        cos, sin = rotary(*model.rotary_emb(torch.zeros(1), positions))
        self.rotary: list[Rotary] = list(zip(cos.unbind(), sin.unbind(), strict=True))


_steps: WeakKeyDictionary[InfiniForCausalLM, tuple[tuple[tuple[int, int], ...], Step]] = WeakKeyDictionary()


def _part(layer: Layer, left: LayerWindow, memory: LayerMemory | None) -> Part:
    """Begin what a layer keeps with what a window left."""
    last = torch.cat([u.flatten() for u in (left.last if layer.shifts_all else left.last[:1])]).float()
    return Part(last, layer.asking.laid(memory) if layer.asking and memory else None)
