"""What every rival shares: embedding, layers, norms, feed-forward, rotary positions, the tied head.

A rival differs in what its attention sees of earlier segments (`LocalAttention.before`). Names of modules, and how
weights start, are those of `model.network`: a network without memory is an Infini-Transformer whose memory is empty.

Shapes: B batch, T tokens, S segments, N tokens of a segment, E hidden size, V vocabulary.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import NamedTuple, cast

from torch import Tensor, nn
from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding

from model.arithmetic import normed
from model.config import InfiniConfig
from model.evaluation.rivals.local import LayerState, LocalAttention
from model.network import InfiniMLP


class State(NamedTuple):
    """What a rival carries from segment to segment: the `tokens` read, and each layer's tensors (none at first)."""

    tokens: int
    layers: tuple[LayerState, ...]

    def detached(self) -> "State":
        """Give the same state without its history, for passing on between training steps."""
        return State(self.tokens, tuple(tuple(t.detach() for t in layer) for layer in self.layers))


class Rival(nn.Module, ABC):
    """A language model that reads a stream segment by segment; `memory_values` numbers are all that it carries."""

    def __init__(self, config: InfiniConfig) -> None:
        super().__init__()
        self.config = config

    @property
    @abstractmethod
    def memory_values(self) -> int:
        """How many numbers stand for all that was read before the present segment."""

    @property
    @abstractmethod
    def head(self) -> Tensor:
        """The head's weight (V, E), which is also the embedding."""

    def read(self, ids: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """Read ids (B, T), T whole segments, after `state`: their hidden states (B, T, E) and the state after them.

        Raises ValueError where T is no multiple of the segment length.
        """
        if ids.shape[1] % self.config.segment_length:
            raise ValueError(f"{ids.shape[1]} tokens are not whole segments of {self.config.segment_length}.")
        return self._read(ids, state)

    @abstractmethod
    def _read(self, ids: Tensor, state: State | None) -> tuple[Tensor, State]:
        """Read whole segments: `read` has seen to that."""


class Layer(nn.Module):
    """One decoder layer: attention, then feed-forward, each after a norm and around a residual."""

    def __init__(self, config: InfiniConfig, attention: LocalAttention) -> None:
        super().__init__()
        self.self_attn = attention
        self.mlp = InfiniMLP(config)
        self.input_layernorm = nn.RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.post_attention_layernorm = nn.RMSNorm(config.hidden_size, config.rms_norm_eps)

    def forward(
        self, x: Tensor, rotary: LlamaRotaryEmbedding, state: LayerState
    ) -> tuple[Tensor, LayerState]:
        """X (B, S, N, E) to the same shape."""
        y, state = self.self_attn(normed(x, self.input_layernorm), rotary, state)
        x = x + y
        return x + self.mlp(normed(x, self.post_attention_layernorm)), state


class AttentionRival(Rival):
    """A rival whose memory is what its attention keeps; all segments of an input run at once, layer by layer."""

    def __init__(
        self, config: InfiniConfig, attention: Callable[[InfiniConfig, int], LocalAttention]
    ) -> None:
        super().__init__(config)
        self.embed_tokens = nn.Embedding(config.vocab_size, config.hidden_size)
        self.layers = nn.ModuleList(
            Layer(config, attention(config, i)) for i in range(config.num_hidden_layers)
        )
        self.norm = nn.RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.rotary_emb = LlamaRotaryEmbedding(config)
        self.apply(self._start)

    def _start(self, module: nn.Module) -> None:
        if isinstance(module, nn.Linear | nn.Embedding):
            nn.init.normal_(module.weight, std=self.config.initializer_range)

    @property
    def memory_values(self) -> int:
        """How many numbers all layers carry."""
        return sum(cast(Layer, layer).self_attn.memory_values for layer in self.layers)

    @property
    def head(self) -> Tensor:
        """The embedding (V, E)."""
        return self.embed_tokens.weight

    def _read(self, ids: Tensor, state: State | None) -> tuple[Tensor, State]:
        x = self.embed_tokens(ids.unflatten(1, (-1, self.config.segment_length)))
        x, layers = self.through(x, state.layers if state else ((),) * len(self.layers))
        return x.flatten(1, 2), State((state.tokens if state else 0) + ids.shape[1], layers)

    def through(self, x: Tensor, states: tuple[LayerState, ...]) -> tuple[Tensor, tuple[LayerState, ...]]:
        """Embedded segments (B, S, N, E) to hidden states of the same shape, and each layer's state after them."""
        after = []
        for layer, state in zip(self.layers, states, strict=True):
            x, carried = layer(x, self.rotary_emb, state)
            after.append(carried)
        return normed(x, self.norm), tuple(after)
