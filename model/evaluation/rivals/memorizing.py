"""Memorizing Transformer (arXiv 2203.08913): a cache as in Transformer-XL, and one layer that looks tokens up.

That layer keeps the keys and values of the last `STORE` segments, without gradient; each token attends to the
`NEAREST` keys (exact search), and a gate a head mixes what it finds with local attention.
"""

import torch
from torch import Tensor, nn

from model.config import InfiniConfig
from model.evaluation.rivals.local import LayerState
from model.evaluation.rivals.transformer_xl import CacheAttention

STORE, NEAREST = 64, 32


class LookupAttention(CacheAttention):
    """A cache and a store. State: the cache's k and v, then the store's k and v (B, H, at most STORE·N, D)."""

    def __init__(self, config: InfiniConfig, layer: int = 0) -> None:
        super().__init__(config, layer)
        self.beta = nn.Parameter(torch.zeros(self.heads))

    @property
    def memory_values(self) -> int:
        """The cache and the full store."""
        return super().memory_values + 2 * STORE * self.length * self.heads * self.size

    def beyond(
        self, y: Tensor, qkv: tuple[Tensor, Tensor, Tensor], state: LayerState, after: LayerState
    ) -> tuple[Tensor, LayerState]:
        """Mix local attention with what is found; a stream's first segment has nothing to find."""
        q, (k, v) = qkv[0], (u.detach().transpose(1, 2).flatten(2, 3) for u in qkv[1:])
        old = state[2:] if state else (k[:, :, :0], v[:, :, :0])
        k, v = torch.cat((old[0], k), 2), torch.cat((old[1], v), 2)
        gate, mixed = self.beta.sigmoid()[:, None, None], []
        for s in range(q.shape[1]):
            end = old[0].shape[2] + s * self.length
            start = max(0, end - STORE * self.length)
            if not end:
                mixed.append(y[:, s])
                continue
            found = self._found(q[:, s], k[:, :, start:end], v[:, :, start:end])
            mixed.append((gate * found + (1 - gate) * y[:, s]).to(y.dtype))
        keep = STORE * self.length
        return torch.stack(mixed, 1), (*after, k[:, :, -keep:], v[:, :, -keep:])

    def _found(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """Attend from q (B, H, N, D) to the nearest of k and v (B, H, m, D)."""
        with torch.no_grad():
            nearest = (q @ k.mT).topk(min(NEAREST, k.shape[2]), -1).indices  # (B, H, N, found)
        at = nearest.flatten(2)[..., None].expand(-1, -1, -1, self.size)
        chosen_k, chosen_v = (u.gather(2, at).unflatten(2, nearest.shape[2:]) for u in (k, v))
        scores = (q[..., None, :] * chosen_k).sum(-1) * self.size**-0.5
        found: Tensor = (scores.softmax(-1)[..., None] * chosen_v).sum(-2)
        return found


def lookup_or_cache(config: InfiniConfig, layer: int) -> CacheAttention:
    """Let the layer at three quarters of the depth look up (the paper's ninth of twelve); the others have a cache."""
    looks = layer == max(0, config.num_hidden_layers * 3 // 4 - 1)
    return (LookupAttention if looks else CacheAttention)(config, layer)
