"""Encodings."""

import pytest

from ingest.encoding import decode

TEXT = "Straße, naïve café — “so it goes”. The river went slowly by the old mill."


@pytest.mark.parametrize(
    "name", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-be"]
)
def test_unicode_is_read_with_and_without_a_mark(name: str) -> None:
    assert decode(TEXT.encode(name)) == TEXT


def test_old_western_text_is_read() -> None:
    assert decode((TEXT * 5).encode("cp1252")) == TEXT * 5


def test_a_declared_encoding_counts() -> None:
    page = "<html><head><meta charset='iso-8859-2'></head><body>Žluťoučký kůň</body></html>"
    assert decode(page.encode("iso-8859-2")) == page


def test_a_declared_encoding_that_is_wrong_does_not() -> None:
    page = "<html><head><meta charset='utf-8'></head><body>吾輩は猫である。名前はまだ無い。</body></html>"
    assert decode(page.encode("shift_jis")) == page


@pytest.mark.parametrize("name", ["zlib", "rot13", "hex", "nonsense", "undefined"])
def test_a_declared_encoding_that_is_no_text_encoding_does_no_harm(name: str) -> None:
    assert "Caf" in decode(f"<meta charset='{name}'> Café au lait, s'il vous plaît".encode("latin-1"))
