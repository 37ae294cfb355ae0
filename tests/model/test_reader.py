"""Reading: the same memory however it was interrupted, of the same size however much was read."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from model.interface import MemoryState, ModelError, ReadingModel, Sampling
from model.reader import Reader
from tests.model.making import TEXT, network, tokenizer

READER = Reader("tiny", "f" * 64, network(eos_token_id=tokenizer().eos_token_id), tokenizer())
STEPS = list(READER.read(TEXT, READER.blank()))
WHOLE = STEPS[-1]


def test_a_reader_is_a_reading_model():
    model: ReadingModel = READER
    assert model.device == "cpu"
    assert not model.writes


def test_every_token_is_read_once():
    reader = Reader("tiny", "f" * 64, READER.network, READER.tokenizer)
    last = list(reader.read(TEXT, reader.blank()))[-1]
    assert last.tokens == reader.tokens_read == reader.count(TEXT)


@given(step=st.integers(0, len(STEPS) - 2))
@settings(max_examples=12, deadline=None)
def test_reading_on_from_a_saved_step_gives_the_same_bits(step):
    saved = READER.pack(STEPS[step])
    rest = list(READER.read(TEXT, READER.unpack(saved), skip=STEPS[step].tokens))
    assert READER.pack(rest[-1]) == READER.pack(WHOLE)


def test_a_crash_loses_at_most_one_segment_for_steps_are_segments():
    assert [state.tokens for state in STEPS[:3]] == [16, 32, 48]


def test_several_segments_a_step_leave_the_memory_that_single_ones_do():
    ids = torch.tensor([tokenizer().encode(TEXT)])
    with torch.inference_mode():
        memory = READER.network(ids, logits_to_keep=0).memory
    for whole, single in zip(memory.layers, WHOLE.layers, strict=True):
        torch.testing.assert_close(whole, single, atol=1e-4, rtol=1e-4)


def test_an_empty_text_changes_nothing():
    assert list(READER.read("", WHOLE)) == []


def test_the_memory_of_another_model_is_refused():
    with pytest.raises(ModelError, match="another model"):
        next(READER.read(TEXT, MemoryState("other", 3, WHOLE.layers)))


def test_a_question_changes_no_memory():
    before = READER.pack(WHOLE)
    list(READER.answer("Who wound the clock?", [TEXT], WHOLE, Sampling(limit=40)))
    READER.clues("Who?", WHOLE)
    READER.gain([TEXT], WHOLE)
    assert READER.pack(WHOLE) == before


def test_the_same_seed_gives_the_same_answer():
    def answer(seed: int) -> str:
        sampling = Sampling(temperature=1.5, top_p=1.0, limit=20, seed=seed)
        return "".join(token.text for token in READER.answer("Who?", (), WHOLE, sampling))

    assert answer(1) == answer(1)
    assert len({answer(seed) for seed in range(5)}) > 1


def test_an_answer_depends_on_the_memory():
    other = list(READER.read("A quite different text about whales. " * 20, READER.blank()))[-1]
    assert READER.gain(["the clock"], WHOLE) != READER.gain(["the clock"], other)
    assert READER.gain(["the clock"], READER.blank()) == (0.0,)


def test_scores_do_not_depend_on_what_is_scored_beside():
    texts = ["A clock.", TEXT, "The keeper wound it on Fridays, every week of the year."]
    together = READER.gain(texts, WHOLE)
    alone = [READER.gain([text], WHOLE)[0] for text in texts]
    assert together == pytest.approx(alone, abs=1e-4)


def test_a_likelihood_is_the_networks_own():
    ids = READER.tokenizer.encode(TEXT, add_special_tokens=False)[:12]
    with torch.inference_mode():
        prompt = torch.tensor([[*READER.prompts.start(), *ids]])
        logits = READER.network(prompt).logits[0, :-1]
    expected = -torch.nn.functional.cross_entropy(logits, prompt[0, 1:]).item()
    from model.scoring import likelihoods

    with torch.inference_mode():
        got = likelihoods(READER.network, [(READER.prompts.start(), ids)], READER.network.model.blank())
    assert got == pytest.approx([expected], abs=1e-4)
