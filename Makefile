# A bare `make` lists the targets. Everything lives in .venv and in the folder var/ (SHUYUAN_HOME).
PYTHON ?= python3
BIN := .venv/bin
export SHUYUAN_HOME ?= $(CURDIR)/var
PORT ?= 8000
GATEWAY_PORT ?= 8010

.DEFAULT_GOAL := help
.PHONY: help run demo test fast lint fmt types docs bench check clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

.venv/run.stamp: requirements/run.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

run: .venv/run.stamp ## set up everything, fill the demonstration city, start all processes
	@$(BIN)/shuyuan setup
	@$(BIN)/shuyuan demo
	@$(BIN)/shuyuan serve --port $(PORT) --gateway-port $(GATEWAY_PORT)

demo: .venv/run.stamp ## fill the demonstration city without starting anything
	@$(BIN)/shuyuan setup
	@$(BIN)/shuyuan demo

test: .venv/dev.stamp ## all tests that this machine can run
	$(BIN)/python -m shuyuan.web.translations compile
	$(BIN)/pytest -n auto --dist loadfile

fast: .venv/dev.stamp ## rules and law only, in seconds
	$(BIN)/pytest tests/kernel tests/law -m "not slow"

lint: .venv/dev.stamp ## style, import contracts, templates, spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/yamllint -s src

fmt: .venv/dev.stamp ## format code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: .venv/dev.stamp ## strict types where decisions are made
	$(BIN)/mypy
	$(BIN)/mypy $(patsubst src/shuyuan/%/rules.py,-m shuyuan.%.rules,$(wildcard src/shuyuan/*/rules.py)) \
	  $(patsubst src/shuyuan/%/rules/__init__.py,-p shuyuan.%.rules,$(wildcard src/shuyuan/*/rules/__init__.py))

docs: .venv/dev.stamp ## write the generated pages anew
	$(BIN)/python -m shuyuan.regulations.document
	$(BIN)/python -m shuyuan.cli.reference

bench: .venv/dev.stamp ## measure, and write docs/benchmarks.md
	$(BIN)/python -m bench

check: lint types test ## all of it

clean: ## remove the environment (data in var/ stays)
	rm -rf .venv
