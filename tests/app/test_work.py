import pytest

from app.work import follow


def test_events_are_shown_and_the_result_returned():
    def work():
        yield 1
        yield 2
        return "done"

    shown = []
    assert follow(work(), shown.append) == "done"
    assert shown == [1, 2]


def test_an_interruption_closes_the_work_first():
    closed = []

    def work():
        try:
            yield 1
        finally:
            closed.append(True)

    def interrupt(event):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        follow(work(), interrupt)
    assert closed == [True]
