"""Products of 8-bit integers: near to the float product, and what torchao's own arithmetic gives."""

import copy

import pytest
import torch
from torch import nn
from torchao.quantization import Int8DynamicActivationInt8WeightConfig, quantize_

from model.packed import ROWS, PackedLinear, pack
from tests.model.making import ids, network


def layer(bias: bool) -> tuple[nn.Linear, nn.Linear]:
    torch.manual_seed(0)
    plain = nn.Linear(64, 48, bias=bias)
    narrow = copy.deepcopy(plain)
    quantize_(narrow, Int8DynamicActivationInt8WeightConfig())
    return plain, narrow


@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize("tokens", [1, 5, ROWS + 3])
@torch.inference_mode()
def test_a_packed_layer_gives_what_torchao_gives(bias, tokens):
    plain, narrow = layer(bias)
    packed = PackedLinear(narrow.weight.qdata, narrow.weight.scale, narrow.bias)
    x = torch.randn(2, tokens, 64) * torch.rand(2, tokens, 1) * 10
    given = packed(x)
    assert ((given - plain(x)).norm() / plain(x).norm()) < 0.02
    torch.testing.assert_close(given, narrow(x), atol=0.02 * narrow(x).abs().max().item(), rtol=0)
    assert packed(x.bfloat16()).dtype == torch.bfloat16


def test_a_gradient_passes_through():
    plain, narrow = layer(bias=True)
    packed = PackedLinear(narrow.weight.qdata, narrow.weight.scale, narrow.bias)
    x = torch.randn(7, 64, requires_grad=True)
    packed(x).sum().backward()
    torch.testing.assert_close(x.grad, plain.weight.sum(0).expand(7, -1), atol=0.02, rtol=0.02)


@torch.inference_mode()
def test_a_token_of_zeros_gives_zeros():
    _, narrow = layer(bias=False)
    packed = PackedLinear(narrow.weight.qdata, narrow.weight.scale, None)
    assert packed(torch.zeros(3, 64)).abs().max() == 0


@torch.inference_mode()
def test_a_packed_network_reads_nearly_what_the_plain_one_reads():
    plain = network()
    narrow = copy.deepcopy(plain)
    quantize_(narrow, Int8DynamicActivationInt8WeightConfig(), lambda m, n: n.endswith("_proj"))
    counted = narrow.num_parameters()
    packed = pack(narrow)
    assert sum(isinstance(m, PackedLinear) for m in packed.modules()) == 7 * plain.config.num_hidden_layers
    assert packed.num_parameters() >= counted
    a, b = plain(ids(80)), packed(ids(80))
    assert ((a.logits - b.logits).norm() / a.logits.norm()) < 0.05
