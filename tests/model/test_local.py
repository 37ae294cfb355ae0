"""Attention in blocks is causal attention: values, gradients, grouped heads, any length, and nothing later is seen."""

import pytest
import torch
import torch.nn.functional as F

from model import local
from model.local import attended


@pytest.fixture
def units(monkeypatch):
    monkeypatch.setattr(local, "bfloat16_units", lambda: True)
    monkeypatch.setattr(local.F, "scaled_dot_product_attention", None)


def drawn(heads, kept, tokens, size=16):
    torch.manual_seed(0)
    widths = heads, kept, kept
    return [torch.randn(2, tokens, h, size).transpose(1, 2).bfloat16().requires_grad_() for h in widths]


def plain(q, k, v):
    return F.scaled_dot_product_attention(q.float(), k.float(), v.float(), is_causal=True, enable_gqa=True)


@pytest.mark.parametrize("tokens", [2, 100, local.BLOCK, local.BLOCK + 1, 3 * local.BLOCK - 7])
@pytest.mark.parametrize(("heads", "kept"), [(4, 4), (6, 2)])
def test_blocks_give_what_the_kernel_gives(tokens, heads, kept, monkeypatch):
    q, k, v = drawn(heads, kept, tokens)
    wanted = plain(q, k, v)
    towards = torch.randn_like(wanted)
    slopes = torch.autograd.grad(wanted, (q, k, v), towards)
    monkeypatch.setattr(local, "bfloat16_units", lambda: True)
    monkeypatch.setattr(local.F, "scaled_dot_product_attention", None)
    given = attended(q, k, v)
    assert given.dtype == torch.bfloat16
    torch.testing.assert_close(given.float(), wanted, atol=0.02, rtol=0.02)
    own = torch.autograd.grad(given, (q, k, v), towards.bfloat16())
    for one, other in zip(own, slopes, strict=True):
        torch.testing.assert_close(one, other, atol=0.06, rtol=0.06)


@pytest.mark.usefixtures("units")
def test_what_comes_later_is_not_seen():
    tokens = 2 * local.BLOCK
    q, k, v = (one.detach() for one in drawn(2, 2, tokens))
    before = attended(q, k, v)
    at = local.BLOCK + 5
    k[:, :, at:], v[:, :, at:] = 9.0, -9.0
    assert torch.equal(attended(q, k, v)[:, :, :at], before[:, :, :at])


@pytest.mark.usefixtures("units")
def test_in_autocast_float32_is_narrowed_first():
    q, k, v = (one.detach().float() for one in drawn(2, 2, 40))
    with torch.autocast("cpu", torch.bfloat16):
        given = attended(q, k, v)
    assert torch.equal(given, attended(q.bfloat16(), k.bfloat16(), v.bfloat16()))


def test_a_window_is_met_by_the_kernel(monkeypatch):
    monkeypatch.setattr(local, "bfloat16_units", lambda: True)
    q, k, v = (one.detach().float() for one in drawn(2, 2, 12))
    whole = attended(q, k, v)
    ahead = attended(q[:, :, 7:], k, v, past=7)
    torch.testing.assert_close(ahead, whole[:, :, 7:])
    torch.testing.assert_close(attended(q[:, :, 11:], k, v, past=11), whole[:, :, 11:])
