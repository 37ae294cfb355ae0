import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.gui.paging import Paging, Spot
from ingest.book import Locator, Page

LABELS = ("i", "1", "1", "2", "3", "4")
MARKS = (
    (Page("i", 0), Page("1", 100)),
    (Page("1", 0), Page("2", 400)),  # a second 1: the book's own first page
    (Page("2", 0), Page("3", 50), Page("4", 90)),
)
PAGING = Paging(LABELS, MARKS, (200, 500, 120))


@pytest.mark.parametrize(
    ("place", "page"),
    [
        (Locator(0, 0), 0),
        (Locator(0, 150), 1),
        (Locator(1, 420), 3),
        (Locator(2, 10), 3),
        (Locator(2, 119), 5),
    ],
)
def test_a_place_is_on_its_page(place, page):
    assert PAGING.spot(place).page == page


def test_chapters_that_share_a_page_share_its_height():
    assert PAGING.spot(Locator(1, 400)).down == 0.0
    assert PAGING.spot(Locator(2, 0)).down == pytest.approx(100 / 150)


@given(st.sampled_from([(0, 200), (1, 500), (2, 120)]), st.floats(0, 0.99))
def test_a_place_comes_back_from_its_spot(chapter, share):
    place = Locator(chapter[0], int(chapter[1] * share))
    back = PAGING.place(PAGING.spot(place))
    assert back.chapter == place.chapter
    assert abs(back.offset - place.offset) <= 1


def test_words_are_cut_where_pages_end():
    cut = list(PAGING.stretches(Locator(2, 40), 60))
    assert [(one.page, one.page_begins, one.begin, one.end) for one in cut] == [
        (3, 0, 40, 50),
        (4, 50, 50, 90),
        (5, 90, 90, 100),
    ]


def test_a_page_without_text_leads_to_the_end_of_the_one_before():
    paging = Paging(("1", "plate", "2"), ((Page("1", 0), Page("2", 80)),), (100,))
    assert paging.place(Spot(1, 0.5)) == Locator(0, 80)
    assert list(paging.texts(2)) == [(0, 80, 100)]


def test_a_file_without_known_pages_is_at_the_beginning():
    paging = Paging((), (), ())
    assert paging.spot(Locator(3, 9)) == Spot(0)
    assert paging.place(Spot(7)) == Locator(0, 0)
    assert list(paging.stretches(Locator(0, 0), 5)) == []
