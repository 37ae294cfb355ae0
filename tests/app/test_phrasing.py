import pytest

from app.phrasing import as_said, readable


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("the  old\nmill", "The old mill"),
        ("“A clock,” said", "“A clock,” said"),
        ("a clock,” said the professor", "A clock, said the professor"),
        ("(they said", "They said"),
        ("42 coins", "42 coins"),
        ("is skilled in magic.'", "Is skilled in magic."),
        ("the boys' clothes", "The boys' clothes"),
        ("ran off,", "Ran off"),
    ],
)
def test_an_answer_is_shown_readably(words, shown):
    assert readable(words) == shown


@pytest.mark.parametrize(
    ("text", "cut", "kind", "said"),
    [
        ("She fed the old goat.", "old goat", "thing", "the old goat"),
        ("It had a green sail.", "green", "colour", "green"),
        ("Then came Mr. Royall’s horse.", "Royall’s", "person", "Mr. Royall"),
        ("There were a hundred and twenty beds.", "twenty", "number", "a hundred and twenty"),
        ("There were thirty men and two boys.", "thirty", "number", "thirty"),
        ("He lay under the bed.", "bed", "place", "under the bed"),
        ("He lay under the bed.", "bed", "thing", "the bed"),
        ("She wept because it rained.", "wept because it rained", "reason", "because it rained"),
        ("He came, and the moon rose.", "and the moon rose", "event", "the moon rose"),
        ("It cost $12 or more.", "12", "number", "$12"),
        ("“The moon rose.”", "The moon rose", "event", "“The moon rose.”"),
    ],
)
def test_what_belongs_to_words_is_taken_in_and_what_joins_them_is_not(text, cut, kind, said):
    begin = text.index(cut)
    begin, end = as_said(text, begin, begin + len(cut), kind)
    assert text[begin:end] == said
