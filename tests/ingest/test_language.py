"""The language of a text."""

import pytest

from ingest.language import detect_language, guess_language

RUSSIAN = (
    "Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему. Все смешалось в"
    " доме Облонских. Жена узнала, что муж был в связи с бывшею в их доме француженкою-гувернанткой."
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "It was the best of times and the worst of times, and he had not been in the house with her.",
            "en",
        ),
        (
            "Und so war es die beste und die schlechte der Zeiten, und er war nicht mit ihr auf dem Weg.",
            "de",
        ),
        (
            "Le meilleur des temps et le pire des temps, et il ne savait pas que la rue était dans une nuit.",
            "fr",
        ),
    ],
)
def test_small_words_tell_the_language(text: str, language: str) -> None:
    assert guess_language(text) == language


def test_a_few_words_tell_nothing() -> None:
    assert guess_language("The end") is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (RUSSIAN, "ru"),
        ("Litwo! Ojczyzno moja! ty jesteś jak zdrowie. Ile cię trzeba cenić, ten tylko się dowie.", "pl"),
        (
            "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。何でも薄暗いじめじめした所で泣いていた。",
            "ja",
        ),
        ("x1 y2 z3", None),
    ],
)
def test_other_languages_are_told_by_a_library(text: str, language: str | None) -> None:
    assert detect_language(text) == language
