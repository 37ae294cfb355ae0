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


TALES = {
    "fr": "Le vieux maître du port marchait chaque soir le long du quai. Où étaient-ils ? Nul ne le savait. ",
    "es": "El viejo capitán del puerto caminaba cada tarde por el muelle. ¿Dónde están los niños? ",
    "sv": "Den gamle hamnmästaren gick varje kväll längs kajen och räknade båtarna som hade kommit hem. ",
    "de": "Der alte Hafenmeister ging jeden Abend über die Brücke und zählte die Boote. Schön war es. ",
    "ru": "Старый смотритель гавани каждый вечер гулял по набережной и считал лодки, которые вернулись домой. ",
    "cs": "Starý přístavní mistr chodil každý večer po nábřeží a počítal lodě, které se vrátily před bouří. ",
    "lt": "Senasis uosto prižiūrėtojas kiekvieną vakarą vaikščiojo krantine ir skaičiavo grįžusius laivus. ",
    "pl": "Stary zarządca portu każdego wieczoru spacerował po nabrzeżu i liczył łodzie, które wróciły. ",
    "ja": "年老いた港長は毎晩岸壁に沿って歩き、嵐の前に帰ってきた船を数えた。",
}


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("fr", "cp1252"),
        ("es", "latin-1"),
        ("sv", "cp850"),
        ("de", "cp1252"),
        ("de", "cp850"),
        ("ru", "cp1251"),
        ("ru", "koi8-r"),
        ("ru", "cp866"),
        ("cs", "cp1250"),
        ("cs", "iso8859-2"),
        ("lt", "cp1257"),
        ("pl", "iso8859-2"),
        ("ja", "euc_jp"),
        ("ja", "iso2022_jp"),
    ],
)
def test_old_encodings_are_told_by_what_they_make(language: str, name: str) -> None:
    text = TALES[language] * 20
    assert decode(text.encode(name)) == text
