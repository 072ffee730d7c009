# Every target makes what it needs: on a fresh clone `make run` or `make test` is all there is to type.

SHELL := /bin/bash
VENV  := .venv
PY    := $(VENV)/bin/python
BASE  := $(VENV)/.installed-run
DEV   := $(VENV)/.installed-dev

# Two cores are what we plan for; JOBS=0 shows prints and breakpoints.
JOBS  ?= 2
PIP   := $(PY) -m pip --disable-pip-version-check --no-input --quiet

.DEFAULT_GOAL := help
.PHONY: help setup run test lint types validate faults bench texts bench-prediction docs lock test-postgres clean

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*##/make \1 \t/p' $(MAKEFILE_LIST) | expand -t 22

setup: $(BASE)  ## make .venv with what the app needs; start nothing

run: $(BASE)  ## start the app on 127.0.0.1:8000
	$(PY) -m preex serve

test: $(DEV)  ## run the tests on SQLite
	$(PY) -m pytest -n $(JOBS)

# The rows below the store cannot reach a database; all other tests run again.
test-postgres: $(DEV)  ## run the same tests on PostgreSQL
	.ci/with-postgres $(PY) -m pytest -n $(JOBS) \
	    $(addprefix --ignore=tests/,catalogue core evidence fatigue logbook meta planner plots scoring trials test_house.py)

lint: $(DEV)  ## check style, format and layers
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/lint-imports --no-logo

types: $(DEV)  ## check types
	$(VENV)/bin/mypy

validate: $(DEV)  ## compare results with published ones and with other programs
	$(PY) -m pytest validation -q

faults: $(DEV)  ## put every fault in, on both databases (8 minutes)
	PREEX_FAULTS=full .ci/with-postgres $(PY) -m pytest -n 0 -s tests/faults

bench: $(DEV)  ## measure time and memory
	OPENBLAS_NUM_THREADS=1 $(PY) benchmarks/run.py

bench-prediction: $(DEV)  ## score PreEx beside every rival on the logs in ../shared; write docs/prediction.md
	OMP_NUM_THREADS=1 $(PY) validation/prediction/run.py --page

texts: $(DEV)  ## gather the texts to translate, and compile what is translated (needs gettext)
	$(PY) docs/gather_texts.py

docs: $(DEV)  ## build the documentation in docs/_build/html
	$(VENV)/bin/sphinx-build --fail-on-warning --keep-going --quiet docs docs/_build/html

lock:  ## remake both locks after a change of pyproject.toml; UPGRADE=1 takes newer versions too
	.ci/lock $(if $(UPGRADE),--upgrade)

clean:  ## remove everything made here, .venv included
	rm -rf $(VENV) dist docs/_build .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---------------------------------------------------------------- the environment
# A stamp is newer than the lock it was installed from, so nothing is installed twice.

define install
	@.ci/venv $(VENV)
	@echo "Installing $$(grep -c == $(1)) locked packages into $(VENV), once" >&2
	@$(PIP) install --require-hashes -r $(1)
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $(2)
endef

$(BASE): requirements.lock pyproject.toml
	$(call install,requirements.lock,$(BASE))

# The larger lock holds all of the smaller one.
$(DEV): requirements-dev.lock requirements.lock pyproject.toml
	$(call install,requirements-dev.lock,$(BASE) $(DEV))
