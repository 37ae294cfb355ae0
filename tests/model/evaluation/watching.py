"""How tests drive a measure."""

from model.evaluation import Step


def cells(work):
    """Give the cells of a measure without its steps."""
    return [event for event in work if not isinstance(event, Step)]


def result(work):
    """Run a generator to its end; give what it returns."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value
