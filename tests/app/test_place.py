"""Where the library is: the usual folder, or the one that a person chose."""

import pytest

from app import place
from app.errors import LibraryError


@pytest.fixture(autouse=True)
def usual(monkeypatch, tmp_path):
    monkeypatch.setattr(place, "usual", lambda: tmp_path / "usual")
    return tmp_path / "usual"


def test_a_chosen_folder_is_kept_and_can_be_given_up(usual, tmp_path):
    assert place.chosen() == usual
    other = tmp_path / "other"
    other.mkdir()
    place.choose(other)
    assert place.chosen() == other
    assert place.gone(usual) is None
    place.choose(usual)
    assert place.chosen() == usual


def test_a_folder_that_is_away_is_told_and_comes_back(usual, tmp_path):
    other = tmp_path / "disk"
    other.mkdir()
    place.choose(other)
    other.rmdir()
    assert place.chosen() == usual
    assert place.gone(usual) == other
    assert place.gone(tmp_path) is None  # another library was asked for
    other.mkdir()
    assert place.chosen() == other


def test_a_choice_that_cannot_be_written_is_refused_in_words(usual, tmp_path):
    usual.write_text("no folder")
    with pytest.raises(LibraryError, match="cannot be written"):
        place.choose(tmp_path)
