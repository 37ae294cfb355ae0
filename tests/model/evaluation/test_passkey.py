"""The pass key is told before the last segment, asked at the end, and judged token by token."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from model.evaluation import passkey
from model.evaluation.passkey import DEPTHS, Cell, measure, places, recalled
from model.evaluation.passkey import _trial as trial
from model.evaluation.text import Filler
from model.interface import ModelError
from model.loading import load
from model.passkey import Asked
from model.writing import Line
from tests.model.evaluation.watching import cells, result
from tests.model.making import network, tokenizer


@pytest.fixture(scope="module")
def default():
    return load("default", "cpu")


@pytest.fixture
def small():
    """A random network of short segments, and its tokenizer."""
    marks = tokenizer()
    return SimpleNamespace(name="small", network=network(segment_length=64), tokenizer=marks)


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("keys", [1, 3])
def test_the_key_lies_whole_in_an_earlier_segment_at_its_depth(small, depth, keys):
    rng = np.random.default_rng(0)
    for length in (300, 1000, 4097):
        for _ in range(20):
            one = trial(small, length, depth, keys, rng)
            room = length - 64
            ends = [plant.at + len(plant.ids) for plant in one.told]
            assert max(ends) <= room
            assert all(end <= later.at for end, later in zip(ends, one.told[1:], strict=False))
            if keys == 1 and length > 4000:
                low, high = DEPTHS[depth]
                assert low * room - 1 <= one.told[0].at <= high * room
            assert len({question.ids[-1] for question in one.asked}) >= 1
            assert all(len(question.ids) <= 64 for question in one.asked)


def test_places_fill_their_room():
    rng = np.random.default_rng(0)
    drawn = np.array([places(100, [10], (0.95, 1.0), rng)[0] for _ in range(300)])
    assert (drawn.min(), drawn.max()) == (80, 90)  # widened to twice the needle
    assert places(30, [10, 10, 10], (0.475, 0.525), rng) == [0, 10, 20]


@torch.inference_mode()
def test_exact_is_what_greedy_decoding_writes(small):
    """Whatever the network itself writes after the question counts as recalled, and one token less does not."""
    filler = Filler("repeat", None, small.tokenizer, 0).stretch(300, np.random.default_rng(1))
    one = trial(small, 300, "middle", 1, np.random.default_rng(1))
    question = one.asked[0]
    whole = filler.copy()
    whole[one.told[0].at : one.told[0].at + len(one.told[0].ids)] = one.told[0].ids
    head = torch.from_numpy(whole[: 300 - 64])[None]
    memory = small.network(head[:, :44], logits_to_keep=0).memory  # the first segment takes what is left over
    memory = small.network(head[:, 44:], memory, logits_to_keep=0).memory

    def written(after):
        size = len(question.ids) - question.begin
        line, answer = Line(small.network, after), []
        prompt = [*whole[300 - 64 : 300 - len(question.ids)].tolist(), *question.ids[: question.begin]]
        logits = line.extend(prompt)
        for _ in range(size):
            answer.append(int(logits.argmax()))
            logits = line.extend(answer[-1:])
        return answer

    def marks(answer):
        asked = Asked(
            [*question.ids[: question.begin], *answer], question.start, question.stop, question.begin
        )
        few = [passkey.Trial("middle", one.told, (asked,))]
        return result(recalled(small.network, filler, few, ""))[0][0]

    own, guessed = written(memory), written(small.network.model.blank())
    assert own != guessed  # the memory matters
    exact, token, emptied, _ = marks(own)
    assert (exact, token, emptied) == (1.0, 1.0, 0.0)
    assert marks(guessed)[2:] == (1.0, 1.0)
    assert marks(guessed)[0] == 0.0
    wrong = [*own[:-1], (own[-1] + 1) % 320]
    assert marks(wrong)[:2] == (0.0, pytest.approx(1 - 1 / (question.stop - question.start)))


def test_nothing_of_the_key_is_left_in_an_emptied_memory(small):
    filler = Filler("repeat", None, small.tokenizer, 0).stretch(300, np.random.default_rng(1))
    one = trial(small, 300, "end", 1, np.random.default_rng(1))
    other = passkey.Trial("end", trial(small, 300, "end", 1, np.random.default_rng(2)).told, one.asked)
    kept_then_emptied = [result(recalled(small.network, filler, [t], ""))[0][0][2:] for t in (one, other)]
    assert kept_then_emptied[0] == kept_then_emptied[1]


def test_the_default_model_knows_more_of_a_key_with_its_memory_than_without(default):
    length = default.network.config.segment_length + 344
    fillers = [Filler("repeat", None, default.tokenizer, length)]
    measured = cells(measure(default, fillers, [length], ["end"], trials=8))
    assert [type(cell) for cell in measured] == [Cell]
    (cell,) = measured
    assert (cell.length, cell.depth, cell.filler, cell.n) == (length, "end", "repeat", 8)
    assert cell.rule == default.network.config.memory_rule
    assert cell.token > cell.emptied_token + 0.1
    assert cell.emptied == 0


def test_a_length_without_an_earlier_segment_is_refused(small):
    filler = Filler("repeat", None, small.tokenizer, 0)
    with pytest.raises(ModelError, match="no room for the pass key"):
        cells(measure(small, [filler], [70], ["start"]))
    small.network.config.segment_length = 16
    with pytest.raises(ModelError, match="too short"):
        cells(measure(small, [filler], [4096], ["start"]))


def test_trials_grow_fewer_with_the_length():
    assert [passkey.trials_at(n) for n in (4096, 131_072, 1_048_576, 10_485_760)] == [32, 8, 4, 4]
