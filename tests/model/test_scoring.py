"""Scores are the network's own log-likelihoods, however they are batched."""

import pytest
import torch

from model import scoring
from model.scoring import clue_words, likelihoods
from tests.model.making import TEXT, ids, network, tokenizer

NET, MARKS = network(), tokenizer()


def alone(before, scored, memory):
    tokens = torch.tensor([[*before, *scored]])
    log_p = NET(tokens, memory).logits[0, :-1].log_softmax(-1).gather(1, tokens[0, 1:, None])[:, 0]
    return log_p[max(0, len(before) - 1) :].mean().item()


@pytest.mark.parametrize("at_once", [1, 64, 4096])
@torch.inference_mode()
def test_each_score_is_the_mean_log_likelihood(at_once, monkeypatch):
    monkeypatch.setattr(scoring, "TOKENS_AT_ONCE", at_once)
    memory = NET(ids(48), logits_to_keep=0).memory
    pairs = [([], [5, 6, 7]), ([9] * 30, [8, 7]), ([4], [11] * 20), ([3, 3], [12])]
    expected = [alone(*pair, memory) for pair in pairs]
    assert likelihoods(NET, pairs, memory) == pytest.approx(expected, abs=1e-4)


def test_a_memory_is_spread_over_a_batch():
    memory = NET.model.blank()
    assert memory.spread(3).layers[0].M.shape == (3, 2, 16, 16)
    assert memory.spread(3).tokens == 0


@torch.inference_mode()
def test_clues_are_words_and_no_more_than_asked_for():
    memory = NET(torch.tensor([MARKS.encode(TEXT)]), logits_to_keep=0).memory
    words = clue_words(NET, MARKS, [5, 6], memory, 3)
    assert len(words) <= 3
    assert all(word.isalpha() and len(word) > 2 for word in words)


@torch.inference_mode()
def test_clues_are_written_on_as_the_network_itself_would():
    memory = NET(torch.tensor([MARKS.encode(TEXT)]), logits_to_keep=0).memory
    words = clue_words(NET, MARKS, [5, 6], memory, 4)
    known, unknown = (
        NET(torch.tensor([[5, 6]]), m).logits[0, -1].log_softmax(-1) for m in (memory, NET.model.blank())
    )
    rows = (known.exp() * (known - unknown)).topk(8).indices[:, None]
    rows = torch.cat((torch.tensor([[5, 6]] * 8), rows), 1)
    for _ in range(scoring.CLUE_TOKENS):
        rows = torch.cat((rows, NET(rows, memory.spread(8), absorb=False).logits[:, -1].argmax(-1, True)), 1)
    spoken = [MARKS.decode(row[2:].tolist(), skip_special_tokens=True).strip().split(" ")[0] for row in rows]
    assert words
    assert all(any(word in said for said in spoken) for word in words)


@torch.inference_mode()
def test_of_a_question_longer_than_a_segment_the_end_is_heard():
    memory = NET(torch.tensor([MARKS.encode(TEXT)]), logits_to_keep=0).memory
    asked = ids(200)[0].tolist()
    room = NET.config.segment_length - scoring.CLUE_TOKENS
    assert clue_words(NET, MARKS, asked, memory, 4) == clue_words(NET, MARKS, asked[-room:], memory, 4)
