# make demo   a spoken conversation, from nothing
# make test   everything that is checked by running it
# make help   the rest
#
# Needs Python 3.11 or later with its venv module. PYTHON=python3.12 chooses another one.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Workers of the test run; the whole-call tests keep a core busy each.
TEST_WORKERS ?= 2
PYTEST_ARGS ?=
# Of the demo, e.g. make demo DEMO_ARGS="--port 8080".
DEMO_ARGS ?=
BENCH_ARGS ?=

export PIP_DISABLE_PIP_VERSION_CHECK = 1
# Engine pools size themselves; a second pool of threads inside each library only makes them wait.
export OMP_NUM_THREADS ?= 1

.DEFAULT_GOAL := help
.PHONY: help demo install install-dev models browser test lint format types bench lock clean

help: ## Show the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

demo: install ## Install, fetch the models, place a test call, serve the bots at http://localhost:8000
	@$(BIN)/viva models pull
	@$(BIN)/viva demo $(DEMO_ARGS)

install: $(VENV)/.installed ## Make .venv with VIVA in it

install-dev: $(VENV)/.installed-dev ## Add what tests, lint and types need

models: install ## Fetch the models, checked against their SHA-256
	@$(BIN)/viva models pull

test: install-dev models browser ## Set up what is missing and run every test
	@$(BIN)/pytest -n $(TEST_WORKERS) --dist loadscope --durations 10 --durations-min 1 $(PYTEST_ARGS)

lint: install-dev ## Check style and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: install-dev ## Mend style and format where that is safe
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

types: install-dev ## Check types
	@$(BIN)/mypy

bench: models ## Measure latency and load on this machine (benchmarks/README.md)
	@$(BIN)/viva bench load barista $(BENCH_ARGS)

lock: ## Resolve the dependencies again into the lock files (needs uv)
	uv pip compile pyproject.toml --group build $(LOCK_OPTIONS) -o requirements.lock
	uv pip compile pyproject.toml --group build --extra test --extra dev --extra voices $(LOCK_OPTIONS) -o requirements-dev.lock

clean: ## Remove .venv and every cache; calls and models stay
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find viva tests bots benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

LOCK_OPTIONS := --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links

# --- what stands behind the targets -----------------------------------------------------------

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "VIVA needs Python 3.11 or later: no $(PYTHON) found."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "VIVA needs Python 3.11 or later, but $(PYTHON) is $$($(PYTHON) -V)."; \
		echo "Name a later one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) has no venv module. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) -V)"
	@$(PYTHON) -m venv $(VENV)

# The lock pins every wheel by its hash; the package itself is linked in place, without resolving again.
$(VENV)/.installed: pyproject.toml requirements.lock | $(BIN)/python
	@echo "Installing VIVA (a minute the first time)"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock | $(VENV)/.installed
	@echo "Installing the test and lint tools"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

# The browser tests skip, and say so, where no Chromium can be had.
browser:
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium for the browser tests"; \
		{ apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium; } >/dev/null 2>&1 && exit 0; \
	fi; \
	echo "No Chromium here: the browser tests will be skipped (apt-get install chromium)"
