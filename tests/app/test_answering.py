import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.answering import NOT_FOUND, answer
from app.errors import LibraryError
from app.library import Library
from app.values import Progress
from app.work import follow
from model.interface import Token
from tests.app.tale import TALE, Shelf
from tests.fakes import FakeModel


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    return Shelf(tmp_path_factory.mktemp("tale")).add()


def ask(shelf, question, as_of=None, mode="both", model=None):
    return follow(answer(shelf.place, shelf.book_id, question, model or shelf.model, as_of, mode))


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("Who kept the ferry at Greywater?", "Orla Finch"),
        ("How many silver buttons did Professor Bluth pay with?", "seven"),
        ("Where did Orla hide the map?", "under the floor of the ferry"),
        ("Why did Tam not trust the professor?", "his boots were dry"),
        ("What is the name of the woman from the city?", "Ada Wren"),
        ("What colour is the sail of the new ferry?", "green"),
    ],
)
def test_the_books_own_words_answer_and_are_cited(shelf, question, holds):
    made = ask(shelf, question)
    assert made.found
    assert holds.lower() in made.text.lower()
    assert made.text.lower() in made.citations[0].quote.lower()
    assert len(made.text) < len(made.citations[0].quote)
    assert shelf.verbatim(made.citations)


def test_a_question_for_yes_or_no_is_answered_with_the_whole_sentence(shelf):
    made = ask(shelf, "Had Tam cut the ropes with a bread knife?")
    assert made.text == made.citations[0].quote == "Tam had cut its ropes with a bread knife."


def test_a_citation_names_the_printed_page(shelf):
    assert ask(shelf, "Where did Orla hide the map?").citations[0].page == "9"


def test_the_tokens_streamed_are_the_answer_and_progress_comes_first(shelf):
    events = list(answer(shelf.place, shelf.book_id, "Who kept the ferry?", shelf.model))
    tokens = [event.text for event in events if isinstance(event, Token)]
    assert "".join(tokens) == ask(shelf, "Who kept the ferry?").text
    said = [event.what for event in events if isinstance(event, Progress)]
    assert said == ["recalling", "looking up", "writing"]
    assert isinstance(events[0], Progress)


@pytest.mark.parametrize("question", ["Who is Captain Ahab?", "What colour was the dragon's saxophone?"])
def test_what_the_book_does_not_say_is_not_found(shelf, question):
    made = ask(shelf, question)
    assert (made.found, made.text) == (False, NOT_FOUND)


def test_what_came_nearest_is_cited_when_nothing_is_found(shelf):
    made = ask(shelf, "Why did Captain Ahab's submarine visit the lighthouse on Jupiter?")
    assert not made.found
    assert "lighthouse" in made.citations[0].quote


@pytest.mark.parametrize("as_of", range(len(TALE)))
@pytest.mark.parametrize("mode", ["both", "memory", "text"])
@pytest.mark.parametrize(
    "question", ["Who was a thief?", "Who stole the copper box?", "What did Orla buy with the clock?"]
)
def test_as_of_a_chapter_equals_a_copy_of_the_book_cut_there(shelf, tmp_path, as_of, mode, question):
    copy = Shelf(tmp_path, book_id="cd" * 32).add(TALE[: as_of + 1])
    whole, cut = ask(shelf, question, as_of, mode), ask(copy, question, None, mode)
    assert whole == cut
    assert all(citation.start.chapter <= as_of for citation in whole.citations)


@pytest.mark.parametrize("mode", ["both", "memory", "text"])
@pytest.mark.parametrize(
    "question",
    [
        "\0",
        '"',
        '" OR ferry NEAR(box, 3) -Orla *',
        "ferry\0mill",
        "🛶 ⛵ 🌊",
        "' ; DROP TABLE answers; --",
        "AND OR NOT",
        "Who is it?",
        "渡し船は誰のものですか",
        "\ud800 ferry",
        "why " * 2500,
        " ".join(f"word{n}" for n in range(1500)),
    ],
)
def test_a_hostile_question_is_answered_or_refused_in_a_sentence(shelf, question, mode):
    if not question.strip("\0"):
        with pytest.raises(LibraryError, match="empty"):
            ask(shelf, question, mode=mode)
        return
    made = ask(shelf, question, mode=mode)
    assert made.text
    assert shelf.verbatim(made.citations)


@pytest.mark.parametrize("question", ["", "  \n", "\0 "])
def test_an_empty_question_is_refused_in_a_sentence(shelf, question):
    with pytest.raises(LibraryError, match="empty"):
        ask(shelf, question)


@pytest.mark.parametrize("as_of", [-1, 6, 99])
def test_a_chapter_out_of_range_is_refused(shelf, as_of):
    with pytest.raises(LibraryError, match="1 to 6"):
        ask(shelf, "Who kept the ferry?", as_of)


def test_an_unread_book_can_only_be_asked_for_its_text(tmp_path):
    shelf = Shelf(tmp_path).add()
    stranger = FakeModel(fingerprint="fake-2")
    with pytest.raises(LibraryError, match="read the book first"):
        ask(shelf, "Who kept the ferry?", model=stranger)
    made = ask(shelf, "Who was a thief?", mode="text", model=stranger)
    assert (made.found, made.as_of) == (True, len(TALE) - 1)


def test_the_default_is_as_far_as_the_book_was_read(tmp_path):
    shelf = Shelf(tmp_path, book_id="ef" * 32).add()
    with Library(shelf.place) as library:
        library._rows("DELETE FROM snapshots WHERE chapter > 2")
    made = ask(shelf, "Who was a thief?")
    assert made.as_of == 2
    assert all(citation.start.chapter <= 2 for citation in made.citations)


def test_memory_alone_answers_without_citations_and_only_if_it_helps(shelf, monkeypatch):
    assert ask(shelf, "Who kept the ferry?", mode="memory").citations == ()
    assert ask(shelf, "Who kept the ferry?", mode="memory").found
    monkeypatch.setattr(FakeModel, "gain", lambda self, texts, memory: (-1.0,))
    assert ask(shelf, "Who kept the ferry?", mode="memory").text == NOT_FOUND


def test_text_alone_asks_no_memory(shelf, monkeypatch):
    monkeypatch.setattr(FakeModel, "clues", lambda *_: pytest.fail("asked the memory"))
    monkeypatch.setattr(FakeModel, "unpack", lambda *_: pytest.fail("opened the memory"))
    assert ask(shelf, "Who kept the ferry at Greywater?", mode="text").found


def test_a_clue_from_memory_leads_to_a_passage_that_the_question_does_not_name(shelf, monkeypatch):
    asked = []
    matching = Library.matching
    monkeypatch.setattr(FakeModel, "clues", lambda *_: ("museum", "the"))
    monkeypatch.setattr(
        Library,
        "matching",
        lambda self, book, term, last: asked.append(term) or matching(self, book, term, last),
    )
    ask(shelf, "Who was wicked?")
    assert "museum" in asked
    assert "the" not in asked


def test_a_question_reads_nothing_and_leaves_the_memory_as_it_was(shelf):
    def states():
        with Library(shelf.place) as library:
            return [library.snapshot(shelf.book_id, "fake-1", index).state for index in range(len(TALE))]

    before, read = states(), shelf.model.tokens_read
    ask(shelf, "Who kept the ferry?")
    assert (states(), shelf.model.tokens_read) == (before, read)


def test_the_same_question_has_the_same_answer_and_both_are_kept(tmp_path):
    shelf = Shelf(tmp_path).add()
    one, other = ask(shelf, "Who kept the ferry?"), ask(shelf, "Who kept the ferry?")
    assert one == other
    with Library(shelf.place) as library:
        assert [record.answer for record in library.answers(shelf.book_id)] == [one, other]


def test_an_answer_that_was_cancelled_is_not_kept(tmp_path):
    shelf = Shelf(tmp_path).add()
    work = answer(shelf.place, shelf.book_id, "Who kept the ferry?", shelf.model)
    next(work)
    work.close()
    with Library(shelf.place) as library:
        assert library.answers(shelf.book_id) == []


def test_a_model_that_writes_is_cited_by_the_sentences_that_carry_its_words(shelf):
    made = ask(shelf, "Where did Orla hide the map?", model=FakeModel(writes=True))
    assert made.found
    assert made.citations
    assert shelf.verbatim(made.citations)


def test_what_a_writing_model_makes_up_is_not_said(shelf, monkeypatch):
    model = FakeModel(writes=True)
    monkeypatch.setattr(FakeModel, "answer", lambda *_: iter((Token("Bananas "), Token("everywhere."))))
    monkeypatch.setattr(FakeModel, "gain", lambda self, texts, memory: (-1.0,))
    events = list(answer(shelf.place, shelf.book_id, "Who is Captain Ahab?", model))
    assert "".join(event.text for event in events if isinstance(event, Token)) == NOT_FOUND


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(min_size=1, max_size=200),
        st.lists(st.sampled_from(" ".join(TALE).split()), min_size=1, max_size=12).map(" ".join),
    ),
    st.integers(0, len(TALE) - 1),
)
def test_every_citation_is_verbatim_and_not_too_late(shelf, question, as_of):
    try:
        made = ask(shelf, question, as_of)
    except LibraryError:
        return
    assert shelf.verbatim(made.citations)
    assert all(citation.start.chapter <= as_of for citation in made.citations)
