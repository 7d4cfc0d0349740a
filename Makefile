# goodstanding: every target sets up what it needs; nothing but Python >= 3.11 has to be there before.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null)
BIN := .venv/bin
SERVE ?= 1

## Use it
.PHONY: demo serve stop reset
demo: .venv/ready ## set up, file ten real decisions, show them (SERVE=0: write var/demo.json and end)
	$(BIN)/goodstanding demo $(if $(filter 0,$(SERVE)),--no-serve,)

serve: .venv/ready ## start the database, the sequencer and the pages
	$(BIN)/goodstanding serve

stop: .venv/ready ## stop the pages, the sequencer and the database
	$(BIN)/goodstanding down

reset: .venv/ready ## stop, and delete everything this checkout has stored (asks first)
	$(BIN)/goodstanding reset

## Trust it
.PHONY: test lines check proof bench docs
test: check ## lint, types, architecture, then every test on every PostgreSQL found
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(TESTS)

lines: .venv/ready ## the rules of the lines by every way in (MUTATE=1: take away each guard, and a test has to notice)
	@$(BIN)/python -m $(if $(filter-out 0,$(MUTATE)),tests.lines.mutating,pytest tests/lines)

check: .venv/ready ## ruff, mypy, import-linter, generated files up to date
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo >/dev/null || $(BIN)/lint-imports --no-logo
	@$(MAKE) -s docs CHECK=1

proof: .venv/ready ## a long run that prints one JSON document: make proof NAME=sequencer|kills|tamper|rebuild|looks|token-fuzz|access-matrix [SEED=1]
	@test -n "$(NAME)" || { ls proofs/[a-gi-z]*.py | sed 's,proofs/\(.*\)\.py,  make proof NAME=\1,' >&2; exit 2; }
	@$(BIN)/python -m proofs.$(NAME) $(if $(SEED),--seed $(SEED),) $(ARGS)

bench: .venv/ready ## a measurement that prints one JSON document: make -s bench NAME=append
	@test -n "$(NAME)" || { ls bench/*.py | sed 's,bench/\(.*\)\.py,  make bench NAME=\1,' >&2; exit 2; }
	@$(BIN)/python -m bench.$(NAME) $(ARGS)

docs: .venv/ready ## write the generated parts of README and docs again
	@$(BIN)/python -m cogapp $(if $(CHECK),--check,-r) $(shell grep -l '\[\[\[cog' README.md docs/*.md docs/security/*.md)

## Set-up
.PHONY: help setup
setup: .venv/ready ## make .venv and install the locked packages

.venv/ready: requirements.lock pyproject.toml
ifdef UV
	test -x $(BIN)/python || uv venv -q --python $(PYTHON) .venv
	uv pip install -q --python $(BIN)/python -r requirements.lock
	uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
else
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
endif
	touch $@

help: ## this list
	@awk -F':.*## ' '/^## /{printf "\n%s\n", substr($$0,4)} /^[a-z.\/]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
