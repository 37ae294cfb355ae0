"""The loss over a large vocabulary equals the plain one, and so does its gradient."""

import pytest
import torch
import torch.nn.functional as F

from model import loss
from model.loss import cross_entropy


@pytest.mark.parametrize("at_once", [3, 100])
def test_it_equals_the_plain_loss(at_once, monkeypatch):
    monkeypatch.setattr(loss, "TOKENS_AT_ONCE", at_once)
    torch.manual_seed(0)
    hidden, head = torch.randn(2, 7, 8, requires_grad=True), torch.randn(50, 8, requires_grad=True)
    labels = torch.randint(0, 50, (2, 7))
    labels[0, 2:5] = -100
    plain = F.cross_entropy((hidden @ head.T).flatten(0, 1), labels.flatten(), ignore_index=-100)
    ours = cross_entropy(hidden, labels, head)
    torch.testing.assert_close(ours, plain)
    for a, b in zip(
        torch.autograd.grad(ours, (hidden, head)), torch.autograd.grad(plain, (hidden, head)), strict=True
    ):
        torch.testing.assert_close(a, b)


def test_nothing_wanted_costs_nothing():
    assert cross_entropy(torch.randn(1, 3, 4), torch.full((1, 3), -100), torch.randn(5, 4)).item() == 0
