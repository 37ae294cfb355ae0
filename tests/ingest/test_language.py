"""The language of a text."""

import pytest

from ingest.language import guess_language


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
