"""Freed memory is kept for the next pass where the C library can: fewer pages are mapped anew."""

import subprocess
import sys

import pytest

from model.machine import keep_freed_memory

PASSES = """
import resource, sys, torch
from model.machine import keep_freed_memory
torch.set_num_threads(1)
if sys.argv[1] == "keep":
    keep_freed_memory()
def work():
    some = [torch.ones(1 << 18) for _ in range(32)]
work()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(20):
    work()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""

PAGES = 4000
"""About half of the pages of what one pass takes, 32 MiB."""


def faults(how):
    done = subprocess.run([sys.executable, "-c", PASSES, how], capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(not keep_freed_memory(), reason="this C library has no mallopt")
def test_fewer_pages_are_mapped_anew():
    without = faults("no")
    if without < PAGES:
        pytest.skip("this system maps few, large pages")
    assert faults("keep") < without / 3


def test_other_systems_are_left_as_they_are(monkeypatch):
    monkeypatch.setattr("sys.platform", "darwin")
    assert keep_freed_memory.__wrapped__() is False
