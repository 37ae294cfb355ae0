"""The Infini-Transformer: a Llama-family network whose attention reads and writes a compressive memory.

Decisions, top to bottom:
- Modules and weights bear the names that Llama, Mistral, Qwen2 and Qwen3 checkpoints use: those load by name.
- The memory is a value, an argument and a result of `forward`, never kept in a module; so is the window, the keys
  and values of one unfinished segment, with which an answer is written token by token.
- Segments run in parallel, layer by layer: everything but the scan of M and z treats them as one batch.
- Keys and queries meet the memory before rotary positions, in float32, whatever the dtype of the weights.
- With an empty memory the gate is bypassed: what comes out is local attention, exactly.
- A stranger's model adds what it recalls (`mix`): at the start nothing, so it is its base model, window by window.

Shapes: B batch, T tokens, S segments, N tokens of a segment, H key/value heads, G query heads a key/value head,
D head size, E hidden size, A memories of a layer, each with H heads: memory after memory they make A·H.
"""

from dataclasses import dataclass
from typing import NamedTuple, cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint
from transformers import AutoConfig, AutoModelForCausalLM, PreTrainedModel
from transformers.activations import ACT2FN
from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding
from transformers.utils import ModelOutput

from model.arithmetic import Rotary, narrow_linear, normed, rotary, rotated
from model.config import InfiniConfig
from model.local import attended
from model.loss import cross_entropy
from model.memory import LayerMemory, Memory, Read, blank, recall, stream
from model.memory_path import QUIET, Gate, LowRank, ReadNorm, Shift, floored
from model.window import LayerWindow, Window, unwritten

SHUT = 0.01
"""How much of a gate below nothing is left where what is recalled is added: a gradient, so that it can open again."""


@dataclass
class InfiniOutput(ModelOutput):  # type: ignore[misc]
    """`logits` (B, T, V) or None, `hidden` (B, T, E), `memory` after the tokens, `window` if one was asked for."""

    loss: Tensor | None = None
    logits: Tensor | None = None
    hidden: Tensor | None = None
    memory: Memory | None = None
    window: Window | None = None


class Pass(NamedTuple):
    """What all layers of one pass share."""

    rotary: Rotary
    real: Tensor | None  # (B, S, N) False where the input is filling
    empty: bool  # nothing was absorbed before this pass
    absorb: bool


class InfiniAttention(nn.Module):
    """Causal softmax attention inside a segment, mixed by a gate with what the memory of earlier segments recalls."""

    def __init__(self, config: InfiniConfig, layer: int = 0) -> None:
        super().__init__()
        E, D = config.hidden_size, cast(int, config.head_dim)
        self.heads, self.size, self.rule = cast(int, config.num_key_value_heads), D, config.memory_rule
        self.group = config.num_attention_heads // self.heads
        every, bias = config.num_attention_heads, config.attention_bias
        self.q_proj = nn.Linear(E, every * D, bias=bias)
        self.k_proj = nn.Linear(E, self.heads * D, bias=bias)
        self.v_proj = nn.Linear(E, self.heads * D, bias=bias)
        self.o_proj = nn.Linear(every * D, E, bias=config.output_bias)
        self.q_norm = nn.RMSNorm(D, config.rms_norm_eps) if config.qk_norm else nn.Identity()
        self.k_norm = nn.RMSNorm(D, config.rms_norm_eps) if config.qk_norm else nn.Identity()
        remembers = layer in config.remembering
        self.memories = config.memories if remembers else 1
        self.memory_heads, asking = self.heads * self.memories, every * self.memories
        shifts = config.shift == "all" or (config.shift != "none" and remembers)
        self.shift_all = config.shift != "memory"
        self.ends = self.heads if self.shift_all else self.memory_heads  # key/value heads that are shifted
        some = {"sparing": cast(int, config.sparing_heads), "half": (self.heads + 1) // 2}
        shifted = some.get(config.shift, self.ends)
        late = not self.shift_all
        self.shift = Shift(self.ends * self.group, self.ends, D, shifted, late) if shifts else None
        self.low_rank = LowRank(config) if remembers and config.memory_rank else None
        self.rotates = config.no_rope_layers is None or bool(config.no_rope_layers[layer])
        self.adds, self.dropped = config.mix == "add", 0.0
        self.gate = Gate(E, asking) if remembers and config.gate == "token" else None
        self.beta = nn.Parameter(torch.zeros(asking)) if remembers and config.gate == "head" else None
        self.write = nn.Linear(E, self.memory_heads) if remembers and config.write_gate else None
        self.margin: Tensor | float = (
            0.0  # what is forgotten is reckoned with so much more in gates' logits, (A·H, 1)
        )
        self.forgotten: Tensor | None = None  # in training: −log(1 − w) of the last pass (B, S, A·H, N)
        self.taught = (True,) * self.memories  # which memories learn, in training, from a pass
        self.floor, self.sparing = config.write_floor, cast(int, config.sparing_heads)
        norms = remembers and self.rule == "token-delta"
        self.read_norm = ReadNorm(D, config.rms_norm_eps, 1.0 if self.adds else QUIET) if norms else None

    def forward(
        self, x: Tensor, shared: Pass, memory: LayerMemory | None, window: LayerWindow | None
    ) -> tuple[Tensor, LayerMemory | None, LayerWindow | None]:
        """Attend: x (B, S, N, E) to the same shape; with a window, S is 1 and the segment goes on from it."""
        heads = (*x.shape[:3], -1, self.size)  # (B, S, N, heads, D)
        q, k, v = (p(x).view(heads).transpose(2, 3) for p in (self.q_proj, self.k_proj, self.v_proj))
        raw, last = (q, k, v), window.last if window else None
        if self.shift and self.shift_all:
            q, k, v = self.shift(raw, last)
        q, k = normed(q, self.q_norm), normed(k, self.k_norm)
        local, after = self._local(q, k, v, shared.rotary, window)
        if self.memories > 1:
            q, k, v = (u.repeat(1, 1, self.memories, 1, 1) for u in (q, k, v))
        if self.low_rank:
            q, k, v = self.low_rank(x, (q, k, v))
        if self.shift and not self.shift_all:
            raw = (q, k, v)
            q, k, v = self.shift(raw, last)
        if memory is None:
            mixed = local.unflatten(0, x.shape[:2])
        else:
            mixed, memory = self._with_memory(x, local, (q, k, v), shared, memory)
        y = self.o_proj(mixed.transpose(2, 3).flatten(3))
        ends = cast(tuple[Tensor, Tensor, Tensor], tuple(u[..., -1:, :] for u in raw))
        return y, memory, LayerWindow(*after, ends) if window else None

    def _local(
        self, q: Tensor, k: Tensor, v: Tensor, by: Rotary, window: LayerWindow | None
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """Causal attention inside each segment: (B, S, heads, N, D)."""
        q, k, v = q.flatten(0, 1), k.flatten(0, 1), v.flatten(0, 1)  # (B·S, heads, N, D)
        if self.rotates:
            q, k = rotated(q, by), rotated(k, by)
        if window is not None:
            k, v = torch.cat((window.k, k), -2), torch.cat((window.v, v), -2)
        y = attended(q, k, v, k.shape[-2] - q.shape[-2])
        return y, (k, v)

    def _with_memory(
        self, x: Tensor, local: Tensor, qkv: tuple[Tensor, Tensor, Tensor], shared: Pass, memory: LayerMemory
    ) -> tuple[Tensor, LayerMemory]:
        """Mix local attention with what is recalled, and absorb k and v.

        A = g ⊙ A_mem + (1 − g) ⊙ A_local, or A = A_local + Σ g ⊙ A_mem, over all memories, where `mix` is to add.
        """
        B, S = x.shape[:2]
        local = local.unflatten(0, (B, S))
        if shared.empty and S == 1 and not shared.absorb:
            return local, memory
        with torch.autocast(x.device.type, enabled=False):
            q, k, v = qkv
            # a key/value head's query heads stand together
            q = q.float().unflatten(2, (self.memory_heads, self.group))
            if shared.absorb:
                write = self.writing(x, shared.real)
                read = stream(self.rule, q, k, v, write, memory)
            else:
                read = Read(recall(self.rule, q, memory), memory)
            recalled = self._normed(read.recalled).flatten(2, 3)  # (B, S, heads, N, D)
            g = self.gates(x)
            if shared.empty:
                g = torch.cat((torch.zeros_like(g[:, :1]), g[:, 1:]), 1)
            local = self._maybe_dropped(local)
            mixed = (
                self._added(local.float(), g, recalled)
                if self.adds
                else torch.lerp(local.float(), recalled, g)
            )
        return mixed.to(local.dtype), read.memory

    def _added(self, local: Tensor, g: Tensor, recalled: Tensor) -> Tensor:
        """Add what every memory recalls to local attention (B, S, heads, N, D)."""
        each = zip(self.taught, g.chunk(self.memories, 2), recalled.chunk(self.memories, 2), strict=True)
        for learns, gate, found in each:
            local = torch.addcmul(local, *((gate, found) if learns else (gate.detach(), found.detach())))
        return local

    def _normed(self, recalled: Tensor) -> Tensor:
        return recalled if self.read_norm is None else normed(recalled, self.read_norm)

    def gates(self, x: Tensor) -> Tensor:
        """G (B, S, A·heads, N, 1) of x (B, S, N, E): a gate a token, or the paper's one a head."""
        if self.gate is None:
            beta = cast(Tensor, self.beta).float().view(1, 1, -1, 1, 1)
            g = beta.expand(*x.shape[:2], -1, x.shape[2], 1)
        else:
            g = narrow_linear(self.gate, x)[..., None]
        if not self.adds:
            return g.sigmoid()
        # nothing at the start, but with a gradient; where nothing is to be added a gate need not be held at 0 but shut
        added = g.tanh()
        shut = F.leaky_relu(added, SHUT)
        if not self.training:
            return shut
        # heads that serve the text recall noise at first: what that shuts keeps its whole gradient, or it stayed shut
        keeping = self.sparing * self.group
        whole = added + (shut - added).detach()
        return torch.cat((shut[:, :, :keeping], whole[:, :, keeping:]), 2)

    def _maybe_dropped(self, local: Tensor) -> Tensor:
        """When adapting, drop heads of later segments' local attention at random: they would bypass the memory."""
        if not (self.dropped and self.training):
            return local
        keep = torch.rand(*local.shape[:3], 1, 1, device=local.device) >= self.dropped
        keep[:, 0] = True
        return local * keep

    def writing(self, x: Tensor, real: Tensor | None = None) -> Tensor:
        """How much of each token of x (B, S, N, E) is written: (B, S, A·H, N, 1)."""
        write = x.new_ones(*x.shape[:2], self.memory_heads, x.shape[2], dtype=torch.float32)
        if self.write is not None:
            logits = narrow_linear(self.write, x)
            whole = -F.softplus(logits)  # log(1 − w)
            left = floored(whole, self.floor, self.sparing)
            if self.training:
                nearly = floored(-F.softplus(logits + self.margin), self.floor, self.sparing)
                self.forgotten = -nearly if real is None else -nearly * real[:, :, None]
                # what is not written has a gradient all the same, or no gate would ever open again
                left = torch.where(left < 0, left, whole - whole.detach())
            write = -torch.expm1(left)
        return (write if real is None else write * real[:, :, None])[..., None]


class InfiniMLP(nn.Module):
    """Gated feed-forward: down(act(gate(x)) ⊙ up(x))."""

    def __init__(self, config: InfiniConfig) -> None:
        super().__init__()
        E, inner, bias = config.hidden_size, config.intermediate_size, config.mlp_bias
        self.gate_proj = nn.Linear(E, inner, bias=bias)
        self.up_proj = nn.Linear(E, inner, bias=bias)
        self.down_proj = nn.Linear(inner, E, bias=bias)
        self.act = ACT2FN[config.hidden_act]

    def forward(self, x: Tensor) -> Tensor:
        """(..., E) to (..., E)."""
        inner = self.act(self.gate_proj(x))
        up = self.up_proj(x)
        return cast(Tensor, self.down_proj(inner * up if torch.is_grad_enabled() else inner.mul_(up)))


class InfiniLayer(nn.Module):
    """One decoder layer: attention with memory, then feed-forward, each after a norm and around a residual."""

    def __init__(self, config: InfiniConfig, layer: int = 0) -> None:
        super().__init__()
        self.self_attn = InfiniAttention(config, layer)
        self.mlp = InfiniMLP(config)
        self.input_layernorm = nn.RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.post_attention_layernorm = nn.RMSNorm(config.hidden_size, config.rms_norm_eps)

    def forward(
        self, x: Tensor, shared: Pass, memory: LayerMemory | None, window: LayerWindow | None
    ) -> tuple[Tensor, LayerMemory | None, LayerWindow | None]:
        """X (B, S, N, E) to the same shape."""
        y, memory, window = self.self_attn(normed(x, self.input_layernorm), shared, memory, window)
        x = x + y
        return x + self.mlp(normed(x, self.post_attention_layernorm)), memory, window


class InfiniPreTrainedModel(PreTrainedModel):  # type: ignore[misc]
    """What the outer and the inner model share: the ecosystem's loading and saving, and how weights start."""

    config_class = InfiniConfig
    base_model_prefix = "model"
    supports_gradient_checkpointing = True
    _no_split_modules = ("InfiniLayer",)
    _supports_sdpa = True

    def _init_weights(self, module: nn.Module) -> None:
        if isinstance(module, nn.Linear | nn.Embedding) and not isinstance(module, Gate):
            nn.init.normal_(module.weight, std=self.config.initializer_range)
        if isinstance(module, nn.Linear) and module.bias is not None:
            nn.init.zeros_(module.bias)
        if isinstance(module, nn.RMSNorm):
            nn.init.constant_(module.weight, module.start if isinstance(module, ReadNorm) else 1.0)
        if isinstance(module, Shift | LowRank):
            module.reset()
        if isinstance(module, Gate):  # half open or adding nothing: the gradient of a shut gate is nil
            nn.init.zeros_(module.weight)
        if isinstance(module, InfiniAttention) and module.beta is not None:
            nn.init.zeros_(module.beta)
        if isinstance(module, LlamaRotaryEmbedding):
            super()._init_weights(module)


class InfiniModel(InfiniPreTrainedModel):
    """Token ids to hidden states, with memory."""

    def __init__(self, config: InfiniConfig) -> None:
        super().__init__(config)
        self.embed_tokens = nn.Embedding(config.vocab_size, config.hidden_size)
        self.layers = nn.ModuleList(InfiniLayer(config, i) for i in range(config.num_hidden_layers))
        self.norm = nn.RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.rotary_emb = LlamaRotaryEmbedding(config)
        self.gradient_checkpointing = False
        self.post_init()

    @property
    def remembering(self) -> list[InfiniAttention]:
        """The attention of each layer that has a memory."""
        return [cast(InfiniLayer, self.layers[i]).self_attn for i in self.config.remembering]

    def blank(self, batch: int = 1) -> Memory:
        """Give the empty memory of `batch` streams."""
        c = self.config
        one = blank(batch, c.memory_heads, c.head_dim, self.embed_tokens.weight.device)
        return Memory(0, (one,) * c.memory_layers)

    def forward(
        self,
        input_ids: Tensor,
        memory: Memory | None = None,
        window: Window | None = None,
        absorb: bool = True,
        segment_length: int | None = None,
    ) -> InfiniOutput:
        """Read ids (B, T): cut into segments from the first token on, each absorbed after it was read.

        The segments have the configured length unless another is given. With a window (of no tokens to begin
        with) or with `absorb` False the ids are one unfinished segment, and the memory stays as it is.
        """
        memory = memory or self.blank(input_ids.shape[0])
        alone = window is not None or not absorb
        length = (
            input_ids.shape[1]
            if alone
            else min(segment_length or self.config.segment_length, input_ids.shape[1])
        )
        ids, real = _segments(input_ids, length)
        start = window.tokens if window else 0
        positions = torch.arange(start, start + length, device=ids.device)[None]
        x = self.embed_tokens(ids)  # (B, S, N, E)
        by = rotary(*self.rotary_emb(x, positions))
        shared = Pass(by, real, memory.tokens == 0, not alone)
        x, layers, windows = self._through(x, shared, memory, window)
        hidden = self.norm(x).flatten(1, 2)[:, : input_ids.shape[1]]
        after = memory if alone else Memory(memory.tokens + input_ids.shape[1], layers)
        ahead = Window(start + length, windows) if window is not None else None
        return InfiniOutput(hidden=hidden, memory=after, window=ahead)

    def _through(
        self, x: Tensor, shared: Pass, memory: Memory, window: Window | None
    ) -> tuple[Tensor, tuple[LayerMemory, ...], tuple[LayerWindow, ...]]:
        memories, windows = [], []
        numbers = self.config.remembering
        for i, layer in enumerate(self.layers):
            own = None
            if window is not None:
                a = cast(InfiniLayer, layer).self_attn
                own = window.layers[i] if window.layers else unwritten(x, a.heads, a.ends, a.group, a.size)
            kept = memory.layers[numbers.index(i)] if i in numbers else None
            if self.gradient_checkpointing and self.training:
                x, m, w = checkpoint(layer, x, shared, kept, own, use_reentrant=False)
            else:
                x, m, w = layer(x, shared, kept, own)
            if m is not None:
                memories.append(m)
            windows.append(w)
        return x, tuple(memories), tuple(windows)


class InfiniForCausalLM(InfiniPreTrainedModel):
    """The network with its language-modelling head."""

    _tied_weights_keys = {"lm_head.weight": "model.embed_tokens.weight"}  # noqa: RUF012 (the library's own form)

    def __init__(self, config: InfiniConfig) -> None:
        super().__init__(config)
        self.model = InfiniModel(config)
        self.lm_head = nn.Linear(config.hidden_size, config.vocab_size, bias=False)
        self.post_init()

    def forward(
        self,
        input_ids: Tensor,
        memory: Memory | None = None,
        window: Window | None = None,
        absorb: bool = True,
        labels: Tensor | None = None,
        logits_to_keep: int | None = None,
        segment_length: int | None = None,
    ) -> InfiniOutput:
        """Read ids (B, T); give logits of all tokens, or of the last `logits_to_keep` (0: none).

        `labels` (B, T) are the ids themselves, −100 where no loss is wanted; they are shifted over the whole input,
        so that a segment's last token predicts the next segment's first.
        """
        out = self.model(input_ids, memory, window, absorb, segment_length)
        hidden = out.hidden
        if labels is not None:
            out.loss = cross_entropy(hidden[:, :-1], labels[:, 1:], self.lm_head.weight)
        if logits_to_keep != 0 and labels is None:
            out.logits = self.lm_head(hidden if logits_to_keep is None else hidden[:, -logits_to_keep:])
        return cast(InfiniOutput, out)


def _segments(ids: Tensor, length: int) -> tuple[Tensor, Tensor | None]:
    """Cut (B, T) into (B, S, N), the last filled up; say which tokens are real, if any is not."""
    B, T = ids.shape
    filling = -T % length
    if not filling:
        return ids.view(B, -1, length), None
    real = torch.ones_like(ids, dtype=torch.bool)
    return (
        F.pad(ids, (0, filling)).view(B, -1, length),
        F.pad(real, (0, filling)).view(B, -1, length),
    )


AutoConfig.register("infini", InfiniConfig)
AutoModelForCausalLM.register(InfiniConfig, InfiniForCausalLM)
