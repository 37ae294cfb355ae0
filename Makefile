# Two commands: `make demo` and `make test`. Each does its own set-up; Python 3.11 or newer and make are all it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo app test check train bench screenshots translations desktop clean

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

# side by side with transformers, and with llama.cpp where `pip install -e .[bench]` has compiled it; about ten minutes
bench: $(READY)
	$(BIN)/python -m benchmarks.reading --rounds 3 --seconds 20 --pictures runs/pictures
	$(BIN)/python -m benchmarks.reading --size 30M --lengths 4096,16384,131072 --rounds 1 --seconds 20 --pictures runs/pictures
	$(BIN)/python -m benchmarks.answering $(if $(DATA),--data $(DATA)) --rounds 3
	$(BIN)/python -m benchmarks.library --rounds 10

screenshots: $(READY)
	$(BIN)/python resources/screenshots/build.py

translations: $(READY)
	$(BIN)/pyside6-lupdate -no-obsolete -locations none app/gui/*.py -ts resources/translations/lectern_zh_CN.ts
	$(BIN)/pyside6-lrelease resources/translations/lectern_zh_CN.ts -qm resources/translations/lectern_zh_CN.qm

# an entry among the programs of the desktop, for this user
SHARE := $(or $(XDG_DATA_HOME),$(HOME)/.local/share)
desktop: $(READY)
	install -D -m 644 resources/icons/lectern.svg $(SHARE)/icons/hicolor/scalable/apps/lectern.svg
	mkdir -p $(SHARE)/applications
	sed 's|^Exec=.*|Exec="$(abspath $(BIN))/lectern"|' resources/lectern.desktop > $(SHARE)/applications/lectern.desktop

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --upgrade pip
	$(BIN)/python -m pip install -q -c constraints.txt -e '.[dev,evaluation]'
	touch $(READY)

clean:
	rm -rf $(VENV) runs .mypy_cache .ruff_cache .pytest_cache
