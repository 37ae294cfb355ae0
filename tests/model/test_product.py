"""Products of one row give what the layers give, merged and in whatever width."""

import pytest
import torch
from torch import nn

from model import product
from model.packed import PackedLinear
from model.product import Byte, Half, Merging, Own, Small, Whole


def layers(bias):
    torch.manual_seed(0)
    return [nn.Linear(32, out, bias=bias) for out in (24, 8)]


def expected(some, x, before):
    return torch.cat([layer.float()(x * before) for layer in some], -1)


@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("copied", [0, product.COPIED])
@torch.inference_mode()
def test_merged_layers_give_what_they_give_apart(bias, dtype, copied, monkeypatch):
    monkeypatch.setattr(product, "COPIED", copied)
    some, x, before = [layer.to(dtype) for layer in layers(bias)], torch.randn(1, 32), torch.rand(32)
    given = Merging()(some, before)(x)
    assert given.dtype == torch.float32
    near = {torch.float32: 1e-5, torch.bfloat16: 2e-3 if copied else 2e-2}[dtype]
    torch.testing.assert_close(given, expected(some, x, before), atol=near, rtol=near)


@pytest.mark.parametrize("few", [0, product.FEW])
@pytest.mark.parametrize("bias", [False, True])
@torch.inference_mode()
def test_8_bit_layers_give_what_they_give_apart_but_for_the_rounding_of_x(bias, few, monkeypatch):
    monkeypatch.setattr(product, "FEW", few)
    some, x, before = layers(bias), 9 * torch.randn(1, 32), torch.rand(32)
    scales = [layer.weight.abs().amax(1) / 127 for layer in some]
    packed = [
        PackedLinear((layer.weight / s[:, None]).round().to(torch.int8), s, layer.bias)
        for layer, s in zip(some, scales, strict=True)
    ]
    given, exact = Merging()(packed, before)(x), expected(some, x, before)
    assert (given - exact).norm() < 0.02 * exact.norm()
    assert Merging()(packed)(torch.zeros(1, 32)).abs().max() <= (1 if bias else 0)


@torch.inference_mode()
def test_the_output_layer_of_an_8_bit_network_is_rounded_too_where_there_is_room(monkeypatch):
    head, x, before = nn.Linear(32, 90, bias=False), 9 * torch.randn(1, 32), torch.rand(32)
    exact = expected([head], x, before)
    for narrow, kind in ((True, Byte if product.BYTE else Whole), (False, Whole)):
        made = Merging(narrow).head(head, before)
        assert isinstance(made, kind)
        assert (made(x) - exact).norm() < 0.02 * exact.norm()
    monkeypatch.setattr(product, "COPIED", 0)
    assert isinstance(Merging(narrow=True).head(head, before), Own)


def test_weights_are_merged_in_their_own_width_as_far_as_there_is_room(monkeypatch):
    wide, narrow = torch.nn.Linear(4, 5, bias=False), torch.nn.Linear(4, 5).to(torch.bfloat16)
    monkeypatch.setattr(product, "COPIED", 80)
    merging = Merging()
    assert isinstance(merging([narrow]), Half if product.HALF else Whole)
    assert isinstance(merging([wide]), Own)
    assert isinstance(Merging()([wide]), Whole)
    assert isinstance(Merging()([wide, wide]), Own)
    eight = PackedLinear(torch.zeros(5, 4, dtype=torch.int8), torch.ones(5), None)
    assert isinstance(Merging()([eight]), Byte if product.BYTE else Own)
    monkeypatch.setattr(product, "BLOCK", 4)
    assert isinstance(Merging()([eight]), Small if product.BYTE else Own)
    monkeypatch.setattr(product, "FEW", 20)
    assert isinstance(Merging()([eight]), Byte if product.BYTE else Own)
    assert isinstance(Merging()([eight, wide]), Own)
    monkeypatch.setattr(product, "HALF", False)
    monkeypatch.setattr(product, "BYTE", False)
    assert isinstance(Merging()([narrow]), Whole)
    assert isinstance(Merging()([eight]), Own)
