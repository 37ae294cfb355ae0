import numpy as np
import pytest
import torch

from app.evaluation.squad import f1
from app.selecting import scores
from benchmarks.answers import Bound
from benchmarks.fit_selecting import Network, batch_of, drawn, example, loss_of
from tests.app.tale import TALE

ANSWERS = ["his boots were dry after the rain", "a map"]


@pytest.fixture(scope="module")
def one():
    book = Bound()
    book.add("\n\n".join(TALE))
    row = {"question": "Why did Tam not trust the professor?", "answers": ANSWERS}
    return example("tale", "The Ferry", book, row)


@pytest.fixture(scope="module")
def network(one):
    torch.manual_seed(0)
    made = Network(len(one.described.question), one.described.tokens.shape[1], 0.3, 0.3)
    for table in made.parameters():
        torch.nn.init.normal_(table, std=0.1)
    return made.eval()


def test_the_program_scores_as_the_network_that_was_fitted_does(one, network):
    with torch.no_grad():
        fitted = network(batch_of([one], None)).numpy()
    weights = {name: table.numpy() for name, table in network.state_dict().items()}
    used = scores(one.described, one.spans, [weights])
    assert fitted.std() > 0.1
    assert np.allclose(fitted, used, atol=1e-3)


def test_questions_together_are_scored_as_each_alone(one, network):
    with torch.no_grad():
        alone, both = network(batch_of([one], None)), network(batch_of([one, one], None))
    assert torch.allclose(both, torch.cat([alone, alone]), atol=1e-3)


def test_a_stretch_is_worth_its_f1(one):
    words = one.described.words
    for (first, last), worth in zip(one.spans[::40], one.worth[::40], strict=True):
        assert worth == pytest.approx(f1(" ".join(words[first : last + 1]), ANSWERS), abs=1e-6)
    assert one.worth.max() == 1


def test_drawn_stretches_have_the_best_and_stand_for_all(one):
    kept, more = drawn(one, np.random.default_rng(0))
    assert one.wanted[kept].max() == one.wanted.max()
    assert np.exp(more).sum() == pytest.approx(len(one.spans), rel=1e-4)


def test_the_loss_falls_when_the_best_stretch_is_scored_higher(one, network):
    batch = batch_of([one], None)
    flat = torch.zeros(len(one.spans))
    right = flat.clone()
    right[int(one.worth.argmax())] = 10.0
    assert loss_of(right, batch, 2.0) < 0.5 < loss_of(flat, batch, 2.0)
