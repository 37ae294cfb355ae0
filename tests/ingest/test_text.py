"""Characters and paragraphs."""

import unicodedata
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.text import clean, key, lines, one_line, same


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=150)
def test_cleaning_is_done_once_and_for_all(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert "\r" not in cleaned


def test_whatever_normalising_would_change_is_normalised() -> None:
    known = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code))[0] != "C"]
    composed = [one for one in map(unicodedata.decomposition, known) if one and one[0] != "<"]
    marks = [one for one in known if unicodedata.combining(one)]
    texts = known + ["".join(chr(int(code, 16)) for code in one.split()) for one in composed]
    texts += [f"a{one}{other}" for one, other in (*pairwise(marks), *pairwise(reversed(marks)))]
    assert [text for text in texts if not unicodedata.is_normalized("NFC", clean(text))] == []


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=100)
def test_a_line_has_no_spaces_at_its_ends_or_in_a_row(text: str) -> None:
    assert one_line(text) == " ".join(one_line(text).split())
    assert "\n\n\n" not in lines(text)


def test_ligatures_are_spelt_out_and_fractions_are_not() -> None:
    assert clean("\ufb01ne o\ufb03ce ½ x²") == "fine office ½ x²"


def test_soft_hyphens_and_joiners_vanish_and_odd_spaces_become_spaces() -> None:
    assert clean("co\u00adop\u2060—\u200ba\u00a0b\u202fc\ufeff") == "coop—a b c"


def test_titles_are_compared_by_their_letters() -> None:
    assert same("The  Man—Himself", "the man: himself")
    assert not same("…", "—")
    assert key("Élan Vital!") == key("elan VITAL")
