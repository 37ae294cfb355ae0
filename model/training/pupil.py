"""What is trained when a base model is adapted: the network with its losses, one module, so that it can be shared out.

Everything that needs weights happens inside `forward`: where the weights lie spread over several GPUs (FSDP) they are
whole nowhere else.
"""

from typing import NamedTuple, cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from model.memory import Memory
from model.network import InfiniForCausalLM, InfiniOutput
from model.training.lora import without
from model.training.tempting import forgotten


class Said(NamedTuple):
    """Losses in nats: of each wanted token (n,), of each of the book's own words (m,), from the teacher; the memory.

    `forgotten` (B, T, H) is what each sparing head forgot by each token; empty but in training.
    """

    wanted: Tensor
    own: Tensor
    distance: Tensor
    memory: Memory
    forgotten: Tensor


class Pupil(nn.Module):
    """A network that reads a lesson, and the losses of what it says."""

    _no_split_modules = ("InfiniLayer",)

    def __init__(self, network: InfiniForCausalLM) -> None:
        super().__init__()
        self.network = network

    def forward(
        self,
        ids: Tensor,
        length: int,
        wanted: Tensor,
        own: Tensor,
        compared: Tensor,
        memory: Memory | None = None,
        bare: bool = False,
    ) -> Said:
        """Read ids (B, T) in segments of `length`.

        `wanted` and `own` (B, T) are tokens whose loss counts. `compared` (n,) are places in the flattened ids at
        which the next token's distribution is compared with full attention's. `bare`: each row of ids is a window of
        its own, and the network its base model.
        """
        if bare:
            with without(self.network):
                return self._said(self.network.model(ids, absorb=False), ids, wanted, own)
        model, head = self.network.model, self.network.lm_head
        taught = None
        if len(compared):
            # one segment of the whole input meets no memory: it is the base model itself
            with torch.no_grad(), without(self.network):
                whole = model(ids, absorb=False).hidden
                taught = head(whole.flatten(0, 1)[compared])
        out = model(ids, memory, segment_length=length)
        said = self._said(out, ids, wanted, own)
        if taught is None:
            return said
        return said._replace(distance=distance(head(out.hidden.flatten(0, 1)[compared]), taught))

    def _said(self, out: InfiniOutput, ids: Tensor, wanted: Tensor, own: Tensor) -> Said:
        """Give the losses of what stands in `out`, but no distance."""
        hidden, memory = cast(Tensor, out.hidden), cast(Memory, out.memory)
        answers, words = (_losses(self.network.lm_head, hidden, ids, some) for some in (wanted, own))
        nats = forgotten(self.network.model, ids.shape[1]) if self.training else hidden.new_zeros(0)
        return Said(answers, words, hidden.new_zeros(()), memory, nats)


def distance(said: Tensor, taught: Tensor) -> Tensor:
    """KL(taught ‖ said) in nats a token, of logits (n, V)."""
    a, b = F.log_softmax(said.float(), -1), F.log_softmax(taught.float(), -1)
    return F.kl_div(a, b, log_target=True, reduction="batchmean")


def _losses(head: nn.Module, hidden: Tensor, ids: Tensor, counts: Tensor) -> Tensor:
    """Loss in nats of each token that counts: hidden (B, T, E), ids and counts (B, T)."""
    some = counts[:, 1:]
    return F.cross_entropy(head(hidden[:, :-1][some]).float(), ids[:, 1:][some], reduction="none")
