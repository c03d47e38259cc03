# Each target sets up what it needs: a virtual environment in .venv, and the install.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo test lint types nox benchmark campaign campaign-slice clean

help:
	@echo "make demo       watch a sign-up with SMS verification being tested, in three modes"
	@echo "make test       run every test, with branch coverage"
	@echo "make lint       ruff: lint and format"
	@echo "make types      mypy and pyright, strict"
	@echo "make nox        the tests on every Python from 3.10 that this machine has"
	@echo "make benchmark  start-up and replay beside pytest-recording, pytest-httpx and respx"
	@echo "make campaign   1,000 live runs, at each provider in turn, that are killed amid faults:"
	@echo "                do the books agree?"

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev --group benchmark
	@touch $@

$(VENV)/demo: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group example
	@touch $@

demo: $(VENV)/demo
	$(BIN)/python examples/signup/demo.py

test: $(VENV)/installed
	rm -f .coverage .coverage.*
	$(BIN)/python -m coverage run -m pytest -n auto
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report

lint: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python

nox: $(VENV)/installed
	$(BIN)/nox

benchmark: $(VENV)/installed
	$(BIN)/python -m benchmarks

# One of each three at each provider; --provider NAME is for all at one.
campaign: $(VENV)/installed
	$(BIN)/python -m campaign --runs 1000 --seed 1 --jobs 3

# What CI runs of it, also at each in turn.
campaign-slice: $(VENV)/installed
	$(BIN)/python -m campaign --runs 100 --seed 7 --jobs 3

clean:
	rm -rf $(VENV) .nox .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis
