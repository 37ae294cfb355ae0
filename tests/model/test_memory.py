"""The memory's equations, on numbers worked by hand and as properties."""

import pytest
import torch

from model.memory import EPSILON, LayerMemory, blank, feature, recall, stream
from tests.model.making import RULES


def tensors(*values: list[list[float]]) -> tuple[torch.Tensor, ...]:
    """Rows of tokens as (B=1, S=1, H=1, N, D)."""
    return tuple(torch.tensor(v)[None, None, None] for v in values)


def absorb(rule, k, v, memory, write=None):
    write = torch.ones(*k.shape[:-1], 1) if write is None else write
    return stream(rule, k[:, :, :, None], k, v, write, memory).memory


def test_sigma_is_elu_plus_one():
    assert feature(torch.tensor([-100.0, 0.0, 2.0])).tolist() == pytest.approx([0.0, 1.0, 3.0])


def test_linear_adds_outer_products_and_normalises():
    k, v = tensors([[1.0, 0.0], [0.0, 1.0]], [[2.0, 4.0], [6.0, 8.0]])
    memory = absorb("linear", k, v, blank(1, 1, 2))
    # σ(K) = [[2, 1], [1, 2]], so M = σ(K)ᵀ V = [[10, 16], [14, 20]] and z = [3, 3]
    assert memory.M[0, 0].tolist() == [[10.0, 16.0], [14.0, 20.0]]
    assert memory.z[0, 0].flatten().tolist() == [3.0, 3.0]
    q = torch.zeros(1, 1, 1, 1, 1, 2)  # σ(q) = [1, 1]: (10 + 14) / 6, (16 + 20) / 6
    assert recall("linear", q, memory).flatten().tolist() == pytest.approx([4.0, 6.0])


def test_delta_adds_only_what_is_not_recalled_yet():
    k, v = tensors([[0.0, 0.0]], [[4.0, 2.0]])  # σ(k) = [1, 1]
    once = absorb("delta", k, v, blank(1, 1, 2))
    assert once.M[0, 0].tolist() == [[4.0, 2.0], [4.0, 2.0]]
    twice = absorb(
        "delta", k, v, once
    )  # it recalls (4 + 4) / 2 = 4 and (2 + 2) / 2 = 2: nothing is left to add
    torch.testing.assert_close(twice.M, once.M, atol=1e-5, rtol=0)


def test_the_published_delta_rule_recalls_a_pair_absorbed_twice_at_half_strength():
    k, v = tensors([[0.0, 0.0]], [[4.0, 2.0]])
    twice = absorb("delta", k, v, absorb("delta", k, v, blank(1, 1, 2)))
    recalled = recall("delta", k[:, :, :, None], twice)
    assert recalled.flatten().tolist() == pytest.approx([2.0, 1.0], abs=1e-4)  # z grew to 2, M did not


def test_token_delta_replaces_what_a_key_held():
    k, first, second = tensors([[3.0, 4.0]], [[1.0, 2.0]], [[5.0, -1.0]])
    memory = absorb("token-delta", k, second, absorb("token-delta", k, first, blank(1, 1, 2)))
    assert recall("token-delta", k[:, :, :, None], memory).flatten().tolist() == pytest.approx(
        [5.0, -1.0], abs=1e-5
    )


@pytest.mark.parametrize("tokens", [1, 63, 64, 65, 200])
def test_token_delta_in_chunks_equals_its_recurrence(tokens):
    torch.manual_seed(tokens)
    k, v, b = torch.randn(1, 1, 2, tokens, 8), torch.randn(1, 1, 2, tokens, 8), torch.rand(1, 1, 2, tokens, 1)
    M = torch.randn(1, 2, 8, 8)
    chunked = absorb("token-delta", k, v, LayerMemory(M, torch.zeros(1, 2, 8, 1)), b).M
    unit = k / k.norm(dim=-1, keepdim=True)
    for t in range(tokens):
        row = unit[:, 0, :, t, None]  # (1, 2, 1, 8)
        M = M + row.mT @ (b[:, 0, :, t, None] * (v[:, 0, :, t, None] - row @ M))
    torch.testing.assert_close(chunked, M, atol=2e-5, rtol=1e-4)


@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 0.9])
def test_tokens_that_are_not_written_are_left_out_and_change_nothing(share):
    torch.manual_seed(3)
    k, v, q = torch.randn(2, 3, 4, 100, 8), torch.randn(2, 3, 4, 100, 8), torch.randn(2, 3, 4, 2, 100, 8)
    b = torch.rand(2, 3, 4, 100, 1) * (torch.rand(2, 3, 4, 100, 1) < share)
    before = LayerMemory(torch.randn(2, 4, 8, 8), torch.zeros(2, 4, 8, 1))
    every = stream("token-delta", q, k, v, b, before)
    with torch.no_grad():
        few = stream("token-delta", q, k, v, b, before)
    torch.testing.assert_close(few.memory.M, every.memory.M, atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(few.recalled, every.recalled, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("rule", RULES)
def test_recall_comes_before_absorb(rule):
    k, v = torch.randn(1, 3, 2, 4, 8), torch.randn(1, 3, 2, 4, 8)
    read = stream(rule, k[:, :, :, None], k, v, torch.ones(1, 3, 2, 4, 1), blank(1, 2, 8)).recalled
    assert read[:, 0].abs().max() == 0
    assert read[:, 1].abs().max() > 0


@pytest.mark.parametrize("rule", RULES)
def test_a_token_that_is_not_written_leaves_no_trace(rule):
    k, v = torch.randn(1, 1, 2, 5, 8), torch.randn(1, 1, 2, 5, 8)
    write = torch.ones(1, 1, 2, 5, 1)
    write[..., 3, 0] = 0
    keep = [0, 1, 2, 4]
    with_it = absorb(rule, k, v, blank(1, 2, 8), write)
    without = absorb(rule, k[..., keep, :], v[..., keep, :], blank(1, 2, 8))
    for a, b in zip(with_it, without, strict=True):
        torch.testing.assert_close(a, b, atol=1e-6, rtol=1e-5)


@pytest.mark.parametrize("rule", RULES)
def test_an_empty_memory_recalls_nothing_and_no_nan(rule):
    q = torch.full((1, 1, 1, 1, 2, 4), -200.0)  # σ underflows to 0
    assert recall(rule, q, blank(1, 1, 4)).abs().max() == 0
    assert EPSILON > 0


@pytest.mark.parametrize("rule", RULES)
def test_many_segments_stay_finite(rule):
    torch.manual_seed(0)
    k, v = 3 * torch.randn(1, 200, 1, 16, 8), 3 * torch.randn(1, 200, 1, 16, 8)
    read = stream(rule, k[:, :, :, None], k, v, torch.ones(1, 200, 1, 16, 1), blank(1, 1, 8))
    assert read.recalled.isfinite().all()
    assert read.memory.M.isfinite().all()


def test_a_needle_outlives_16k_repeated_fillers_under_token_delta_alone():
    torch.manual_seed(0)
    needle_k, needle_v = (
        torch.randn(1, 1, 16, 1, 128),
        torch.randn(1, 1, 16, 1, 128),
    )  # sixteen trials, one a head
    filler_k, filler_v = torch.randn(1, 1, 16, 16, 128), torch.randn(1, 1, 16, 16, 128)
    cosine = {}
    for rule in RULES:
        memory = absorb(rule, needle_k, needle_v, blank(1, 16, 128))
        k, v = (u.expand(-1, 1024, -1, -1, -1) for u in (filler_k, filler_v))
        memory = absorb(rule, k, v, memory)
        recalled = recall(rule, needle_k[:, :, :, None], memory)[0, 0, :, 0, 0]
        cosine[rule] = torch.cosine_similarity(recalled, needle_v[0, 0, :, 0], -1).mean().item()
    assert cosine["token-delta"] > 0.75
    assert max(cosine["linear"], cosine["delta"]) < 0.2
