import os
import signal
from pathlib import Path

import pytest

from ingest.book import BookError, Locked
from ingest.display import Display, Tint
from ingest.files import fingerprint
from ingest.mupdf import pymupdf

SAMPLE = Path(__file__).parents[2] / "resources" / "sample" / "the-nought-at-tamsel.pdf"


@pytest.fixture(scope="module")
def sample():
    with Display(SAMPLE, fingerprint(SAMPLE)) as display:
        yield display


def made(path, turn=0, password=None):
    document = pymupdf.open()
    page = document.new_page(width=300, height=400)
    page.insert_text((40, 80), "Upper left words")
    page.draw_rect((200, 300, 250, 350), fill=(1, 0, 0), color=None)
    page.set_rotation(turn)
    how = {"encryption": pymupdf.PDF_ENCRYPT_AES_256, "user_pw": password} if password else {}
    document.save(path, **how)
    return path


def dot(picture, x, y):
    at = 3 * (y * picture.width + x)
    return tuple(picture.dots[at : at + 3])


def test_the_pages_have_sizes_and_labels(sample):
    assert len(sample.sheets) == 41
    assert (sample.sheets[0].width, sample.sheets[0].height) == (420, 595)
    assert [sheet.label for sheet in sample.sheets[:3]] == ["i", "ii", "1"]


def test_a_page_is_drawn_in_the_size_that_is_asked_for(sample):
    picture = sample.picture(3, 1.5)
    assert (picture.width, picture.height) == (630, 893)
    assert dot(picture, 2, 2) == (255, 255, 255)
    assert min(picture.dots) < 60  # there is ink


def test_a_tint_takes_black_and_white_elsewhere(sample):
    picture = sample.picture(3, 1.0, Tint(0xD5D0C6, 0x1C1C1F))
    assert dot(picture, 2, 2) == (0x1C, 0x1C, 0x1F)
    assert max(picture.dots) > 150


def test_every_character_of_a_line_has_its_box(sample):
    line = sample.lines(3)[4]
    assert len(line.text) == len(line.boxes)
    assert all(0 <= left <= right <= 420 for left, _, right, _ in line.boxes)
    assert line.boxes[0][0] < line.boxes[-1][0]


def test_boxes_stand_where_a_turned_page_shows_the_words(tmp_path):
    with Display(made(tmp_path / "turned.pdf", turn=90)) as display:
        assert (display.sheets[0].width, display.sheets[0].height) == (400, 300)
        boxes = display.lines(0)[0].boxes
        picture = display.picture(0, 1.0)
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    ink = [
        (x, y) for y in range(picture.height) for x in range(picture.width) if max(dot(picture, x, y)) < 90
    ]
    assert ink
    assert all(left - 1 <= x <= right + 1 and top - 1 <= y <= bottom + 1 for x, y in ink)


def test_a_password_is_asked_for_and_opens(tmp_path):
    path = made(tmp_path / "locked.pdf", password="tide")
    with pytest.raises(Locked, match="protected by a password"):
        Display(path)
    with pytest.raises(Locked, match="does not open"):
        Display(path, None, "wrong")
    with Display(path, None, "tide") as display:
        assert display.lines(0)[0].text == "Upper left words"


def test_a_file_that_is_gone_or_changed_is_told(tmp_path):
    path = made(tmp_path / "one.pdf")
    with pytest.raises(BookError, match="was changed since it was added"):
        Display(path, "0" * 64)
    path.unlink()
    with pytest.raises(BookError, match="was not found"):
        Display(path)


def test_a_file_that_is_no_pdf_is_told(tmp_path):
    path = tmp_path / "bad.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing that follows is a PDF\n" * 9)
    with pytest.raises(BookError, match="damaged"):
        Display(path)


def test_a_page_that_is_not_there_costs_only_itself(sample):
    with pytest.raises(BookError, match="cannot be shown"):
        sample.picture(999, 1.0)
    assert sample.picture(0, 0.5).width == 210


def test_a_crash_costs_one_page_and_the_next_one_is_drawn(tmp_path):
    with Display(made(tmp_path / "one.pdf")) as display:
        os.kill(display.process_id, signal.SIGKILL)
        with pytest.raises(BookError, match="cannot be drawn"):
            display.picture(0, 1.0)
        assert display.picture(0, 1.0).width == 300


def test_a_process_that_does_not_answer_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr("ingest.display._PATIENCE", 0.2)
    with Display(made(tmp_path / "one.pdf")) as display:
        os.kill(display.process_id, signal.SIGSTOP)
        with pytest.raises(BookError, match="cannot be drawn"):
            display.picture(0, 1.0)
        monkeypatch.setattr("ingest.display._PATIENCE", 20)
        assert display.picture(0, 1.0).width == 300


def test_closing_ends_the_process(tmp_path):
    display = Display(made(tmp_path / "one.pdf"))
    pid = display.process_id
    display.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
