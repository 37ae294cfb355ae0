"""The project's own network among its rivals: the paper's two rules, and the project's extensions."""

from torch import Tensor

from model.config import InfiniConfig
from model.evaluation.rivals.network import Rival, State
from model.memory import LayerMemory, Memory
from model.network import InfiniForCausalLM


class InfiniRival(Rival):
    """An Infini-Transformer of any rule. State: M and z of each layer."""

    def __init__(self, config: InfiniConfig) -> None:
        super().__init__(config)
        self.network = InfiniForCausalLM(config)

    @property
    def memory_values(self) -> int:
        """M of each layer and head, and z where the rule has one."""
        c = self.config
        size = int(c.head_dim or 0)
        one = size * size + (0 if c.memory_rule == "token-delta" else size)
        return len(c.remembering) * c.memory_heads * one

    @property
    def head(self) -> Tensor:
        """The embedding (V, E)."""
        weight: Tensor = self.network.lm_head.weight
        return weight

    def _read(self, ids: Tensor, state: State | None) -> tuple[Tensor, State]:
        memory = Memory(state.tokens, tuple(LayerMemory(*kept) for kept in state.layers)) if state else None
        out = self.network.model(ids, memory)
        return out.hidden, State(out.memory.tokens, tuple(tuple(layer) for layer in out.memory.layers))
