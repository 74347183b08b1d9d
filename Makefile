# Only Python 3.11 and make are assumed. `make help` lists what there is.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check
INSTALL := $(PIP) install --quiet --require-hashes --only-binary :all:
COMPILE := $(PY) -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --no-header
# What to test: make test T=tests/front
T ?= tests
# Whole runs use both processors; one file is faster without. Tests are given out in their order: what
# commits comes last, and leaves a database in which the others would find no root page.
WORKERS := $(if $(filter tests,$(T)),-n 2,)
POSTGRES := $(PY) tools/postgres.py $(if $(REQUIRE_POSTGRES),--required,)

.DEFAULT_GOAL := help
.PHONY: help nu run test test-sqlite test-postgres check lint types rules format bench bench-edge bench-search bench-live bench-comments torture docs lock

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

## Serving

run: .venv/run.stamp ## Serve the newsroom on http://127.0.0.1:8000 (PORT, HOST; Ctrl-C stops it)
	@exec .venv/bin/khabar up

## Working on Khabar

test: test-sqlite test-postgres ## Run all tests, on SQLite and on PostgreSQL (T=path for some)

test-sqlite: .venv/dev.stamp ## Run the tests on SQLite alone
	$(PY) -m pytest $(WORKERS) $(T)

test-postgres: .venv/dev.stamp ## Run the tests on a throwaway PostgreSQL
	$(POSTGRES) $(PY) -m pytest $(WORKERS) $(T)

check: lint types rules ## Lint, format, types, floors, migrations, translations, templates

lint: .venv/dev.stamp ## Lint and format, changing nothing
	$(PY) -m ruff check
	$(PY) -m ruff format --check

types: .venv/dev.stamp ## Check the types
	$(PY) -m mypy

rules: .venv/dev.stamp ## Our own rules: floors, migrations, translations, templates, docs
	$(PY) tools/check_floors.py
	$(PY) tools/check_rules.py
	$(PY) -m khabar.cli check
	$(PY) -m khabar.cli makemigrations --check --dry-run
	$(PY) tools/check_templates.py
	$(PY) tools/check_translations.py
	$(PY) tools/check_settings_page.py

nu: ## Get the Nu Html Checker, for the test of our HTML (needs npm; Java runs it)
	npm install --silent --no-save --no-package-lock --prefix .tools vnu-jar@26.9.27

format: .venv/dev.stamp ## Format the code and mend what can be mended
	$(PY) -m ruff format
	$(PY) -m ruff check --fix

bench: .venv/dev.stamp ## Measure imports, queries, CPU and page weights
	$(PY) -m benchmarks

bench-edge: .venv/dev.stamp ## Measure the edge, and Varnish before it, beside nginx; how soon readers see a publication
	$(PY) -m benchmarks edge fronted zipf sizes
	$(POSTGRES) $(PY) -m benchmarks edge machines

bench-search: .venv/dev.stamp ## Measure search: quality against its floors, speed (SEARCH_ARTICLES=500000 for an archive)
	$(PY) -m benchmarks search

bench-live: .venv/dev.stamp ## Measure a live coverage: 1,000 readers (BENCH_READERS), 5 posts a second for 60 s
	$(PY) -m benchmarks live

bench-comments: .venv/dev.stamp ## Measure comments: a thread of 5,000, a queue at 1,000,000 (BENCH_COMMENTS), how many are taken a second
	$(PY) -m benchmarks comments

torture: .venv/dev.stamp ## Kill, fill and restore a running house, on SQLite and on PostgreSQL (TORTURE_KILLS=200)
	$(PY) -m benchmarks torture
	$(POSTGRES) $(PY) -m benchmarks torture

docs: .venv/dev.stamp ## Write docs/reference/settings.md from the table of settings
	$(PY) -m khabar.cli settings > docs/reference/settings.md

lock: .venv/dev.stamp ## Resolve requirements*.in anew into the hashed locks
	$(COMPILE) --upgrade -o requirements.lock requirements.in
	$(COMPILE) --upgrade -c requirements.lock -o requirements-dev.lock requirements-dev.in

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Khabar needs Python 3.11: install it, or say where it is with make PYTHON=…")'
	$(PYTHON) -m venv .venv

# Compiled here, because where PYTHONDONTWRITEBYTECODE is set, as it is in many containers, each process
# would compile all that it loads: a fifth of the time of its start.
COMPILED := -m compileall -q -j 0 .venv/lib khabar

.venv/run.stamp: requirements.lock tools/link.py | .venv/bin/python
	$(INSTALL) -r requirements.lock
	$(PY) tools/link.py
	-$(PY) $(COMPILED)
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/run.stamp
	$(INSTALL) -r requirements-dev.lock
	-$(PY) $(COMPILED) tests tools
	@touch $@
