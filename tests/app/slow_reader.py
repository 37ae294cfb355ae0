"""Reads a book with a fake model, slowly, saying each step: for the test that kills it."""

import sys
from pathlib import Path
from time import sleep

from app.reading import read
from tests.fakes import FakeModel

if __name__ == "__main__":
    for event in read(Path(sys.argv[1]), sys.argv[2], FakeModel(segment=3)):
        print(event, flush=True)
        sleep(0.2)
