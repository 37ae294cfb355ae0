"""What is recommended can be read with, is freely licensed, and its memory is estimated as ours is."""

from app.recommending import recommended
from model.looking import READABLE
from model.machine import LARGE, needed_memory


def test_what_is_recommended_can_be_read_with():
    rows = recommended()
    assert [row.size for row in rows] == sorted(row.size for row in rows)
    for row in rows:
        assert row.family in READABLE
        assert row.repo.count("/") == 1
        assert row.licence
        assert row.quantization == ("int8" if row.parameters >= LARGE else "none")
        assert isinstance(row.fits, bool)


def test_its_memory_is_what_reading_is_estimated_to_need():
    for row in recommended():
        least = needed_memory(row.parameters, 0, 2, row.quantization)
        assert 0.9 * least < row.memory < 1.8 * least + 2 * 700_000_000, row.repo


def test_a_model_that_is_too_large_is_said_not_to_fit(monkeypatch):
    monkeypatch.setattr("app.recommending.free_memory", lambda: 2_000_000_000)
    assert {row.fits for row in recommended()} == {True, False}
