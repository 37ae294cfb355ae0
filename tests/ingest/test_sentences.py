"""Sentences."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sentences import sentences

PIECES = st.sampled_from(
    [
        *"aA.!?… \n“”\"'’)(—。！1",
        "Mr.",
        " said ",
        "I ",
        "e.g. ",
        "... ",
        "\n\n",
        "J. K. ",
        "Stop",
        "”",
        " U.S. ",
    ]
)


def cut(text: str) -> list[str]:
    return [sentence for _, sentence in sentences(text)]


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(deadline=None, max_examples=150)
def test_sentences_are_verbatim_in_order_and_cover_all_but_white_space(text: str) -> None:
    end = 0
    for offset, sentence in sentences(text):
        assert text[offset : offset + len(sentence)] == sentence
        assert sentence == sentence.strip() != ""
        assert text[end:offset].strip() == ""
        end = offset + len(sentence)
    assert text[end:].strip() == ""


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Bennet was among the earliest of those who waited on Mr. Bingley.",
        "They went to St. Petersburg with Dr. Watson and Mrs. Hudson.",
        "It was written by J. K. Rowling and George R. R. Martin in the U.S. Navy.",
        "He had many things, e.g. a boat, i.e. a small one, and a dog, etc. and so on.",
        "“Who is it?” said the old man.",
        "“Stop!” he cried, and ran.",
        "“Is it you?” Mr. Holmes asked.",
        "“What?” I said.",
        "Well … I do not know.",
        "It cost 3.50 at No. 10 on Jan. 5 of that year.",
        "He waited... and waited... until dawn.",
        "Ah! what a day!",
        "See Fig. 3 and pp. 10–12 of Vol. II for more.",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize(
    "parts",
    [
        ["It rained.", "We stayed."],
        ["“I will go,” he said.", "“Then go.”", "She turned away."],
        ["“Who is it?”", "He did not answer."],
        ["“Go!” she cried.", "Nobody moved."],
        ["He was tired …", "The night fell."],
        ["So did I.", "Then we left."],
        ["“No.", "I danced with him.”"],
        ["Let me see how it is. …”", "He rose."],
        ["He lived in the U.S.", "The house was small."],
        ["“Well, well!”", "“Indeed?”", "(He laughed.)", "Then he went."],
        ["It was the year 1905.", "Nobody knew."],
        ["Was it so?", "It was!", "Yes."],
        ["“I know myself,” he cried, “but that is all.”", "The end came."],
    ],
)
def test_sentences_are_parted(parts: list[str]) -> None:
    assert cut(" ".join(parts)) == parts


def test_a_blank_line_ends_a_sentence_and_a_line_break_does_not() -> None:
    assert cut("Chapter I\n\nIt was\nlate.") == ["Chapter I", "It was\nlate."]


def test_chinese_and_japanese_sentences_need_no_space() -> None:
    assert cut("山路を登りながら、こう考えた。智に働けば角が立つ。「そうか？」と言った。") == [
        "山路を登りながら、こう考えた。",
        "智に働けば角が立つ。",
        "「そうか？」と言った。",
    ]


def test_a_number_before_a_title_is_not_a_sentence() -> None:
    assert cut("IV. The Last Night") == ["IV. The Last Night"]
