# Run `make` for the list. Set-up is done as needed by every target; what is there already is skipped.

PYTHON ?= python3
RUN := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help demo test docs check bench lock format setup setup-dev setup-test clean

help: ## Say what there is
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

demo: setup ## Run the demonstration (FRESH=1 starts it over)
	@.venv/bin/grantflow demo $(if $(FRESH),--fresh)

test: setup-test ## Run every test, on SQLite and on PostgreSQL (ARGS="-k award" goes to pytest)
	@$(RUN) -m tools.run_tests $(ARGS)

docs: setup-test ## Run every command that README.md and CONTRIBUTING.md show
	@$(RUN) -m tools.run_docs

check: setup-dev ## Check format, lint, types, who imports whom, content and templates
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache
	.venv/bin/grantflow check

bench: setup-dev ## Measure (ONLY=letter,case-page picks rows, JSON=file writes them, DATABASE=postgresql)
	@$(RUN) -m bench $(if $(ONLY),--only $(ONLY)) $(if $(JSON),--json $(JSON)) $(if $(DATABASE),--database $(DATABASE)) $(if $(KEEP),--write)

format: setup-dev ## Put the code into shape
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

lock: setup-dev ## Make the lock files again (UPGRADE=1 takes the newest versions)
	@$(RUN) -m tools.lock $(if $(UPGRADE),--upgrade)

setup: ## Install what it takes to run
	@$(PYTHON) -m tools.setup run

setup-dev: ## Install what it takes to check
	@$(PYTHON) -m tools.setup dev

setup-test: ## Install what it takes to test
	@$(PYTHON) -m tools.setup test

clean: ## Remove what set-up and tools made (the demonstration's data stays)
	rm -rf .venv grantflow/static/vendor tests/vendor build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
