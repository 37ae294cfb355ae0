import pytest

from app.evidence import Evidence
from app.features import Asked, lines
from app.introducing import introduced
from app.question import understand
from ingest.book import Locator, Passage


def said(question, text, names=("orla", "finch")):
    asked = Asked(understand(question), {}, frozenset(names), frozenset())
    passage = Passage(Locator(0, 0), text)
    found = introduced(Evidence(asked, (passage,), (lines(passage),)))
    return found and lines(passage)[found["line"]].text[found["begin"] : found["end"]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It rained. Orla Finch was the keeper of the ferry, and she sang.", "the keeper of the ferry"),
        ("Here lived Orla Finch, a ferrywoman who sang.", "a ferrywoman"),
        ("There was once a poor girl named Orla Finch.", "a poor girl"),
        ("Tam feared his sister Orla Finch.", "his sister"),
        ("In came Tam’s elder sister, Miss Orla Finch, and sang.", "Tam’s elder sister"),
        ("Orla Finch was a little afraid. She met Orla Finch, the baker’s wife.", "the baker’s wife"),
        ("Miss Finch was the keeper of the ferry.", "the keeper of the ferry"),
        ("Orla Finch sang. Tam met Orla Finch, and so on.", None),
        ("Before his supper, Orla Finch sang. Orla Finch was tired.", "Orla Finch was tired"),
    ],
)
def test_somebody_is_introduced_by_what_they_are(text, words):
    assert said("Who is Orla Finch?", text) == words


@pytest.mark.parametrize(
    "question", ["Who is Orla's brother?", "Who met Orla?", "Who is she?", "Who?", "Where is Orla?"]
)
def test_a_question_for_somebody_else_is_left_to_selecting(question):
    assert said(question, "Orla Finch was the keeper of the ferry.", ("orla",)) is None


def test_a_title_is_no_name_and_a_surname_may_follow():
    text = "Mrs. Finch was a widow. Orla Finch was a child."
    assert said("Who is Mrs. Finch?", text) == "a widow"
    assert said("Who's Orla?", text, ("orla",)) == "a child"
