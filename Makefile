# Two commands on a fresh machine: `make demo` shows the pipeline at work, `make test` checks all of it.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.installed

.PHONY: help demo up test test-unit test-embedded test-apache lint bench train format clean
help:           ## Show these targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=…"; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing: apt-get install python3-venv"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(READY)

demo: $(READY)  ## Sample articles become events, on an embedded broker; ends by itself
	$(BIN)/communique demo

up: $(READY)    ## Run the whole pipeline on this machine until Ctrl-C
	$(BIN)/communique up

test: $(READY)  ## Everything: lint, types, unit, gold, integration on the embedded broker and, where it can run, on Apache Kafka
	$(BIN)/python -m tests.run

test-unit: $(READY)  ## Unit and gold tests: no broker, seconds
	$(BIN)/pytest tests/unit tests/gold

test-embedded: $(READY)  ## The integration suite on the embedded broker
	$(BIN)/pytest tests/integration --broker embedded

test-apache: $(READY)  ## The integration suite on Apache Kafka; fails where it cannot run
	$(BIN)/pytest tests/integration --broker apache --require-broker

lint: $(READY)  ## Style, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

train: $(READY) ## Train the statistical back-off anew from the training sentences; the same sentences give the same model
	$(BIN)/python -m agents.classification.train

format: $(READY)  ## Put the code into the format that lint wants
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY) ## Every benchmark, one after the other; BENCH=name runs one
	$(BIN)/python -m tests.bench $(BENCH)

clean:          ## Remove what was built; the fetched jars of Apache Kafka too
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis tests/brokers/target
