import json

import pytest

from app.errors import LibraryError
from app.settings import Settings, load, save


def test_nothing_written_means_the_defaults(tmp_path):
    assert load(tmp_path / "none") == Settings()


def test_only_what_differs_is_written(tmp_path):
    chosen = Settings(model="big", temperature=0.5)
    save(tmp_path / "library", chosen)
    assert json.loads((tmp_path / "library" / "settings.json").read_text()) == {
        "model": "big",
        "temperature": 0.5,
    }
    assert load(tmp_path / "library") == chosen


def test_a_whole_number_is_a_temperature_too(tmp_path):
    (tmp_path / "settings.json").write_text('{"temperature": 1}')
    assert load(tmp_path).temperature == 1.0


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('{"colour": "red"}', "unknown setting “colour”"),
        ('{"seed": "seven"}', "“seed”"),
        ('{"seed": true}', "“seed”"),
        ('{"device": "tpu"}', "one of auto, cuda, mps, cpu"),
        ("[1]", "no object"),
        ("{", "cannot be read"),
        (b"\xff\xfe", "cannot be read"),
    ],
)
def test_a_wrong_setting_is_a_sentence(tmp_path, written, told):
    (tmp_path / "settings.json").write_bytes(written if isinstance(written, bytes) else written.encode())
    with pytest.raises(LibraryError, match=told):
        load(tmp_path)
