# Two commands: `make demo` and `make test`. Each does its own set-up; Python 3.11 or newer and make are all it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo app test check train clean

demo: $(READY)
	$(BIN)/python -m app.demo

app: $(READY)
	$(BIN)/lectern

test: $(READY)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -m "not slow"

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -m "not slow"

train: $(READY)
	$(BIN)/python -m model.training.train --data $(DATA) --shards runs/data --out runs/default

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --upgrade pip
	$(BIN)/python -m pip install -q -c constraints.txt -e '.[dev]'
	touch $(READY)

clean:
	rm -rf $(VENV) runs .mypy_cache .ruff_cache .pytest_cache
