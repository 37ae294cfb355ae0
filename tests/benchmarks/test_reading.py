"""The comparison of reading: what it tells of readers that were timed, and of one that was not reached."""

from benchmarks.reading import STRETCH, Course, report


class Timed:
    def __init__(self, name, flops=None):
        self.name, self.about = name, {"flops": flops}


def course(name, first, stretches, flops=None):
    return Course(Timed(name, flops), first, stretches, [100 * 2**20] * len(stretches), [0.5] * 3)


def test_the_report_compares_and_says_what_was_not_measured():
    ours = course("ours float32", [1.0, 1.2, 1.1], [0.5] * 16, 4e6)
    theirs = course("transformers float32", [2.0, 2.2, 2.4], [1.0 + 0.5 * i for i in range(4)])
    stopped = course("llama.cpp F16", [4.0, 4.0, 4.0], [9.0])
    product = course("product float32", [1.0, 1.0, 1.0], [])
    told = report("default", [ours, theirs, stopped, product], [4096, 16384, 131072])
    line = {
        row.split("|")[1].strip(): [cell.strip() for cell in row.split("|")[2:-1]]
        for row in told.splitlines()[2:5]
    }
    assert line["ours float32"][:2] == ["3,724", "1.00"]
    assert line["ours float32"][4] == "4,096 (1.0)"
    assert line["ours float32"][5] == "≈ 4,096 (1.0)"
    assert line["transformers float32"][1] == "2.00"
    assert line["transformers float32"][3] == "128 (1.0)"
    n = 131072 // STRETCH
    seconds = sum(1.0 + 0.5 * i for i in range(n))
    assert line["transformers float32"][5] == f"≈ {131072 / seconds:,.0f} ({seconds / 32:.1f})"
    assert line["llama.cpp F16"][4:6] == ["not run", "not run"]
    assert "a token at 32K costs 1.00 times an early one" in told
