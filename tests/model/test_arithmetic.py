"""The quick forms give what the plain ones give, with and without gradients."""

import pytest
import torch
from torch import nn
from transformers.models.llama.modeling_llama import apply_rotary_pos_emb

from model.arithmetic import narrow_linear, normed, rotary, rotated
from model.memory_path import Shift


def test_heads_are_turned_as_transformers_turns_them():
    x, angles = torch.randn(2, 3, 5, 8), torch.randn(1, 5, 4).repeat(1, 1, 2)
    cos, sin = angles.cos(), angles.sin()
    wanted, _ = apply_rotary_pos_emb(x, x, cos, sin)
    torch.testing.assert_close(rotated(x, rotary(cos, sin)), wanted)


@pytest.mark.parametrize("learning", [False, True])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_a_norm_is_the_librarys(learning, dtype):
    norm = nn.RMSNorm(16, 1e-6)
    nn.init.normal_(norm.weight)
    x = (torch.randn(2, 3, 16) * 5).to(dtype)
    x[0, 0] = 0
    with torch.set_grad_enabled(learning):
        given, wanted = normed(x, norm), norm(x.float())
    torch.testing.assert_close(
        given.float(), wanted, atol=0.05 if dtype == torch.bfloat16 else 1e-5, rtol=2e-2
    )
    assert given.dtype == dtype
    assert normed(x, nn.Identity()) is x


def test_a_norm_learns_as_the_librarys_does():
    torch.manual_seed(0)
    norm, x = nn.RMSNorm(16, 1e-6), torch.randn(2, 5, 3, 16).transpose(1, 2).requires_grad_()
    nn.init.normal_(norm.weight)
    towards = torch.randn_like(x)
    own = torch.autograd.grad(normed(x, norm), (x, norm.weight), towards)
    wanted = torch.autograd.grad(norm(x), (x, norm.weight), towards)
    torch.testing.assert_close(own, wanted, atol=1e-5, rtol=1e-4)


def test_few_outputs_are_those_of_the_layer():
    layer, x = nn.Linear(16, 3), torch.randn(2, 4, 5, 16)
    torch.testing.assert_close(narrow_linear(layer, x), layer(x).transpose(2, 3))


def test_a_shift_in_place_is_the_shift_that_is_learnt():
    shift = Shift(4, 2, 8)
    laid_out = [torch.randn(2, 3, 5, heads, 8).transpose(2, 3) for heads in (4, 2, 2)]
    q, k, v = laid_out
    last = (torch.randn(2, 3, 4, 1, 8), torch.randn(2, 3, 2, 1, 8), torch.randn(2, 3, 2, 1, 8))
    for before in (None, last):
        with torch.inference_mode():
            quick = shift((q, k, v), before)
        torch.testing.assert_close(quick, shift((q, k, v), before))
