"""The configuration of the Infini-Transformer: a Llama-family network with a compressive memory."""

from typing import Any, Literal, cast, get_args

from transformers import PreTrainedConfig

MemoryRule = Literal["linear", "delta", "token-delta"]
Gate = Literal["head", "token"]
Shift = Literal["none", "memory", "sparing", "half", "all"]
Mix = Literal["convex", "add"]


class InfiniConfig(PreTrainedConfig):  # type: ignore[misc]
    """Options of the network; the first group is Llama's own, the second the memory's.

    `segment_length`  the most tokens read in one step
    `memory_rule`     how a segment is absorbed: `linear`, `delta` (the paper's two), `token-delta`
    `gate`            what mixes memory and local attention: one β a `head` (the paper's), or a gate a `token`
    `shift`           the token shift of q, k and v: `none`, on the `memory` path alone (it starts at nothing there), on
                      all attention of the `sparing` heads of layers with a memory, of the first `half` of their
                      heads, or on `all`
    `write_gate`      whether a gate a token and head says how much is written; token-delta always has it
    `write_floor`     a write gate that is open no wider writes nothing at all; in [0, 1)
    `memories`        how many memories a layer has, each with a path of its own; more than one need `mix` to be `add`
    `sparing_heads`   how many heads of a layer's memories, the first ones, have that floor; None: all
    `first_memory_layer`  layers below it have local attention alone: what is absorbed above them has seen its context
    `memory_layers`   how many layers, from that one on, have a memory; None: all
    `mix`             `convex`: the gate shares out memory and local attention; `add`: it adds what is recalled
    `memory_rank`     the rank of what the memory path adds to q, k and v; 0 adds nothing
    `keys_ask`        whether that path asks with keys in place of queries; it needs a `memory_rank`
    """

    model_type = "infini"

    vocab_size: int = 8192
    hidden_size: int = 256
    intermediate_size: int = 704
    num_hidden_layers: int = 4
    num_attention_heads: int = 4
    num_key_value_heads: int | None = None
    head_dim: int | None = None
    hidden_act: str = "silu"
    max_position_embeddings: int = 2048
    initializer_range: float = 0.02
    rms_norm_eps: float = 1e-6
    tie_word_embeddings: bool = True
    rope_parameters: dict[str, Any] | None = None
    attention_bias: bool = False
    output_bias: bool = False
    mlp_bias: bool = False
    qk_norm: bool = False
    pad_token_id: int | None = None
    bos_token_id: int | None = None
    eos_token_id: int | list[int] | None = None
    no_rope_layers: list[int] | None = None  # 0 where a layer has no rotary positions, as SmolLM3 writes it

    segment_length: int = 512
    memory_rule: str = "token-delta"
    gate: str = "token"
    shift: str = "all"
    write_gate: bool = True
    write_floor: float = 0.0
    memories: int = 1
    sparing_heads: int | None = None
    first_memory_layer: int = 0
    memory_layers: int | None = None
    mix: str = "convex"
    memory_rank: int = 0
    keys_ask: bool = False

    def __post_init__(self, **kwargs: Any) -> None:
        self.num_key_value_heads = self.num_key_value_heads or self.num_attention_heads
        self.head_dim = self.head_dim or self.hidden_size // self.num_attention_heads
        self.write_gate = self.write_gate or self.memory_rule == "token-delta"
        if self.sparing_heads is None:
            self.sparing_heads = self.memory_heads
        if self.memory_layers is None:
            self.memory_layers = self.num_hidden_layers - self.first_memory_layer
        super().__post_init__(**kwargs)
        self._check()

    @property
    def remembering(self) -> range:
        """The numbers of the layers that have a memory."""
        return range(self.first_memory_layer, self.first_memory_layer + cast(int, self.memory_layers))

    @property
    def memory_heads(self) -> int:
        """How many matrices a layer's memories are: one a memory and key/value head, memory after memory."""
        return self.memories * cast(int, self.num_key_value_heads)

    def _check(self) -> None:
        chosen = (self.memory_rule, MemoryRule), (self.gate, Gate), (self.shift, Shift), (self.mix, Mix)
        for value, allowed in chosen:
            if value not in get_args(allowed):
                raise ValueError(f"{value!r} is not one of {', '.join(get_args(allowed))}.")
        if self.num_attention_heads % (self.num_key_value_heads or 1):
            raise ValueError("The query heads must be a multiple of the key/value heads.")
        if not 0 <= self.write_floor < 1:
            raise ValueError("The write floor must be at least 0 and below 1.")
        if not (0 <= self.first_memory_layer < self.remembering.stop <= self.num_hidden_layers):
            raise ValueError("At least one of the layers has a memory.")
        self._check_memories()
        if self.segment_length < 1:
            raise ValueError("A segment has at least one token.")

    def _check_memories(self) -> None:
        if not 0 <= cast(int, self.sparing_heads) <= self.memory_heads:
            raise ValueError("The sparing heads are some of the memories' heads.")
        several = self.mix == "add" and self.shift in ("none", "memory")
        if self.memories < 1 or (self.memories > 1 and not several):
            raise ValueError(
                "Several memories need what they recall to be added, and no shift but their own."
            )
