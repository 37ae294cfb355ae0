"""Tables line by line, and numbers as people write them."""

import json

from app.evaluation.tables import Table, percent, share, tokens
from app.printing import Printer

COLUMNS = (("by", 6, "<"), ("F1", 5, ">"))


def test_a_table_has_its_titles_once_and_its_columns_in_line(capsys):
    table = Table(Printer(as_json=False), *COLUMNS)
    table.row({"by": "lead"}, "lead", "9.5")
    table.line("all", "12.0")
    assert capsys.readouterr().out.splitlines() == ["by         F1", "lead      9.5", "all      12.0"]


def test_cells_are_objects_and_nothing_else(capsys):
    table = Table(Printer(as_json=True), *COLUMNS)
    table.row({"by": "lead", "f1": 9.5}, "lead", "9.5")
    table.line("all", "12.0")
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [{"by": "lead", "f1": 9.5}]


def test_numbers():
    assert [tokens(n) for n in (600, 4096, 5000, 131_072, 1_048_576)] == ["600", "4K", "5,000", "128K", "1M"]
    assert [share(0.125), share(None), percent(12.34), percent(None)] == ["12.5 %", "–", "12.3", "–"]
