import numpy as np

from app.recurring import WEIGHTS
from benchmarks.fit_recurring import Example, fit, judged


def made(at):
    """A question that is answered by what recurs, not by what is likeliest."""
    rows = np.zeros((3, len(WEIGHTS)), np.float32)
    rows[0, 0] = 1.0
    rows[1, 1] = 1.0
    return Example("novel", f"title {at}", rows, np.array([0.0, 1.0, 0.0]), 0.0)


def test_what_answers_is_weighed_most():
    weights = fit([made(at) for at in range(4)])
    assert weights[1] > 0 > weights[0]


def test_each_half_of_the_titles_is_judged_by_what_the_other_taught():
    told = list(judged([made(at) for at in range(8)]))
    assert sum(int(line.split(": ")[1].split()[0]) for line in told) == 8
    assert all("0.0 before, 100.0 now" in line for line in told)
