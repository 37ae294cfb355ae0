"""What passes between the processes."""

import io
import json
from contextlib import suppress
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import Book, Chapter, Cover, Entry, Page, Step
from ingest.book import Matter
from ingest.frames import FrameError, Part, from_frame, receive, send, to_frame

text = st.text(max_size=30)
number = st.integers(0, 10**9)
matter = st.sampled_from(get_args(Matter))
books = st.builds(
    Book,
    text,
    text,
    st.lists(text, max_size=3).map(tuple),
    st.none() | text,
    st.lists(st.builds(Entry, text, number, matter), max_size=4).map(tuple),
    st.lists(text, max_size=2).map(tuple),
)
chapters = st.builds(
    Chapter,
    number,
    text,
    number,
    text,
    st.lists(st.builds(Page, text, number), max_size=4).map(tuple),
    st.lists(text, max_size=2).map(tuple),
    matter,
)
covers = st.builds(Cover, st.binary(max_size=40))
steps = st.builds(Step, number, number, st.booleans())


@given(st.lists(books | chapters | covers | steps, max_size=5))
def test_what_is_sent_is_received(parts: list[Part]) -> None:
    pipe = io.BytesIO()
    for part in parts:
        send(pipe, to_frame(part))
    pipe.seek(0)
    received = [receive(pipe, 10_000) for _ in parts]
    assert [from_frame(one[0]) for one in received if one] == parts
    assert receive(pipe, 10_000) is None


@given(st.binary(max_size=60))
def test_whatever_comes_is_a_frame_or_an_error(data: bytes) -> None:
    with suppress(FrameError):
        received = receive(io.BytesIO(data), 50)
        if received is None:
            assert len(data) < 4 + int.from_bytes(data[:4], "big")  # the end came before the frame's
        else:
            assert json.loads(data[4 : 4 + received[1]]) == received[0]
            assert isinstance(from_frame(received[0]), get_args(Part))


@pytest.mark.parametrize(
    "frame",
    [
        {},
        {"Book": 3},
        {"Book": {}, "Step": {}},
        {"Chapter": {"index": "x"}},
        {"os": {}},
        {"Step": {"done": None}},
        {"Cover": "no base64!"},
        {
            "Chapter": {
                "index": 0,
                "title": "",
                "level": 0,
                "text": "",
                "pages": [],
                "warnings": [],
                "matter": "x",
            }
        },
    ],
)
def test_a_frame_of_anything_else_is_refused(frame: dict[str, object]) -> None:
    with pytest.raises(FrameError):
        from_frame(frame)
