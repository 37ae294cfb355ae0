"""Questions over texts that are really added and read, with the memory kept and emptied."""

from dataclasses import replace

import pytest

from app.answering import NOT_FOUND, answer
from app.evaluation.questions import Cell, _Tally, chosen, measure
from app.evaluation.sets import Asked, Question, questions
from app.evaluation.shelf import Overheard, shelved
from app.work import follow
from model.interface import ModelError, Sampling
from model.loading import load
from tests.app.evaluation.corpus import ASKED, TALES, make
from tests.fakes import FakeModel


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return make(tmp_path_factory.mktemp("data"))


def test_sets_hold_whole_texts_and_their_questions(data):
    (ferry, baker) = sorted(questions(data, "fairytaleqa"), key=lambda one: one.title, reverse=True)
    assert (ferry.text, baker.title) == (TALES["the-ferry"], "the-baker")
    assert [(one.text, *one.answers) for one in ferry.questions] == ASKED["the-ferry"]
    (article,) = questions(data, "squad")
    assert [one.possible for one in article.questions] == [True, False]
    (book,) = questions(data, "narrativeqa")
    assert len(book.questions) == 4


def test_strangers_are_questions_of_another_text():
    own = tuple(Question(f"q{i}", ("a",)) for i in range(4))
    other = tuple(Question(f"p{i}", ("b",)) for i in range(4))
    texts = [Asked("one", "", own), Asked("two", "", other)]
    first, second = chosen(texts, None)
    assert first.questions == (*own, *(replace(one, possible=False) for one in other[:2]))
    assert [one.text for one in second.questions[4:]] == ["q0", "q1"]
    (short,) = chosen(texts, 3)
    assert [one.possible for one in short.questions] == [True] * 3 + [False] * 2
    mixed = [replace(texts[0], questions=(*own, Question("r", (), possible=False))), texts[1]]
    assert chosen(mixed, None) == mixed  # a set that has its own is left as it is


def test_a_tally_counts_what_is_said_and_what_is_decided():
    tally, orla = _Tally(), Question("Who?", ("Orla Finch",))
    tally.note(orla, "Orla Finch", True, "Orla")
    tally.note(orla, NOT_FOUND, False, "Finch Orla")
    tally.note(replace(orla, possible=False), NOT_FOUND, False, "")
    tally.note(replace(orla, possible=False), "Tam", True, "")
    cell = tally.cell("s", "memory", "kept")
    assert (cell.f1, cell.exact, cell.n, cell.unanswerable) == (50, 50, 2, 2)
    assert cell.drafted_f1 == pytest.approx(100 * (2 / 3 + 1) / 2)
    assert (cell.found_precision, cell.found_recall, cell.not_found_f1) == (50, 50, 50)
    assert tally.cell("s", "both", "kept").drafted_f1 is None


def test_an_emptied_model_answers_from_a_blank_memory(tmp_path):
    model = FakeModel()
    book = follow(shelved(tmp_path, "The Ferry", TALES["the-ferry"], model))
    asked = "Who kept the ferry at Greywater?"
    drafts = {}
    for emptied in (False, True):
        heard = Overheard(model, emptied)
        made = follow(answer(tmp_path, book, asked, heard.as_model(), mode="memory"))
        drafts[emptied] = heard.drafted
        assert made.found is not emptied
    assert len(drafts[False].split()) == 10  # the fake tells the first words that it remembers
    assert drafts[True] == ""
    assert heard.name == "fake"
    list(heard.answer(asked, ["one two"], model.blank(), Sampling()))
    assert heard.drafted == "one two "


def test_every_mode_is_measured_with_the_real_model(data):
    events = list(measure(data, load("default", "cpu"), ["fairytaleqa"], ["both", "memory", "text"], 2))
    cells = [event for event in events if isinstance(event, Cell)]
    assert [(cell.mode, cell.memory) for cell in cells] == [
        ("both", "kept"), ("both", "emptied"), ("memory", "kept"), ("memory", "emptied"), ("text", "kept"),
    ]  # fmt: skip
    assert {(cell.n, cell.unanswerable) for cell in cells} == {(2, 1)}
    assert cells[4].f1 > 0  # the text has the answers in so many words
    assert cells[3].found_recall == 0  # what is not remembered is not found
    assert cells[3].f1 == 0
    assert all(0 <= cell.exact <= cell.f1 <= 100 for cell in cells)


def test_a_missing_set_is_said_before_anything_is_read(data, tmp_path):
    model = FakeModel()
    with pytest.raises(ModelError, match="fairytaleqa_stories"):
        next(measure(tmp_path, model, ["fairytaleqa"], ["both"], None))
    assert model.tokens_read == 0
