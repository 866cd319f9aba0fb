# Everything a newcomer needs, on a machine with Python 3.11 or later and make.
#   make run    opens the program on the demonstration
#   make test   runs the tests
#   make check  format, lint, types, directions of imports, links in the docs
#   make bench  measures speed, each figure as a ratio to a floor measured in the same run
#   make faults kills, full disks, changed bits, power cuts: done to the program for real, each with its figure

VENV := .venv
BIN := $(VENV)/bin
# The first of these that is there and new enough.
PYTHON ?= $(shell for one in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$one" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$one"; break; }; done)
# One worker more than there are cores: the tests in real terminals wait now and then.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1) + 1)
SOURCES := mentor_tui screens widgets assets tests

.PHONY: run test check bench faults format lock wheel clean

run: $(VENV)/.run
	@$(BIN)/mentor-tui demo

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n $(WORKERS)

check: $(VENV)/.dev
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.links README.md CHANGELOG.md CONTRIBUTING.md docs

bench: $(VENV)/.dev
	$(BIN)/python -m tests.bench

faults: $(VENV)/.dev
	$(BIN)/python -m tests.faults

format: $(VENV)/.dev
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

# New versions of what we build on: look at the difference before you commit it.
lock: $(VENV)/.dev
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --output-file requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

wheel: $(VENV)/.dev
	$(BIN)/python -m build --wheel --outdir dist .

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed, and none was found on the path."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
