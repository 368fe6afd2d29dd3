# Two commands are all the set-up there is: `make run` and `make test`. Needs Python 3.11 or newer, and make.

PORT ?= 8000
JOBS ?= 2
TESTS ?= tests
BENCH ?= all
BIN := .venv/bin
INSTALLED := .venv/.installed
# The first Python that is new enough; asked by running it, since a name on the path need not work.
PYTHON := $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done)
# Uses DATABASE_URL and REDIS_URL when they are set, else starts both for this one command.
WITH_SERVICES := $(BIN)/python -m hssk.embedded --throwaway --
DEVELOPING := env DEBUG=1 HSSK_DEMO=1

export PORT

.PHONY: run test bench lint screenshots messages install lock
.DEFAULT_GOAL := run

run: $(INSTALLED)
	@exec $(BIN)/python -m hssk.run

test: $(INSTALLED)
	@$(BIN)/python -m tests.chromium
	@$(WITH_SERVICES) $(BIN)/python -m pytest -n $(JOBS) $(TESTS)

bench: $(INSTALLED)
	@$(WITH_SERVICES) $(BIN)/python -m tests.bench $(BENCH)

screenshots: $(INSTALLED)
	@$(BIN)/python -m tests.chromium
	@$(WITH_SERVICES) $(DEVELOPING) $(BIN)/python -m tests.screenshots

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(WITH_SERVICES) $(DEVELOPING) $(BIN)/python manage.py makemigrations --check --dry-run

# After a change of words: brings locale/ in step with the source and compiles it.
messages: $(INSTALLED)
	@$(DEVELOPING) $(BIN)/python -m tests.house.catalog

install: $(INSTALLED)

$(INSTALLED): requirements.lock
	@test -n "$(PYTHON)" || { echo "HSSK needs Python 3.11 or newer, and none was found."; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv >/dev/null || \
		{ echo "Python cannot make a virtual environment; on Debian: apt-get install python3-venv"; rm -rf .venv; exit 1; }
	@echo "Installing what requirements.lock names ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

# After a change in pyproject.toml.
lock: $(INSTALLED)
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --allow-unsafe --extra=dev --generate-hashes --no-emit-find-links --no-emit-index-url \
		--no-emit-trusted-host --strip-extras --output-file=requirements.lock pyproject.toml
