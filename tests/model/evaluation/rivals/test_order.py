"""The order of the tokens: the same for all, without gaps inside a run."""

import numpy as np
import pytest

from model.evaluation.rivals.order import Order
from model.interface import ModelError


def order(folder, seed=1, **changes):
    shards = []
    for i, size in enumerate((3000, 9000)):
        shards.append(folder / f"0{i}.npy")
        np.save(shards[-1], np.arange(size, dtype=np.uint16) + 10_000 * i)
    return Order(shards, **({"readers": 3, "tokens": 50, "run": 4, "seed": seed} | changes))


def test_a_run_reads_on_without_a_gap_and_the_last_token_is_read_next(tmp_path):
    made = order(tmp_path)
    rows = [made.batch(step) for step in range(4, 8)]
    whole = np.concatenate([rows[0][:, :1], *(row[:, 1:] for row in rows)], 1)
    assert (np.diff(whole, axis=1) == 1).all()
    assert whole.shape == (3, 201)


def test_the_order_is_a_function_of_seed_and_step(tmp_path):
    assert (order(tmp_path).batch(9) == order(tmp_path).batch(9)).all()
    assert not (order(tmp_path).batch(9) == order(tmp_path, seed=2).batch(9)).all()
    assert not (order(tmp_path).batch(3) == order(tmp_path).batch(4) - 50).all()


def test_streams_begin_anew_with_each_run(tmp_path):
    assert [order(tmp_path).begins(step) for step in range(6)] == [True, False, False, False, True, False]


def test_too_little_text_is_said(tmp_path):
    with pytest.raises(ModelError, match="must hold more than 4,000 tokens"):
        order(tmp_path, tokens=1000)
    with pytest.raises(ModelError, match="no shards"):
        Order([], 1, 10, 1, 1)
