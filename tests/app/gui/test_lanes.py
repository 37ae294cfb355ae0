import threading

import pytest

from app.gui.lanes import Lane, Lanes


@pytest.fixture
def lane(qapp):
    lane = Lane("test")
    yield lane
    lane.close()


def counting(notes, most=10**9):
    try:
        yield from range(most)
        return "done"
    finally:
        notes.append(("closed", threading.current_thread().name))


def test_a_job_tells_its_events_and_its_result_on_the_ui_thread(qtbot, lane):
    heard = []

    def hear(value):
        heard.append((value, threading.current_thread() is threading.main_thread()))

    job = lane.do(counting([], 3), done=hear, said=hear)
    with qtbot.waitSignal(job.ended):
        pass
    assert heard == [(0, True), (1, True), (2, True), ("done", True)]


def test_a_cancelled_job_is_closed_on_its_own_thread(qtbot, lane):
    notes = []
    job = lane.do(counting(notes))
    with qtbot.waitSignals([job.cancelled, job.ended]):
        job.said.connect(lambda number: job.cancel())
    assert notes == [("closed", "lectern test")]
    assert lane.jobs == ()


def test_a_failure_is_told_and_the_lane_goes_on(qtbot, lane):
    def failing():
        yield 1
        raise ValueError("no")

    errors, results = [], []
    lane.do(failing(), failed=errors.append)
    job = lane.do(counting([], 1), done=results.append)
    with qtbot.waitSignal(job.ended):
        pass
    assert [str(error) for error in errors] == ["no"]
    assert results == ["done"]


def test_a_job_that_never_began_is_cancelled_without_a_step(qtbot, lane):
    heard = []
    first = lane.do(counting([]))
    second = lane.do(counting([]), said=heard.append)
    second.cancel()
    first.cancel()
    with qtbot.waitSignal(second.ended):
        pass
    assert heard == []


def test_closing_ends_the_work_and_the_threads(qapp):
    lanes, notes = Lanes(), []
    lanes.model.do(counting(notes))
    lanes.close()
    assert len(notes) <= 1
    assert not [one for one in threading.enumerate() if one.name.startswith("lectern ")]


def test_the_desk_finishes_its_writing_when_all_close(qapp):
    lanes, notes = Lanes(), []
    for _ in range(5):
        lanes.desk.do(counting(notes, 2))
    lanes.close()
    assert len(notes) == 5


def test_a_step_that_takes_too_long_is_left_behind(qapp):
    lanes, going, over = Lanes(), threading.Event(), threading.Event()

    def loading():
        going.set()
        over.wait()
        yield

    lanes.model.do(loading())
    going.wait()
    lanes.patience = 0.05
    lanes.close()
    assert not lanes.at_rest
    over.set()
    lanes.patience = None
    lanes.close()
    assert lanes.at_rest
