"""How likely a network holds texts to be, and what its memory makes likelier: no text is written here."""

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor
from transformers import PreTrainedTokenizerBase

from model.memory import Memory
from model.network import InfiniForCausalLM
from model.window import Window

TOKENS_AT_ONCE = 4096
CLUE_TOKENS = 5
"""The most tokens of one clue word."""

Pair = tuple[Sequence[int], Sequence[int]]


def likelihoods(network: InfiniForCausalLM, pairs: Sequence[Pair], memory: Memory) -> list[float]:
    """Give for each pair the mean log-likelihood (nats a token) of its second part after its first.

    The first token of all is given, not scored. What is longer than a segment is read as several; nothing of it
    outlives the call.
    """
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
    scores = [0.0] * len(pairs)
    while order:
        longest = len(pairs[order[-1]][0]) + len(pairs[order[-1]][1])
        few = order[-max(1, TOKENS_AT_ONCE // max(1, longest)) :]
        del order[-len(few) :]
        for i, score in zip(few, _batch(network, [pairs[i] for i in few], memory), strict=True):
            scores[i] = score
    return scores


def _batch(network: InfiniForCausalLM, pairs: Sequence[Pair], memory: Memory) -> list[float]:
    longest = max(len(a) + len(b) for a, b in pairs)
    ids = torch.zeros(len(pairs), longest, dtype=torch.long)
    wanted = torch.zeros(len(pairs), longest, dtype=torch.bool)
    for row, (before, scored) in enumerate(pairs):
        whole = len(before) + len(scored)
        ids[row, :whole] = torch.tensor([*before, *scored])
        wanted[row, max(1, len(before)) : whole] = True
    ids, wanted = ids.to(network.device), wanted.to(network.device)
    hidden = network.model(ids, memory.spread(len(pairs)), absorb=_several(network, ids)).hidden
    logits = network.lm_head(hidden[:, :-1][wanted[:, 1:]]).float()
    log_p = -F.cross_entropy(logits, ids[:, 1:][wanted[:, 1:]], reduction="none")
    counts = wanted.sum(-1).tolist()
    return [part.mean().item() if len(part) else 0.0 for part in log_p.split(counts)]


def clue_words(
    network: InfiniForCausalLM,
    tokenizer: PreTrainedTokenizerBase,
    prompt: Sequence[int],
    memory: Memory,
    limit: int,
) -> tuple[str, ...]:
    """Give words with which an answer may begin and which the memory makes likelier than a blank one does.

    First tokens are ranked by p · (log p − log p₀), their share of the divergence between the two; each is then
    written on, greedily, to the end of its word. Of a prompt that fills a segment the end is heard.
    """
    heard = prompt[-(network.config.segment_length - CLUE_TOKENS) :]
    ids = torch.tensor([heard], device=network.device)
    out = network(ids, memory, Window(0, ()), logits_to_keep=1)
    with_memory = F.log_softmax(out.logits[0, -1].float(), -1)
    blank = network(ids, network.model.blank(), absorb=False, logits_to_keep=1)
    without = F.log_softmax(blank.logits[0, -1].float(), -1)
    last = (with_memory.exp() * (with_memory - without)).topk(2 * limit).indices[:, None]
    window, every, written = out.window.spread(len(last)), memory.spread(len(last)), [last]
    for _ in range(CLUE_TOKENS):
        out = network(last, every, window, logits_to_keep=1)
        window, last = out.window, out.logits[:, -1].argmax(-1, keepdim=True)
        written.append(last)
    words = []
    for row in torch.cat(written, 1).tolist():
        word = tokenizer.decode(row, skip_special_tokens=True).strip().split(" ")[0].strip(".,;:!?“”\"'’—()")
        if len(word) > 2 and word.isalpha() and word not in words:
            words.append(word)
    return tuple(words[:limit])


def _several(network: InfiniForCausalLM, ids: Tensor) -> bool:
    """Whether ids fill more than one segment: only then is what the first leaves in the memory ever read."""
    return bool(ids.shape[1] > network.config.segment_length)
