# Kapok. `make help` lists the targets. Needs Python 3.11 or newer and nothing else.
SHELL := /bin/bash
PYTHON ?= python3
UV_VERSION := 0.13.9
export UV_PYTHON_DOWNLOADS := never
KAPOK := .venv/bin/kapok
UV = $$(command -v uv || echo .tools/bin/uv)

.DEFAULT_GOAL := help
.PHONY: up test check bench eval messages lock clean help

up: .venv/.ready messages ## install, load the sample, open the platform on 127.0.0.1:8000
	$(KAPOK) sample
	$(KAPOK) demo
	$(KAPOK) serve

test: .venv/.ready-dev messages ## every test
	.venv/bin/python -m pytest -n 2 --dist loadfile

check: .venv/.ready-dev ## format, lint, types, import contracts: under a minute
	.venv/bin/ruff format --check --quiet .
	.venv/bin/ruff check --quiet .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	.venv/bin/python -m pytest -q tests/test_architecture.py

bench: .venv/.ready-dev ## speed against peers in one run, at a tenth of the size (FULL=1: full size; PART=similar|cases|…|all)
	.venv/bin/python -m bench $(if $(FULL),--full) $(if $(PART),$(if $(filter all,$(PART)),--all,--only $(PART)))

eval: .venv/.ready-dev ## retrieval quality against labelled sets
	.venv/bin/python -m eval

messages: ## compile the translations
	@.venv/bin/python -m kapok.portal.compile_messages

lock: .tools/ready ## write uv.lock again after a change of the dependencies
	$(UV) lock

clean: ## remove what the targets above made, but not the data
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  \1\t/' | expand -t 12

.venv/.ready: pyproject.toml uv.lock .tools/ready
	$(UV) sync --frozen --quiet --no-dev --python $(PYTHON) && touch $@

.venv/.ready-dev: pyproject.toml uv.lock .tools/ready
	$(UV) sync --frozen --quiet --python $(PYTHON) && touch $@ .venv/.ready

.tools/ready:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Kapok needs Python 3.11 or newer: install it, then run 'make $(MAKECMDGOALS) PYTHON=/path/to/python3'."; exit 2; }
	@mkdir -p .tools; command -v uv >/dev/null || { $(PYTHON) -m venv .tools || { echo "Python's venv module is missing: on Debian run 'apt install python3-venv', then the command again."; exit 2; }; .tools/bin/pip install --quiet uv==$(UV_VERSION); }
	@touch $@
